// Stops every sync of the ledger's write-ahead log until it is let through.
#pragma once

#include <condition_variable>
#include <mutex>
#include <string>

#include "eventstore/files/simulated_files.h"

namespace renkei::testing {

class HeldLedgerSync {
 public:
  explicit HeldLedgerSync(SimulatedFiles& disk) : disk_(disk) {
    disk_.hold_sync([this](const std::string& path) {
      if (path.find("data/ledger/") != std::string::npos && path.ends_with(".log")) arrive();
    });
  }
  ~HeldLedgerSync() { disk_.hold_sync({}); }
  void wait_for(int syncs) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return arrived_ >= syncs; });
  }
  void let_through(int syncs) {
    const std::lock_guard lock(mutex_);
    allowed_ = syncs;
    changed_.notify_all();
  }

 private:
  void arrive() {
    std::unique_lock lock(mutex_);
    const int mine = ++arrived_;
    changed_.notify_all();
    changed_.wait(lock, [&] { return allowed_ >= mine; });
  }

  SimulatedFiles& disk_;
  std::mutex mutex_;  // guards the numbers
  std::condition_variable changed_;
  int arrived_ = 0, allowed_ = 0;
};

}  // namespace renkei::testing
