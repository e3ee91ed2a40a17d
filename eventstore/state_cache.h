// The committer's states of aggregates: a bounded cache over snapshot plus tail. Owned by the committer's
// thread.
#pragma once

#include <list>
#include <memory>
#include <unordered_map>

#include "eventstore/ledger_engine.h"
#include "eventstore/tail_index.h"

namespace renkei {

class StateCache {
 public:
  StateCache(const LedgerEngine& engine, const HistoryIndex& index, const TailIndex& tail,
             std::size_t capacity);
  ~StateCache();

  const void* find(const StreamKey& stream, std::uint64_t* version);
  void apply(const Recorded& recorded);  // the next event of its stream
  // Drops the least recently used beyond the capacity; entries not yet durable (at or above `durable`) are
  // kept.
  void trim(std::uint64_t durable);

 private:
  struct Held {
    virtual ~Held() = default;
    virtual void apply(const Recorded& recorded) = 0;
    virtual const void* state() const = 0;
    std::uint64_t version = 0, last_position = 0;
    std::list<StreamKey>::iterator place;
  };
  template <class State>
  struct HeldState;

  Held& use(const StreamKey& stream);  // which makes it the most recent
  Held& load(const StreamKey& stream);

  const LedgerEngine& engine_;
  const HistoryIndex& index_;
  const TailIndex& tail_;
  std::size_t capacity_;
  std::unordered_map<StreamKey, std::unique_ptr<Held>> held_;
  std::list<StreamKey> recent_;  // newest first
};

}  // namespace renkei
