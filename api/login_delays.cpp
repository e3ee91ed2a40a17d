#include "api/login_delays.h"

#include <algorithm>

#include "eventstore/crypto/hmac.h"

namespace renkei::api {
namespace {

constexpr std::uint32_t kFreeFailures = 5;
constexpr std::int64_t kLongestDelayMilliseconds = 15 * 60 * 1'000;
constexpr std::size_t kDelaysMax = 100'000;

}  // namespace

Digest LoginDelays::key_of(const std::string& login_id) const { return hmac_sha256(key_.view(), {login_id}); }

std::int64_t LoginDelays::wait(const std::string& login_id, std::int64_t now_milliseconds) const {
  const std::lock_guard lock(mutex_);
  const auto found = delays_.find(key_of(login_id));
  return found == delays_.end() ? 0 : found->second.not_before - now_milliseconds;
}

void LoginDelays::note(const std::string& login_id, bool success, std::int64_t now_milliseconds) {
  const std::lock_guard lock(mutex_);
  if (success) {
    delays_.erase(key_of(login_id));
    return;
  }
  // Those who may try again are forgotten first.
  if (delays_.size() >= kDelaysMax)
    std::erase_if(delays_, [&](const auto& d) { return d.second.not_before <= now_milliseconds; });
  Delay& delay = delays_[key_of(login_id)];
  if (++delay.failures < kFreeFailures) return;
  const std::uint32_t doublings = std::min<std::uint32_t>(delay.failures - kFreeFailures, 10);
  delay.not_before = now_milliseconds + std::min(kLongestDelayMilliseconds, std::int64_t{1'000} << doublings);
}

}  // namespace renkei::api
