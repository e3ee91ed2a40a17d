// A renkeid that is killed a hundred times and more, anywhere: under load, while it starts, in the making of a
// key, in an upload, in the flush of the views, in the signing of a checkpoint. What its users heard is kept
// outside of it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "tests/kills/killed_city.h"
#include "tests/kills/moment.h"
#include "tests/kills/stopped_ledger.h"
#include "tests/kills/users.h"
#include "tests/support/effort.h"

namespace renkei::testing {
namespace {

constexpr int kKills = rounds(110);
constexpr int kVerifiedEvery = 20;
constexpr std::size_t kThreadsOfAPerson = 2;
constexpr auto kMomentMax = patience(std::chrono::milliseconds(3'000));

std::uint64_t number_from_environment(const char* name, std::uint64_t otherwise) {
  const char* given = std::getenv(name);
  return given == nullptr ? otherwise : std::stoull(given);
}

enum class Kind { any, starting, key, upload, flush, checkpoint };
constexpr std::array kKinds{Kind::any,      Kind::key, Kind::any,   Kind::upload, Kind::any,
                            Kind::starting, Kind::any, Kind::flush, Kind::any,    Kind::checkpoint};
const std::map<Kind, std::string> kNames{{Kind::any, "any"},          {Kind::starting, "starting"},
                                         {Kind::key, "key"},          {Kind::upload, "upload"},
                                         {Kind::flush, "view flush"}, {Kind::checkpoint, "checkpoint"}};

class KillLoop {
 public:
  explicit KillLoop(std::uint64_t seed) : random_(seed), ledger_(city_.paths()) {}

  // Empty, or what was not as promised.
  std::string cycle(int boot) {
    boot_ = boot;
    const Kind kind = kKinds[static_cast<std::size_t>(boot) % kKinds.size()];
    if (kind == Kind::starting) kill_in_start();
    std::string problem = open();
    if (!problem.empty()) return problem;
    work_until_killed(kind);
    problem = ledger_.differs_from(record);
    if (problem.empty() && kills / kVerifiedEvery > verified) problem = verify_copy();
    return problem;
  }

  std::string close() {
    ++boot_;
    std::string problem = open();
    city_.end_gently();
    if (problem.empty()) problem = ledger_.differs_from(record);
    for (const Asked& asked : record.asked) {
      if (problem.empty() && !asked.receipt) problem = "a command was never acknowledged: " + asked.path;
    }
    return problem.empty() ? not_sound(city_.paths().data) : problem;
  }

  OutsideRecord record;
  std::map<Kind, int> hits;
  std::vector<double> starts;  // milliseconds
  int kills = 0, verified = 0;
  std::uint64_t entries() const { return ledger_.size(); }

 private:
  std::uint64_t pick(std::uint64_t below) { return random_() % below; }
  void sleep(std::uint64_t milliseconds) {
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
  }

  void kill_in_start() {
    city_.begin_start();
    sleep(pick(static_cast<std::uint64_t>(starts.empty() ? 50.0 : starts.back()) + 1));
    city_.kill();
    ++kills;
    ++hits[Kind::starting];
  }

  // Starts the city and asks again for what was asked of the boots before.
  std::string open() {
    city_.begin_start();
    city_.wait_until_ready();
    starts.push_back(city_.start_milliseconds());
    return users_.come_back(boot_);
  }

  void wait_for(Kind kind) {
    const CityPaths& paths = city_.paths();
    const auto hit = [&](const std::string& path, const std::string& ending) {
      Moment moment(path, ending);
      sleep(pick(60));
      if (!moment.wait(kMomentMax)) return;
      std::this_thread::sleep_for(std::chrono::microseconds(pick(4) * pick(700)));
      ++hits[kind];
    };
    if (kind == Kind::key) return hit(paths.secrets + "/keyring", "");
    if (kind == Kind::upload)
      return pick(2) == 0 ? hit(paths.blobs() + "/unfinished", "") : hit(paths.uploads(), ".tmp");
    if (kind == Kind::flush) return hit(paths.data + "/views", ".sst");
    if (kind == Kind::checkpoint) return hit(paths.checkpoints(), "");
    sleep(20 + pick(380));
    ++hits[Kind::any];
  }

  void work_until_killed(Kind kind) {
    users_.work(kThreadsOfAPerson, [&] {
      wait_for(kind);
      city_.kill();
      ++kills;
    });
  }

  std::string verify_copy() {
    ++verified;
    const std::string copy = city_.paths().data + "-copy";
    std::filesystem::copy(city_.paths().data, copy, std::filesystem::copy_options::recursive);
    const std::string problem = not_sound(copy);
    std::filesystem::remove_all(copy);
    return problem;
  }

  std::mt19937_64 random_;
  KilledCity city_;
  StoppedLedger ledger_;
  Users users_{city_, record, random_};
  int boot_ = 0;
};

void tell(KillLoop& loop) {
  std::sort(loop.starts.begin(), loop.starts.end());
  std::uint64_t bodies = 0;
  for (const auto& [session, counts] : loop.record.sessions) bodies += counts.pages_heard + counts.files_heard;
  std::cout << "kills " << loop.kills << " (";
  for (const auto& [kind, count] : loop.hits) std::cout << " " << kNames.at(kind) << " " << count;
  std::cout << " ), entries " << loop.entries() << ", acknowledged " << loop.record.asked.size()
            << ", repeated " << loop.record.repeats << ", bodies " << bodies << ", refused "
            << loop.record.refused.size() << ", files " << loop.record.uploads.size() << ", checkpoints "
            << loop.record.checkpoints.size() << ", verified " << loop.verified << ", start to ready p50 "
            << loop.starts[loop.starts.size() / 2] << " ms, p99 " << loop.starts[loop.starts.size() * 99 / 100]
            << " ms\n";
}

TEST(KillLoop, KeepsEveryPromiseThroughAHundredKills) {
  const std::uint64_t seed = number_from_environment("RENKEI_KILL_SEED", std::random_device()());
  const auto kills = static_cast<int>(number_from_environment("RENKEI_KILLS", kKills));
  std::cout << "RENKEI_KILL_SEED=" << seed << "\n";
  KillLoop loop(seed);
  int boot = 1;
  for (; loop.kills < kills; ++boot) {
    const std::string problem = loop.cycle(boot);
    ASSERT_EQ(problem, "") << "after kill " << loop.kills << ", seed " << seed;
  }
  ASSERT_EQ(loop.close(), "") << "seed " << seed;
  tell(loop);
  for (const auto& [kind, name] : kNames)
    EXPECT_GE(loop.hits[kind], kills / 20) << "too few kills hit: " << name;
  EXPECT_GT(loop.record.pages.size(), static_cast<std::size_t>(kills));
  EXPECT_GT(loop.record.asked.size(), static_cast<std::size_t>(kills) * 5);
}

}  // namespace
}  // namespace renkei::testing
