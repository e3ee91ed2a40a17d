#include "eventstore/crypto/hmac.h"

#include <openssl/crypto.h>

#include <array>

#include "eventstore/crypto/sha256.h"

namespace renkei {

namespace {

constexpr std::size_t kBlockLength = 64;
constexpr char kInner = 0x36, kOuter = 0x5C;

using Block = std::array<char, kBlockLength>;

Block padded(BytesView key, char pad) {
  Block block;
  block.fill(pad);
  for (std::size_t i = 0; i < key.size(); ++i) block[i] = static_cast<char>(block[i] ^ key[i]);
  return block;
}

BytesView view(const Block& block) { return {block.data(), block.size()}; }

}  // namespace

// Over the digest itself: OpenSSL's own form takes half as long again for the short texts that it is asked for
// here.
Digest hmac_sha256(BytesView key, std::initializer_list<BytesView> parts) {
  thread_local Sha256 hasher;
  Digest short_key;
  if (key.size() > kBlockLength) {
    short_key = sha256({key});
    key = short_key.view();
  }
  Block inner = padded(key, kInner), outer = padded(key, kOuter);
  hasher.update(view(inner));
  for (const BytesView part : parts) hasher.update(part);
  const Digest digest = hasher.finish();
  hasher.update(view(outer));
  hasher.update(digest.view());
  OPENSSL_cleanse(inner.data(), inner.size());
  OPENSSL_cleanse(outer.data(), outer.size());
  OPENSSL_cleanse(short_key.octets.data(), short_key.octets.size());
  return hasher.finish();
}

}  // namespace renkei
