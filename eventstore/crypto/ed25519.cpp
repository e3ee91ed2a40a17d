#include "eventstore/crypto/ed25519.h"

#include <openssl/evp.h>

#include <memory>

#include "domain/check.h"

namespace renkei {

namespace {

constexpr std::size_t kKeyLength = 32;
constexpr std::size_t kSignatureLength = 64;

struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;

// A context serves one operation: the signature code keeps a reference to the key in it until the next one.
struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

const unsigned char* in(BytesView octets) {
  return reinterpret_cast<const unsigned char*>(octets.empty() ? "" : octets.data());
}

Key private_key(BytesView seed) {
  ENSURE(seed.size() == kKeyLength);
  Key key(EVP_PKEY_new_raw_private_key_ex(nullptr, "ED25519", nullptr, in(seed), seed.size()));
  ENSURE(key != nullptr);
  return key;
}

}  // namespace

Bytes ed25519_public_key(BytesView seed) {
  const Key key = private_key(seed);
  Bytes result(kKeyLength, '\0');
  std::size_t length = result.size();
  ENSURE(EVP_PKEY_get_raw_public_key(key.get(), reinterpret_cast<unsigned char*>(result.data()), &length) == 1);
  ENSURE(length == kKeyLength);
  return result;
}

Bytes ed25519_sign(BytesView seed, BytesView message) {
  const Key key = private_key(seed);
  const Context context(EVP_MD_CTX_new());
  ENSURE(context != nullptr);
  ENSURE(EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1);
  Bytes signature(kSignatureLength, '\0');
  std::size_t length = signature.size();
  ENSURE(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &length, in(message),
                        message.size()) == 1);
  ENSURE(length == kSignatureLength);
  return signature;
}

bool ed25519_verify(BytesView public_key, BytesView message, BytesView signature) {
  if (public_key.size() != kKeyLength || signature.size() != kSignatureLength) return false;
  const Key key(EVP_PKEY_new_raw_public_key_ex(nullptr, "ED25519", nullptr, in(public_key), public_key.size()));
  if (key == nullptr) return false;
  const Context context(EVP_MD_CTX_new());
  ENSURE(context != nullptr);
  ENSURE(EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1);
  return EVP_DigestVerify(context.get(), in(signature), signature.size(), in(message), message.size()) == 1;
}

}  // namespace renkei
