// HMAC-SHA-256 (RFC 2104).
#pragma once

#include <initializer_list>

#include "domain/values/bytes.h"

namespace renkei {

// HMAC of the concatenation of `parts`. Reuses one context per thread.
Digest hmac_sha256(BytesView key, std::initializer_list<BytesView> parts);

}  // namespace renkei
