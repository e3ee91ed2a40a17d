// Where time comes from. Order in the ledger is the position; a clock only stamps.
#pragma once

#include <memory>

#include "domain/values/time.h"

namespace renkei {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;                          // wall clock
  virtual std::int64_t monotonic_milliseconds() const = 0;  // for sessions and limits; never steps
  virtual bool synchronised()
      const = 0;  // somebody vouches for the wall clock: the kernel, steered from outside
};

class SystemClock final : public Clock {
 public:
  Instant now() const override;
  std::int64_t monotonic_milliseconds() const override;  // CLOCK_BOOTTIME
  bool synchronised() const override;                    // adjtimex
};

// Stands still until told; for tests and for a demo at a given time. Safe from any thread.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Instant start);
  Instant now() const override;
  std::int64_t monotonic_milliseconds() const override;
  bool synchronised() const override;  // until it is told otherwise: a test's time is right
  void advance_milliseconds(std::int64_t milliseconds);
  void step_milliseconds(std::int64_t milliseconds);  // the wall clock alone
  void set_synchronised(bool synchronised);

 private:
  struct Shared;
  std::shared_ptr<Shared> shared_;
};

}  // namespace renkei
