// One city through several power cuts: producers work until the power goes, it is opened again — by itself, and
// with further cuts while it recovers — and everything it acknowledged is looked for.
#pragma once

#include <atomic>
#include <functional>
#include <random>

#include "tests/faults/promises.h"

namespace renkei::testing {

using SkippedSync = std::function<bool(const std::string& path, bool is_directory)>;

struct RoundFigures {
  std::atomic<std::uint64_t> cuts = 0, cuts_in_recovery = 0, acknowledged = 0, torn_tails = 0;
};

class PowerRound {
 public:
  PowerRound(std::uint64_t seed, RoundFigures& figures, const SkippedSync& skipped = {});
  // Empty, or what was not as promised after one of `cuts` cuts.
  std::string run(int cuts);

 private:
  void work_until_cut();
  std::string recover();
  void arm();
  void cut_power();
  std::uint64_t pick(std::uint64_t below) { return random_() % below; }

  std::mt19937_64 random_;
  RoundFigures& figures_;
  SimulatedFiles disk_;
  Promises promises_;
  int boot_ = 0;
};

}  // namespace renkei::testing
