// Nodes of the ledger's tree from full tiles and the right edge: what proofs are made of.
#pragma once

#include "eventstore/ledger_engine.h"

namespace renkei {

// The hash of the complete subtree of 2^level leaves number `index`; nullopt when it is not complete or a tile
// is missing.
std::optional<Digest> stored_node(const LedgerEngine& engine, const RightEdge& edge, unsigned level,
                                  std::uint64_t index);

}  // namespace renkei
