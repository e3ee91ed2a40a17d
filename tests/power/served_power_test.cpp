// Power cuts of the product as it is served, not of a test's own order of stores: care recipients with their
// keys, uploads and the messages that name them, passwords and keys of the day go through the HTTP API; after
// each cut the server starts by itself and what was acknowledged is there. With one site's sync left out, the
// same rounds must notice.
#include <gtest/gtest.h>

#include <iostream>

#include "tests/faults/faulty_city.h"
#include "tests/power/powered_round.h"
#include "tests/support/effort.h"

namespace renkei::testing {
namespace {

constexpr std::uint64_t kCities = rounds<std::uint64_t>(20, 5);
constexpr int kCutsOfACity = 2;
constexpr std::uint64_t kCitiesWithoutASync = 40;

TEST(ServedPower, LosesNothingAcknowledgedWhenItIsCut) {
  PowerFigures figures;
  const auto problems =
      run_seeds(kCities, [&](std::uint64_t seed) { return PoweredRound(seed, figures).run(kCutsOfACity); });
  EXPECT_TRUE(problems.empty()) << to_text(problems);
  std::cout << "cuts " << figures.cuts << ", commands " << figures.acknowledged << ", of these with a new key "
            << figures.keys << ", uploads " << figures.uploads << ", passwords " << figures.passwords << "\n";
  EXPECT_EQ(figures.cuts, kCities * kCutsOfACity);
  EXPECT_GT(figures.acknowledged, figures.cuts * 5);
  EXPECT_GT(figures.keys, figures.cuts / 4);
  EXPECT_GT(figures.uploads, figures.cuts / 4);
  EXPECT_GT(figures.passwords, figures.cuts / 4);
}

struct Site {
  const char* name;
  SkippedSync skipped;
};

std::vector<Site> sites() {
  return {
      {"KeyringSlot", [](const std::string& path, bool) { return path == "secrets/keyring"; }},
      {"Credentials", [](const std::string& path, bool) { return path == "secrets/credentials"; }},
      {"BlobFile", [](const std::string& path,
                      bool folder) { return !folder && path.starts_with("data/blobs/unfinished/"); }},
      {"BlobFolder",
       [](const std::string& path, bool folder) {
         return folder && path.starts_with("data/blobs") && path != "data/blobs/unfinished";
       }},
      {"UploadRecord", [](const std::string& path,
                          bool) { return path.starts_with("data/uploads") && path != "data/uploads/nothing"; }},
  };
}

class ServedSyncSite : public ::testing::TestWithParam<Site> {};

TEST_P(ServedSyncSite, IsMissedWhenItIsLeftOut) {
  PowerFigures figures;
  const auto problems = run_seeds(
      kCitiesWithoutASync,
      [&](std::uint64_t seed) { return PoweredRound(seed, figures, GetParam().skipped).run(kCutsOfACity); },
      SeedsUntil::a_problem);
  EXPECT_FALSE(problems.empty());
  std::cout << to_text(problems);
}

INSTANTIATE_TEST_SUITE_P(Each, ServedSyncSite, ::testing::ValuesIn(sites()),
                         [](const auto& site) { return std::string(site.param.name); });

}  // namespace
}  // namespace renkei::testing
