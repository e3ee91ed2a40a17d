#include "eventstore/crypto/aead.h"

#include <openssl/evp.h>

#include "domain/check.h"
#include "eventstore/crypto/secret.h"

namespace renkei {

namespace {

constexpr std::size_t kKeyLength = 32;
constexpr std::size_t kNonceLength = 12;
constexpr std::size_t kTagLength = 16;
constexpr std::size_t kMaxLength = std::size_t{1} << 30;  // lengths are ints in OpenSSL

const EVP_CIPHER* gcm_method() {
  static const EVP_CIPHER* const kMethod = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
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

// The thread's context for one message; no key schedule stays in it afterwards.
class Use {
 public:
  Use() : cipher_(thread_context()) {}
  ~Use() { EVP_CIPHER_CTX_reset(cipher_); }
  Use(const Use&) = delete;
  Use& operator=(const Use&) = delete;
  EVP_CIPHER_CTX* get() const { return cipher_; }

 private:
  static EVP_CIPHER_CTX* thread_context() {
    thread_local CipherContext context;
    return context.cipher;
  }
  EVP_CIPHER_CTX* cipher_;
};

const unsigned char* in(BytesView octets) { return reinterpret_cast<const unsigned char*>(octets.data()); }
unsigned char* out(char* octets) { return reinterpret_cast<unsigned char*>(octets); }

// Feeds `input`; a null `output` means additional authenticated data.
void update(EVP_CIPHER_CTX* cipher, char* output, BytesView input) {
  if (input.empty()) return;
  int length = 0;
  ENSURE(EVP_CipherUpdate(cipher, out(output), &length, in(input), static_cast<int>(input.size())) == 1);
  ENSURE(static_cast<std::size_t>(length) == input.size());
}

void start(EVP_CIPHER_CTX* cipher, BytesView key, BytesView nonce, BytesView aad, bool seal) {
  ENSURE(key.size() == kKeyLength);
  ENSURE(nonce.size() == kNonceLength);
  ENSURE(EVP_CipherInit_ex2(cipher, gcm_method(), in(key), in(nonce), seal ? 1 : 0, nullptr) == 1);
  ENSURE(EVP_CIPHER_CTX_get_iv_length(cipher) == static_cast<int>(kNonceLength));
  update(cipher, nullptr, aad);
}

}  // namespace

Bytes aes_256_gcm_seal(BytesView key, BytesView nonce, BytesView aad, BytesView plaintext) {
  ENSURE(aad.size() <= kMaxLength && plaintext.size() <= kMaxLength);
  const Use use;
  start(use.get(), key, nonce, aad, true);
  Bytes sealed(plaintext.size() + kTagLength, '\0');
  update(use.get(), sealed.data(), plaintext);
  char* const tag = sealed.data() + plaintext.size();
  int length = 0;
  ENSURE(EVP_EncryptFinal_ex(use.get(), out(tag), &length) == 1 && length == 0);
  ENSURE(EVP_CIPHER_CTX_ctrl(use.get(), EVP_CTRL_AEAD_GET_TAG, kTagLength, tag) == 1);
  return sealed;
}

std::optional<Bytes> aes_256_gcm_open(BytesView key, BytesView nonce, BytesView aad, BytesView sealed) {
  if (sealed.size() < kTagLength || sealed.size() > kMaxLength + kTagLength || aad.size() > kMaxLength) {
    return std::nullopt;
  }
  const BytesView ciphertext = sealed.substr(0, sealed.size() - kTagLength);
  Bytes tag(sealed.substr(ciphertext.size()));
  const Use use;
  start(use.get(), key, nonce, aad, false);
  Bytes plaintext(ciphertext.size(), '\0');
  update(use.get(), plaintext.data(), ciphertext);
  ENSURE(EVP_CIPHER_CTX_ctrl(use.get(), EVP_CTRL_AEAD_SET_TAG, kTagLength, tag.data()) == 1);
  unsigned char none[kTagLength];
  int length = 0;
  if (EVP_DecryptFinal_ex(use.get(), none, &length) == 1 && length == 0) return plaintext;
  cleanse(plaintext);  // unauthenticated text is nobody's to read
  return std::nullopt;
}

}  // namespace renkei
