#include "eventstore/rocks/rocks_engine.h"

#include <rocksdb/db.h>
#include <rocksdb/listener.h>
#include <rocksdb/write_batch.h>

#include <array>

#include "eventstore/rocks/record_cache.h"
#include "eventstore/rocks/rocks_file_system.h"
#include "eventstore/rocks/rocks_options.h"
#include "eventstore/rocks/torn_tail.h"

namespace renkei {
namespace {

enum Family : std::size_t { kDefault, kEntries, kPayloads, kTiles, kHeads, kFamilies };
constexpr std::array<const char*, kFamilies> kFamilyNames{"default", "entries", "payloads", "tiles", "heads"};
constexpr BytesView kHeadKey = "head";

Bytes big_endian(std::uint64_t value) {
  Bytes key(8, '\0');
  for (std::size_t i = 8; i-- > 0; value >>= 8) key[i] = static_cast<char>(value & 0xFF);
  return key;
}
std::uint64_t from_big_endian(BytesView key) {
  std::uint64_t value = 0;
  for (const char c : key.substr(0, 8)) value = value << 8 | static_cast<std::uint8_t>(c);
  return value;
}
Bytes tile_key(unsigned level, std::uint64_t index) {
  return Bytes(1, static_cast<char>(level)) + big_endian(index);
}

Bytes head_octets(const Head& head) {
  Bytes octets = big_endian(head.size);
  octets += head.root.view();
  octets += head.last_leaf.view();
  return octets;
}

rocksdb::Slice slice(BytesView octets) { return {octets.data(), octets.size()}; }
EngineError engine_error(const rocksdb::Status& status) { return {status.ToString(), status.IsCorruption()}; }

// A background write that failed leaves the database read-only; the next append then fails and ends the
// process.
std::vector<rocksdb::ColumnFamilyDescriptor> families_of(const RocksLimits& limits) {
  const auto cache = rocksdb::NewLRUCache(limits.block_cache, -1, true);
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  for (std::size_t f = 0; f < kFamilies; ++f) {
    const bool large = f == kEntries || f == kPayloads;
    families.emplace_back(
        kFamilyNames[f],
        family_options(cache, large ? 16u << 20 : 4u << 20,
                       f == kEntries ? rocksdb::kLZ4Compression : rocksdb::kNoCompression, Keys::known));
  }
  return families;
}

}  // namespace

class RocksEngine::Impl {
 public:
  Impl(Files& port, std::string path, const RocksLimits& sizes)
      : limits(sizes), directory(std::move(path)), env(make_rocks_env(port)), records(sizes.records_read) {}
  ~Impl() {
    for (auto* handle : handles) {
      if (handle != nullptr) db->DestroyColumnFamilyHandle(handle);
    }
    if (db != nullptr) db->Close();
  }

  rocksdb::Status open(rocksdb::WALRecoveryMode mode, bool read_only) {
    rocksdb::DBOptions options = database_options(env.get());
    options.wal_recovery_mode = mode;
    options.max_total_wal_size = 64u << 20;
    options.write_buffer_manager = std::make_shared<rocksdb::WriteBufferManager>(limits.write_buffers);
    std::vector<rocksdb::ColumnFamilyHandle*> opened;
    rocksdb::DB* raw = nullptr;
    const auto families = families_of(limits);
    const auto status = read_only ? rocksdb::DB::OpenForReadOnly(options, directory, families, &opened, &raw)
                                  : rocksdb::DB::Open(options, directory, families, &opened, &raw);
    if (!status.ok()) return status;
    db.reset(raw);
    handles = opened;
    return status;
  }

  std::optional<Bytes> get(Family family, BytesView key) const {
    Bytes value;
    const auto status = db->Get(rocksdb::ReadOptions(), handles[family], slice(key), &value);
    if (status.IsNotFound()) return std::nullopt;
    if (!status.ok()) throw CorruptHistory("ledger: " + status.ToString());
    return value;
  }

  // By way of the cache of single records.
  std::optional<Bytes> get(RecordKind kind, std::uint64_t position) {
    if (auto kept = records.find(kind, position)) return kept;
    auto octets = get(kind == RecordKind::entry ? kEntries : kPayloads, big_endian(position));
    if (octets) records.keep(kind, position, *octets);
    return octets;
  }

  Result<void, EngineError> load_head() {
    const auto octets = get(kHeads, kHeadKey);
    if (!octets) {
      head = {0, empty_root(), {}};
      return {};
    }
    if (octets->size() != 72) return Unexpected{EngineError{"the stored head is malformed", true}};
    head = {from_big_endian(*octets), Digest::from(BytesView(*octets).substr(8, 32)),
            Digest::from(BytesView(*octets).substr(40, 32))};
    return {};
  }

