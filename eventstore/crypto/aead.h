// AES-256-GCM (SP 800-38D), 12-octet nonce, 16-octet tag appended. Fails closed.
#pragma once

#include <optional>

#include "domain/values/bytes.h"

namespace renkei {

// `key` 32 octets, `nonce` 12 octets: anything else aborts. Returns ciphertext ‖ tag.
Bytes aes_256_gcm_seal(BytesView key, BytesView nonce, BytesView aad, BytesView plaintext);
// nullopt when anything was altered or is too short.
std::optional<Bytes> aes_256_gcm_open(BytesView key, BytesView nonce, BytesView aad, BytesView sealed);

}  // namespace renkei
