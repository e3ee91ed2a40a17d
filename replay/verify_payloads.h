// Payload digests, checked on a thread of their own while the chain is walked.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "eventstore/codec/entry_view.h"
#include "eventstore/ledger_engine.h"
#include "replay/verify.h"

namespace renkei {

class PayloadCheck {
 public:
  explicit PayloadCheck(const LedgerEngine& engine);
  ~PayloadCheck();  // gives up what is left

  void add(std::uint64_t position, const EntryView& entry);  // in order
  std::vector<Finding> finish();                             // waits for all that was added; once

 private:
  struct Stated {  // what an entry says of its payload
    std::uint64_t position = 0;
    bool has_payload = false;
    std::uint64_t length = 0;
    Digest digest;
  };
  void run();
  void check(const Stated& stated);
  void hand_over();

  const LedgerEngine& engine_;
  std::vector<Stated> filling_;     // caller's thread
  std::vector<Finding> findings_;   // the check's thread, until it ended
  LedgerEngine::PayloadWalk walk_;  // the check's thread

  std::mutex mutex_;  // guards waiting_, ended_, given_up_
  std::condition_variable changed_;
  std::vector<std::vector<Stated>> waiting_;
  bool ended_ = false, given_up_ = false;
  std::thread thread_;
};

}  // namespace renkei
