#include "eventstore/stored_tree.h"

namespace renkei {
namespace {

constexpr unsigned kTileLevels = 8;  // tree levels per tile level

// Hash number `index` of a tile level: from its full tile, or from the unfinished one.
std::optional<Digest> tile_hash(const LedgerEngine& engine, const RightEdge& edge, unsigned tile_level,
                                std::uint64_t index) {
  std::uint64_t complete = edge.size();
  for (unsigned l = 0; l < tile_level; ++l) complete /= kTileWidth;
  if (index >= complete) return std::nullopt;
  const std::uint64_t tile = index / kTileWidth, place = index % kTileWidth;
  if (tile == complete / kTileWidth) return edge.partial(tile_level).at(place);
  const auto octets = engine.tile(tile_level, tile);
  if (!octets || octets->size() != kTileWidth * Digest::size) return std::nullopt;
  return Digest::from(BytesView(*octets).substr(place * Digest::size, Digest::size));
}

}  // namespace

std::optional<Digest> stored_node(const LedgerEngine& engine, const RightEdge& edge, unsigned level,
                                  std::uint64_t index) {
  const unsigned tile_level = level / kTileLevels, within = level % kTileLevels;
  if (within == 0) return tile_hash(engine, edge, tile_level, index);
  std::vector<Digest> hashes;
  for (std::uint64_t i = 0; i < (1u << within); ++i) {
    const auto hash = tile_hash(engine, edge, tile_level, (index << within) + i);
    if (!hash) return std::nullopt;
    hashes.push_back(*hash);
  }
  return root_of_leaves(hashes);  // of a power of two: the complete subtree; hashes at level 0 are leaf hashes
}

}  // namespace renkei
