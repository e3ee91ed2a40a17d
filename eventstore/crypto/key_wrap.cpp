#include "eventstore/crypto/key_wrap.h"

#include <openssl/evp.h>

#include "domain/check.h"

namespace renkei {

namespace {

constexpr std::size_t kKeyLength = 32;
constexpr std::size_t kWrappedLength = kKeyLength + 8;
constexpr std::size_t kRoom = kWrappedLength + 16;  // the cipher may ask for up to two blocks more

const EVP_CIPHER* wrap_method() {
  static const EVP_CIPHER* const kMethod = EVP_CIPHER_fetch(nullptr, "AES-256-WRAP", nullptr);
  ENSURE(kMethod != nullptr);
  return kMethod;
}

struct CipherContext {
  EVP_CIPHER_CTX* cipher = EVP_CIPHER_CTX_new();

  CipherContext() { ENSURE(cipher != nullptr); }
  ~CipherContext() { EVP_CIPHER_CTX_free(cipher); }
  CipherContext(const CipherContext&) = delete;
  CipherContext& operator=(const CipherContext&) = delete;
};

// Runs the cipher over `input` into `output` (kRoom octets) and returns the length, 0 for a failed integrity
// check.
std::size_t run(BytesView key_encryption_key, BytesView input, std::string& output, bool wrap) {
  ENSURE(key_encryption_key.size() == kKeyLength);
  thread_local CipherContext context;
  EVP_CIPHER_CTX* const cipher = context.cipher;
  const auto* const key = reinterpret_cast<const unsigned char*>(key_encryption_key.data());
  auto* const target = reinterpret_cast<unsigned char*>(output.data());
  EVP_CIPHER_CTX_set_flags(cipher, EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
  ENSURE(EVP_CipherInit_ex2(cipher, wrap_method(), key, nullptr, wrap ? 1 : 0, nullptr) == 1);
  int length = 0;
  int rest = 0;
  const bool done =
      EVP_CipherUpdate(cipher, target, &length, reinterpret_cast<const unsigned char*>(input.data()),
                       static_cast<int>(input.size())) == 1 &&
      length > 0 && EVP_CipherFinal_ex(cipher, target + length, &rest) == 1;
  ENSURE(EVP_CIPHER_CTX_reset(cipher) == 1);  // no key schedule stays behind
  return done ? static_cast<std::size_t>(length) + static_cast<std::size_t>(rest) : 0;
}

}  // namespace

Bytes wrap_key(BytesView key_encryption_key, BytesView key) {
  ENSURE(key.size() == kKeyLength);
  Bytes wrapped(kRoom, '\0');
  ENSURE(run(key_encryption_key, key, wrapped, true) == kWrappedLength);
  wrapped.resize(kWrappedLength);
  return wrapped;
}

std::optional<Secret> unwrap_key(BytesView key_encryption_key, BytesView wrapped) {
  if (wrapped.size() != kWrappedLength) return std::nullopt;
  std::string key(kRoom, '\0');
  const std::size_t length = run(key_encryption_key, wrapped, key, false);
  std::optional<Secret> secret;
  if (length == kKeyLength) secret.emplace(BytesView(key).substr(0, kKeyLength));
  cleanse(key);
  return secret;
}

}  // namespace renkei
