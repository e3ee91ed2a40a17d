#include "eventstore/files/files.h"

#include <cerrno>
#include <system_error>

namespace renkei {

bool FileError::not_found() const { return code == ENOENT; }

bool FileError::no_space() const { return code == ENOSPC || code == EDQUOT; }

std::string FileError::to_string() const {
  return operation + " " + path + ": " + std::generic_category().message(code);
}

Result<Bytes, FileError> File::pread(std::uint64_t offset, std::size_t length) const {
  Bytes octets(length, '\0');
  const auto read = pread_into(offset, octets.data(), length);
  if (!read) return Unexpected{read.error()};
  octets.resize(*read);
  return octets;
}

Result<Bytes, FileError> read_file(Files& files, const std::string& path) {
  auto file = files.open(path, OpenMode::read_only);
  if (!file) return Unexpected{file.error()};
  const auto length = (*file)->length();
  if (!length) return Unexpected{length.error()};
  return (*file)->pread(0, static_cast<std::size_t>(*length));
}

namespace {

// The file is closed again before it gets its final name.
Result<void, FileError> write_synced(Files& files, const std::string& path, BytesView octets) {
  auto file = files.open(path, OpenMode::create);
  if (!file) return Unexpected{file.error()};
  // A crash may have left a longer one behind.
  if (auto done = (*file)->truncate(0); !done) return done;
  if (auto done = (*file)->pwrite(0, octets); !done) return done;
  return (*file)->sync();
}

}  // namespace

Result<void, FileError> replace_file(Files& files, const std::string& path, BytesView octets) {
  const std::string draft = path + ".tmp";
  if (auto done = write_synced(files, draft, octets); !done) return done;
  if (auto done = files.rename(draft, path); !done) return done;
  return files.sync_directory(parent_directory(path));
}

std::string parent_directory(const std::string& path) {
  const std::size_t last = path.find_last_not_of('/');
  if (last == std::string::npos) return path.empty() ? "." : "/";
  const std::size_t slash = path.find_last_of('/', last);
  if (slash == std::string::npos) return ".";
  const std::size_t end = path.find_last_not_of('/', slash);
  return end == std::string::npos ? "/" : path.substr(0, end + 1);
}

}  // namespace renkei
