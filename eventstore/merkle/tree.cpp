#include "eventstore/merkle/tree.h"

#include <bit>
#include <span>

#include "eventstore/crypto/sha256.h"

namespace renkei {

namespace {

constexpr char kLeafPrefix = 0x00;
constexpr char kNodePrefix = 0x01;

// Where a tree of n ≥ 2 leaves splits: the largest power of two smaller than n.
std::uint64_t split(std::uint64_t n) { return std::bit_floor(n - 1); }

Digest root_of(std::span<const Digest> leaves) {
  if (leaves.size() == 1) return leaves.front();
  const std::size_t left = split(leaves.size());
  return node_hash(root_of(leaves.first(left)), root_of(leaves.subspan(left)));
}

// The root of leaves [first, first + count). In an RFC 6962 tree every range that a proof names starts at a
// multiple of its largest complete subtree, so complete ranges are single nodes.
std::optional<Digest> root_of_range(std::uint64_t first, std::uint64_t count, const NodeReader& node) {
  if (std::has_single_bit(count)) {
    const auto level = static_cast<unsigned>(std::countr_zero(count));
    return node(level, first >> level);
  }
  const std::uint64_t left_count = split(count);
  const auto left = root_of_range(first, left_count, node);
  const auto right = left ? root_of_range(first + left_count, count - left_count, node) : std::nullopt;
  if (!right) return std::nullopt;
  return node_hash(*left, *right);
}

struct Range {
  std::uint64_t first = 0;
  std::uint64_t count = 0;
};

// Hashes of ranges collected from the root down, in the order of a proof: from the leaves up.
std::optional<std::vector<Digest>> hashes_upwards(const std::vector<Range>& ranges, const NodeReader& node) {
  std::vector<Digest> proof;
  proof.reserve(ranges.size());
  for (auto range = ranges.rbegin(); range != ranges.rend(); ++range) {
    const auto hash = root_of_range(range->first, range->count, node);
    if (!hash) return std::nullopt;
    proof.push_back(*hash);
  }
  return proof;
}

// The place of a node and of the last node on its level, climbing from the leaves of a proof to its root.
struct Climb {
  std::uint64_t node = 0;
  std::uint64_t last = 0;

  void up() {
    node >>= 1U;
    last >>= 1U;
  }
  bool at_root() const { return last == 0; }
  bool is_right_child() const { return (node & 1U) != 0; }
  bool sibling_is_left() const { return is_right_child() || node == last; }
  // A last node without a sibling stands for its parent: the levels up to the next sibling have no hash.
  void skip_levels_without_sibling() {
    while (!is_right_child() && node != 0) up();
  }
};

}  // namespace

Digest leaf_hash(BytesView entry) { return sha256({BytesView(&kLeafPrefix, 1), entry}); }

Digest node_hash(const Digest& left, const Digest& right) {
  std::array<char, 1 + 2 * Digest::size> input;  // one update costs less than three
  input[0] = kNodePrefix;
  std::memcpy(input.data() + 1, left.octets.data(), Digest::size);
  std::memcpy(input.data() + 1 + Digest::size, right.octets.data(), Digest::size);
  return sha256({BytesView(input.data(), input.size())});
}

Digest empty_root() { return sha256({}); }

Digest root_of_leaves(const std::vector<Digest>& leaf_hashes) {
  return leaf_hashes.empty() ? empty_root() : root_of(leaf_hashes);
}

bool verify_inclusion(std::uint64_t index, std::uint64_t size, const Digest& leaf,
                      const std::vector<Digest>& proof, const Digest& root) {
  if (index >= size) return false;
  Climb climb{index, size - 1};
  Digest hash = leaf;
  for (const Digest& sibling : proof) {
    if (climb.at_root()) return false;
    if (climb.sibling_is_left()) {
      hash = node_hash(sibling, hash);
      climb.skip_levels_without_sibling();
    } else {
      hash = node_hash(hash, sibling);
    }
    climb.up();
  }
  return climb.at_root() && hash == root;
}

bool verify_consistency(std::uint64_t first_size, std::uint64_t second_size, const Digest& first_root,
                        const Digest& second_root, const std::vector<Digest>& proof) {
  if (first_size == 0 || first_size > second_size) return false;
  if (first_size == second_size) return proof.empty() && first_root == second_root;
  if (proof.empty()) return false;

  // A first tree that is complete is itself the first node: the proof leaves it out.
  const bool complete = std::has_single_bit(first_size);
  Digest first = complete ? first_root : proof.front();
  Digest second = first;
  Climb climb{first_size - 1, second_size - 1};
  while (climb.is_right_child()) climb.up();
  for (std::size_t i = complete ? 0 : 1; i < proof.size(); ++i) {
    if (climb.at_root()) return false;
    if (climb.sibling_is_left()) {
      first = node_hash(proof[i], first);
      second = node_hash(proof[i], second);
      climb.skip_levels_without_sibling();
    } else {
      second = node_hash(second, proof[i]);
    }
    climb.up();
  }
  return climb.at_root() && first == first_root && second == second_root;
}

std::optional<std::vector<Digest>> inclusion_proof(std::uint64_t index, std::uint64_t size,
                                                   const NodeReader& node) {
  if (index >= size) return std::nullopt;
  std::vector<Range> siblings;
  Range tree{0, size};
  while (tree.count > 1) {
    const std::uint64_t left = split(tree.count);
    const Range right{tree.first + left, tree.count - left};
    if (index < right.first) {
      siblings.push_back(right);
      tree.count = left;
    } else {
      siblings.push_back({tree.first, left});
      tree = right;
    }
  }
  return hashes_upwards(siblings, node);
}

std::optional<std::vector<Digest>> consistency_proof(std::uint64_t first, std::uint64_t second,
                                                     const NodeReader& node) {
  if (first == 0 || first > second) return std::nullopt;
  std::vector<Range> ranges;
  Range tree{0, second};
  while (first != tree.first + tree.count) {
    const std::uint64_t left = split(tree.count);
    const Range right{tree.first + left, tree.count - left};
    if (first <= right.first) {
      ranges.push_back(right);
      tree.count = left;
    } else {
      ranges.push_back({tree.first, left});
      tree = right;
    }
  }
  // A first tree that is itself a node of the second is known to the verifier as its root.
  if (tree.first != 0) ranges.push_back(tree);
  return hashes_upwards(ranges, node);
}

std::optional<Digest> root_at(std::uint64_t size, const NodeReader& node) {
  return size == 0 ? empty_root() : root_of_range(0, size, node);
}

}  // namespace renkei
