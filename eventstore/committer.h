// The one thread that owns the ledger's tail. It drains proposals into a batch, takes one instant for it,
// decides each against the newest states, encodes, hashes and seals, appends the bundle with one sync, and only
// then lets every reply of the batch leave: receipts, rejections, denials and repeated receipts alike. The next
// batch is decided when this one is durable.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

#include "eventstore/clock_guard.h"
#include "eventstore/keyring/keyring.h"
#include "eventstore/ledger_engine.h"
#include "eventstore/proposal.h"
#include "eventstore/state_cache.h"
#include "eventstore/tail_index.h"

namespace renkei {

struct CommitterLimits {
  std::size_t queue = 1'024;          // proposals waiting; beyond it: overloaded
  std::size_t batch = 256;            // proposals per bundle
  std::size_t batch_bytes = 1 << 20;  // of entries and payloads; the proposal that reaches it is the last one
  std::size_t states = 20'000;        // cached aggregate states
};

class Committer {
 public:
  // Ends the process (the server) or stops the committer (tests): nothing is retried after a failed write.
  using Fatal = std::function<void(const std::string& what)>;

  struct Parts {
    LedgerEngine& engine;
    const HistoryIndex& index;
    DurableSink& sink;
    Keyring& keyring;
    const Clock& clock;
    KeyId city_key;
    RightEdge edge;  // of engine.head().size entries
    Fatal fatal;
    std::function<void()> sync_nothing = {};  // takes as long as recording an entry does, and leaves nothing
  };
  Committer(Parts parts, CommitterLimits limits);
  ~Committer();  // stops

  // False when the queue is full or the committer stopped: nothing is stored, the proposal is dropped.
  bool submit(std::unique_ptr<Proposal> proposal);
  void stop();  // finishes what was submitted

  Head durable_head() const;  // from any thread
  // Set while the clock can't be trusted: then nothing is stamped, every proposal is refused with clock_unsure
  // but one that confirms the clock. From any thread.
  std::optional<ClockGuard::Doubt> clock_doubt() { return clock_.doubt(); }
  RightEdge edge() const;  // of the durable tree, from any thread
  // The right edge's tiles below a tree size, for partial tiles and proofs.
  std::optional<Bytes> partial_tile(unsigned level, std::uint64_t index, unsigned width) const;

  struct Counters {
    std::uint64_t batches = 0, proposals = 0, entries = 0, rejected = 0, replayed = 0, refused = 0;
  };
  Counters counters() const;
  std::size_t queue_length() const;

 private:
  class Batch;
  friend class Batch;
  void run();
  using Proposals = std::deque<std::unique_ptr<Proposal>>;
  // Takes from the front as many as fit into one bundle. False: stopped.
  bool commit(Proposals& proposals);
  // Ends the clock's doubt if the kernel or one of the proposals confirms it; nullopt: refused them all.
  std::optional<Instant> settle_clock(Proposals& proposals);
  SubjectHead subject_head(const CareRecipientId& subject);

  Parts parts_;
  CommitterLimits limits_;
  TailIndex tail_;     // committer thread
  StateCache states_;  // committer thread
  ClockGuard clock_;
  Digest last_leaf_;      // committer thread
  Instant last_instant_;  // committer thread: of the newest batch; a clock that is set back does not take the
                          // ledger back

  mutable std::mutex queue_mutex_;  // guards queue_, stopping_, counters_
  std::condition_variable queue_filled_;
  Proposals queue_;
  bool stopping_ = false;
  Counters counters_;

  mutable std::mutex head_mutex_;  // guards durable_, edge_
  Head durable_;
  RightEdge edge_;

  std::thread thread_;
};

// The right edge of a stored ledger, from its full tiles and newest entries (at most 255 of them); throws
// CorruptHistory when it does not give the stored root.
RightEdge restore_edge(const LedgerEngine& engine);

}  // namespace renkei
