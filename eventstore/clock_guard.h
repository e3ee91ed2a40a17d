// Whether the wall clock may stamp entries. It is held against the time since boot, which nobody sets: a step
// of more than two seconds, or a start before the newest entry or more than seven days behind it, is in doubt
// until the kernel's own state or an operator confirms it. Otherwise one jump forward would poison every later
// time, password and consent. Safe from any thread.
#pragma once

#include <mutex>
#include <optional>

#include "domain/ledger/events.h"
#include "domain/result.h"
#include "eventstore/clock.h"

namespace renkei {

class ClockGuard {
 public:
  // `newest`: of the entries that are there; a ledger without any believes the first time it sees.
  ClockGuard(const Clock& clock, std::optional<Instant> newest);

  struct Doubt {
    ledger::ClockDoubt why = ledger::ClockDoubt::stepped;
    Instant expected, shown;
  };
  // What the clock shows, if it may stamp; a doubt stays until it is confirmed or the clock is back.
  Result<Instant, Doubt> read();
  std::optional<Doubt> doubt();
  Instant confirm();  // what the clock shows now is right

 private:
  std::int64_t offset(Instant now) const;  // µs from boot to wall time

  const Clock& clock_;
  std::mutex mutex_;               // guards everything below
  std::optional<Instant> newest_;  // until the clock is believed for the first time
  std::int64_t trusted_offset_;
};

}  // namespace renkei
