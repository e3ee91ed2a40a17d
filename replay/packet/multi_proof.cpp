#include "replay/packet/multi_proof.h"

#include <algorithm>
#include <bit>

#include "eventstore/crypto/base64.h"
#include "replay/packet/lines.h"

namespace renkei::packet {
namespace {

constexpr unsigned kLevelMax = 63;

unsigned level_of(std::uint64_t leaves) { return static_cast<unsigned>(std::countr_zero(leaves)); }
std::uint64_t largest_power_below(std::uint64_t n) { return std::bit_floor(n - 1); }

// Walks the tree over [begin, begin + leaves) down to the known leaves.
class Prover {
 public:
  Prover(const std::vector<std::uint64_t>& positions, const NodeReader& node)
      : positions_(positions), node_(node) {}

  bool walk(std::uint64_t begin, std::uint64_t leaves) {
    const auto first = std::lower_bound(positions_.begin(), positions_.end(), begin);
    const bool known = first != positions_.end() && *first - begin < leaves;
    if (!known && std::has_single_bit(leaves)) return take({level_of(leaves), begin >> level_of(leaves)});
    if (leaves == 1) return true;
    const std::uint64_t left = largest_power_below(leaves);
    return walk(begin, left) && walk(begin + left, leaves - left);
  }
  ProofNodes nodes;

 private:
  bool take(NodeAt at) {
    const auto hash = node_(at.level, at.index);
    if (hash) nodes.emplace(at, *hash);
    return hash.has_value();
  }
  const std::vector<std::uint64_t>& positions_;
  const NodeReader& node_;
};

class Checker {
 public:
  Checker(const KnownLeaves& leaves, const ProofNodes& nodes) : leaves_(leaves), nodes_(nodes) {}

  std::optional<Digest> walk(std::uint64_t begin, std::uint64_t leaves) {
    const auto first = leaves_.lower_bound(begin);
    const bool known = first != leaves_.end() && first->first - begin < leaves;
    if (!known && std::has_single_bit(leaves)) {
      const auto found = nodes_.find({level_of(leaves), begin >> level_of(leaves)});
      if (found == nodes_.end()) return std::nullopt;
      ++used;
      return found->second;
    }
    if (leaves == 1) return first->second;
    const std::uint64_t left = largest_power_below(leaves);
    const auto a = walk(begin, left);
    const auto b = a ? walk(begin + left, leaves - left) : std::nullopt;
    return b ? std::optional(node_hash(*a, *b)) : std::nullopt;
  }
  std::size_t used = 0;

 private:
  const KnownLeaves& leaves_;
  const ProofNodes& nodes_;
};

}  // namespace

std::optional<ProofNodes> multi_proof(const std::vector<std::uint64_t>& positions, std::uint64_t size,
                                      const NodeReader& node) {
  if (size == 0 || (!positions.empty() && positions.back() >= size)) return std::nullopt;
  Prover prover(positions, node);
  if (!prover.walk(0, size)) return std::nullopt;
  return std::move(prover.nodes);
}

std::optional<Digest> root_of(const KnownLeaves& leaves, const ProofNodes& nodes, std::uint64_t size) {
  if (size == 0 || (!leaves.empty() && leaves.rbegin()->first >= size)) return std::nullopt;
  Checker checker(leaves, nodes);
  const auto root = checker.walk(0, size);
  return checker.used == nodes.size() ? root : std::nullopt;
}

std::string to_text(const ProofNodes& nodes) {
  std::string text;
  for (const auto& [at, hash] : nodes)
    text += std::to_string(at.level) + " " + std::to_string(at.index) + " " + base64(hash.view()) + "\n";
  return text;
}

std::optional<ProofNodes> proof_nodes_from_text(std::string_view text) {
  ProofNodes nodes;
  while (!text.empty()) {
    auto line = take_line(text);
    if (!line) return std::nullopt;
    const auto level = take_number(*line, ' ');
    const auto index = level ? take_number(*line, ' ') : std::nullopt;
    const auto hash = index ? digest_from_base64(*line) : std::nullopt;
    if (!hash || *level > kLevelMax) return std::nullopt;
    const NodeAt at{static_cast<unsigned>(*level), *index};
    if (!nodes.empty() && at <= nodes.rbegin()->first) return std::nullopt;
    nodes.emplace(at, *hash);
  }
  return nodes;
}

}  // namespace renkei::packet
