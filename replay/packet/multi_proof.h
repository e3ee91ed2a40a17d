// One proof for many leaves: the nodes that, with the known leaves, give the root of a tree, each once
// (docs/formats/packet.md, "proof-nodes"). Untrusted input to the checking half; it never crashes.
#pragma once

#include <map>
#include <string>

#include "eventstore/merkle/tree.h"

namespace renkei::packet {

struct NodeAt {
  unsigned level = 0;
  std::uint64_t index = 0;
  auto operator<=>(const NodeAt&) const = default;
};
using ProofNodes = std::map<NodeAt, Digest>;
using KnownLeaves = std::map<std::uint64_t, Digest>;  // by position

// The nodes needed beside the leaves at `positions` (ascending); nullopt when `node` can't give one.
std::optional<ProofNodes> multi_proof(const std::vector<std::uint64_t>& positions, std::uint64_t size,
                                      const NodeReader& node);
// The root that leaves and nodes give; nullopt when a node is missing or one is left over.
std::optional<Digest> root_of(const KnownLeaves& leaves, const ProofNodes& nodes, std::uint64_t size);

std::string to_text(const ProofNodes& nodes);
std::optional<ProofNodes> proof_nodes_from_text(std::string_view text);

}  // namespace renkei::packet
