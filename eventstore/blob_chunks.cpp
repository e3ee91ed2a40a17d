#include "eventstore/blob_chunks.h"

#include "eventstore/crypto/aead.h"

namespace renkei {

Bytes blob_chunk_nonce(std::uint64_t chunk, bool last) {
  Bytes nonce(12, '\0');
  for (std::size_t i = 0; i < 8; ++i) nonce[10 - i] = static_cast<char>(chunk >> (8 * i));
  nonce[11] = last ? 1 : 0;
  return nonce;
}

void BlobDigester::seal(BytesView plaintext, bool last) {
  digest_.update(aes_256_gcm_seal(key_.view(), blob_chunk_nonce(chunk_++, last), {}, plaintext));
}

void BlobDigester::write(BytesView piece) {
  pending_ += piece;
  std::size_t done = 0;
  for (; pending_.size() - done > kBlobChunkBytes; done += kBlobChunkBytes)
    seal(BytesView(pending_).substr(done, kBlobChunkBytes), false);
  pending_.erase(0, done);
}

Digest BlobDigester::finish() {
  seal(pending_, true);
  pending_.clear();
  return digest_.finish();
}

}  // namespace renkei
