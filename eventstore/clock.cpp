#include "eventstore/clock.h"

#include <sys/timex.h>

#include <ctime>

#include <atomic>

namespace renkei {
namespace {

std::int64_t read_clock(clockid_t id, std::int64_t per_second) {
  timespec now{};
  clock_gettime(id, &now);
  return now.tv_sec * per_second + now.tv_nsec / (1'000'000'000 / per_second);
}

}  // namespace

Instant SystemClock::now() const { return {read_clock(CLOCK_REALTIME, 1'000'000)}; }
std::int64_t SystemClock::monotonic_milliseconds() const { return read_clock(CLOCK_BOOTTIME, 1'000); }

bool SystemClock::synchronised() const {
  timex state{};
  return adjtimex(&state) != TIME_ERROR && (state.status & STA_UNSYNC) == 0;
}

struct ManualClock::Shared {
  std::int64_t start_microseconds = 0;
  std::atomic<std::int64_t> elapsed_milliseconds{0}, stepped_milliseconds{0};
  std::atomic<bool> synchronised{true};
};

ManualClock::ManualClock(Instant start) : shared_(std::make_shared<Shared>()) {
  shared_->start_microseconds = start.microseconds;
}
Instant ManualClock::now() const {
  return {shared_->start_microseconds +
          (shared_->elapsed_milliseconds + shared_->stepped_milliseconds) * 1'000};
}
std::int64_t ManualClock::monotonic_milliseconds() const { return shared_->elapsed_milliseconds; }
void ManualClock::advance_milliseconds(std::int64_t milliseconds) {
  shared_->elapsed_milliseconds += milliseconds;
}
void ManualClock::step_milliseconds(std::int64_t milliseconds) {
  shared_->stepped_milliseconds += milliseconds;
}
bool ManualClock::synchronised() const { return shared_->synchronised; }
void ManualClock::set_synchronised(bool synchronised) { shared_->synchronised = synchronised; }

}  // namespace renkei
