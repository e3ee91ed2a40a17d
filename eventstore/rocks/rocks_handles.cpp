#include "eventstore/rocks/rocks_handles.h"

#include <cerrno>
#include <utility>

namespace renkei {

using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

namespace {

// RocksDB gathers up to 1 MiB itself before it appends; this buffer only joins what it appends piecemeal.
constexpr std::size_t kBufferLimit = std::size_t{64} * 1024;

IOStatus read_at(const File& file, std::uint64_t offset, std::size_t n, Slice* result, char* scratch) {
  const auto read = file.pread_into(offset, scratch, n);
  *result = Slice(scratch, read ? *read : 0);
  return read ? IOStatus::OK() : to_io_status(read.error());
}

}  // namespace

IOStatus to_io_status(const FileError& error) {
  if (error.no_space()) return IOStatus::NoSpace(error.to_string());
  if (error.not_found()) return IOStatus::PathNotFound(error.to_string());
  return IOStatus::IOError(error.to_string());
}

IOStatus to_io_status(const Result<void, FileError>& result) {
  return result ? IOStatus::OK() : to_io_status(result.error());
}

IOStatus RocksSequentialFile::Read(std::size_t n, const IOOptions& /*options*/, Slice* result, char* scratch,
                                   IODebugContext* /*debug*/) {
  IOStatus status = read_at(*file_, position_, n, result, scratch);
  position_ += result->size();
  return status;
}

IOStatus RocksSequentialFile::Skip(std::uint64_t n) {
  position_ += n;
  return IOStatus::OK();
}

IOStatus RocksSequentialFile::InvalidateCache(std::size_t /*offset*/, std::size_t /*length*/) {
  return IOStatus::OK();
}

IOStatus RocksRandomAccessFile::Read(std::uint64_t offset, std::size_t n, const IOOptions& /*options*/,
                                     Slice* result, char* scratch, IODebugContext* /*debug*/) const {
  return read_at(*file_, offset, n, result, scratch);
}

IOStatus RocksRandomAccessFile::InvalidateCache(std::size_t /*offset*/, std::size_t /*length*/) {
  return IOStatus::OK();
}

// RocksDB drops some files without closing them and expects what it appended to be there.
RocksWritableFile::~RocksWritableFile() {
  if (file_ != nullptr) static_cast<void>(push());
}

Result<void, FileError> RocksWritableFile::push() {
  if (buffer_.empty()) return {};
  if (auto done = file_->pwrite(written_, buffer_); !done) return done;
  written_ += buffer_.size();
  buffer_.clear();
  return {};
}

IOStatus RocksWritableFile::Append(const Slice& data, const IOOptions& /*options*/, IODebugContext* /*debug*/) {
  const std::lock_guard guard(mutex_);
  if (buffer_.size() + data.size() <= kBufferLimit) {
    buffer_.append(data.data(), data.size());
    return IOStatus::OK();
  }
  if (auto done = push(); !done) return to_io_status(done);
  if (auto done = file_->pwrite(written_, data.ToStringView()); !done) return to_io_status(done);
  written_ += data.size();
  return IOStatus::OK();
}

IOStatus RocksWritableFile::PositionedAppend(const Slice& data, std::uint64_t offset,
                                             const IOOptions& /*options*/, IODebugContext* /*debug*/) {
  const std::lock_guard guard(mutex_);
  if (auto done = push(); !done) return to_io_status(done);
  if (auto done = file_->pwrite(offset, data.ToStringView()); !done) return to_io_status(done);
  written_ = offset + data.size();
  return IOStatus::OK();
}

IOStatus RocksWritableFile::Truncate(std::uint64_t size, const IOOptions& /*options*/,
                                     IODebugContext* /*debug*/) {
  const std::lock_guard guard(mutex_);
  if (auto done = push(); !done) return to_io_status(done);
  if (auto done = file_->truncate(size); !done) return to_io_status(done);
  written_ = size;
  return IOStatus::OK();
}

IOStatus RocksWritableFile::Close(const IOOptions& /*options*/, IODebugContext* /*debug*/) {
  const std::lock_guard guard(mutex_);
  if (file_ == nullptr) return IOStatus::OK();
  auto done = push();
  if (done && reserved_) done = file_->truncate(written_);
  file_.reset();
  return to_io_status(done);
}

IOStatus RocksWritableFile::Flush(const IOOptions& /*options*/, IODebugContext* /*debug*/) {
  const std::lock_guard guard(mutex_);
  return to_io_status(push());
}

IOStatus RocksWritableFile::Sync(const IOOptions& options, IODebugContext* debug) {
  IOStatus pushed = Flush(options, debug);
  return pushed.ok() ? to_io_status(file_->sync()) : pushed;
}

// A hint that smooths write-back; durability never rests on it.
IOStatus RocksWritableFile::RangeSync(std::uint64_t /*offset*/, std::uint64_t /*length*/,
                                      const IOOptions& /*options*/, IODebugContext* /*debug*/) {
  return IOStatus::OK();
}

IOStatus RocksWritableFile::Allocate(std::uint64_t offset, std::uint64_t length, const IOOptions& /*options*/,
                                     IODebugContext* /*debug*/) {
  const std::lock_guard guard(mutex_);
  reserved_ = file_->reserve(offset, length) || reserved_;
  return IOStatus::OK();
}

IOStatus RocksWritableFile::InvalidateCache(std::size_t /*offset*/, std::size_t /*length*/) {
  return IOStatus::OK();
}

std::uint64_t RocksWritableFile::GetFileSize(const IOOptions& /*options*/, IODebugContext* /*debug*/) {
  const std::lock_guard guard(mutex_);
  return written_ + buffer_.size();
}

IOStatus RocksDirectory::Fsync(const IOOptions& /*options*/, IODebugContext* /*debug*/) {
  return to_io_status(files_.sync_directory(path_));
}

IOStatus RocksDirectory::Close(const IOOptions& /*options*/, IODebugContext* /*debug*/) {
  return IOStatus::OK();
}

}  // namespace renkei
