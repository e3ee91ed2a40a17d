// Octets from OpenSSL's DRBG. Never fails quietly: a failing generator aborts the process.
#pragma once

#include "domain/values/bytes.h"

namespace renkei {

void fill_random(void* target, std::size_t length);
Bytes random_bytes(std::size_t length);

}  // namespace renkei
