#include "eventstore/rocks/rocks_view_store.h"

#include <rocksdb/db.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/write_batch.h>

#include <algorithm>
#include <array>

#include "eventstore/rocks/rocks_file_system.h"
#include "eventstore/rocks/rocks_options.h"

namespace renkei {
namespace {

constexpr std::size_t kCacheBytes = 96u << 20, kFamilyBufferBytes = 4u << 20;

rocksdb::Slice slice(BytesView octets) { return {octets.data(), octets.size()}; }
BytesView view(const rocksdb::Slice& s) { return {s.data(), s.size()}; }

rocksdb::ColumnFamilyOptions view_family_options(const std::shared_ptr<rocksdb::Cache>& cache) {
  auto options = family_options(cache, kFamilyBufferBytes, rocksdb::kLZ4Compression, Keys::looked_for);
  // What is flushed is merged with the rest soon: only then is it worth compressing.
  options.compression_per_level.assign(static_cast<std::size_t>(options.num_levels), rocksdb::kLZ4Compression);
  options.compression_per_level[0] = rocksdb::kNoCompression;
  // Runs of like size are merged with one another. By levels every fourth flush would rewrite the first level,
  // which is hundreds of megabytes of rows that did not change.
  options.compaction_style = rocksdb::kCompactionStyleUniversal;
  // One prefix for all keys: each insertion begins where the one before it ended.
  options.memtable_insert_with_hint_prefix_extractor.reset(rocksdb::NewFixedPrefixTransform(0));
  // Nearly every request asked for is a new one: that it is in no write buffer is known without searching
  // there.
  options.memtable_prefix_bloom_size_ratio = 0.05;
  options.memtable_whole_key_filtering = true;
  return options;
}

// A row and the beginning of its key as a number, which tells most keys apart.
struct Sortable {
  std::uint64_t beginning = 0;
  const ViewRow* row = nullptr;

  explicit Sortable(const ViewRow& r) : row(&r) {
    std::array<char, 8> octets{};
    std::copy_n(r.key.begin(), std::min(r.key.size(), octets.size()), octets.begin());
    for (const char c : octets) beginning = beginning << 8 | static_cast<std::uint8_t>(c);
  }
  bool operator<(const Sortable& other) const {
    if (beginning != other.beginning) return beginning < other.beginning;
    const int order = row->key.compare(other.row->key);
    return order != 0 ? order < 0 : row < other.row;
  }
};

// By family and key, since a write buffer takes neighbours for a fraction of what keys at random places cost.
// Of rows with the same key the last one stays.
std::vector<std::vector<Sortable>> in_order(const std::vector<ViewRow>& rows, std::size_t families) {
  std::vector<std::vector<Sortable>> sorted(families);
  for (const ViewRow& row : rows) sorted[row.family].emplace_back(row);
  for (auto& family : sorted) {
    std::sort(family.begin(), family.end());
    const auto same_key = [](const Sortable& a, const Sortable& b) { return a.row->key == b.row->key; };
    family.erase(family.begin(), std::unique(family.rbegin(), family.rend(), same_key).base());
  }
  return sorted;
}

}  // namespace

struct RocksViewStore::Impl {
  std::unique_ptr<rocksdb::Env> env;
  std::shared_ptr<rocksdb::DB> db;
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  ~Impl() {
    for (auto* handle : handles) db->DestroyColumnFamilyHandle(handle);
    if (db != nullptr) db->Close();
  }
};

class RocksViewReader final : public ViewReader {
 public:
  explicit RocksViewReader(const RocksViewStore::Impl& impl) : impl_(impl), snapshot_(impl.db->GetSnapshot()) {}
  ~RocksViewReader() override { impl_.db->ReleaseSnapshot(snapshot_); }

