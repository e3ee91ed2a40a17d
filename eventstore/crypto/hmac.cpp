#include "eventstore/crypto/hmac.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include "domain/check.h"

namespace renkei {

namespace {

EVP_MAC* hmac_method() {
  static EVP_MAC* const kMethod = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  ENSURE(kMethod != nullptr);
  return kMethod;
}

struct MacContext {
  EVP_MAC_CTX* mac = EVP_MAC_CTX_new(hmac_method());

  // The digest is set once: given with every key, OpenSSL would fetch it again each time.
  MacContext() {
    ENSURE(mac != nullptr);
    char name[] = "SHA256";
    const OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name, 0),
                                 OSSL_PARAM_construct_end()};
    ENSURE(EVP_MAC_CTX_set_params(mac, params) == 1);
  }
  ~MacContext() { EVP_MAC_CTX_free(mac); }
  MacContext(const MacContext&) = delete;
  MacContext& operator=(const MacContext&) = delete;
};

}  // namespace

Digest hmac_sha256(BytesView key, std::initializer_list<BytesView> parts) {
  thread_local MacContext context;
  // A null key would mean "the key before": with an empty key, some pointer is needed.
  const char* const key_data = key.empty() ? "" : key.data();
  ENSURE(EVP_MAC_init(context.mac, reinterpret_cast<const unsigned char*>(key_data), key.size(), nullptr) == 1);
  for (const BytesView part : parts) {
    if (part.empty()) continue;
    ENSURE(EVP_MAC_update(context.mac, reinterpret_cast<const unsigned char*>(part.data()), part.size()) == 1);
  }
  Digest digest;
  std::size_t length = 0;
  ENSURE(EVP_MAC_final(context.mac, digest.octets.data(), &length, digest.octets.size()) == 1);
  ENSURE(length == Digest::size);
  return digest;
}

}  // namespace renkei
