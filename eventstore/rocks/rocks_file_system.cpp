#include "eventstore/rocks/rocks_file_system.h"

#include <cerrno>
#include <cstdarg>

#include "eventstore/rocks/rocks_handles.h"

namespace renkei {

using rocksdb::FileOptions;
using rocksdb::InfoLogLevel;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;

namespace {

// Above every level, and staying there: RocksDB then does not even format its messages.
class NullLogger final : public rocksdb::Logger {
 public:
  using Logger::Logv;
  void Logv(const char* /*format*/, va_list /*arguments*/) override {}
  void Logv(const InfoLogLevel /*level*/, const char* /*format*/, va_list /*arguments*/) override {}
  void LogHeader(const char* /*format*/, va_list /*arguments*/) override {}
  InfoLogLevel GetInfoLogLevel() const override { return InfoLogLevel::NUM_INFO_LOG_LEVELS; }
  void SetInfoLogLevel(const InfoLogLevel /*level*/) override {}
};

// What RocksDB's own file system says of a missing folder or name.
IOStatus not_found(const std::string& path) { return IOStatus::NotFound(path); }

template <class Wrapper, class Base>
IOStatus open_reader(Files& files, const std::string& path, std::unique_ptr<Base>* result) {
  result->reset();
  auto file = files.open(path, OpenMode::read_only);
  if (!file) return to_io_status(file.error());
  *result = std::make_unique<Wrapper>(*std::move(file));
  return IOStatus::OK();
}

}  // namespace

IOStatus RocksFileSystem::NewSequentialFile(const std::string& path, const FileOptions& /*options*/,
                                            std::unique_ptr<rocksdb::FSSequentialFile>* result,
                                            IODebugContext* /*debug*/) {
  return open_reader<RocksSequentialFile>(files_, path, result);
}

IOStatus RocksFileSystem::NewRandomAccessFile(const std::string& path, const FileOptions& /*options*/,
                                              std::unique_ptr<rocksdb::FSRandomAccessFile>* result,
                                              IODebugContext* /*debug*/) {
  return open_reader<RocksRandomAccessFile>(files_, path, result);
}

IOStatus RocksFileSystem::NewWritableFile(const std::string& path, const FileOptions& options,
                                          std::unique_ptr<rocksdb::FSWritableFile>* result,
                                          IODebugContext* /*debug*/) {
  result->reset();
  auto file = files_.open(path, OpenMode::create);
  if (!file) return to_io_status(file.error());
  const auto length = (*file)->length();
  if (!length) return to_io_status(length.error());
  if (*length > 0) {  // RocksDB means a new file
    if (auto done = (*file)->truncate(0); !done) return to_io_status(done);
  }
  *result = std::make_unique<RocksWritableFile>(*std::move(file), 0, options);
  return IOStatus::OK();
}

IOStatus RocksFileSystem::ReopenWritableFile(const std::string& path, const FileOptions& options,
                                             std::unique_ptr<rocksdb::FSWritableFile>* result,
                                             IODebugContext* /*debug*/) {
  result->reset();
  auto file = files_.open(path, OpenMode::create);
  if (!file) return to_io_status(file.error());
  const auto length = (*file)->length();
  if (!length) return to_io_status(length.error());
  *result = std::make_unique<RocksWritableFile>(*std::move(file), *length, options);
  return IOStatus::OK();
}

IOStatus RocksFileSystem::NewDirectory(const std::string& path, const IOOptions& /*options*/,
                                       std::unique_ptr<rocksdb::FSDirectory>* result,
                                       IODebugContext* /*debug*/) {
  result->reset();
  if (!files_.exists(path)) return to_io_status(FileError{ENOENT, "open", path});
  *result = std::make_unique<RocksDirectory>(files_, path);
  return IOStatus::OK();
}

IOStatus RocksFileSystem::FileExists(const std::string& path, const IOOptions& /*options*/,
                                     IODebugContext* /*debug*/) {
  return files_.exists(path) ? IOStatus::OK() : not_found(path);
}

IOStatus RocksFileSystem::GetChildren(const std::string& path, const IOOptions& /*options*/,
                                      std::vector<std::string>* result, IODebugContext* /*debug*/) {
  result->clear();
  auto names = files_.list(path);
  if (!names) return names.error().not_found() ? not_found(path) : to_io_status(names.error());
  *result = *std::move(names);
  return IOStatus::OK();
}

IOStatus RocksFileSystem::DeleteFile(const std::string& path, const IOOptions& /*options*/,
                                     IODebugContext* /*debug*/) {
  return to_io_status(files_.unlink(path));
}

IOStatus RocksFileSystem::Truncate(const std::string& path, std::size_t size, const IOOptions& /*options*/,
                                   IODebugContext* /*debug*/) {
  auto file = files_.open(path, OpenMode::read_write);
  return file ? to_io_status((*file)->truncate(size)) : to_io_status(file.error());
}

IOStatus RocksFileSystem::CreateDir(const std::string& path, const IOOptions& /*options*/,
                                    IODebugContext* /*debug*/) {
  if (files_.exists(path)) return to_io_status(FileError{EEXIST, "create_directory", path});
  return to_io_status(files_.create_directory(path));
}

IOStatus RocksFileSystem::CreateDirIfMissing(const std::string& path, const IOOptions& /*options*/,
                                             IODebugContext* /*debug*/) {
  return to_io_status(files_.create_directory(path));
}

IOStatus RocksFileSystem::DeleteDir(const std::string& path, const IOOptions& /*options*/,
                                    IODebugContext* /*debug*/) {
  return to_io_status(files_.remove_directory(path));
}

IOStatus RocksFileSystem::GetFileSize(const std::string& path, const IOOptions& /*options*/,
                                      std::uint64_t* size, IODebugContext* /*debug*/) {
  *size = 0;
  auto file = files_.open(path, OpenMode::read_only);
  if (!file) return to_io_status(file.error());
  const auto length = (*file)->length();
  if (!length) return to_io_status(length.error());
  *size = *length;
  return IOStatus::OK();
}

IOStatus RocksFileSystem::GetFileModificationTime(const std::string& path, const IOOptions& /*options*/,
                                                  std::uint64_t* time, IODebugContext* /*debug*/) {
  *time = 0;
  return files_.exists(path) ? IOStatus::OK() : to_io_status(FileError{ENOENT, "stat", path});
}

IOStatus RocksFileSystem::RenameFile(const std::string& from, const std::string& to,
                                     const IOOptions& /*options*/, IODebugContext* /*debug*/) {
  return to_io_status(files_.rename(from, to));
}

IOStatus RocksFileSystem::LockFile(const std::string& path, const IOOptions& /*options*/,
                                   rocksdb::FileLock** lock, IODebugContext* /*debug*/) {
  *lock = nullptr;
  auto held = files_.lock(path);
  if (!held) return to_io_status(held.error());
  *lock = std::make_unique<RocksFileLock>(*std::move(held)).release();  // until UnlockFile
  return IOStatus::OK();
}

IOStatus RocksFileSystem::UnlockFile(rocksdb::FileLock* lock, const IOOptions& /*options*/,
                                     IODebugContext* /*debug*/) {
  const std::unique_ptr<rocksdb::FileLock> released(lock);
  return IOStatus::OK();
}

IOStatus RocksFileSystem::GetTestDirectory(const IOOptions& /*options*/, std::string* path,
                                           IODebugContext* /*debug*/) {
  *path = "rocksdb-test";
  return to_io_status(files_.create_directory(*path));
}

IOStatus RocksFileSystem::NewLogger(const std::string& /*path*/, const IOOptions& /*options*/,
                                    std::shared_ptr<rocksdb::Logger>* result, IODebugContext* /*debug*/) {
  *result = std::make_shared<NullLogger>();
  return IOStatus::OK();
}

IOStatus RocksFileSystem::GetAbsolutePath(const std::string& path, const IOOptions& /*options*/,
                                          std::string* absolute, IODebugContext* /*debug*/) {
  *absolute = path;
  return IOStatus::OK();
}

IOStatus RocksFileSystem::IsDirectory(const std::string& path, const IOOptions& /*options*/, bool* is_directory,
                                      IODebugContext* /*debug*/) {
  const auto names = files_.list(path);
  *is_directory = names.has_value();
  if (names || names.error().code == ENOTDIR) return IOStatus::OK();
  return to_io_status(names.error());
}

std::unique_ptr<rocksdb::Env> make_rocks_env(Files& files) {
  return rocksdb::NewCompositeEnv(std::make_shared<RocksFileSystem>(files));
}

}  // namespace renkei
