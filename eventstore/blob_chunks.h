// How an attachment's file is sealed (docs/formats/ledger.md, "Blobs"): chunks of 64 KiB of plaintext, each
// AES-256-GCM under the attachment's own key with nonce = chunk number (11 octets BE) ‖ last-flag.
#pragma once

#include "domain/values/attachment.h"
#include "eventstore/crypto/sha256.h"

namespace renkei {

inline constexpr std::size_t kBlobChunkBytes = 64 * 1024;

Bytes blob_chunk_nonce(std::uint64_t chunk, bool last);

// Seals a file piece by piece without keeping it: the digest by which an entry names it.
class BlobDigester {
 public:
  explicit BlobDigester(const AttachmentKey& key) : key_(key) {}
  void write(BytesView piece);
  Digest finish();

 private:
  void seal(BytesView plaintext, bool last);
  const AttachmentKey key_;
  Bytes pending_;
  std::uint64_t chunk_ = 0;
  Sha256 digest_;
};

}  // namespace renkei
