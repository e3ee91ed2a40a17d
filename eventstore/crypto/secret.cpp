#include "eventstore/crypto/secret.h"

#include <openssl/crypto.h>

#include "eventstore/crypto/random.h"

namespace renkei {

Secret::Secret(BytesView octets) : octets_(octets) {}

// A moved-from short string keeps its octets in place, so the source is overwritten in both moves.
Secret::Secret(Secret&& other) noexcept : octets_(std::move(other.octets_)) { cleanse(other.octets_); }

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this == &other) return *this;
  cleanse(octets_);
  // Swapped, not moved: string assignment may leave the old buffer, or a copy, behind.
  octets_.swap(other.octets_);
  cleanse(other.octets_);
  return *this;
}

Secret::~Secret() { cleanse(octets_); }

Secret Secret::random(std::size_t length) {
  Secret secret;
  secret.octets_.resize(length);
  fill_random(secret.octets_.data(), length);
  return secret;
}

void cleanse(std::string& octets) {
  octets.resize(octets.capacity());  // never reallocates; reaches what a shorter value left behind
  OPENSSL_cleanse(octets.data(), octets.size());
  octets.clear();  // an erased key must not pass for a key of zeros
}

bool equal_in_constant_time(BytesView a, BytesView b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace renkei
