#include "tests/power/powered_round.h"

#include "eventstore/crypto/base64.h"
#include "eventstore/crypto/random.h"
#include "tests/faults/faulty_city.h"
#include "tests/kills/killed_city.h"
#include "tests/kills/stopped_ledger.h"
#include "tests/support/effort.h"
#include "tests/support/temporary_folder.h"

namespace renkei::testing {
namespace {

constexpr std::size_t kChanger = 3;  // whose password changes
constexpr std::uint64_t kOperationsOfABoot = 300, kSyncsOfAPlace = 6, kOperationsAfterIt = 3;
constexpr std::int64_t kHalfADay = 43'200'000, kBetweenLogins = 60'000;
constexpr auto kCutMax = patience(std::chrono::seconds(20));

struct Inhabited {
  DiskImage image;
  cli::StoryResult story;
  Instant now;
};

// The city before its first cut, played once.
const Inhabited& inhabited() {
  static const Inhabited made = [] {
    SimulatedFiles disk;
    ServedCity city(kStoryStart, ServedCity::cheap_limits(), &disk);
    const cli::StoryResult story = opened_room(city);
    city.stop();
    return Inhabited{disk.snapshot(), story, city.clock.now()};
  }();
  return made;
}

std::string fresh_password() { return "Shiwaku-" + base64url(random_bytes(9)); }

std::string login_of(const cli::Person& who, const std::string& password) {
  return "{\"login_id\":" + cli::json_string(who.login_id) + ",\"password\":" + cli::json_string(password) +
         "}";
}

}  // namespace

void ChangedPassword::change(std::uint16_t port, const std::map<std::string, std::string>& headers,
                             const std::atomic<bool>& stop) {
  WireClient client(port);
  while (!stop) {
    asked_ = fresh_password();
    auto with_key = headers;
    with_key["Idempotency-Key"] = client::new_idempotency_key();
    const Heard heard =
        client.ask("POST", "/v1/password-changes", with_key,
                   "{\"current\":" + cli::json_string(current_) + ",\"new\":" + cli::json_string(asked_) + "}");
    if (!heard.whole || heard.status != 200) return;  // the power is gone: it may or may not be in force
    current_ = std::exchange(asked_, "");
    ++acknowledged;
  }
}

bool ChangedPassword::in_force(std::uint16_t port, const cli::Person& who, const std::string& password) const {
  return WireClient(port)
             .ask("POST", "/v1/sessions", {{"Renkei-Device", who.device}}, login_of(who, password))
             .status == 201;
}

std::string ChangedPassword::settle(std::uint16_t port, cli::Person& who, const std::function<void()>& wait) {
  if (current_.empty()) current_ = who.password;
  if (!asked_.empty() && in_force(port, who, asked_)) current_ = asked_;
  asked_.clear();
  wait();
  if (!in_force(port, who, current_)) return "the password that was acknowledged is not in force";
  who.password = current_;
  return {};
}

PoweredRound::PoweredRound(std::uint64_t seed, PowerFigures& figures, const SkippedSync& skipped)
    : random_(seed), figures_(figures), served_(disk_, inhabited().now) {
  lay_out(disk_, inhabited().image);
  inhabit(inhabited().story);
  if (skipped) disk_.skip_sync(skipped);
}

std::string PoweredRound::run(int cuts) {
  for (int boot = 1; boot <= cuts; ++boot) {
    std::string problem = come_back(boot);
    if (!problem.empty()) return "boot " + std::to_string(boot) + ": " + problem;
    work_until_cut();
  }
  const std::string problem = come_back(cuts + 1);
  figures_.acknowledged += record_.asked.size();
  figures_.uploads += record_.uploads.size();
  figures_.passwords += password_.acknowledged;
  for (const Asked& asked : record_.asked) figures_.keys += asked.makes_key ? 1 : 0;
  return problem.empty() ? close() : problem;
}

// The server starts by itself, whatever the cut left.
std::string PoweredRound::come_back(int boot) {
  try {
    served_.clock.advance_milliseconds(kHalfADay);  // so that every other boot has a key of its own day
    served_.serve();
    port_ = served_.server->port();
    const auto wait = [this] { served_.clock.advance_milliseconds(kBetweenLogins); };
    const std::string problem = password_.settle(port_, person_at(kChanger), wait);
    return problem.empty() ? users_.come_back(boot) : problem;
  } catch (const std::exception& e) {
    return std::string("thrown: ") + e.what();
  }
}

// The power goes at any operation, or in or soon after a sync of one of the places where acknowledged things
// lie.
void PoweredRound::arm() {
  static constexpr std::array<std::string_view, 6> kPlaces{"data/ledger/",        "secrets/keyring",
                                                           "secrets/credentials", "data/blobs",
                                                           "data/uploads",        "data/checkpoints/"};
  const std::uint64_t seed = random_(), place = pick(kPlaces.size() + 1);
  if (place == kPlaces.size()) return disk_.cut_power_at(1 + pick(kOperationsOfABoot), seed);
  auto syncs = std::make_shared<std::atomic<std::uint64_t>>(1 + pick(kSyncsOfAPlace));
  disk_.hold_sync([this, syncs, seed, place, after = 1 + pick(kOperationsAfterIt)](const std::string& path) {
    if (path.starts_with(kPlaces.at(place)) && --*syncs == 0) disk_.cut_power_at(after, seed);
  });
}

void PoweredRound::work_until_cut() {
  const std::uint64_t seed = random_();
  arm();
  std::atomic<bool> stop{false};
  std::thread changer([&] { password_.change(port_, headers_of(kChanger), stop); });
  users_.work(1, [&] {
    if (!served_.wait_for_failure(kCutMax)) disk_.power_cut(seed);  // what was armed never came
    (void)served_.wait_for_failure(kCutMax);
    served_.stop();
    stop = true;
  });
  changer.join();
  disk_.hold_sync({});
  disk_.power_cut(seed);  // does nothing when it is out already
  disk_.power_on();
  served_.forget_failure();
  ++figures_.cuts;
}

std::string PoweredRound::close() {
  served_.stop();
  if (!served_.failure.empty()) return "it failed with the power on: " + served_.failure;
  const TemporaryFolder folder;
  for (const auto& [path, octets] : disk_.snapshot()) {
    std::filesystem::create_directories((folder.path / path).parent_path());
    std::ofstream(folder.path / path, std::ios::binary) << octets;
  }
  const std::string data = folder.path / "data";
  const std::string problem = StoppedLedger({data, folder.path / "secrets"}).differs_from(record_);
  return problem.empty() ? not_sound(data) : problem;
}

}  // namespace renkei::testing
