// Leaf hashes of "leaf 0", "leaf 1", … as in the published roots.
#pragma once

#include <string>
#include <vector>

#include "eventstore/merkle/tree.h"

namespace renkei::testing_support {

inline std::vector<Digest> numbered_leaves(std::size_t count) {
  std::vector<Digest> leaves;
  for (std::size_t i = 0; i < count; ++i) leaves.push_back(leaf_hash("leaf " + std::to_string(i)));
  return leaves;
}

inline std::vector<Digest> first_leaves(const std::vector<Digest>& leaves, std::size_t count) {
  return {leaves.begin(), leaves.begin() + static_cast<std::ptrdiff_t>(count)};
}

}  // namespace renkei::testing_support
