// No personal data and no secret in clear: not in either database, not in any file under DATA or SECRETS, not
// in what the server prints or tells strangers and operators; in its memory, once everybody has left, only what
// is held there on purpose. The server and this test are built without compression of tables
// (tests/CMakeLists.txt), so that what lies in a file is found in its octets. A control canary is planted in
// each place that is scanned, and must be found there.
#include <gtest/gtest.h>

#include <chrono>
#include <iostream>

#include "eventstore/clock.h"
#include "replay/cli/server_process.h"
#include "tests/canary/canary_play.h"
#include "tests/canary/places.h"
#include "tests/support/effort.h"
#include "tests/support/free_port.h"
#include "tests/support/programs.h"
#include "tests/support/served_city.h"

namespace renkei::testing {
namespace {

constexpr std::int64_t kPlaySeconds = 7'200;  // the played city's clock runs behind the server's
const std::string kControl = "control";
constexpr auto kStartMax = patience(std::chrono::seconds(20));

// A city played in this process, then served by a renkeid that is killed; all places are looked through
// afterwards.
struct CanaryTest : ::testing::Test {
  static void SetUpTestSuite() {
    try {
      city = std::make_unique<ServedCity>(SystemClock().now().plus_seconds(-kPlaySeconds));
      play = std::make_unique<CanaryPlay>(city->story_setup(), cli::StoryResult{}, Canaries{});
      for (const auto& admin : city->admins)
        play->canaries.secret("one-time code of " + admin.login_id, admin.one_time_code);
      play_admission(*play);
      play_room(*play);
      play_refusals(*play);
      city->stop();
      serve_for_real();
      plant_control();
    } catch (const std::exception& e) {
      problem = std::string(e.what()) + " " + (city ? city->failure : "");
    }
  }
  static void TearDownTestSuite() {
    play.reset();
    city.reset();
  }
  void SetUp() override { ASSERT_TRUE(problem.empty()) << problem; }

