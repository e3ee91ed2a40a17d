// The engine port: where commit bundles are stored. A bundle is 1…n entries with their payloads, the tiles they
// complete and the new head, appended if the tail is where the caller thinks it is — one batch, one sync. Two
// engines stand behind it: memory (the reference model) and RocksDB; tests/engine_contract.h holds them to the
// same behaviour. append is called by the committer's thread only; reads are safe from any thread and see
// durable bundles only.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "domain/result.h"
#include "eventstore/merkle/tiles.h"

namespace renkei {

struct EngineError {
  std::string what;
  bool corrupt = false;        // damage was found, as opposed to an operation that failed
  std::uint64_t position = 0;  // if corrupt: the first entry that can't be reached, where that is known
};

struct Head {
  std::uint64_t size = 0;  // entries
  Digest root;             // of the RFC 6962 tree over them
  Digest last_leaf;        // zero when empty

  bool operator==(const Head&) const = default;
};

struct CommitBundle {
  std::uint64_t expected_size = 0;  // the tail this bundle goes behind
  std::vector<Bytes> entries;
  std::vector<std::optional<Bytes>> payloads;  // sealed, one place per entry
  std::vector<FullTile> tiles;
  Head head;  // after this bundle
};

class LedgerEngine {
 public:
  virtual ~LedgerEngine() = default;

  // Durable on return. Any failure means the state is unknown: the process ends (architecture, "When things
  // fail").
  virtual Result<void, EngineError> append(const CommitBundle& bundle) = 0;

  virtual Head head() const = 0;
  virtual std::optional<Bytes> entry(std::uint64_t position) const = 0;
  virtual std::optional<Bytes> payload(std::uint64_t position) const = 0;
  virtual std::optional<Bytes> tile(unsigned level, std::uint64_t index) const = 0;
  // Gives entries in order from `first` until `visit` returns false or the end; does not fill caches.
  virtual void scan(std::uint64_t first, const std::function<bool(std::uint64_t, BytesView)>& visit) const = 0;

  // Reads payloads at ascending positions from `first`, faster than one by one; used by one thread. Each stays
  // until the next is asked for. Throws CorruptHistory, and is of no use afterwards.
  using PayloadWalk = std::function<std::optional<BytesView>(std::uint64_t position)>;
  virtual PayloadWalk payload_walk(std::uint64_t /*first*/) const {
    return [this, last = std::make_shared<std::optional<Bytes>>()](std::uint64_t position) {
      *last = payload(position);
      return *last ? std::optional<BytesView>(**last) : std::nullopt;
    };
  }

  struct Counters {
    std::uint64_t entries_read = 0, payloads_read = 0, bundles = 0;
  };
  virtual Counters counters() const = 0;

  struct Kept {
    bool payloads = true;
    bool partial_tiles = false;  // tile() also gives the unfinished tile of a level
  };
  // What this kind of engine holds at all; an export differs from a ledger in it.
  virtual Kept kept() const { return {}; }
};

}  // namespace renkei
