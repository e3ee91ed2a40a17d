// A renkeid that is killed a hundred times and more, anywhere: under load, while it starts, in the making of a
// key, in an upload, in the flush of the views, in the signing of a checkpoint. What its users heard is kept
// outside of it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "tests/kills/moment.h"
#include "tests/kills/stopped_ledger.h"
#include "tests/kills/user.h"
#include "tests/support/effort.h"

namespace renkei::testing {
namespace {

constexpr int kKills = rounds(110);
constexpr int kVerifiedEvery = 20;
constexpr std::size_t kThreadsOfAPerson = 2;
constexpr std::size_t kOldRepeats = 20;
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
    city_.log_in();
    users_.clear();
    for (std::size_t person = 0; person < KilledCity::kPeople; ++person) {
      const auto account = id_from_text<AccountId>(city_.person(person).account_id);
      record.sessions[city_.session_of(person)].account = *account;
      users_.push_back(std::make_unique<User>(city_, record, person, boot_, random_()));
    }
    std::string problem = repeat_commands();
    if (problem.empty()) problem = repeat_refusals();
    return problem.empty() ? use_uploads() : problem;
  }

  std::string repeat_commands() {
    std::vector<Asked*> again;
    for (Asked& asked : record.asked) {
      if (!asked.receipt || asked.boot + 1 == boot_) again.push_back(&asked);
    }
    for (std::size_t i = 0; i < kOldRepeats && !record.asked.empty(); ++i)
      again.push_back(&record.asked[pick(record.asked.size())]);
    for (Asked* asked : again) {
      const Answered answered = users_[asked->person]->send(*asked);
      ++record.repeats;
      const std::string name =
          "the command " + asked->path + " (boot " + std::to_string(asked->boot) + ") asked again";
      if (answered.status != 201 || !answered.receipt)
        return name + " was answered " + std::to_string(answered.status) + " " + answered.code;
      if (!asked->receipt) {
        asked->receipt = answered.receipt;
      } else if (answered.receipt != asked->receipt || !answered.repeated) {
        return name + " has another receipt";
      }
    }
    return {};
  }

  std::string repeat_refusals() {
    for (const Refused& refused : record.refused) {
      if (refused.boot + 1 != boot_) continue;
      if (refused.code == "role-required") ++record.sessions[city_.session_of(refused.person)].forbidden_asked;
      const Answered answered = users_[refused.person]->send(refused);
      if (answered.status != refused.status || answered.code != refused.code) {
        return "a refused request to " + refused.path + " was answered " + std::to_string(answered.status) +
               " " + answered.code + " and before " + refused.code;
      }
      if (refused.code == "role-required") ++record.sessions[city_.session_of(refused.person)].forbidden_heard;
    }
    return {};
  }

  std::string use_uploads() {
    for (Uploaded& upload : record.uploads) {
      if (upload.boot + 1 < boot_) continue;
      User& user = *users_[upload.person];
      const std::string problem = upload.posted ? user.read_back(upload) : user.use(upload);
      if (!problem.empty()) return problem;
    }
    return {};
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
    std::atomic<bool> stop{false};
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < KilledCity::kPeople * kThreadsOfAPerson; ++i) {
      threads.emplace_back(
          [&, i, seed = random_()] { User(city_, record, i / kThreadsOfAPerson, boot_, seed).work(stop); });
    }
    wait_for(kind);
    city_.kill();
    ++kills;
    stop = true;
    for (std::thread& thread : threads) thread.join();
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
  std::vector<std::unique_ptr<User>> users_;
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
