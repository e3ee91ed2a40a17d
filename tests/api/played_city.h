// A served city with the story played up to shared records: two facilities, an open room, three messages, a
// photo.
#pragma once

#include <gtest/gtest.h>

#include <atomic>

#include "eventstore/codec/event_codec.h"
#include "eventstore/crypto/base64.h"
#include "eventstore/crypto/totp.h"
#include "eventstore/merkle/tree.h"
#include "projections/usage_history.h"
#include "replay/cli/story_steps.h"
#include "replay/verify/policy_rules.h"
#include "tests/support/ledger_fixture.h"
#include "tests/support/served_city.h"

namespace renkei::testing {

using cli::field;
using cli::parsed;
using cli::Person;
using client::Answer;
using client::Headers;

class PlayedCity : public ServedCity {
 public:
  explicit PlayedCity(api::ServiceLimits limits = cheap_limits(), Files* other = nullptr)
      : ServedCity(Instant{1'795'305'600'000'000}, std::move(limits), other),
        setup(story_setup()),
        story(setup),
        http(url(), "") {
    cli::set_up_city(story, r);
    cli::admit_clinic(story, r);
    cli::admit_office(story, r);
    cli::first_logins(story, r);
    cli::open_room(story, r);
    cli::share_records(story, r);
  }

  // A server that was gone for a moment: whoever was logged in no longer is.
  void restart() {
    stop();
    serve();
    setup = story_setup();
    http = client::ApiClient(url(), "");
  }

  Headers as(const Person* who) const {
    if (who == nullptr) return {};
    Headers headers{{"Authorization", "Bearer " + who->token}};
    if (!who->device.empty()) headers["Renkei-Device"] = who->device;
    return headers;
  }
  // What somebody else wrote just now is seen: the server promises that to the writer only.
  Answer get(const Person* who, const std::string& path, Headers more = {}) {
    if (service != nullptr && who != wrote_) wait_for_views();
    more.merge(as(who));
    return http.get(path, more);
  }
  Answer post(const Person* who, const std::string& path, const std::string& body, Headers more = {}) {
    more.merge(as(who));
    more.emplace("Idempotency-Key", client::new_idempotency_key());
    Answer answer = http.post(path, body, more);
    if (answer.status < 300) wrote_ = who;  // what was refused makes nobody wait for the views
    return answer;
  }
  // If-Match with the version that this person is shown.
  Headers current(const Person* who, const std::string& path) {
    return {{"If-Match", get(who, path).headers.at("etag")}};
  }
  Answer log_in(const Person& who, const std::string& password, const std::string& totp = "") {
    Headers headers;
    if (!who.device.empty()) headers["Renkei-Device"] = who.device;
    return http.post("/v1/sessions",
                     "{\"login_id\":" + cli::json_string(who.login_id) +
                         ",\"password\":" + cli::json_string(password) +
                         (totp.empty() ? "" : ",\"totp\":" + cli::json_string(totp)) + "}",
                     headers);
  }
  std::string totp(const Person& who) const {
    return totp_code(*base64url_decode(who.totp_seed), totp_step(clock.now().microseconds / 1'000'000));
  }
  void log_in_again(Person& who) {
    const std::string code = who.totp_seed.empty() ? "" : (clock_step(), totp(who));
    const Answer answer = log_in(who, who.password, code);
    ASSERT_EQ(answer.status, 201) << answer.body;
    who.token = field(parsed(answer), "data.token");
  }
  void step_up(Person& who) {
    const std::string code = who.totp_seed.empty() ? "null" : (clock_step(), cli::json_string(totp(who)));
    const Answer answer = post(&who, "/v1/sessions/current/step-up",
                               "{\"password\":" + cli::json_string(who.password) + ",\"totp\":" + code + "}");
    ASSERT_EQ(answer.status, 200) << answer.body;
    who.token = renewed[who.token] = field(parsed(answer), "data.token");
  }
  std::string token_now(std::string token) const {  // of the session that had this one
    while (renewed.contains(token)) token = renewed.at(token);
    return token;
  }
  // Ten minutes on; what earlier denials counted is recorded now, not between the entries of a test.
  void close_denial_windows() {
    clock.advance_milliseconds(600'001);
    while (!service->denials.empty()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  void clock_step() { clock.advance_milliseconds(30'000); }

  std::uint64_t size() const { return service->committer->durable_head().size; }
  void wait_for_views() const {
    const std::uint64_t durable = size();
    for (int i = 0; i < 10'000 && service->views->applied() < durable; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  std::string messages() const { return "/v1/rooms/" + r.room_id + "/messages"; }
  // Recorded as it stands, whatever the rules say.
  void record(Act1::Decide decide) {
    std::promise<Committed> committed;
    auto recorded = committed.get_future();
    ASSERT_TRUE(service->committer->submit(std::make_unique<Act1>(std::move(decide), std::move(committed))));
    ASSERT_FALSE(recorded.get().rejection);
  }
  void record(std::vector<Draft> drafts, const Act& act = {}) {
    record([drafts = std::move(drafts), act](Situation&) { return Verdict{act, drafts, {}}; });
  }
  // What the API let happen, held against the policy's standing rules.
  void expect_policy_kept() const {
    PolicyRules rules([](std::uint64_t position, const PolicyRule& rule, const std::string& found) {
      ADD_FAILURE() << "position " << position << ": " << rule.name << ": " << found;
    });
    service->city.engine->scan(0, [&](std::uint64_t, BytesView entry) {
      rules.check(decode_entry(entry));
      return true;
    });
  }
  // Types of the entries from this size on.
  std::vector<std::string> since(std::uint64_t from) const {
    std::vector<std::string> types;
    for (std::uint64_t p = from; p < size(); ++p)
      types.emplace_back(event_type(service->history.read(p).event).name);
    return types;
  }

  cli::StorySetup setup;
  cli::StoryClient story;
  cli::StoryResult r;
  client::ApiClient http;
  std::map<std::string, std::string> renewed;  // tokens, by those before

 private:
  std::atomic<const Person*> wrote_ = nullptr;  // whose post was accepted last
};

// One city for a whole suite: tests that share it leave its people able to act.
struct PlayedTest : ::testing::Test {
  static void SetUpTestSuite() { city = std::make_unique<PlayedCity>(); }
  static void TearDownTestSuite() {
    city->expect_policy_kept();
    city.reset();
  }
  void TearDown() override { EXPECT_EQ(city->failure, ""); }
  static inline std::unique_ptr<PlayedCity> city;
};

inline Draft draft(DomainEvent event) { return {std::move(event), {}, {}, Outcome::success}; }

inline std::string code_of(const Answer& answer) {
  return std::to_string(answer.status) + " " + field(parsed(answer), "code");
}

}  // namespace renkei::testing
