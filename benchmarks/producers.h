// Keeps a number of acts in flight from one thread, as the server's I/O thread does: whoever was answered asks
// again.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>

#include "eventstore/committer.h"

namespace renkei::bench {

class Producers {
 public:
  // `submit` takes the nth piece of work and what to call when it is durable, from any thread.
  using Submit = std::function<void(std::uint64_t n, std::function<void()> done)>;
  Producers(std::size_t in_flight, Submit submit) : in_flight_(in_flight), submit_(std::move(submit)) {}
  // Runs the pieces [first, first + count) and returns when all are durable.
  void run(std::uint64_t first, std::uint64_t count);

 private:
  const std::size_t in_flight_;
  const Submit submit_;
  std::mutex mutex_;  // guards answered_
  std::condition_variable changed_;
  std::uint64_t answered_ = 0;
};

// Records these drafts without a decision of its own; throws when they are refused.
void submit_drafts(Committer& committer, Act act, std::vector<Draft> drafts, const RequestId& request,
                   std::function<void()> done);

}  // namespace renkei::bench
