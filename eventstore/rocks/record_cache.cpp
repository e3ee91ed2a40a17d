#include "eventstore/rocks/record_cache.h"

#include <array>
#include <cstring>

namespace renkei {
namespace {

using Key = std::array<char, 1 + sizeof(std::uint64_t)>;

Key key_of(RecordKind kind, std::uint64_t position) {
  Key key;
  key[0] = static_cast<char>(kind);
  std::memcpy(key.data() + 1, &position, sizeof position);
  return key;
}

rocksdb::Slice slice(const Key& key) { return {key.data(), key.size()}; }

void forget(const rocksdb::Slice&, void* octets) { delete static_cast<Bytes*>(octets); }

rocksdb::LRUCacheOptions options(std::size_t bytes) {
  rocksdb::LRUCacheOptions options;
  options.capacity = bytes;
  options.num_shard_bits = 4;
  options.high_pri_pool_ratio = 0;
  options.metadata_charge_policy = rocksdb::kFullChargeCacheMetadata;
  return options;
}

}  // namespace

RecordCache::RecordCache(std::size_t bytes) : cache_(rocksdb::NewLRUCache(options(bytes))) {}

std::optional<Bytes> RecordCache::find(RecordKind kind, std::uint64_t position) const {
  const Key key = key_of(kind, position);
  rocksdb::Cache::Handle* const handle = cache_->Lookup(slice(key));
  if (handle == nullptr) return std::nullopt;
  std::optional<Bytes> octets = *static_cast<const Bytes*>(cache_->Value(handle));
  cache_->Release(handle);
  return octets;
}

void RecordCache::keep(RecordKind kind, std::uint64_t position, BytesView octets) {
  const Key key = key_of(kind, position);
  auto held = std::make_unique<Bytes>(octets);
  const std::size_t bytes = sizeof(Bytes) + held->capacity();
  // The cache owns the octets from here on, and frees them even where it does not keep them.
  cache_->Insert(slice(key), held.release(), bytes, &forget).PermitUncheckedError();
}

}  // namespace renkei
