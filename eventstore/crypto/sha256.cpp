#include "eventstore/crypto/sha256.h"

#include <openssl/evp.h>

#include "domain/check.h"

namespace renkei {

namespace {

// Held until the process ends: a fetch takes a global lock and must not happen per digest.
const EVP_MD* sha256_method() {
  static const EVP_MD* const kMethod = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  ENSURE(kMethod != nullptr);
  return kMethod;
}

}  // namespace

struct Sha256::Context {
  EVP_MD_CTX* md = EVP_MD_CTX_new();

  Context() {
    ENSURE(md != nullptr);
    start();
  }
  ~Context() { EVP_MD_CTX_free(md); }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  void start() { ENSURE(EVP_DigestInit_ex(md, sha256_method(), nullptr) == 1); }
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {}
Sha256::~Sha256() = default;

void Sha256::update(BytesView octets) {
  if (!octets.empty()) ENSURE(EVP_DigestUpdate(context_->md, octets.data(), octets.size()) == 1);
}

Digest Sha256::finish() {
  Digest digest;
  unsigned length = 0;
  ENSURE(EVP_DigestFinal_ex(context_->md, digest.octets.data(), &length) == 1);
  ENSURE(length == Digest::size);
  context_->start();
  return digest;
}

Digest sha256(std::initializer_list<BytesView> parts) {
  thread_local Sha256 hasher;
  for (const BytesView part : parts) hasher.update(part);
  return hasher.finish();
}

}  // namespace renkei
