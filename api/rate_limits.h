// Token buckets, so that one account (or, before a login, one address) can't take the server for itself. In
// memory only. Safe from any thread.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace renkei::api {

class RateLimits {
 public:
  // `per_second` tokens come back each second, up to `burst`.
  RateLimits(std::uint32_t per_second, std::uint32_t burst) : per_second_(per_second), burst_(burst) {}

  // Takes one of this key's tokens; 0, or the milliseconds until there is one.
  std::int64_t take(std::string_view key, std::int64_t now_milliseconds);

 private:
  struct Bucket {
    double tokens = 0;
    std::int64_t at = 0;
  };
  void forget_full(std::int64_t now_milliseconds);

  const double per_second_, burst_;
  std::mutex mutex_;  // guards buckets_
  std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace renkei::api
