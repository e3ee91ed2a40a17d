// The one port through which every store of Renkei (RocksDB included) reaches the disk, so that fault tests can
// cut, tear and reorder all of them on one clock of operations. A write is durable only after `sync` of its
// file, a new or renamed name only after `sync_directory` of its folder. Implementations are safe to call from
// several threads; one File is used by one thread at a time, except that reads and `sync` may run beside any
// other call on it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "domain/result.h"
#include "domain/values/bytes.h"

namespace renkei {

struct FileError {
  int code = 0;           // errno
  std::string operation;  // "open", "pwrite", "sync" …
  std::string path;

  bool not_found() const;
  bool no_space() const;
  std::string to_string() const;  // "sync ledger/000004.log: Input/output error"
};

enum class OpenMode {
  read_only,
  read_write,  // must exist
  create_new,  // must not exist
  create,      // created when missing, kept when there
};

class File {
 public:
  virtual ~File() = default;
  // Reads up to `length` octets at `offset` into `target`; returns how many, fewer only at the end of the file.
  // Several threads may read one File at the same time.
  virtual Result<std::size_t, FileError> pread_into(std::uint64_t offset, char* target,
                                                    std::size_t length) const = 0;
  Result<Bytes, FileError> pread(std::uint64_t offset, std::size_t length) const;  // the same into owned octets
  // Writes all octets or fails; a failed write may have written some of them.
  virtual Result<void, FileError> pwrite(std::uint64_t offset, BytesView octets) = 0;
  virtual Result<void, FileError> truncate(std::uint64_t length) = 0;
  virtual Result<void, FileError> sync() = 0;  // fdatasync: octets and length are durable on return
  virtual Result<std::uint64_t, FileError> length() = 0;
  // Asks for disk space behind what is written; changes neither octets nor length. A sync then finds its blocks
  // there already. Space that is not used is given back by `truncate`. A hint: it may do nothing (false).
  virtual bool reserve(std::uint64_t /*offset*/, std::uint64_t /*length*/) { return false; }
};

struct FreeSpace {  // of the file system that holds a path, in octets
  std::uint64_t free = 0, total = 0;
};

class Files {
 public:
  virtual ~Files() = default;
  virtual Result<std::unique_ptr<File>, FileError> open(const std::string& path, OpenMode mode) = 0;
  virtual Result<void, FileError> rename(const std::string& from, const std::string& to) = 0;  // replaces `to`
  virtual Result<void, FileError> unlink(const std::string& path) = 0;
  virtual Result<void, FileError> sync_directory(const std::string& path) = 0;
  virtual Result<void, FileError> create_directory(const std::string& path) = 0;          // existing: success
  virtual Result<void, FileError> remove_directory(const std::string& path) = 0;          // must be empty
  virtual Result<std::vector<std::string>, FileError> list(const std::string& path) = 0;  // names, sorted
  virtual bool exists(const std::string& path) = 0;
  virtual Result<FreeSpace, FileError> free_space(const std::string& path) = 0;
  // Exclusive advisory lock, held until the returned File is destroyed; FileError{EWOULDBLOCK} when taken.
  virtual Result<std::unique_ptr<File>, FileError> lock(const std::string& path) = 0;
  // The same beside others that only read; makes no file and needs only to read it.
  virtual Result<std::unique_ptr<File>, FileError> lock_shared(const std::string& path) = 0;
};

// Whole-file conveniences over the port.
Result<Bytes, FileError> read_file(Files& files, const std::string& path);
// Replaces `path` with `octets`: writes path.tmp, syncs it, renames, syncs the folder. Durable on return.
Result<void, FileError> replace_file(Files& files, const std::string& path, BytesView octets);
std::string parent_directory(const std::string& path);

}  // namespace renkei