  static void serve_for_real() {
    const std::string config = city->root + "/renkeid.json";
    const int metrics_port = free_port();
    log = city->root + "/renkeid.log";
    std::ofstream(config) << "{\"data\":" << cli::json_string(city->paths.data)
                          << ",\"secrets\":" << cli::json_string(city->paths.secrets)
                          << ",\"port\":0,\"metrics_port\":" << metrics_port
                          << ",\"plain_http\":true,\"requests_per_second\":1000000,\"log_level\":\"debug\"}";
    cli::ServerProcess server(beside_this_program("renkeid_uncompressed"), config, log);
    play->setup.base_url = served_at();
    play->setup.now = [] { return SystemClock().now(); };
    play->setup.next_totp_step = [] {};  // the last code was used two hours ago
    log_everyone_in(*play);
    play_refusals(*play);  // before the rest, so that it overwrites nothing the rest leaves in memory
    play_live(*play);
    log_everyone_out(*play);
    const Scanner scanner(play->canaries.all());
#ifdef RENKEI_MEMORY_SCAN
    std::this_thread::sleep_for(std::chrono::seconds(1));  // threads that rest cleanse their stacks soon
    scan_memory(scanner, child_process("renkeid_uncompressed"), memory);
#endif
    client::ApiClient stranger(play->setup.base_url, "");
    for (const char* path : {"/healthz", "/readyz", "/ledger/checkpoint", "/ledger/tile/0/000", "/v1/policies",
                             "/v1/form-templates", "/v1/disclosure-rules", "/v1/support-contacts"}) {
      const client::Answer answer = stranger.get(path);
      answers.scan(scanner, path, answer.body);
      for (const auto& [name, value] : answer.headers) answers.scan(scanner, path, value);
    }
    client::ApiClient operators("http://127.0.0.1:" + std::to_string(metrics_port), "");
    metrics = operators.get("/metrics").body;
    server.kill_now();  // a write-ahead log stays, and whatever a gentle end would have tidied up
  }
  static std::string served_at() {
    constexpr std::string_view kServing = "serving on ";
    for (const auto begun = std::chrono::steady_clock::now();
         std::chrono::steady_clock::now() - begun < kStartMax;) {
      const std::string said = text_of(log);
      const std::size_t at = said.find(kServing);
      if (at != std::string::npos && said.ends_with('\n')) {
        std::string url = said.substr(at + kServing.size());
        url.pop_back();
        if (client::ApiClient(url, "").get("/readyz").status == 200) return url;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    throw std::runtime_error("renkeid does not start: " + text_of(log));
  }

  // In clear, everywhere the tests below look.
  static void plant_control() {
    const std::string control = play->canaries.text(kControl);
    plant_in_database(city->paths.data + "/ledger", "payloads", control);
    plant_in_database(city->paths.data + "/views", "streams", control);
    for (const std::string& folder : {city->paths.blobs() + "/unfinished", city->paths.uploads(),
                                      city->paths.checkpoints(), city->paths.secrets}) {
      std::filesystem::create_directories(folder);
      std::ofstream(folder + "/planted") << "before " << control << " behind";
    }
    std::ofstream(log, std::ios::app) << "renkeid: " << control << "\n";
    metrics += "# " + control + "\n";
    answers.scan(scanner(), "a stranger's answer", "{\"data\":\"" + control + "\"}");
  }
  // The control was found in a place that ends so, and from here on is not among the finds.
  static void expect_control(Finds& finds, const std::vector<std::string>& endings) {
    const std::set<std::string> places = finds.take(kControl);
    for (const std::string& ending : endings) {
      EXPECT_TRUE(std::any_of(places.begin(), places.end(),
                              [&](const std::string& place) { return place.ends_with(ending); }))
          << "the control was not found in " << ending;
    }
  }

  static Scanner scanner() { return Scanner(play->canaries.all()); }

  static inline std::unique_ptr<ServedCity> city;
  static inline std::unique_ptr<CanaryPlay> play;
  static inline std::string problem, log, metrics;
  static inline Finds memory, answers;
};

TEST_F(CanaryTest, StandsInNoRowOfTheLedgerOrTheViews) {
  Finds finds;
  scan_database(scanner(), city->paths.data + "/ledger", finds);
  scan_database(scanner(), city->paths.data + "/views", finds);
  expect_control(finds, {"/ledger value of payloads", "/views value of streams"});
  EXPECT_EQ(finds.text(), "");
  EXPECT_GT(finds.octets, 100'000u);
}

TEST_F(CanaryTest, StandsInNoRowThatTheEngineGives) {
  Finds finds;
  auto engine = RocksEngine::open_read_only(city->files, city->paths.data);
  ASSERT_TRUE(engine) << engine.error().what;
  const Scanner find = scanner();
  (*engine)->dump([&](const std::string& family, BytesView key, BytesView value) {
    finds.scan(find, family, key);
    finds.scan(find, family, value);
  });
  expect_control(finds, {"payloads"});
  EXPECT_EQ(finds.text(), "");
}

TEST_F(CanaryTest, StandsInNoFileUnderDataOrSecrets) {
  Finds finds;
  scan_files(scanner(), city->paths.data, finds);
  scan_files(scanner(), city->paths.secrets, finds);
  expect_control(finds, {".sst", ".log", "/blobs/unfinished/planted", "/uploads/planted",
                         "/checkpoints/planted", "/secrets/planted"});
  EXPECT_EQ(finds.text(), "");
  EXPECT_GT(play->canaries.all().size(), 250u);
  EXPECT_GT(finds.octets, 256u << 10);
}

// Compressed octets would hide what they hold: no table of either database is.
TEST_F(CanaryTest, IsLookedForInTablesThatDontCompress) {
  for (const char* database : {"/ledger", "/views"})
    EXPECT_EQ(compressions(city->paths.data + database), std::set<std::string>{"NoCompression"}) << database;
}

TEST_F(CanaryTest, IsNeverPrintedAndNeverToldToStrangersOrOperators) {
  Finds finds = answers;
  finds.scan(scanner(), "log", text_of(log));
  finds.scan(scanner(), "metrics", metrics);
  expect_control(finds, {"log", "metrics", "a stranger's answer"});
  EXPECT_EQ(finds.text(), "");
  EXPECT_NE(text_of(log).find("renkeid: serving"), std::string::npos);
  EXPECT_NE(metrics.find("renkei_"), std::string::npos) << metrics;
}

#ifdef RENKEI_MEMORY_SCAN
// What the memory may hold when everybody has left, by name, and why. Whatever else is found there is a
// finding.
constexpr std::string_view kNames =
                               "is shown beside most answers and kept opened, in memory only (replay/names.h)",
                           kFactors = "the credentials are kept opened, since every login is checked by them";
struct HeldOnPurpose {
  std::string_view name, why;
};
constexpr std::array kHeldOnPurpose{
    HeldOnPurpose{"clinic/facility/name", kNames},
    HeldOnPurpose{"office/facility/name", kNames},
    HeldOnPurpose{"clinic/users/0/name", kNames},
    HeldOnPurpose{"clinic/users/1/name", kNames},
    HeldOnPurpose{"clinic/users/2/name", kNames},
    HeldOnPurpose{"office/users/0/name", kNames},
    HeldOnPurpose{"office/users/1/name", kNames},
    HeldOnPurpose{"SubmitRoomRequest/care_recipient/name", kNames},
    HeldOnPurpose{"secret: factor's octets", kFactors},
};
std::string_view reason_to_hold(const std::string& canary) {
  // A secret's name tells when it was so and of whom; its kind is what counts.
  const bool secret = canary.starts_with("secret ");
  const std::string name = secret ? "secret" + canary.substr(canary.rfind(": ")) : canary;
  for (const HeldOnPurpose& held : kHeldOnPurpose) {
    if (held.name == name) return held.why;
  }
  return {};
}

TEST_F(CanaryTest, StaysInTheMemoryOnlyWhereItIsHeldOnPurpose) {
  EXPECT_GT(memory.octets, 10u << 20);
  std::set<std::string> left;
  for (const std::string& canary : memory.canaries) {
    if (reason_to_hold(canary).empty()) left.insert(canary);
  }
  EXPECT_TRUE(memory.canaries.contains("clinic/facility/name")) << "the control: what is held is found";
  for (const std::string& canary : left) {
    std::string places;
    for (const std::string& line : memory.lines) {
      if (line.find(": " + canary + " (") != std::string::npos) places += " " + line;
    }
    ADD_FAILURE() << "still in the memory:" << places;
  }
}
#endif

}  // namespace
}  // namespace renkei::testing
