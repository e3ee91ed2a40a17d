#include "replay/packet/subject_heads.h"

#include <bit>
#include <span>

#include "eventstore/crypto/sha256.h"
#include "replay/packet/lines.h"

namespace renkei::packet {
namespace {

constexpr std::string_view kTitle = "renkei subject heads v1";
constexpr std::size_t kPathMax = 64;

Digest root(std::span<const Digest> leaves) {
  if (leaves.size() == 1) return leaves[0];
  const std::size_t left = std::bit_floor(leaves.size() - 1);
  return heads_node(root(leaves.first(left)), root(leaves.subspan(left)));
}

void path(std::span<const Digest> leaves, std::uint64_t index, std::vector<Digest>& nodes) {
  if (leaves.size() <= 1) return;
  const std::size_t left = std::bit_floor(leaves.size() - 1);
  if (index < left) {
    path(leaves.first(left), index, nodes);
    nodes.push_back(root(leaves.subspan(left)));
  } else {
    path(leaves.subspan(left), index - left, nodes);
    nodes.push_back(root(leaves.first(left)));
  }
}

}  // namespace

Digest heads_leaf(const PersonHead& head) {
  Bytes ordinal(8, '\0');
  for (std::size_t i = 0; i < 8; ++i) ordinal[7 - i] = static_cast<char>(head.ordinal >> (8 * i));
  return sha256({BytesView("\x03", 1), head.subject.view(), ordinal, head.leaf.view()});
}

Digest heads_node(const Digest& left, const Digest& right) {
  return sha256({BytesView("\x04", 1), left.view(), right.view()});
}

Digest heads_root(const std::vector<Digest>& leaves) { return leaves.empty() ? Digest{} : root(leaves); }

std::vector<Digest> heads_path(const std::vector<Digest>& leaves, std::uint64_t index) {
  std::vector<Digest> nodes;
  path(leaves, index, nodes);
  return nodes;
}

// As RFC 9162 §2.1.3.2, over the heads' own node hash.
bool verify_heads_path(std::uint64_t index, std::uint64_t count, const Digest& leaf,
                       const std::vector<Digest>& nodes, const Digest& expected) {
  if (index >= count) return false;
  std::uint64_t fn = index, sn = count - 1;
  Digest hash = leaf;
  for (const Digest& node : nodes) {
    if (sn == 0) return false;
    if ((fn & 1) != 0 || fn == sn) {
      hash = heads_node(node, hash);
      while ((fn & 1) == 0 && fn != 0) fn >>= 1, sn >>= 1;
    } else {
      hash = heads_node(hash, node);
    }
    fn >>= 1, sn >>= 1;
  }
  return sn == 0 && hash == expected;
}

std::string HeadsProof::to_string() const {
  std::string text(kTitle);
  for (const std::uint64_t number : {as_of, count, index}) text += "\n" + std::to_string(number);
  text += "\n" + base64(sealed_entry) + "\n" + base64(first_entry) + "\n";
  for (const Digest& node : path) text += base64(node.view()) + "\n";
  return text;
}

std::optional<HeadsProof> HeadsProof::parse(std::string_view text) {
  HeadsProof proof;
  if (take_line(text) != kTitle) return std::nullopt;
  for (std::uint64_t* number : {&proof.as_of, &proof.count, &proof.index}) {
    const auto line = take_line(text);
    const auto value = line ? number_from(*line) : std::nullopt;
    if (!value) return std::nullopt;
    *number = *value;
  }
  for (Bytes* entry : {&proof.sealed_entry, &proof.first_entry}) {
    const auto line = take_line(text);
    auto octets = line ? base64_decode(*line) : std::nullopt;
    if (!octets) return std::nullopt;
    *entry = std::move(*octets);
  }
  while (!text.empty()) {
    const auto line = take_line(text);
    const auto node = line ? digest_from_base64(*line) : std::nullopt;
    if (!node || proof.path.size() == kPathMax) return std::nullopt;
    proof.path.push_back(*node);
  }
  return proof;
}

}  // namespace renkei::packet
