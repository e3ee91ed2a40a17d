// Where each care recipient's history ends, as one tree that the city seals: so that a person can tell that
// nothing was cut off the end of theirs (docs/formats/packet.md, "subject-heads").
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/values/bytes.h"
#include "domain/values/ids.h"

namespace renkei::packet {

struct PersonHead {  // the last entry of a person's history
  CareRecipientId subject;
  std::uint64_t ordinal = 0;
  Digest leaf;
};

Digest heads_leaf(const PersonHead& head);  // SHA-256(0x03 ‖ id ‖ ordinal BE ‖ leaf hash)
Digest heads_node(const Digest& left, const Digest& right);  // SHA-256(0x04 ‖ left ‖ right)
// RFC 6962 shape over the leaves of persons by id, ascending. No persons: 32 zeros.
Digest heads_root(const std::vector<Digest>& leaves);
std::vector<Digest> heads_path(const std::vector<Digest>& leaves,
                               std::uint64_t index);  // nearest to the leaf first
bool verify_heads_path(std::uint64_t index, std::uint64_t count, const Digest& leaf,
                       const std::vector<Digest>& path, const Digest& root);

// The member `subject-heads`.
struct HeadsProof {
  std::uint64_t as_of = 0, count = 0, index = 0;
  Bytes sealed_entry;  // the raw SubjectHeadsSealed entry
  Bytes first_entry;   // the raw entry 0, which names the keys
  std::vector<Digest> path;

  std::string to_string() const;
  static std::optional<HeadsProof> parse(std::string_view text);
};

}  // namespace renkei::packet
