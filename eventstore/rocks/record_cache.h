// Entries and sealed payloads that were read lately, as they are stored, each by itself. A page reads twenty
// that lie far from one another: blocks would hold tens of neighbours for each that anyone reads. What is
// stored at a position never changes, so nothing here can be out of date. Safe from any thread.
#pragma once

#include <rocksdb/cache.h>

#include <cstdint>
#include <memory>
#include <optional>

#include "domain/values/bytes.h"

namespace renkei {

enum class RecordKind : char { entry = 'e', payload = 'p' };

class RecordCache {
 public:
  // Holds about `bytes`, the list of what it holds counted, the allocator's rounding not; what was read longest
  // ago goes first.
  explicit RecordCache(std::size_t bytes);

  std::optional<Bytes> find(RecordKind kind, std::uint64_t position) const;
  void keep(RecordKind kind, std::uint64_t position, BytesView octets);

 private:
  std::shared_ptr<rocksdb::Cache> cache_;
};

}  // namespace renkei
