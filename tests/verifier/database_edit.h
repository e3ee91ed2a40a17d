// Changes to a stopped ledger's RocksDB: through its own interface, with valid checksums, and behind its back.
#pragma once

#include <rocksdb/db.h>

#include "tests/verifier/city_with_history.h"

namespace renkei::testing {

inline Bytes position_key(std::uint64_t position) {
  Bytes key(8, '\0');
  for (std::size_t i = 8; i-- > 0; position >>= 8) key[i] = static_cast<char>(position & 0xFF);
  return key;
}
inline Bytes tile_position_key(unsigned level, std::uint64_t index) {
  return Bytes(1, static_cast<char>(level)) + position_key(index);
}

class DatabaseEdit {
 public:
  explicit DatabaseEdit(const std::string& directory) {
    rocksdb::DBOptions options;
    options.info_log_level = rocksdb::InfoLogLevel::FATAL_LEVEL;
    std::vector<std::string> names;
    check(rocksdb::DB::ListColumnFamilies(options, directory, &names));
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    rocksdb::ColumnFamilyOptions uncompressed;  // so that an octet of a table file is an octet of a value
    uncompressed.compression = rocksdb::kNoCompression;
    for (const std::string& name : names) families.emplace_back(name, uncompressed);
    rocksdb::DB* raw = nullptr;
    check(rocksdb::DB::Open(options, directory, families, &handles_, &raw));
    db_.reset(raw);
  }
  ~DatabaseEdit() {
    flush();
    for (auto* handle : handles_) db_->DestroyColumnFamilyHandle(handle);
    db_->Close();
  }

  std::optional<Bytes> get(const std::string& family, BytesView key) {
    Bytes value;
    if (!db_->Get({}, handle(family), rocksdb::Slice(key.data(), key.size()), &value).ok()) return std::nullopt;
    return value;
  }
  void put(const std::string& family, BytesView key, BytesView value) {
    check(db_->Put({}, handle(family), rocksdb::Slice(key.data(), key.size()),
                   rocksdb::Slice(value.data(), value.size())));
  }
  void erase(const std::string& family, BytesView key) {
    check(db_->Delete({}, handle(family), rocksdb::Slice(key.data(), key.size())));
  }
  void flip(const std::string& family, BytesView key, std::size_t at) {
    Bytes value = get(family, key).value();
    value.at(at % value.size()) = static_cast<char>(value[at % value.size()] ^ 1);
    put(family, key, value);
  }
  void swap(const std::string& family, BytesView a, BytesView b) {
    const Bytes first = get(family, a).value(), second = get(family, b).value();
    put(family, a, second);
    put(family, b, first);
  }
  void flush() { check(db_->Flush({}, handles_)); }
  // Table files of a family, oldest first.
  std::vector<std::string> tables(const std::string& family) {
    std::vector<rocksdb::LiveFileMetaData> all;
    db_->GetLiveFilesMetaData(&all);
    std::vector<std::string> names;
    for (const auto& file : all) {
      if (file.column_family_name == family) names.push_back(file.name);
    }
    std::sort(names.begin(), names.end());
    return names;
  }
  // A value read on a copy, so that the original stays as the server left it.
  static std::optional<Bytes> read(const fs::path& directory, const std::string& family, BytesView key) {
    TemporaryFolder copy;
    copy_tree(directory, copy.path / "ledger");
    return DatabaseEdit(copy.path / "ledger").get(family, key);
  }
  static std::vector<std::string> tables_of(const fs::path& directory, const std::string& family) {
    TemporaryFolder copy;
    copy_tree(directory, copy.path / "ledger");
    return DatabaseEdit(copy.path / "ledger").tables(family);
  }

 private:
  static void check(const rocksdb::Status& status) {
    if (!status.ok()) throw std::runtime_error(status.ToString());
  }
  rocksdb::ColumnFamilyHandle* handle(const std::string& family) {
    for (auto* h : handles_) {
      if (h->GetName() == family) return h;
    }
    throw std::runtime_error("no family " + family);
  }
  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> handles_;
};

inline void flush_database(const std::string& directory) { DatabaseEdit edit(directory); }

inline void flip_at(const fs::path& file, std::size_t at) {
  Bytes octets = octets_of(file);
  octets.at(at) = static_cast<char>(octets[at] ^ 1);
  put_octets(file, octets);
}

// Flips a byte in the middle of `value` wherever it lies in the folder's files of this kind.
inline bool flip_in_files(const fs::path& directory, const std::string& extension, BytesView value) {
  bool found = false;
  for (const auto& file : fs::directory_iterator(directory)) {
    if (file.path().extension() != extension) continue;
    const Bytes octets = octets_of(file.path());
    // A log cuts records at its 32 KiB blocks: a part of the value is enough.
    const std::size_t part = std::min<std::size_t>(value.size(), 64);
    const std::size_t at = octets.find(value.substr(value.size() - part));
    if (at == Bytes::npos) continue;
    flip_at(file.path(), at + part / 2);
    found = true;
  }
  return found;
}

// The same in the newest table of a family.
inline bool flip_in_table(const fs::path& directory, const std::string& family, BytesView value) {
  const std::vector<std::string> tables = DatabaseEdit::tables_of(directory, family);
  const fs::path newest = directory / fs::path(tables.back()).relative_path();
  const std::size_t at = octets_of(newest).find(value);
  if (at == Bytes::npos) return false;
  flip_at(newest, at + value.size() / 2);
  return true;
}

inline bool older_table(const fs::path& directory, const std::string& family) {
  const std::vector<std::string> tables = DatabaseEdit::tables_of(directory, family);
  if (tables.size() < 2) return false;
  const fs::path older = directory / fs::path(tables.front()).relative_path(),
                 newer = directory / fs::path(tables.back()).relative_path();
  return fs::copy_file(older, newer, fs::copy_options::overwrite_existing);
}

inline bool older_log(const fs::path& from, const fs::path& to) {
  bool copied = false;
  for (const auto& file : fs::directory_iterator(from)) {
    const fs::path same = to / file.path().filename();
    if (file.path().extension() != ".log" || !fs::exists(same)) continue;
    copied = fs::file_size(file) < fs::file_size(same) || copied;
    fs::copy_file(file, same, fs::copy_options::overwrite_existing);
  }
  return copied;
}

}  // namespace renkei::testing
