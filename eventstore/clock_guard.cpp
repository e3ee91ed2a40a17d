#include "eventstore/clock_guard.h"

#include <cstdlib>

namespace renkei {
namespace {

constexpr std::int64_t kStepMax = 2'000'000;                        // µs
constexpr std::int64_t kAbsenceMax = 7LL * 24 * 3'600 * 1'000'000;  // µs

}  // namespace

ClockGuard::ClockGuard(const Clock& clock, std::optional<Instant> newest)
    : clock_(clock), newest_(newest), trusted_offset_(offset(clock.now())) {}

std::int64_t ClockGuard::offset(Instant now) const {
  return now.microseconds - clock_.monotonic_milliseconds() * 1'000;
}

Result<Instant, ClockGuard::Doubt> ClockGuard::read() {
  using ledger::ClockDoubt;
  const std::lock_guard lock(mutex_);
  const Instant now = clock_.now();
  if (newest_) {
    const std::int64_t since = now.microseconds - newest_->microseconds;
    if (since < -kStepMax) return Unexpected{Doubt{ClockDoubt::before_last_entry, *newest_, now}};
    if (since > kAbsenceMax) return Unexpected{Doubt{ClockDoubt::long_after_last_entry, *newest_, now}};
    newest_.reset();
    trusted_offset_ = offset(now);
  }
  const std::int64_t step = offset(now) - trusted_offset_;
  if (std::llabs(step) <= kStepMax) return now;
  return Unexpected{Doubt{ClockDoubt::stepped, {now.microseconds - step}, now}};
}

std::optional<ClockGuard::Doubt> ClockGuard::doubt() {
  const auto shown = read();
  return shown ? std::nullopt : std::optional(shown.error());
}

Instant ClockGuard::confirm() {
  const std::lock_guard lock(mutex_);
  const Instant now = clock_.now();
  newest_.reset();
  trusted_offset_ = offset(now);
  return now;
}

}  // namespace renkei
