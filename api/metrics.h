// Numbers for operators, in the Prometheus text format: no id, no name, no path with an id in it. Safe from any
// thread.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace renkei::api {

class CityService;

class Metrics {
 public:
  Metrics();

  // One answered request: its route (index in the table; the table's size for none), status and time.
  void answered(std::size_t route, int status, std::int64_t microseconds);

  // Everything, with the state of the service at this moment.
  std::string text(const CityService& service) const;

 private:
  static constexpr std::array<std::int64_t, 9> kBounds{1'000,   2'500,   5'000,     10'000,   25'000,
                                                       100'000, 250'000, 1'000'000, 5'000'000};
  struct OfRoute {
    std::array<std::atomic<std::uint64_t>, 5> by_class{};  // 1xx … 5xx
    std::array<std::atomic<std::uint64_t>, kBounds.size() + 1> within{};
    std::atomic<std::uint64_t> microseconds{0};
  };
  void write_requests(std::string& out) const;
  void write_times(std::string& out) const;

  std::size_t routes_;
  std::unique_ptr<OfRoute[]> by_route_;
};

}  // namespace renkei::api
