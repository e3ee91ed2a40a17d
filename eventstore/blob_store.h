// Attachments: files blobs/<2 hex>/<sha-256 of the sealed file>, in chunks of 64 KiB, each AES-256-GCM under
// the attachment's own key with nonce = chunk number (11 octets BE) ‖ last-flag: only authenticated chunks
// leave and a truncation is seen. Durable (file, then both folders) before a command may name it. At most two
// chunks in memory.
#pragma once

#include <memory>
#include <optional>

#include "eventstore/blob_chunks.h"
#include "eventstore/crypto/secret.h"
#include "eventstore/crypto/sha256.h"
#include "eventstore/files/files.h"

namespace renkei {

inline constexpr std::uint64_t kBlobBytesMax = 20u << 20;

struct StoredBlob {
  Digest blob;              // names the sealed file
  Digest plaintext_digest;  // to check Content-Digest; never stored
  AttachmentKey key;
  std::uint64_t bytes = 0;
};

class BlobWriter {
 public:
  ~BlobWriter();  // an unfinished file is removed
  Result<void, FileError> write(BytesView piece);
  Result<StoredBlob, FileError> finish();

 private:
  friend class BlobStore;
  BlobWriter(Files& files, std::string directory, std::string temporary, std::unique_ptr<File> file);
  Result<void, FileError> seal_chunk(BytesView plaintext, bool last);

  Files& files_;
  std::string directory_, temporary_;
  std::unique_ptr<File> file_;
  AttachmentKey key_;
  Bytes pending_;
  std::uint64_t chunk_ = 0, sealed_bytes_ = 0, bytes_ = 0;
  Sha256 sealed_digest_, plaintext_digest_;
  bool finished_ = false;
};

class BlobReader {
 public:
  // Appends the next plaintext chunk; false at the end or, with `failed` set, when a chunk is not what was
  // written.
  bool next(Bytes& piece, bool& failed);

 private:
  friend class BlobStore;
  BlobReader(std::unique_ptr<File> file, AttachmentKey key, std::uint64_t bytes);
  std::unique_ptr<File> file_;
  AttachmentKey key_;
  std::uint64_t bytes_ = 0, chunk_ = 0, offset_ = 0, given_ = 0;
};

// True when `folder` holds the sealed file whose octets have this digest; `problem` says what is there instead.
bool blob_is_whole(Files& files, const std::string& folder, const Digest& blob, std::string& problem);

class BlobStore {
 public:
  BlobStore(Files& files, std::string directory);  // DATA/blobs
  Result<std::unique_ptr<BlobWriter>, FileError> begin();
  void remove(const Digest& blob);  // of a file that no event names
  // What a process left that ended while it took a file in: sealed under a key that nobody kept. Before
  // `begin`.
  Result<void, FileError> remove_unfinished();
  Result<std::unique_ptr<BlobReader>, FileError> open(const Digest& blob, const AttachmentKey& key,
                                                      std::uint64_t bytes);

 private:
  Files& files_;
  std::string directory_;
};

}  // namespace renkei
