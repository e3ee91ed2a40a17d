// C2SP tlog-tiles: paths, and the right edge that grows full tiles. A full tile is 256 hashes, 8,192 octets.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "eventstore/merkle/tree.h"

namespace renkei {

inline constexpr unsigned kTileWidth = 256;

struct TilePath {
  bool entries = false;  // an entry bundle instead of a hash tile
  unsigned level = 0;    // 0…63, in units of eight tree levels
  std::uint64_t index = 0;
  unsigned width = kTileWidth;  // 1…255 for a partial tile

  auto operator<=>(const TilePath&) const = default;
};

std::string tile_path(const TilePath& tile);  // "tile/0/x001/x234/067.p/12", "tile/entries/000"
std::optional<TilePath> parse_tile_path(std::string_view path);  // strict: exactly what tile_path writes

struct FullTile {
  unsigned level = 0;
  std::uint64_t index = 0;
  Bytes hashes;  // 8,192 octets
};

// The part of the tree that no full tile holds yet: at most 255 hashes per tile level. One thread owns it.
class RightEdge {
 public:
  RightEdge() = default;
  std::uint64_t size() const { return size_; }

  // Appends one leaf; tiles completed by it are appended to `completed`, lowest level first.
  void append(const Digest& leaf, std::vector<FullTile>& completed);
  Digest root() const;  // of all `size()` leaves

  // The hashes of the unfinished tile of a level (0 ≤ result < 256).
  const std::vector<Digest>& partial(unsigned level) const;

  // Rebuilds an edge of `size` leaves from the unfinished tiles' hashes: partials[level] has
  // (size / 256^level) % 256 hashes; nullopt if a count is wrong. The root of a size that is a power of 256 or
  // more also needs no full tile: level l's hashes are themselves the roots of the full tiles below.
  static std::optional<RightEdge> restore(std::uint64_t size, const std::vector<std::vector<Digest>>& partials);

 private:
  struct Level {
    std::vector<Digest> hashes;  // of the unfinished tile
    std::vector<Digest> peaks;   // roots of the complete subtrees they form, largest first: so a root costs a
                                 // few hashes, whatever the tile holds
    void push(const Digest& hash);
  };
  std::uint64_t size_ = 0;
  std::vector<Level> levels_;
};

}  // namespace renkei
