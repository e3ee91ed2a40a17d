// SHA-256 (FIPS 180-4) over OpenSSL, with the digest fetched once per process: fetching it per call collapses
// with two threads. Functions are safe from any thread; a Sha256 object is used by one.
#pragma once

#include <initializer_list>
#include <memory>

#include "domain/values/bytes.h"

namespace renkei {

class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  void update(BytesView octets);
  Digest finish();  // resets, so the object can be used again

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

// The digest of the concatenation of `parts`. Reuses one context per thread.
Digest sha256(std::initializer_list<BytesView> parts);

}  // namespace renkei
