#include "replay/verify/tree.h"

#include "eventstore/crypto/base64.h"

namespace renkei {
namespace {

constexpr unsigned kTileBits = 8, kTileLevels = 8;
constexpr std::size_t kFullTileBytes = kTileWidth * Digest::size;

std::optional<Bytes> tile_if_readable(const LedgerEngine& engine, unsigned level, std::uint64_t index) {
  try {
    return engine.tile(level, index);
  } catch (const CorruptHistory&) {
    return std::nullopt;
  }
}

}  // namespace

void TreeCheck::append(const Digest& leaf) {
  completed_.clear();
  edge_.append(leaf, completed_);
  for (const FullTile& tile : completed_) {
    ++full_tiles_;
    compare(tile.level, tile.index, tile.hashes, false);
  }
}

void TreeCheck::finish(std::uint64_t stated_size) {
  if (!engine_.kept().partial_tiles) return;
  for (unsigned level = 0; level < kTileLevels; ++level) {
    const std::uint64_t hashes_at_level = edge_.size() >> (kTileBits * level);
    if (hashes_at_level == 0) return;
    if (hashes_at_level % kTileWidth == 0) continue;
    Bytes hashes;
    for (const Digest& hash : edge_.partial(level)) hashes += hash.view();
    compare(level, hashes_at_level / kTileWidth, hashes, stated_size > edge_.size());
  }
}

std::optional<Digest> TreeCheck::stored_leaf(std::uint64_t position) const {
  const auto tile = tile_if_readable(engine_, 0, position / kTileWidth);
  const std::size_t at = position % kTileWidth * Digest::size;
  if (!tile || tile->size() < at + Digest::size) return std::nullopt;
  return Digest::from(BytesView(*tile).substr(at, Digest::size));
}

void TreeCheck::compare(unsigned level, std::uint64_t index, BytesView hashes, bool longer_allowed) {
  const std::uint64_t first = index * kTileWidth;
  const std::uint64_t position = first << (kTileBits * level);
  const std::string name = tile_path({false, level, index});
  std::optional<Bytes> stored;
  try {
    stored = engine_.tile(level, index);
  } catch (const CorruptHistory& e) {
    return find_(position, "storage", name, e.what());
  }
  if (!stored) return find_(position, "tile-missing", name, "nothing");
  const bool longer = longer_allowed && stored->size() % Digest::size == 0 && stored->size() <= kFullTileBytes;
  if (stored->size() != hashes.size() && !(longer && stored->size() > hashes.size())) {
    return find_(position, "tile", name + " of " + std::to_string(hashes.size()) + " octets",
                 std::to_string(stored->size()) + " octets");
  }
  for (std::size_t at = 0; at < hashes.size(); at += Digest::size) {
    const BytesView kept = BytesView(*stored).substr(at, Digest::size);
    if (hashes.substr(at, Digest::size) != kept)
      compare_hash(level, first + at / Digest::size, hashes.substr(at, Digest::size), kept);
  }
}

// A hash above level 0 is right if it fits the stored tile below as well: then the finding is that tile's or
// its entry's.
void TreeCheck::compare_hash(unsigned level, std::uint64_t number, BytesView computed, BytesView stored) {
  if (level > 0) {
    const auto below = tile_if_readable(engine_, level - 1, number);
    if (below && below->size() == kFullTileBytes) {
      std::vector<Digest> hashes;
      for (std::size_t at = 0; at < kFullTileBytes; at += Digest::size)
        hashes.push_back(Digest::from(BytesView(*below).substr(at, Digest::size)));
      if (root_of_leaves(hashes).view() == stored) return;
    }
  }
  find_(number << (kTileBits * level), "tile", hex(computed),
        hex(stored) + " in " + tile_path({false, level, number / kTileWidth}));
}

}  // namespace renkei
