#include "eventstore/crypto/random.h"

#include <openssl/rand.h>

#include "domain/check.h"

namespace renkei {

void fill_random(void* target, std::size_t length) {
  if (length == 0) return;
  // Strength 0: what the generator is configured for.
  ENSURE(RAND_bytes_ex(nullptr, static_cast<unsigned char*>(target), length, 0) == 1);
}

Bytes random_bytes(std::size_t length) {
  Bytes octets(length, '\0');
  fill_random(octets.data(), length);
  return octets;
}

}  // namespace renkei
