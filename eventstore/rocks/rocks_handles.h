// What RocksDB holds open, over File: sequential and random readers, the writer, the folder and the lock. Used
// by RocksFileSystem only.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include "eventstore/files/files.h"

namespace renkei {

// The status RocksDB expects of its own file system for the same errno. Never retryable: after a failed write
// or sync the store stops, it does not resume on its own.
rocksdb::IOStatus to_io_status(const FileError& error);
rocksdb::IOStatus to_io_status(const Result<void, FileError>& result);

class RocksSequentialFile final : public rocksdb::FSSequentialFile {
 public:
  explicit RocksSequentialFile(std::unique_ptr<File> file) : file_(std::move(file)) {}
  rocksdb::IOStatus Read(std::size_t n, const rocksdb::IOOptions& options, rocksdb::Slice* result,
                         char* scratch, rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus Skip(std::uint64_t n) override;
  rocksdb::IOStatus InvalidateCache(std::size_t offset, std::size_t length) override;

 private:
  const std::unique_ptr<File> file_;
  std::uint64_t position_ = 0;
};

class RocksRandomAccessFile final : public rocksdb::FSRandomAccessFile {
 public:
  explicit RocksRandomAccessFile(std::unique_ptr<File> file) : file_(std::move(file)) {}
  rocksdb::IOStatus Read(std::uint64_t offset, std::size_t n, const rocksdb::IOOptions& options,
                         rocksdb::Slice* result, char* scratch, rocksdb::IODebugContext* debug) const override;
  rocksdb::IOStatus InvalidateCache(std::size_t offset, std::size_t length) override;

 private:
  const std::unique_ptr<File> file_;
};

// Collects small appends and writes them with one pwrite when RocksDB flushes, syncs or closes. The mutex makes
// Sync safe beside Append (DB::SyncWAL calls it so); the sync itself runs outside of it.
class RocksWritableFile final : public rocksdb::FSWritableFile {
 public:
  RocksWritableFile(std::unique_ptr<File> file, std::uint64_t length, const rocksdb::FileOptions& options)
      : FSWritableFile(options), file_(std::move(file)), written_(length) {}
  ~RocksWritableFile() override;

  using FSWritableFile::Append;
  rocksdb::IOStatus Append(const rocksdb::Slice& data, const rocksdb::IOOptions& options,
                           rocksdb::IODebugContext* debug) override;
  using FSWritableFile::PositionedAppend;
  rocksdb::IOStatus PositionedAppend(const rocksdb::Slice& data, std::uint64_t offset,
                                     const rocksdb::IOOptions& options,
                                     rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus Truncate(std::uint64_t size, const rocksdb::IOOptions& options,
                             rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus Close(const rocksdb::IOOptions& options, rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus Flush(const rocksdb::IOOptions& options, rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus Sync(const rocksdb::IOOptions& options, rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus RangeSync(std::uint64_t offset, std::uint64_t length, const rocksdb::IOOptions& options,
                              rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus Allocate(std::uint64_t offset, std::uint64_t length, const rocksdb::IOOptions& options,
                             rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus InvalidateCache(std::size_t offset, std::size_t length) override;
  std::uint64_t GetFileSize(const rocksdb::IOOptions& options, rocksdb::IODebugContext* debug) override;
  bool IsSyncThreadSafe() const override { return true; }

 private:
  Result<void, FileError> push();  // with mutex_ held

  std::mutex mutex_;
  std::unique_ptr<File> file_;  // empty once closed
  Bytes buffer_;
  std::uint64_t written_;  // where the buffer goes
  bool reserved_ = false;  // more space than it needs
};

class RocksDirectory final : public rocksdb::FSDirectory {
 public:
  RocksDirectory(Files& files, std::string path) : files_(files), path_(std::move(path)) {}
  rocksdb::IOStatus Fsync(const rocksdb::IOOptions& options, rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus Close(const rocksdb::IOOptions& options, rocksdb::IODebugContext* debug) override;

 private:
  Files& files_;
  const std::string path_;
};

class RocksFileLock final : public rocksdb::FileLock {
 public:
  explicit RocksFileLock(std::unique_ptr<File> held) : held_(std::move(held)) {}

 private:
  const std::unique_ptr<File> held_;
};

}  // namespace renkei
