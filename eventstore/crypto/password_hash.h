// Password verifiers: argon2id (RFC 9106) in the PHC string form, with a pepper kept apart from the verifiers.
#pragma once

#include <string>

#include "domain/values/bytes.h"

namespace renkei {

struct PasswordCost {
  std::uint32_t passes = 3;
  std::uint32_t memory_kib = 64 * 1024;
};

// A fresh random salt each time. Blocks for 100–300 ms at the default cost and takes memory_kib of memory.
std::string hash_password(BytesView password, BytesView pepper, const PasswordCost& cost);
// False for a malformed verifier too. Takes the cost from the verifier itself.
bool verify_password(BytesView password, BytesView pepper, const std::string& verifier);

}  // namespace renkei
