#include "eventstore/merkle/tiles.h"

#include <cstdio>

#include "domain/check.h"
#include "eventstore/crypto/decimal.h"

namespace renkei {

namespace {

constexpr unsigned kMaxLevel = 63;
constexpr unsigned kIndexLevels = 8;  // a 64-bit size has eight tile levels of eight bits
constexpr std::string_view kRoot = "tile/";
constexpr std::string_view kEntries = "entries";
constexpr std::string_view kPartial = ".p/";

bool writable(const TilePath& tile) {
  return tile.level <= kMaxLevel && (!tile.entries || tile.level == 0) && tile.width >= 1 &&
         tile.width <= kTileWidth;
}

// Groups of three digits, all but the last marked with x: 1234067 is x001/x234/067.
std::string index_path(std::uint64_t index) {
  char group[8];
  std::snprintf(group, sizeof group, "%03u", static_cast<unsigned>(index % 1000));
  std::string path = group;
  for (index /= 1000; index > 0; index /= 1000) {
    std::snprintf(group, sizeof group, "x%03u/", static_cast<unsigned>(index % 1000));
    path.insert(0, group);
  }
  return path;
}

// Reads an index in groups; the caller compares the whole path with what would be written, so that only the
// shape matters here.
std::optional<std::uint64_t> parse_index(std::string_view groups) {
  std::string digits;
  while (!groups.empty() && groups.front() == 'x') {
    if (groups.size() < 5 || groups[4] != '/') return std::nullopt;
    digits += groups.substr(1, 3);
    groups.remove_prefix(5);
  }
  digits += groups;
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
  return parse_decimal(digits);
}

}  // namespace

std::string tile_path(const TilePath& tile) {
  ENSURE(writable(tile));
  std::string path(kRoot);
  path += tile.entries ? std::string(kEntries) : std::to_string(tile.level);
  path += '/';
  path += index_path(tile.index);
  if (tile.width < kTileWidth) path.append(kPartial).append(std::to_string(tile.width));
  return path;
}

std::optional<TilePath> parse_tile_path(std::string_view path) {
  if (path.substr(0, kRoot.size()) != kRoot) return std::nullopt;
  std::string_view rest = path.substr(kRoot.size());
  const std::size_t slash = rest.find('/');
  if (slash == std::string_view::npos) return std::nullopt;

  TilePath tile;
  const std::string_view level_text = rest.substr(0, slash);
  rest.remove_prefix(slash + 1);
  tile.entries = level_text == kEntries;
  const auto level = tile.entries ? 0 : parse_decimal(level_text, kMaxLevel);
  const std::size_t partial = rest.find(kPartial);
  const auto width = partial == std::string_view::npos
                         ? kTileWidth
                         : parse_decimal(rest.substr(partial + kPartial.size()), kTileWidth - 1);
  const auto index = parse_index(rest.substr(0, partial));
  if (!level || !width || !index) return std::nullopt;

  tile.level = static_cast<unsigned>(*level);
  tile.width = static_cast<unsigned>(*width);
  tile.index = *index;
  if (!writable(tile) || tile_path(tile) != path) return std::nullopt;
  return tile;
}

void RightEdge::Level::push(const Digest& hash) {
  hashes.push_back(hash);
  peaks.push_back(hash);
  for (std::size_t count = hashes.size(); count % 2 == 0; count /= 2) {
    const Digest right = peaks.back();
    peaks.pop_back();
    peaks.back() = node_hash(peaks.back(), right);
  }
}

void RightEdge::append(const Digest& leaf, std::vector<FullTile>& completed) {
  ++size_;
  std::uint64_t index = size_;
  Digest carried = leaf;
  for (unsigned number = 0;; ++number) {
    if (number == levels_.size()) levels_.emplace_back();
    Level& level = levels_[number];
    level.push(carried);
    if (level.hashes.size() < kTileWidth) return;

    carried = level.peaks.front();
    index /= kTileWidth;  // how many tiles of this level are full now
    FullTile tile{number, index - 1, {}};
    tile.hashes.reserve(kTileWidth * Digest::size);
    for (const Digest& hash : level.hashes) tile.hashes += hash.view();
    completed.push_back(std::move(tile));
    level.hashes.clear();
    level.peaks.clear();
  }
}

Digest RightEdge::root() const {
  // What lies to the right of a subtree holds fewer leaves than it does, on every level: so each joins what has
  // been joined to its right, from the lowest level up.
  std::optional<Digest> right;
  for (const Level& level : levels_) {
    for (auto peak = level.peaks.rbegin(); peak != level.peaks.rend(); ++peak)
      right = right ? node_hash(*peak, *right) : *peak;
  }
  return right ? *right : empty_root();
}

const std::vector<Digest>& RightEdge::partial(unsigned level) const {
  static const std::vector<Digest> kNothing;
  return level < levels_.size() ? levels_[level].hashes : kNothing;
}

std::optional<RightEdge> RightEdge::restore(std::uint64_t size,
                                            const std::vector<std::vector<Digest>>& partials) {
  std::uint64_t rest = size;
  for (unsigned level = 0; level < kIndexLevels || level < partials.size(); ++level) {
    const std::size_t present = level < partials.size() ? partials[level].size() : 0;
    if (present != rest % kTileWidth) return std::nullopt;
    rest /= kTileWidth;
  }
  RightEdge edge;
  edge.size_ = size;
  for (const std::vector<Digest>& hashes : partials) {
    Level& level = edge.levels_.emplace_back();
    for (const Digest& hash : hashes) level.push(hash);
  }
  return edge;
}

}  // namespace renkei
