// RFC 6962 §2.1 trees over SHA-256. Pure functions and the right edge; no I/O.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "domain/values/bytes.h"

namespace renkei {

Digest leaf_hash(BytesView entry);                              // SHA-256(0x00 ‖ entry)
Digest node_hash(const Digest& left, const Digest& right);      // SHA-256(0x01 ‖ left ‖ right)
Digest empty_root();                                            // SHA-256("")
Digest root_of_leaves(const std::vector<Digest>& leaf_hashes);  // the definition, for tests and small trees

// Proof checks as in RFC 9162 §2.1.3.2 and §2.1.4.2. Untrusted input; false, never a crash.
bool verify_inclusion(std::uint64_t index, std::uint64_t size, const Digest& leaf,
                      const std::vector<Digest>& proof, const Digest& root);
bool verify_consistency(std::uint64_t first_size, std::uint64_t second_size, const Digest& first_root,
                        const Digest& second_root, const std::vector<Digest>& proof);

// Gives the hash of the complete subtree of 2^level leaves number `index` at that level; nullopt if it can't.
using NodeReader = std::function<std::optional<Digest>(unsigned level, std::uint64_t index)>;

// Proofs and roots from complete subtrees only. nullopt when a node is missing or an argument is out of range.
std::optional<std::vector<Digest>> inclusion_proof(std::uint64_t index, std::uint64_t size,
                                                   const NodeReader& node);
std::optional<std::vector<Digest>> consistency_proof(std::uint64_t first, std::uint64_t second,
                                                     const NodeReader& node);
std::optional<Digest> root_at(std::uint64_t size, const NodeReader& node);

}  // namespace renkei
