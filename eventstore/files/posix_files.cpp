#include "eventstore/files/posix_files.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

namespace renkei {
namespace {

constexpr mode_t kFileMode = 0600;
constexpr mode_t kDirectoryMode = 0700;

Unexpected<FileError> failure(int code, const char* operation, const std::string& path) {
  return Unexpected{FileError{code, operation, path}};
}

Unexpected<FileError> last_failure(const char* operation, const std::string& path) {
  return failure(errno, operation, path);
}

// Repeats a system call that a signal interrupted.
template <class Call>
auto uninterrupted(Call call) {
  decltype(call()) result;
  do {
    result = call();
  } while (result < 0 && errno == EINTR);
  return result;
}

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor& operator=(Descriptor&&) = delete;
  // Nothing depends on close: what must last was synced before.
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }
  bool valid() const { return fd_ >= 0; }

 private:
  int fd_;
};

class PosixFile final : public File {
 public:
  PosixFile(Descriptor descriptor, std::string path)
      : descriptor_(std::move(descriptor)), path_(std::move(path)) {}

  Result<std::size_t, FileError> pread_into(std::uint64_t offset, char* target,
                                            std::size_t length) const override {
    std::size_t done = 0;
    while (done < length) {
      const ssize_t n = uninterrupted([&] {
        return ::pread(descriptor_.get(), target + done, length - done, static_cast<off_t>(offset + done));
      });
      if (n < 0) return last_failure("pread", path_);
      if (n == 0) break;  // end of the file
      done += static_cast<std::size_t>(n);
    }
    return done;
  }

  Result<void, FileError> pwrite(std::uint64_t offset, BytesView octets) override {
    while (!octets.empty()) {
      const ssize_t n = uninterrupted([&] {
        return ::pwrite(descriptor_.get(), octets.data(), octets.size(), static_cast<off_t>(offset));
      });
      if (n < 0) return last_failure("pwrite", path_);
      if (n == 0)
        return failure(EIO, "pwrite", path_);  // no progress and no reason given: do not loop for ever
      octets.remove_prefix(static_cast<std::size_t>(n));
      offset += static_cast<std::uint64_t>(n);
    }
    return {};
  }

  Result<void, FileError> truncate(std::uint64_t length) override {
    const int done = uninterrupted([&] { return ::ftruncate(descriptor_.get(), static_cast<off_t>(length)); });
    if (done < 0) return last_failure("truncate", path_);
    return {};
  }

  Result<void, FileError> sync() override {
    if (uninterrupted([&] { return ::fdatasync(descriptor_.get()); }) < 0) return last_failure("sync", path_);
    return {};
  }

  bool reserve(std::uint64_t offset, std::uint64_t length) override {
    return ::fallocate(descriptor_.get(), FALLOC_FL_KEEP_SIZE, static_cast<off_t>(offset),
                       static_cast<off_t>(length)) == 0;
  }

  Result<std::uint64_t, FileError> length() override {
    struct stat status {};
    if (::fstat(descriptor_.get(), &status) < 0) return last_failure("length", path_);
    return static_cast<std::uint64_t>(status.st_size);
  }

 private:
  const Descriptor descriptor_;
  const std::string path_;
};

int open_flags(OpenMode mode) {
  switch (mode) {
    case OpenMode::read_only:
      return O_RDONLY;
    case OpenMode::read_write:
      return O_RDWR;
    case OpenMode::create_new:
      return O_RDWR | O_CREAT | O_EXCL;
    case OpenMode::create:
      return O_RDWR | O_CREAT;
  }
  return O_RDONLY;
}

Descriptor open_descriptor(const std::string& path, int flags) {
  return Descriptor(uninterrupted([&] { return ::open(path.c_str(), flags | O_CLOEXEC, kFileMode); }));
}

bool is_directory(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

// flock keeps out other users of this port; the record lock of the open file description also keeps out
// RocksDB's own tools (ldb), which lock with fcntl and would not see the flock.
bool lock_whole_file(int fd) {
  if (uninterrupted([&] { return ::flock(fd, LOCK_EX | LOCK_NB); }) < 0) return false;
  struct flock range {};
  range.l_type = F_WRLCK;
  range.l_whence = SEEK_SET;
  return uninterrupted([&] { return ::fcntl(fd, F_OFD_SETLK, &range); }) == 0;
}

}  // namespace

