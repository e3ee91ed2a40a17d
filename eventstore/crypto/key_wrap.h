// AES-256 key wrap (RFC 3394) for 32-octet keys: 40 octets wrapped.
#pragma once

#include <optional>

#include "eventstore/crypto/secret.h"

namespace renkei {

Bytes wrap_key(BytesView key_encryption_key, BytesView key);
std::optional<Secret> unwrap_key(BytesView key_encryption_key, BytesView wrapped);

}  // namespace renkei
