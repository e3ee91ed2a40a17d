// Power is cut at any operation of any store, also while the city recovers from the cut before.
#include <gtest/gtest.h>

#include "tests/faults/power_round.h"

namespace renkei::testing {
namespace {

// Under the smallest bounds too, and then of fewer cities: every entry makes a table there.
const std::uint64_t kCities = smallest_bounds() ? 40 : 80;
constexpr int kCutsOfACity = 3;

TEST(PowerCut, LosesNothingAcknowledged) {
  RoundFigures figures;
  const auto problems =
      run_seeds(kCities, [&](std::uint64_t seed) { return PowerRound(seed, figures).run(kCutsOfACity); });
  EXPECT_TRUE(problems.empty()) << to_text(problems);
  EXPECT_GE(figures.cuts, kCities * kCutsOfACity);
  EXPECT_GT(figures.cuts_in_recovery, 0u);
  EXPECT_GT(figures.torn_tails, 0u) << "no cut tore a batch: the cuts come too early or too late";
  EXPECT_GT(figures.acknowledged, kCities * 20);
  RecordProperty("cuts", std::to_string(figures.cuts));
  RecordProperty("acknowledged", std::to_string(figures.acknowledged));
  std::cout << "cuts " << figures.cuts << ", of these in recovery " << figures.cuts_in_recovery
            << ", torn tails " << figures.torn_tails << ", acknowledged " << figures.acknowledged << "\n";
}

}  // namespace
}  // namespace renkei::testing
