#include "eventstore/memory_engine.h"

namespace renkei {

Result<void, EngineError> MemoryEngine::append(const CommitBundle& bundle) {
  const std::lock_guard lock(mutex_);
  if (bundle.expected_size != entries_.size()) return Unexpected{EngineError{"the tail is elsewhere", false}};
  for (std::size_t i = 0; i < bundle.entries.size(); ++i) {
    if (bundle.payloads[i]) payloads_[entries_.size()] = *bundle.payloads[i];
    entries_.push_back(bundle.entries[i]);
  }
  for (const FullTile& tile : bundle.tiles) tiles_[{tile.level, tile.index}] = tile.hashes;
  head_ = bundle.head;
  ++counters_.bundles;
  return {};
}

Head MemoryEngine::head() const {
  const std::lock_guard lock(mutex_);
  return head_;
}

std::optional<Bytes> MemoryEngine::entry(std::uint64_t position) const {
  const std::lock_guard lock(mutex_);
  ++counters_.entries_read;
  return position < entries_.size() ? std::optional(entries_[position]) : std::nullopt;
}

std::optional<Bytes> MemoryEngine::payload(std::uint64_t position) const {
  const std::lock_guard lock(mutex_);
  ++counters_.payloads_read;
  const auto found = payloads_.find(position);
  return found == payloads_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<Bytes> MemoryEngine::tile(unsigned level, std::uint64_t index) const {
  const std::lock_guard lock(mutex_);
  const auto found = tiles_.find({level, index});
  return found == tiles_.end() ? std::nullopt : std::optional(found->second);
}

void MemoryEngine::scan(std::uint64_t first, const std::function<bool(std::uint64_t, BytesView)>& visit) const {
  for (std::uint64_t position = first;; ++position) {
    const auto octets = entry(position);
    if (!octets || !visit(position, *octets)) return;
  }
}

LedgerEngine::Counters MemoryEngine::counters() const {
  const std::lock_guard lock(mutex_);
  return counters_;
}

}  // namespace renkei
