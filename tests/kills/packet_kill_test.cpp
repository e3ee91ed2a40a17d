// The server is killed while a packet is being made: it starts again, keeps nothing of the half file, and makes
// the packet anew; one that was made before is given as it was.
#include <gtest/gtest.h>

#include "eventstore/clock.h"
#include "eventstore/crypto/sha256.h"
#include "replay/cli/server_process.h"
#include "replay/cli/story_steps.h"
#include "tests/kills/killed_city.h"
#include "tests/support/effort.h"
#include "tests/support/programs.h"
#include "tests/support/served_city.h"

namespace renkei::testing {
namespace {

using cli::field;
using cli::parsed;

constexpr std::int64_t kPlaySeconds = 7'200;  // the played city's clock runs behind the server's
constexpr auto kStartMax = patience(std::chrono::seconds(20));
const int kKills = rounds(8, 3);

// The story up to its packet, played in this process; then served by a renkeid that is killed.
struct KilledPackets : ::testing::Test {
  KilledPackets() : city(SystemClock().now().plus_seconds(-kPlaySeconds)) {
    result = cli::play_story(city.story_setup());
    cli::play_packet(city.story_setup(), result);
    setup = city.story_setup();
    cli::StoryClient c(setup);
    decide_a_case(c);
    city.stop();
    std::ofstream(city.root + "/renkeid.json")
        << "{\"data\":" << cli::json_string(city.paths.data)
        << ",\"secrets\":" << cli::json_string(city.paths.secrets)
        << ",\"port\":0,\"plain_http\":true,\"requests_per_second\":1000000,\"explain_after_ends\":0}";
  }
  std::unique_ptr<cli::ServerProcess> serve() {
    const std::string log = city.root + "/renkeid.log";
    std::filesystem::remove(log);
    auto server =
        std::make_unique<cli::ServerProcess>(beside_this_program("renkeid"), city.root + "/renkeid.json", log);
    setup.base_url = served_at(log);
    setup.now = [] { return SystemClock().now(); };
    setup.next_totp_step = [] {};
    setup.tell = [](int, const std::string&) {};
    return server;
  }
  static std::string served_at(const std::string& log) {
    constexpr std::string_view kServing = "serving on ";
    for (const auto begun = std::chrono::steady_clock::now();
         std::chrono::steady_clock::now() - begun < kStartMax;) {
      const std::string said = text_of(log);
      const std::size_t at = said.find(kServing), end = said.find('\n', at);
      if (at != std::string::npos && end != std::string::npos) {
        const std::string url = said.substr(at + kServing.size(), end - at - kServing.size());
        if (client::ApiClient(url, "").get("/readyz").status == 200) return url;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    throw std::runtime_error("renkeid does not start: " + text_of(log));
  }
  // A case that only waits for its packet.
  void decide_a_case(cli::StoryClient& c) {
    const std::string asking =
        R"({"requester":{"kind":"self"},"period":{},"kinds":["records"],"method":"paper","received_on":)" +
        cli::json_string(to_text(c.today())) +
        ",\"care_recipient_id\":" + cli::json_string(result.care_recipient_id) + "}";
    const std::string id = field(c.done(result.kono, "/v1/disclosure-requests", asking, 201), "data.id");
    const std::string path = "/v1/disclosure-requests/" + id;
    int version = 1;
    c.done(result.kono, path + "/verify-identity", R"({"documents":["passport"]})", 200, cli::match("1"));
    const std::string report =
        "/v1/usage-reports/" + field(c.done(result.kono, "/v1/usage-reports",
                                            "{\"disclosure_request_id\":" + cli::json_string(id) + "}", 201),
                                     "data.id");
    c.log_in(result.city2);
    c.step_up(result.city2);
    c.done(result.city2, report + "/generate", "{}", 200, cli::match("1"));
    c.done(result.city2, report + "/provide", "{}", 200, cli::match("2"));
    for (const auto& [verb, body] : std::vector<std::pair<std::string, std::string>>{
             {"clarify-scope", R"({"records":"own","kinds":["records"]})"},
             {"decide", R"({"result":"part"})"},
             {"notice", R"({"method":"counter","sent_on":)" + cli::json_string(to_text(c.today())) + "}"}})
      c.done(result.kono, path + "/" + verb, body, 200, cli::match(std::to_string(++version)));
    asked = "{\"disclosure_request_id\":" + cli::json_string(id) + ",\"audience\":\"person\"}";
  }
  static std::vector<std::string> files_below(const std::string& folder) {
    std::vector<std::string> files;
    for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
      if (file.is_regular_file()) files.push_back(file.path().string());
    }
    return files;
  }
  std::string begin_packet(cli::StoryClient& c) {
    return field(c.done(result.kono, "/v1/packets", asked, 201), "data.id");
  }

  ServedCity city;
  cli::StoryResult result;
  cli::StorySetup setup;
  std::string asked;              // the body that asks for a packet of the case
  std::vector<std::string> lost;  // packets that were being made when the server was killed
};

TEST_F(KilledPackets, AreMadeAnewAndNothingOfThemStays) {
  std::string made, octets;
  {
    const auto server = serve();
    cli::StoryClient c(setup);
    c.log_in(result.kono);
    made = begin_packet(c);
    cli::wait_until_made(c, result.kono, made);
    octets = c.get(result.kono, "/v1/packets/" + made + "/content").body;
    server->kill_now();
  }
  for (int kill = 0; kill < kKills; ++kill) {
    const auto server = serve();
    EXPECT_TRUE(files_below(city.paths.packets()).empty());
    cli::StoryClient c(setup);
    c.log_in(result.kono);
    EXPECT_TRUE(c.get(result.kono, "/v1/packets/" + made + "/content").body == octets) << kill;
    const std::string packet = begin_packet(c);
    for (int looks = 0; looks < 3 * kill; ++looks)
      c.get(result.kono, "/v1/packets/" + packet);  // a later moment each time
    server->kill_now();
    lost.push_back(packet);
  }
  EXPECT_EQ(not_sound(city.paths.data), "");
  const auto server = serve();
  cli::StoryClient c(setup);
  c.log_in(result.kono);
  for (const std::string& packet : lost) {
    const JsonValue shown = parsed(c.get(result.kono, "/v1/packets/" + packet));
    const std::string state = field(shown, "data.state") + " " + field(shown, "data.progress.step");
    EXPECT_TRUE(state == "requested failed" || state == "made done") << state;
  }
  const std::string anew = begin_packet(c);
  EXPECT_EQ(field(cli::wait_until_made(c, result.kono, anew), "data.state"), "made");
  server->end_gently();
  EXPECT_EQ(not_sound(city.paths.data), "");
}

}  // namespace
}  // namespace renkei::testing