  // What the last key says, with a root of zeros.
  Head head_from_entries() const {
    const std::unique_ptr<rocksdb::Iterator> it(db->NewIterator(rocksdb::ReadOptions(), handles[kEntries]));
    it->SeekToLast();
    return {it->Valid() ? from_big_endian({it->key().data(), it->key().size()}) + 1 : 0, {}, {}};
  }

  RocksLimits limits;
  std::string directory;
  std::unique_ptr<rocksdb::Env> env;
  RecordCache records;
  std::unique_ptr<rocksdb::DB> db;
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  mutable std::mutex mutex;  // guards head
  Head head;
  // A cache line each: threads that walk entries and payloads side by side count in both.
  alignas(64) mutable std::atomic<std::uint64_t> entries_read{0};
  alignas(64) mutable std::atomic<std::uint64_t> payloads_read{0};
  alignas(64) std::atomic<std::uint64_t> bundles{0};
};

namespace {

// The size the ledger has up to the first damage of its log, read without changing anything; 0 if it won't open
// so.
template <class Impl>
std::uint64_t size_before_damage(Files& files, const std::string& path) {
  Impl probe(files, path, {});
  try {
    if (probe.open(rocksdb::WALRecoveryMode::kPointInTimeRecovery, true).ok() && probe.load_head())
      return probe.head.size;
  } catch (const CorruptHistory&) {
  }
  return 0;
}

}  // namespace

RocksEngine::RocksEngine(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
RocksEngine::~RocksEngine() = default;

Result<std::unique_ptr<RocksEngine>, EngineError> RocksEngine::open(Files& files, const std::string& directory,
                                                                    std::uint64_t known_size,
                                                                    const RocksLimits& limits) {
  const std::string path = directory + "/ledger";
  if (!files.create_directory(path) || !files.sync_directory(directory)) {
    return Unexpected{EngineError{"can't make " + path, false}};
  }
  const auto logs = check_logs(files, path);
  if (!logs) return Unexpected{EngineError{logs.error().to_string(), false}};
  if (logs->damaged()) {
    const std::uint64_t reached = size_before_damage<Impl>(files, path);
    return Unexpected{EngineError{"damage in the ledger's write-ahead log " + logs->torn_log + " after entry " +
                                      std::to_string(reached) +
                                      ": intact writes follow it, so this is no torn tail",
                                  true, reached}};
  }
  std::optional<TornTail> torn;
  if (logs->torn()) {
    auto cut = set_tail_aside(files, directory, *logs);
    if (!cut) return Unexpected{EngineError{cut.error().to_string(), false}};
    torn = *cut;
  }
  auto impl = std::make_unique<Impl>(files, path, limits);
  const auto status = impl->open(rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords, false);
  if (!status.ok()) return Unexpected{engine_error(status)};
  if (auto loaded = impl->load_head(); !loaded) return Unexpected{loaded.error()};
  if (impl->head.size < known_size) {
    return Unexpected{EngineError{"the ledger holds " + std::to_string(impl->head.size) + " entries, but " +
                                      std::to_string(known_size) + " were durable",
                                  true}};
  }
  std::unique_ptr<RocksEngine> engine(new RocksEngine(std::move(impl)));
  if (torn) torn->recovered_size = engine->head().size;
  engine->torn_tail_ = torn;
  return engine;
}

Result<std::unique_ptr<RocksEngine>, EngineError> RocksEngine::open_read_only(Files& files,
                                                                              const std::string& directory) {
  using Mode = rocksdb::WALRecoveryMode;
  const std::string path = directory + "/ledger";
  const auto logs = check_logs(files, path);
  auto impl = std::make_unique<Impl>(files, path, RocksLimits());
  // A torn tail belongs to nobody: what stands before it is the ledger.
  const Mode mode = logs && logs->torn() && !logs->damaged() ? Mode::kPointInTimeRecovery
                                                             : Mode::kTolerateCorruptedTailRecords;
  const auto status = impl->open(mode, true);
  if (!status.ok() || (logs && logs->damaged())) {
    EngineError error = status.ok() ? EngineError{"damage in the write-ahead log " + logs->torn_log, true}
                                    : engine_error(status);
    // Where there was a database, a file that is gone or cut is damage too.
    error.corrupt = error.corrupt || files.exists(path + "/CURRENT");
    if (error.corrupt) error.position = size_before_damage<Impl>(files, path);
    return Unexpected{error};
  }
  // A head that can't be read is no reason to see nothing: the entries give the size, and no root fits.
  try {
    if (impl->load_head()) return std::unique_ptr<RocksEngine>(new RocksEngine(std::move(impl)));
  } catch (const CorruptHistory&) {
  }
  impl->head = impl->head_from_entries();
  return std::unique_ptr<RocksEngine>(new RocksEngine(std::move(impl)));
}

Result<void, EngineError> RocksEngine::append(const CommitBundle& bundle) {
  Impl& db = *impl_;
  if (head().size != bundle.expected_size) return Unexpected{EngineError{"the tail is elsewhere", false}};
  rocksdb::WriteBatch batch;
  for (std::size_t i = 0; i < bundle.entries.size(); ++i) {
    const Bytes key = big_endian(bundle.expected_size + i);
    batch.Put(db.handles[kEntries], slice(key), slice(bundle.entries[i]));
    if (bundle.payloads[i]) batch.Put(db.handles[kPayloads], slice(key), slice(*bundle.payloads[i]));
  }
  for (const FullTile& tile : bundle.tiles) {
    batch.Put(db.handles[kTiles], slice(tile_key(tile.level, tile.index)), slice(tile.hashes));
  }
  batch.Put(db.handles[kHeads], slice(kHeadKey), slice(head_octets(bundle.head)));
  rocksdb::WriteOptions options;
  options.sync = true;
  const auto status = db.db->Write(options, &batch);
  if (!status.ok()) return Unexpected{engine_error(status)};
  ++db.bundles;
  const std::lock_guard lock(db.mutex);
  db.head = bundle.head;
  return {};
}

Head RocksEngine::head() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->head;
}

std::optional<Bytes> RocksEngine::entry(std::uint64_t position) const {
  ++impl_->entries_read;
  return impl_->get(RecordKind::entry, position);
}

std::optional<Bytes> RocksEngine::payload(std::uint64_t position) const {
  ++impl_->payloads_read;
  return impl_->get(RecordKind::payload, position);
}

std::optional<Bytes> RocksEngine::tile(unsigned level, std::uint64_t index) const {
  return impl_->get(kTiles, tile_key(level, index));
}

LedgerEngine::PayloadWalk RocksEngine::payload_walk(std::uint64_t first) const {
  rocksdb::ReadOptions options;
  options.fill_cache = false;
  options.readahead_size = 2u << 20;
  std::shared_ptr<rocksdb::Iterator> it(impl_->db->NewIterator(options, impl_->handles[kPayloads]));
  it->Seek(slice(big_endian(first)));
  return [this, it](std::uint64_t position) -> std::optional<BytesView> {
    ++impl_->payloads_read;
    const Bytes wanted = big_endian(position);
    while (it->Valid() && it->key().compare(slice(wanted)) < 0) it->Next();
    if (!it->Valid()) {
      if (!it->status().ok()) throw CorruptHistory("ledger: " + it->status().ToString());
      return std::nullopt;
    }
    if (it->key() != slice(wanted)) return std::nullopt;
    return BytesView(it->value().data(), it->value().size());
  };
}

void RocksEngine::scan(std::uint64_t first, const std::function<bool(std::uint64_t, BytesView)>& visit) const {
  rocksdb::ReadOptions options;
  options.fill_cache = false;
  options.readahead_size = 2u << 20;
  const std::unique_ptr<rocksdb::Iterator> it(impl_->db->NewIterator(options, impl_->handles[kEntries]));
  for (it->Seek(slice(big_endian(first))); it->Valid(); it->Next()) {
    ++impl_->entries_read;
    const std::uint64_t position = from_big_endian({it->key().data(), it->key().size()});
    if (!visit(position, {it->value().data(), it->value().size()})) return;
  }
  if (!it->status().ok()) throw CorruptHistory("ledger: " + it->status().ToString());
}

LedgerEngine::Counters RocksEngine::counters() const {
  return {impl_->entries_read, impl_->payloads_read, impl_->bundles};
}

void RocksEngine::dump(const std::function<void(const std::string&, BytesView, BytesView)>& visit) const {
  for (std::size_t f = 0; f < kFamilies; ++f) {
    const std::unique_ptr<rocksdb::Iterator> it(
        impl_->db->NewIterator(rocksdb::ReadOptions(), impl_->handles[f]));
    for (it->SeekToFirst(); it->Valid(); it->Next()) {
      visit(kFamilyNames[f], {it->key().data(), it->key().size()}, {it->value().data(), it->value().size()});
    }
  }
}

}  // namespace renkei
