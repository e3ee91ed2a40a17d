// The real disk. Files are created 0600 and directories 0700, whatever the umask would allow beyond that;
// descriptors are not inherited by child processes. `sync` is fdatasync, which writes the octets and every
// metadata change needed to read them back, the length included.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "eventstore/files/files.h"

namespace renkei {

class PosixFiles : public Files {
 public:
  Result<std::unique_ptr<File>, FileError> open(const std::string& path, OpenMode mode) override;
  Result<void, FileError> rename(const std::string& from, const std::string& to) override;
  Result<void, FileError> unlink(const std::string& path) override;
  Result<void, FileError> sync_directory(const std::string& path) override;
  Result<void, FileError> create_directory(const std::string& path) override;
  Result<void, FileError> remove_directory(const std::string& path) override;
  Result<std::vector<std::string>, FileError> list(const std::string& path) override;
  bool exists(const std::string& path) override;
  Result<FreeSpace, FileError> free_space(const std::string& path) override;
  Result<std::unique_ptr<File>, FileError> lock(const std::string& path) override;
  Result<std::unique_ptr<File>, FileError> lock_shared(const std::string& path) override;
};

}  // namespace renkei
