#include "eventstore/rocks/rocks_view_store.h"

#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include "eventstore/rocks/rocks_file_system.h"
#include "eventstore/rocks/rocks_options.h"

namespace renkei {
namespace {

constexpr std::size_t kCacheBytes = 96u << 20, kFamilyBufferBytes = 4u << 20;

rocksdb::Slice slice(BytesView octets) { return {octets.data(), octets.size()}; }
BytesView view(const rocksdb::Slice& s) { return {s.data(), s.size()}; }

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
  auto impl = std::make_unique<Impl>();
  impl->env = make_rocks_env(files);
  rocksdb::DBOptions options = database_options(impl->env.get());
  options.atomic_flush = true;  // the log is off: families must come back at one position
  const auto cache = rocksdb::NewLRUCache(kCacheBytes, -1, true);
  std::vector<rocksdb::ColumnFamilyDescriptor> descriptors;
  descriptors.emplace_back("default", family_options(cache, kFamilyBufferBytes, rocksdb::kNoCompression));
  for (const std::string& name : families) {
    descriptors.emplace_back(name, family_options(cache, kFamilyBufferBytes, rocksdb::kLZ4Compression));
  }
  rocksdb::DB* raw = nullptr;
  const auto status = rocksdb::DB::Open(options, directory, descriptors, &impl->handles, &raw);
  if (!status.ok()) return Unexpected{"views: " + status.ToString()};
  impl->db.reset(raw);
  return std::unique_ptr<RocksViewStore>(new RocksViewStore(std::move(impl)));
}

Result<void, std::string> RocksViewStore::write(const std::vector<ViewRow>& rows) {
  rocksdb::WriteBatch batch;
  for (const ViewRow& row : rows) {
    auto* handle = impl_->handles[row.family + 1];
    if (row.value) {
      batch.Put(handle, slice(row.key), slice(*row.value));
    } else {
      batch.Delete(handle, slice(row.key));
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
