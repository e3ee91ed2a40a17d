#include "api/rate_limits.h"

#include <algorithm>
#include <cmath>

namespace renkei::api {
namespace {

constexpr std::size_t kBucketsMax = 100'000;

}  // namespace

std::int64_t RateLimits::take(std::string_view key, std::int64_t now_milliseconds) {
  const std::lock_guard lock(mutex_);
  if (buckets_.size() >= kBucketsMax) forget_full(now_milliseconds);
  const auto [found, fresh] = buckets_.try_emplace(std::string(key), Bucket{burst_, now_milliseconds});
  Bucket& bucket = found->second;
  const auto passed = static_cast<double>(std::max<std::int64_t>(0, now_milliseconds - bucket.at));
  bucket.tokens = std::min(burst_, bucket.tokens + passed * per_second_ / 1'000);
  bucket.at = std::max(bucket.at, now_milliseconds);  // another thread may have looked at the clock before
  if (bucket.tokens >= 1) {
    bucket.tokens -= 1;
    return 0;
  }
  return std::max<std::int64_t>(1, std::llround(std::ceil((1 - bucket.tokens) * 1'000 / per_second_)));
}

// A full bucket says nothing that a new one would not say.
void RateLimits::forget_full(std::int64_t now_milliseconds) {
  std::erase_if(buckets_, [&](const auto& entry) {
    const auto passed = static_cast<double>(now_milliseconds - entry.second.at);
    return entry.second.tokens + passed * per_second_ / 1'000 >= burst_;
  });
}

}  // namespace renkei::api
