// What the server does when its disk fills up, its clock jumps, or it ended too often.
#include "api/clock_acceptance.h"
#include "api/explanation.h"
#include "api/past_ends.h"
#include "eventstore/files/simulated_files.h"
#include "tests/api/played_city.h"

namespace renkei::testing {
namespace {

constexpr std::uint64_t kMebi = 1u << 20;
const std::string kText =
    R"({"kind":"visit_record","text":"血圧 138/76","attachment_ids":[],"about":"recipient",)"
    R"("sensitivity":"normal","urgent":false})";

api::ServiceLimits with_storage() {
  api::ServiceLimits limits = ServedCity::cheap_limits();
  limits.storage = {5, 2'048, 512};
  return limits;
}

struct ServiceState : ::testing::Test {
  void room_left(std::uint64_t octets) {
    city.files.free = octets;
    city.service->storage.look();
  }
  std::string post_text() { return code_of(city.post(&city.r.kono, city.messages(), kText)); }
  std::string upload() {
    Headers headers = city.as(&city.r.kono);
    headers["Idempotency-Key"] = client::new_idempotency_key();
    return code_of(city.http.post("/v1/attachments", "\xFF\xD8\xFF picture", headers, "image/jpeg"));
  }
  std::string read() { return code_of(city.get(&city.r.kono, city.messages())); }
  std::string ask(const std::string& path) { return code_of(city.http.get(path, {})); }
  bool becomes_ready() {
    for (int i = 0; i < 3'000; ++i) {
      if (ask("/readyz") == "200 ") return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return false;
  }

  PlayedCity city{with_storage()};
};

TEST_F(ServiceState, RefusesNewContentWhenTheDiskFillsUpAndAllButHealthWhenItIsFull) {
  EXPECT_EQ(post_text(), "201 ");
  room_left(StatedRoom::kTotal / 100 * 5 - 1);  // more than two GiB, less than five per cent
  EXPECT_EQ(post_text(), "507 storage-low");
  EXPECT_EQ(upload(), "507 storage-low");
  EXPECT_EQ(read(), "200 ");
  EXPECT_EQ(ask("/readyz"), "200 ");
  const Answer own = city.get(&city.r.kono, "/v1/rooms");
  EXPECT_EQ(own.status, 200);
  room_left(512 * kMebi);
  EXPECT_EQ(read(), "200 ");
  room_left(512 * kMebi - 1);
  const std::uint64_t size = city.size();
  for (const std::string& answer :
       {post_text(), upload(), read(), ask("/ledger/checkpoint"), ask("/v1/policies"), ask("/readyz")})
    EXPECT_EQ(answer, "503 storage-full");
  EXPECT_EQ(ask("/healthz"), "200 ");
  EXPECT_EQ(city.size(), size);
  room_left(StatedRoom::kTotal / 100 * 5);
  EXPECT_EQ(post_text(), "201 ");
  EXPECT_EQ(upload(), "201 ");
}

TEST_F(ServiceState, StampsNothingUntilTheOperatorVouchesForTheClock) {
  city.close_denial_windows();
  city.log_in_again(city.r.kono);
  city.clock.set_synchronised(false);
  city.clock.step_milliseconds(400LL * 86'400 * 1'000);
  const std::uint64_t size = city.size();
  for (const std::string& answer :
       {post_text(), read(), ask("/readyz"), code_of(city.log_in(city.r.kono, city.r.kono.password))})
    EXPECT_EQ(answer, "503 clock-unsure");
  EXPECT_EQ(ask("/ledger/checkpoint").substr(0, 3), "200");
  EXPECT_EQ(ask("/healthz"), "200 ");
  EXPECT_EQ(city.size(), size);
  city.clock.step_milliseconds(-400LL * 86'400 * 1'000 + 60'000);  // set right by hand: a minute was missing
  ManualClock another{city.clock.now().plus_seconds(-60)};
  ASSERT_TRUE(api::leave_clock_acceptance(city.files, city.paths.secrets, another));
  std::this_thread::sleep_for(std::chrono::milliseconds(2'200));
  EXPECT_EQ(ask("/readyz"), "503 clock-unsure") << "accepted for another clock";
  ASSERT_TRUE(api::leave_clock_acceptance(city.files, city.paths.secrets, city.clock));
  ASSERT_TRUE(becomes_ready());
  for (int i = 0; i < 5'000 && city.size() == size; ++i)  // decided, and durable a moment later
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  EXPECT_EQ(city.since(size), std::vector<std::string>{"ClockConfirmed"});
  EXPECT_FALSE(city.files.exists(city.paths.secrets + "/clock-accepted")) << "used up";
  EXPECT_EQ(post_text(), "201 ") << "sessions run on the time since boot";
  city.clock.set_synchronised(true);
  city.clock.step_milliseconds(-5'000);
  const std::uint64_t again = city.size();
  EXPECT_EQ(post_text(), "201 ") << "the kernel vouches";
  EXPECT_EQ(city.since(again), (std::vector<std::string>{"ClockConfirmed", "MessagePosted"}));
  city.expect_policy_kept();
}

TEST_F(ServiceState, RemovesAtItsStartWhatAnUploadLeftThatWasCutShort) {
  const std::string folder = city.paths.blobs() + "/unfinished", cut = folder + "/00ff";
  EXPECT_EQ(upload(), "201 ");
  ASSERT_TRUE(city.files.open(cut, OpenMode::create_new));
  city.restart();
  EXPECT_FALSE(city.files.exists(cut));
  city.log_in_again(city.r.kono);
  EXPECT_EQ(upload(), "201 ");
  EXPECT_TRUE(city.files.list(folder)->empty());
}

// The key under which a day's requests are known again; the story made one.
TEST_F(ServiceState, KeepsKeysOfDaysAsLongAsARequestIsKnownAgain) {
  const auto days = [&] {
    std::set<std::int32_t> kept;
    for (const KeyId& id : city.service->city.keyring->live_keys(KeyKind::day)) kept.insert(*day_of_key(id));
    return kept;
  };
  constexpr std::int64_t kDayMilliseconds = 86'400'000;
  const auto today = static_cast<std::int32_t>(city.clock.now().microseconds / 1'000 / kDayMilliseconds);
  ASSERT_EQ(days(), std::set{today});
  city.clock.advance_milliseconds(2 * kDayMilliseconds);
  city.log_in_again(city.r.kono);
  EXPECT_EQ(post_text(), "201 ");
  EXPECT_EQ(days(), (std::set{today, today + 2}));
  city.clock.advance_milliseconds(3 * kDayMilliseconds);  // nobody comes
  for (int i = 0; i < 300 && !days().empty(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  EXPECT_TRUE(days().empty());
  for (const std::int32_t day : {today, today + 2})
    EXPECT_TRUE(city.service->city.keyring->destroyed(day_key_id(day)));
}

TEST(PastEnds, AreTooManyAfterThreeWithinAMinute) {
  SimulatedFiles files;
  ASSERT_TRUE(files.create_directory("data"));
  ManualClock clock{kStoryStart};
  clock.advance_milliseconds(1'000'000);
  const auto start = [&] { return std::make_unique<api::PastEnds>(files, "data", clock, 3); };
  EXPECT_TRUE(start()->begin().empty());
  clock.advance_milliseconds(10'000);  // killed
  {
    auto second = start();
    EXPECT_TRUE(second->begin().empty());
    second->ended("ledger: sync ledger/000004.log: Input/output error");
  }
  clock.advance_milliseconds(10'000);
  EXPECT_TRUE(start()->begin().empty());
  clock.advance_milliseconds(10'000);  // killed
  const std::vector<std::string> reasons = start()->begin();
  ASSERT_EQ(reasons.size(), 3u);
  EXPECT_NE(reasons[0].find("killed"), std::string::npos);
  EXPECT_NE(reasons[1].find("Input/output error"), std::string::npos);
  EXPECT_EQ(start()->begin().size(), 3u) << "explaining is no further end";
  clock.advance_milliseconds(60'000);
  EXPECT_TRUE(start()->begin().empty()) << "a minute later it is tried again";
}

TEST(PastEnds, AreForgottenWhenSomebodyStopsTheServerAndNeverCountWhenTheyMayNot) {
  SimulatedFiles files;
  ASSERT_TRUE(files.create_directory("data"));
  ManualClock clock{kStoryStart};
  for (int i = 0; i < 5; ++i) {
    api::PastEnds ends(files, "data", clock, 3);
    EXPECT_TRUE(ends.begin().empty());
    ends.ended("once");
    ends.ended_well();
  }
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(api::PastEnds(files, "data", clock, 0).begin().empty());
  files.fail_operation(1, EIO, true);
  EXPECT_FALSE(api::PastEnds(files, "data", clock, 3).begin().empty()) << "a disk that can't be written";
}

TEST(Explanation, SaysWhyAndNothingElse) {
  record_exchanges();
  api::Explanation explanation({"ended without a word", "ledger: no space"});
  http::ServerOptions options;
  options.port = 0;
  http::Server server(options, explanation);
  std::thread thread([&] { server.run(); });
  const std::string url = "http://127.0.0.1:" + std::to_string(server.port());
  if (ExchangeRecord* record = exchange_record()) record->add_city(url);
  client::ApiClient http(url, "");
  EXPECT_EQ(http.get("/healthz", {}).status, 200);
  const Answer ready = http.get("/readyz", {});
  EXPECT_EQ(code_of(ready), "503 not-serving");
  EXPECT_EQ(field(parsed(ready), "reasons.1"), "ledger: no space");
  EXPECT_TRUE(ready.headers.contains("Retry-After") || ready.headers.contains("retry-after"));
  for (const char* path : {"/v1/rooms", "/ledger/checkpoint", "/v1/policies", "/nothing"}) {
    const Answer answer = http.get(path, {});
    EXPECT_EQ(code_of(answer), "503 not-serving") << path;
    EXPECT_EQ(answer.body.find("no space"), std::string::npos);
  }
  EXPECT_EQ(code_of(http.post("/v1/sessions", "{}", {})), "503 not-serving");
  server.stop(1);
  thread.join();
}

}  // namespace
}  // namespace renkei::testing
