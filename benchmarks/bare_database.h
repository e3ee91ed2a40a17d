// RocksDB without Renkei, as a limit: small pieces that several programs need.
#pragma once

#include <fcntl.h>
#include <rocksdb/convenience.h>
#include <rocksdb/db.h>
#include <rocksdb/utilities/options_util.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace renkei::bench {

// An existing database with all its families, for reading.
struct BareReader {
  explicit BareReader(const std::string& path) {
    std::vector<std::string> names;
    rocksdb::DB::ListColumnFamilies(rocksdb::DBOptions(), path, &names);
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    for (const std::string& name : names) families.emplace_back(name, rocksdb::ColumnFamilyOptions());
    rocksdb::DB* raw = nullptr;
    const auto status = rocksdb::DB::OpenForReadOnly(rocksdb::DBOptions(), path, families, &handles, &raw);
    if (!status.ok()) throw std::runtime_error(status.ToString());
    db.reset(raw);
  }
  ~BareReader() {
    for (auto* handle : handles) db->DestroyColumnFamilyHandle(handle);
  }
  rocksdb::ColumnFamilyHandle* family(const std::string& name) const {
    for (auto* handle : handles) {
      if (handle->GetName() == name) return handle;
    }
    throw std::runtime_error("no family " + name);
  }
  std::unique_ptr<rocksdb::DB> db;
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
};

// An existing database with the options it was made with, open for writing.
struct ExistingDatabase {
  explicit ExistingDatabase(const std::string& path) {
    rocksdb::DBOptions options;
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    rocksdb::ConfigOptions config;
    config.ignore_unsupported_options = true;
    auto status = rocksdb::LoadLatestOptions(config, path, &options, &families);
    options.env = rocksdb::Env::Default();
    options.info_log_level = rocksdb::InfoLogLevel::ERROR_LEVEL;
    rocksdb::DB* raw = nullptr;
    if (status.ok()) status = rocksdb::DB::Open(options, path, families, &handles, &raw);
    if (!status.ok()) throw std::runtime_error(path + ": " + status.ToString());
    db.reset(raw);
  }
  ~ExistingDatabase() {
    for (auto* handle : handles) db->DestroyColumnFamilyHandle(handle);
  }
  std::unique_ptr<rocksdb::DB> db;
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
};

// Lets a database do what it put off when it was closed, as it would beside a running server.
inline void let_compactions_end(const std::string& path) {
  const ExistingDatabase opened(path);
  const auto busy = [&opened] {
    std::uint64_t running = 0, pending = 0;
    opened.db->GetIntProperty(rocksdb::DB::Properties::kNumRunningCompactions, &running);
    for (auto* handle : opened.handles) {
      std::uint64_t of_family = 0;
      opened.db->GetIntProperty(handle, rocksdb::DB::Properties::kCompactionPending, &of_family);
      pending += of_family;
    }
    return running + pending > 0;
  };
  while (busy()) std::this_thread::sleep_for(std::chrono::milliseconds(20));
}

// Takes the files of a folder out of the page cache, without being root.
inline void drop_from_cache(const std::string& folder) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    const int fd = open(entry.path().c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) continue;
    fdatasync(fd);
    posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
    close(fd);
  }
}

}  // namespace renkei::bench
