// C2SP tlog-checkpoint v1.0.0 and tlog-proof: what a log signs, and what the holder of a receipt keeps.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "eventstore/merkle/note.h"
#include "eventstore/merkle/tree.h"

namespace renkei {

struct Checkpoint {
  std::string origin;
  std::uint64_t size = 0;
  Digest root;

  bool operator==(const Checkpoint&) const = default;
  std::string text() const;                                       // three lines, each with LF
  static std::optional<Checkpoint> parse(std::string_view text);  // extension lines are refused
};

std::string sign_checkpoint(const Checkpoint& checkpoint, const VerificationKey& key, BytesView seed);
// The checkpoint of a note whose origin is the key's name and whose signature by `key` holds.
std::optional<Checkpoint> open_checkpoint(std::string_view note, const VerificationKey& key);

// c2sp.org/tlog-proof@v1.
struct LogProof {
  Bytes extra;  // empty: no extra line
  std::uint64_t index = 0;
  std::vector<Digest> path;  // leaf sibling first
  std::string checkpoint_note;

  std::string to_string() const;
  static std::optional<LogProof> parse(std::string_view text);
  // True when the checkpoint is signed by `key` and the leaf is in its tree at `index`.
  bool verify(const Digest& leaf, const VerificationKey& key) const;
};

}  // namespace renkei
