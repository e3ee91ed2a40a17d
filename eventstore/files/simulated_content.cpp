#include "eventstore/files/simulated_disk.h"

#include <algorithm>

namespace renkei {
namespace {

// What a disk writes as a whole.
constexpr std::uint64_t kSector = 512;

void overwrite(Bytes& content, std::uint64_t offset, BytesView octets) {
  const auto at = static_cast<std::size_t>(offset);
  if (content.size() < at + octets.size()) content.resize(at + octets.size(), '\0');
  content.replace(at, octets.size(), octets);
}

}  // namespace

void SimulatedContent::write(std::uint64_t offset, BytesView octets) {
  if (octets.empty()) return;
  overwrite(current_, offset, octets);
  unsynced_.push_back({false, offset, Bytes(octets)});
}

void SimulatedContent::truncate(std::uint64_t length) {
  current_.resize(static_cast<std::size_t>(length), '\0');
  unsynced_.push_back({true, length, {}});
}

void SimulatedContent::commit() {
  for (const Change& change : unsynced_) {
    if (change.truncation) {
      durable_.resize(static_cast<std::size_t>(change.offset), '\0');
    } else {
      overwrite(durable_, change.offset, change.octets);
    }
  }
  unsynced_.clear();
}

// Lost, whole, or each sector for itself. Sectors count from the start of the file, as on the disk. Changes are
// applied in their order: a page cache never writes older octets over newer ones, it only leaves the newer out.
void SimulatedContent::settle_write(const Change& change, std::mt19937_64& random) {
  const std::uint64_t fate = random() % 3;
  if (fate == 0) return;
  const bool torn = fate == 1;
  BytesView rest = change.octets;
  for (std::uint64_t offset = change.offset; !rest.empty();) {
    const auto n = std::min(rest.size(), static_cast<std::size_t>(kSector - offset % kSector));
    if (!torn || random() % 2 == 0) overwrite(durable_, offset, rest.substr(0, n));
    rest.remove_prefix(n);
    offset += n;
  }
}

void SimulatedContent::settle(std::mt19937_64& random) {
  // Often all or nothing, because the mixtures of many writes would hardly ever come out as either.
  const std::uint64_t mood = unsynced_.empty() ? 0 : random() % 4;
  if (mood == 1) commit();
  if (mood >= 2) {
    for (const Change& change : unsynced_) {
      if (!change.truncation) {
        settle_write(change, random);
      } else if (random() % 2 == 0) {
        durable_.resize(static_cast<std::size_t>(change.offset), '\0');
      }
    }
  }
  unsynced_.clear();
  current_ = durable_;
}

}  // namespace renkei
