#include "eventstore/clock_guard.h"

#include <cstdlib>

namespace renkei {
namespace {

constexpr std::int64_t kStepMax = 2'000'000;                        // µs
constexpr std::int64_t kAbsenceMax = 7LL * 24 * 3'600 * 1'000'000;  // µs

}  // namespace

ClockGuard::ClockGuard(const Clock& clock, std::optional<Instant> newest)
    : clock_(clock), newest_(newest), trusted_offset_(offset()) {}

std::int64_t ClockGuard::offset() const {
  return clock_.now().microseconds - clock_.monotonic_milliseconds() * 1'000;
}

std::optional<ClockGuard::Doubt> ClockGuard::doubt() {
  using ledger::ClockDoubt;
  const std::lock_guard lock(mutex_);
  const Instant now = clock_.now();
  if (newest_) {
    const std::int64_t since = now.microseconds - newest_->microseconds;
    if (since < -kStepMax) return Doubt{ClockDoubt::before_last_entry, *newest_, now};
    if (since > kAbsenceMax) return Doubt{ClockDoubt::long_after_last_entry, *newest_, now};
    newest_.reset();
    trusted_offset_ = offset();
  }
  const std::int64_t step = offset() - trusted_offset_;
  if (std::llabs(step) <= kStepMax) return std::nullopt;
  return Doubt{ClockDoubt::stepped, {now.microseconds - step}, now};
}

void ClockGuard::confirm() {
  const std::lock_guard lock(mutex_);
  newest_.reset();
  trusted_offset_ = offset();
}

}  // namespace renkei
