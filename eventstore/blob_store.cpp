#include "eventstore/blob_store.h"

#include "eventstore/crypto/aead.h"
#include "eventstore/crypto/base64.h"
#include "eventstore/crypto/random.h"

namespace renkei {
namespace {

constexpr std::size_t kCheckedBytes = 1u << 20;
constexpr std::size_t kTagBytes = 16;

std::string blob_folder(const std::string& directory, const std::string& name) {
  return directory + "/" + name.substr(0, 2);
}

}  // namespace

BlobWriter::BlobWriter(Files& files, std::string directory, std::string temporary, std::unique_ptr<File> file)
    : files_(files),
      directory_(std::move(directory)),
      temporary_(std::move(temporary)),
      file_(std::move(file)) {
  fill_random(key_.octets.data(), key_.octets.size());
}

BlobWriter::~BlobWriter() {
  if (!finished_) (void)files_.unlink(temporary_);
}

Result<void, FileError> BlobWriter::seal_chunk(BytesView plaintext, bool last) {
  const Bytes sealed = aes_256_gcm_seal(key_.view(), blob_chunk_nonce(chunk_++, last), {}, plaintext);
  sealed_digest_.update(sealed);
  const std::uint64_t at = sealed_bytes_;
  sealed_bytes_ += sealed.size();
  return file_->pwrite(at, sealed);
}

Result<void, FileError> BlobWriter::write(BytesView piece) {
  plaintext_digest_.update(piece);
  bytes_ += piece.size();
  pending_ += piece;
  while (pending_.size() > kBlobChunkBytes) {  // one chunk is kept back: the last one carries the flag
    if (auto sealed = seal_chunk(BytesView(pending_).substr(0, kBlobChunkBytes), false); !sealed) return sealed;
    pending_.erase(0, kBlobChunkBytes);
  }
  return {};
}

Result<StoredBlob, FileError> BlobWriter::finish() {
  if (auto r = seal_chunk(pending_, true); !r) return Unexpected{r.error()};
  if (auto r = file_->sync(); !r) return Unexpected{r.error()};
  const Digest blob = sealed_digest_.finish();
  const std::string name = hex(blob.view());
  const std::string folder = blob_folder(directory_, name);
  if (auto r = files_.create_directory(folder); !r) return Unexpected{r.error()};
  if (auto r = files_.rename(temporary_, folder + "/" + name); !r) return Unexpected{r.error()};
  finished_ = true;
  if (auto r = files_.sync_directory(folder); !r) return Unexpected{r.error()};
  if (auto r = files_.sync_directory(directory_); !r) return Unexpected{r.error()};
  return StoredBlob{blob, plaintext_digest_.finish(), key_, bytes_};
}

BlobReader::BlobReader(std::unique_ptr<File> file, AttachmentKey key, std::uint64_t bytes)
    : file_(std::move(file)), key_(key), bytes_(bytes) {}

bool BlobReader::next(Bytes& piece, bool& failed) {
  failed = false;
  if (given_ >= bytes_ && chunk_ > 0) return false;
  const std::uint64_t rest = bytes_ - given_;
  const bool last = rest <= kBlobChunkBytes;
  const std::size_t length = static_cast<std::size_t>(last ? rest : kBlobChunkBytes);
  const auto sealed = file_->pread(offset_, length + kTagBytes);
  const auto plain =
      sealed ? aes_256_gcm_open(key_.view(), blob_chunk_nonce(chunk_, last), {}, *sealed) : std::nullopt;
  if (!plain) {
    failed = true;
    return false;
  }
  ++chunk_;
  offset_ += sealed->size();
  given_ += plain->size();
  piece += *plain;
  return true;
}

bool blob_is_whole(Files& files, const std::string& folder, const Digest& blob, std::string& problem) {
  const std::string name = hex(blob.view());
  auto file = files.open(blob_folder(folder, name) + "/" + name, OpenMode::read_only);
  if (!file) {
    problem = "nothing";
    return false;
  }
  Sha256 digest;
  for (std::uint64_t at = 0;;) {
    const auto piece = (*file)->pread(at, kCheckedBytes);
    if (!piece) {
      problem = piece.error().to_string();
      return false;
    }
    if (piece->empty()) break;
    digest.update(*piece);
    at += piece->size();
  }
  problem = "other octets";
  return digest.finish() == blob;
}

BlobStore::BlobStore(Files& files, std::string directory) : files_(files), directory_(std::move(directory)) {}

Result<std::unique_ptr<BlobWriter>, FileError> BlobStore::begin() {
  const std::string folder = directory_ + "/unfinished";
  if (auto r = files_.create_directory(folder); !r) return Unexpected{r.error()};
  std::string temporary = folder + "/" + hex(random_bytes(16));
  auto file = files_.open(temporary, OpenMode::create_new);
  if (!file) return Unexpected{file.error()};
  return std::unique_ptr<BlobWriter>(
      new BlobWriter(files_, directory_, std::move(temporary), std::move(*file)));
}

Result<void, FileError> BlobStore::remove_unfinished() {
  const std::string folder = directory_ + "/unfinished";
  const auto names = files_.exists(folder) ? files_.list(folder) : std::vector<std::string>{};
  if (!names) return Unexpected{names.error()};
  for (const std::string& name : *names) {
    if (const auto removed = files_.unlink(folder + "/" + name); !removed) return removed;
  }
  return {};
}

void BlobStore::remove(const Digest& blob) {
  const std::string name = hex(blob.view());
  (void)files_.unlink(blob_folder(directory_, name) + "/" + name);
}

Result<std::unique_ptr<BlobReader>, FileError> BlobStore::open(const Digest& blob, const AttachmentKey& key,
                                                               std::uint64_t bytes) {
  const std::string name = hex(blob.view());
  auto file = files_.open(blob_folder(directory_, name) + "/" + name, OpenMode::read_only);
  if (!file) return Unexpected{file.error()};
  return std::unique_ptr<BlobReader>(new BlobReader(std::move(*file), key, bytes));
}

}  // namespace renkei