Result<std::unique_ptr<File>, FileError> PosixFiles::open(const std::string& path, OpenMode mode) {
  Descriptor descriptor = open_descriptor(path, open_flags(mode));
  if (!descriptor.valid()) return last_failure("open", path);
  struct stat status {};
  if (::fstat(descriptor.get(), &status) < 0) return last_failure("open", path);
  if (S_ISDIR(status.st_mode)) return failure(EISDIR, "open", path);  // the kernel opens one for reading
  return std::unique_ptr<File>(std::make_unique<PosixFile>(std::move(descriptor), path));
}

Result<void, FileError> PosixFiles::rename(const std::string& from, const std::string& to) {
  if (::rename(from.c_str(), to.c_str()) < 0) return last_failure("rename", from);
  return {};
}

Result<void, FileError> PosixFiles::unlink(const std::string& path) {
  if (::unlink(path.c_str()) < 0) return last_failure("unlink", path);
  return {};
}

Result<void, FileError> PosixFiles::sync_directory(const std::string& path) {
  const Descriptor directory = open_descriptor(path, O_RDONLY | O_DIRECTORY);
  if (!directory.valid()) return last_failure("sync_directory", path);
  if (uninterrupted([&] { return ::fsync(directory.get()); }) < 0) return last_failure("sync_directory", path);
  return {};
}

Result<void, FileError> PosixFiles::create_directory(const std::string& path) {
  if (::mkdir(path.c_str(), kDirectoryMode) == 0) return {};
  const int code = errno;
  if (code == EEXIST && is_directory(path)) return {};
  return failure(code, "create_directory", path);
}

Result<void, FileError> PosixFiles::remove_directory(const std::string& path) {
  if (::rmdir(path.c_str()) < 0) return last_failure("remove_directory", path);
  return {};
}

Result<std::vector<std::string>, FileError> PosixFiles::list(const std::string& path) {
  const std::unique_ptr<DIR, int (*)(DIR*)> directory(::opendir(path.c_str()), &::closedir);
  if (directory == nullptr) return last_failure("list", path);
  std::vector<std::string> names;
  errno = 0;  // readdir reports its errors only there
  while (const dirent* entry = ::readdir(directory.get())) {
    if (std::strcmp(entry->d_name, ".") != 0 && std::strcmp(entry->d_name, "..") != 0) {
      names.emplace_back(entry->d_name);
    }
    errno = 0;
  }
  if (errno != 0) return last_failure("list", path);
  std::sort(names.begin(), names.end());
  return names;
}

bool PosixFiles::exists(const std::string& path) { return ::access(path.c_str(), F_OK) == 0; }

Result<FreeSpace, FileError> PosixFiles::free_space(const std::string& path) {
  struct statvfs found {};
  if (::statvfs(path.c_str(), &found) != 0) return last_failure("statvfs", path);
  return FreeSpace{static_cast<std::uint64_t>(found.f_bavail) * found.f_frsize,
                   static_cast<std::uint64_t>(found.f_blocks) * found.f_frsize};
}

Result<std::unique_ptr<File>, FileError> PosixFiles::lock(const std::string& path) {
  Descriptor descriptor = open_descriptor(path, open_flags(OpenMode::create));
  if (!descriptor.valid()) return last_failure("lock", path);
  if (!lock_whole_file(descriptor.get())) {
    // fcntl may say EACCES where flock says EWOULDBLOCK.
    return failure(errno == EACCES ? EWOULDBLOCK : errno, "lock", path);
  }
  return std::unique_ptr<File>(std::make_unique<PosixFile>(std::move(descriptor), path));
}

Result<std::unique_ptr<File>, FileError> PosixFiles::lock_shared(const std::string& path) {
  Descriptor descriptor = open_descriptor(path, open_flags(OpenMode::read_only));
  if (!descriptor.valid()) return last_failure("lock", path);
  if (uninterrupted([&] { return ::flock(descriptor.get(), LOCK_SH | LOCK_NB); }) < 0)
    return last_failure("lock", path);
  return std::unique_ptr<File>(std::make_unique<PosixFile>(std::move(descriptor), path));
}

}  // namespace renkei
