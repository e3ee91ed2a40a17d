// The teeth of the power cuts: with the syncs of one site left out, the same rounds must notice. Only the views
// may lie as they like: they are made anew from the ledger.
#include <gtest/gtest.h>

#include "eventstore/crypto/password_hash.h"
#include "replay/view_folders.h"
#include "tests/faults/power_round.h"

namespace renkei::testing {
namespace {

constexpr std::uint64_t kCities = 30;
constexpr std::uint64_t kNewCities = 8;
constexpr int kCutsOfACity = 2;

struct Site {
  const char* name;
  SkippedSync skipped;
};

bool is_blob_folder(const std::string& path) {
  return path.starts_with("data/blobs") && path != "data/blobs/unfinished";
}

std::vector<Site> sites() {
  return {
      {"WalBatch", [](const std::string& path,
                      bool) { return path.starts_with("data/ledger/") && path.ends_with(".log"); }},
      {"HighWaterSlot", [](const std::string& path, bool) { return path == "data/checkpoints/high-water"; }},
      {"KeptCheckpoint", [](const std::string& path,
                            bool folder) { return !folder && path.starts_with("data/checkpoints/kept/"); }},
      {"KeyringSlot", [](const std::string& path, bool) { return path == "secrets/keyring"; }},
      {"Credentials", [](const std::string& path, bool) { return path == "secrets/credentials"; }},
      {"BlobFile", [](const std::string& path,
                      bool folder) { return !folder && path.starts_with("data/blobs/unfinished/"); }},
      {"BlobFolder", [](const std::string& path, bool folder) { return folder && is_blob_folder(path); }},
      {"LedgerFolder", [](const std::string& path, bool folder) { return folder && path == "data/ledger"; }},
      {"LedgerTables", [](const std::string& path,
                          bool) { return path.ends_with(".sst") && path.starts_with("data/ledger/"); }},
  };
}

std::map<std::uint64_t, std::string> problems_without(const SkippedSync& skipped, SeedsUntil until) {
  RoundFigures figures;
  return run_seeds(
      kCities, [&](std::uint64_t seed) { return PowerRound(seed, figures, skipped).run(kCutsOfACity); }, until);
}

class SyncSite : public ::testing::TestWithParam<Site> {};

TEST_P(SyncSite, IsMissedWhenItIsLeftOut) {
  EXPECT_FALSE(problems_without(GetParam().skipped, SeedsUntil::a_problem).empty());
}

INSTANTIATE_TEST_SUITE_P(Each, SyncSite, ::testing::ValuesIn(sites()),
                         [](const auto& site) { return std::string(site.param.name); });

TEST(SyncSites, OfTheViewsKeepNothingThatCountsFor) {
  const auto problems = problems_without(
      [](const std::string& path, bool) { return path.starts_with("data/views"); }, SeedsUntil::all_ran);
  EXPECT_TRUE(problems.empty()) << to_text(problems);
}

// Makes a city, cuts the power as soon as it is made, and logs in with what was printed.
std::string make_and_cut(std::uint64_t seed, const SkippedSync& skipped) {
  SimulatedFiles disk;
  disk.skip_sync(skipped);
  const auto made = init_city(disk, kPaths, init_options());
  if (!made) return "init: " + made.error().what;
  disk.power_cut(seed);
  disk.power_on();
  const auto opened = open_on(disk);
  if (!opened) return opened.error().what;
  const auto pepper = opened->keyring->key(service_key_id("pepper"));
  for (const InitResult::Admin& admin : made->admins) {
    const auto credential = opened->credentials->account(admin.account);
    if (!credential || !verify_password(admin.one_time_code, pepper->view(), credential->verifier)) {
      return "the first administrators can't log in";
    }
  }
  return {};
}

std::map<std::uint64_t, std::string> problems_of_new_cities(const SkippedSync& skipped) {
  return run_seeds(kNewCities, [&](std::uint64_t seed) { return make_and_cut(seed, skipped); });
}

TEST(SyncSites, OfInitKeepANewCity) {
  const auto problems = problems_of_new_cities({});
  EXPECT_TRUE(problems.empty()) << to_text(problems);
}

// Makes the views anew, cuts the power as soon as that is said to be done, and opens the city again.
std::string make_views_anew_and_cut(std::uint64_t seed, const SkippedSync& skipped) {
  SimulatedFiles disk;
  lay_out(disk, fresh_city());
  disk.skip_sync(skipped);
  const std::string next = next_views_folder(disk, kPaths);
  {
    auto opened = open_on(disk);
    if (!opened) return opened.error().what;
    RunningCity city(std::move(*opened));
    city.city.view_store.reset();  // the views alone hold it, as in the server
    const auto made =
        city.views->make_anew(std::move(*open_next_views(disk, kPaths)), [&]() -> Result<void, std::string> {
          if (const auto chosen = choose_views_folder(disk, kPaths, next); !chosen)
            return Unexpected{chosen.error().what};
          return {};
        });
    if (!made || *made != Views::Anew::done) return "not made anew";
    disk.power_cut(seed);
  }
  disk.power_on();
  if (views_folder(disk, kPaths) != next) return "the former views are back";
  if (const auto store = RocksViewStore::open(disk, next, family_names());
      !store || meta_of(*(*store)->snapshot()).position == 0)
    return "the new views are empty";
  const auto opened = open_on(disk);
  return opened ? "" : opened.error().what;
}

std::map<std::uint64_t, std::string> problems_of_new_views(const SkippedSync& skipped) {
  return run_seeds(kNewCities, [&](std::uint64_t seed) { return make_views_anew_and_cut(seed, skipped); });
}

TEST(SyncSites, OfViewsMadeAnewKeepTheChoice) {
  const auto problems = problems_of_new_views({});
  EXPECT_TRUE(problems.empty()) << to_text(problems);
}

TEST(SyncSites, OfThePointerToTheViewsAreMissedWhenLeftOut) {
  const auto file = [](const std::string& path, bool) { return path == "data/views.current.tmp"; };
  const auto folder = [](const std::string& path, bool is_folder) { return is_folder && path == "data"; };
  EXPECT_FALSE(problems_of_new_views(file).empty());
  EXPECT_FALSE(problems_of_new_views(folder).empty());
}

TEST(SyncSites, OfTheFormatAndItsFoldersAreMissedWhenLeftOut) {
  const auto format = [](const std::string& path, bool) { return path == "data/FORMAT.tmp"; };
  const auto folders = [](const std::string& path, bool folder) {
    return folder && (path.empty() || path == "data" || path == "secrets");
  };
  EXPECT_FALSE(problems_of_new_cities(format).empty());
  EXPECT_FALSE(problems_of_new_cities(folders).empty());
}

}  // namespace
}  // namespace renkei::testing
