// The hash tree of a ledger under verification: grown from the entries' leaves and compared with every stored
// tile. Part of verify.h.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "eventstore/ledger_engine.h"

namespace renkei {

class TreeCheck {
 public:
  using Find =
      std::function<void(std::uint64_t position, std::string kind, std::string expected, std::string found)>;
  TreeCheck(const LedgerEngine& engine, Find find) : engine_(engine), find_(std::move(find)) {}

  void append(const Digest& leaf);
  // Compares the unfinished tiles where the engine keeps them. `stated_size`: what the head says; where it is
  // more than was appended, the ledger is truncated, and longer tiles than the entries fill are no finding of
  // their own.
  void finish(std::uint64_t stated_size);
  // The leaf hash that the stored tiles hold for an entry that can't be read.
  std::optional<Digest> stored_leaf(std::uint64_t position) const;

  std::uint64_t size() const { return edge_.size(); }
  Digest root() const { return edge_.root(); }
  std::uint64_t full_tiles() const { return full_tiles_; }

 private:
  void compare(unsigned level, std::uint64_t index, BytesView hashes, bool longer_allowed);
  void compare_hash(unsigned level, std::uint64_t number, BytesView computed, BytesView stored);

  const LedgerEngine& engine_;
  Find find_;
  RightEdge edge_;
  std::vector<FullTile> completed_;
  std::uint64_t full_tiles_ = 0;
};

}  // namespace renkei