  std::optional<Bytes> get(std::size_t family, BytesView key) const override {
    Bytes value;
    const auto status = impl_.db->Get(options(), impl_.handles[family + 1], slice(key), &value);
    if (status.IsNotFound()) return std::nullopt;
    if (!status.ok()) throw CorruptHistory("views: " + status.ToString());
    return value;
  }
  void scan(std::size_t family, BytesView first, BytesView last,
            const std::function<bool(BytesView, BytesView)>& visit) const override {
    const std::unique_ptr<rocksdb::Iterator> it(impl_.db->NewIterator(options(), impl_.handles[family + 1]));
    for (it->Seek(slice(first)); it->Valid() && view(it->key()) < last; it->Next()) {
      if (!visit(view(it->key()), view(it->value()))) return;
    }
    if (!it->status().ok()) throw CorruptHistory("views: " + it->status().ToString());
  }
  void scan_backwards(std::size_t family, BytesView first, BytesView last,
                      const std::function<bool(BytesView, BytesView)>& visit) const override {
    const std::unique_ptr<rocksdb::Iterator> it(impl_.db->NewIterator(options(), impl_.handles[family + 1]));
    it->SeekForPrev(slice(last));
    if (it->Valid() && view(it->key()) == last) it->Prev();
    for (; it->Valid() && view(it->key()) >= first; it->Prev()) {
      if (!visit(view(it->key()), view(it->value()))) return;
    }
    if (!it->status().ok()) throw CorruptHistory("views: " + it->status().ToString());
  }

 private:
  rocksdb::ReadOptions options() const {
    rocksdb::ReadOptions options;
    options.snapshot = snapshot_;
    return options;
  }
  const RocksViewStore::Impl& impl_;
  const rocksdb::Snapshot* snapshot_;
};

RocksViewStore::RocksViewStore(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
RocksViewStore::~RocksViewStore() = default;

Result<std::unique_ptr<RocksViewStore>, std::string> RocksViewStore::open(
    Files& files, const std::string& directory, const std::vector<std::string>& families) {
  return open(files, directory, families, false);
}

Result<std::unique_ptr<RocksViewStore>, std::string> RocksViewStore::open_read_only(
    Files& files, const std::string& directory, const std::vector<std::string>& families) {
  return open(files, directory, families, true);
}

Result<std::unique_ptr<RocksViewStore>, std::string> RocksViewStore::open(
    Files& files, const std::string& directory, const std::vector<std::string>& families, bool read_only) {
  auto impl = std::make_unique<Impl>();
  impl->env = make_rocks_env(files);
  rocksdb::DBOptions options = database_options(impl->env.get());
  options.atomic_flush = true;  // the log is off: families must come back at one position
  const auto cache = rocksdb::NewLRUCache(kCacheBytes, -1, true);
  std::vector<rocksdb::ColumnFamilyDescriptor> descriptors;
  descriptors.emplace_back("default",
                           family_options(cache, kFamilyBufferBytes, rocksdb::kNoCompression, Keys::known));
  const auto family = view_family_options(cache);
  for (const std::string& name : families) descriptors.emplace_back(name, family);
  rocksdb::DB* raw = nullptr;
  const auto status = read_only
                          ? rocksdb::DB::OpenForReadOnly(options, directory, descriptors, &impl->handles, &raw)
                          : rocksdb::DB::Open(options, directory, descriptors, &impl->handles, &raw);
  if (!status.ok()) return Unexpected{"views: " + status.ToString()};
  impl->db.reset(raw);
  return std::unique_ptr<RocksViewStore>(new RocksViewStore(std::move(impl)));
}

Result<void, std::string> RocksViewStore::write(const std::vector<ViewRow>& rows) {
  rocksdb::WriteBatch batch;
  for (const auto& family : in_order(rows, impl_->handles.size() - 1)) {
    for (const Sortable& sorted : family) {
      const ViewRow& row = *sorted.row;
      auto* handle = impl_->handles[row.family + 1];
      if (row.value) {
        batch.Put(handle, slice(row.key), slice(*row.value));
      } else {
        batch.Delete(handle, slice(row.key));
      }
    }
  }
  rocksdb::WriteOptions options;
  options.disableWAL = true;
  const auto status = impl_->db->Write(options, &batch);
  if (!status.ok()) return Unexpected{"views: " + status.ToString()};
  return {};
}

Result<void, std::string> RocksViewStore::flush() {
  rocksdb::FlushOptions options;
  options.wait = true;
  const auto status = impl_->db->Flush(options, impl_->handles);
  if (!status.ok()) return Unexpected{"views: " + status.ToString()};
  return {};
}

std::unique_ptr<ViewReader> RocksViewStore::snapshot() const {
  return std::make_unique<RocksViewReader>(*impl_);
}

}  // namespace renkei
