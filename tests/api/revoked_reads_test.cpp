// A right that ends, or a session, while a read is under way: of every route that reads. What is decided before
// the read denies it, however far it was prepared.
#include <map>

#include "tests/api/held_committer.h"
#include "tests/api/played_case.h"
#include "tests/canary/every_body.h"

namespace renkei::testing {
namespace {

struct Read {
  Person* who;
  std::string path;
  bool once = false;  // a secret: it is asked for only while it is denied
};

struct RevokedReads : PlayedTest {
  // Each proposal a batch of its own, so that an act's consequences are there before the read is decided.
  static void SetUpTestSuite() {
    api::ServiceLimits limits = ServedCity::cheap_limits();
    limits.committer.batch = 1;
    city = std::make_unique<PlayedCity>(limits);
    for (Person* who : {&city->r.city1, &city->r.city2, &city->r.kono}) city->log_in_again(*who);
    ids = find_ids();
  }
  static void TearDownTestSuite() { city.reset(); }  // what is recorded as it stands keeps no policy

  static std::map<std::string, std::string> find_ids() {
    cli::StoryResult& r = city->r;
    std::map<std::string, std::string> found{{"rooms", r.room_id},
                                             {"messages", r.first_message_id},
                                             {"accounts", r.kono.account_id},
                                             {"facilities", r.clinic_id},
                                             {"attachments", r.photo_attachment_id},
                                             {"care-recipients", r.care_recipient_id},
                                             {"consent-forms", r.self_consent_id},
                                             {"entries", std::to_string(r.first_message_position)},
                                             {"devices", r.kono.device.substr(0, r.kono.device.find('.'))}};
    city->record([&](Situation& s) {
      const auto& kono = s.state<account::State>(*id_from_text<AccountId>(r.kono.account_id));
      found["pledges"] = to_text(kono.pledge);
      found["environments"] = to_text(s.state<facility::State>(kono.facility).environments.front().id);
      found["room-requests"] =
          to_text(s.state<consent::State>(*id_from_text<ConsentFormId>(r.self_consent_id)).room_request);
      found["assignments"] =
          to_text(s.state<room::State>(*id_from_text<RoomId>(r.room_id)).assignments.front().id);
      return Verdict{};
    });
    const auto made = [](const Person& who, const std::string& path, const std::string& body) {
      const Answer answer = city->post(&who, path, body);
      EXPECT_EQ(answer.status, 201) << path << answer.body;
      return parsed(answer);
    };
    const std::string document = found["intake-documents"] =
        field(made(r.city1, "/v1/intake-documents",
                   R"({"channel":"fax","received_on":"2026-11-22","kind":"registration","sender":"x"})"),
              "data.id");
    found["registration-requests"] = field(
        made(r.city1, "/v1/registration-requests",
             "{\"kind\":\"add_users\",\"form_id\":\"1-2\",\"form_version\":\"2026-04\",\"facility_id\":" +
                 cli::json_string(r.clinic_id) + ",\"intake_document_id\":" + cli::json_string(document) + "}"),
        "data.id");
    city->step_up(r.city1);
    found["credentials"] =
        field(made(r.city1, "/v1/credentials",
                   "{\"account_ids\":[" + cli::json_string(r.takagi.account_id) + R"(],"kind":"reissue"})"),
              "data.0.id");
    PlayedCase c(*city, r.kono);
    c.decide("full");
    found["disclosure-requests"] = c.id;
    found["usage-reports"] = c.report_path.substr(c.report_path.rfind('/') + 1);
    found["packets"] = c.packet();
    return found;
  }
  static Person* reader_of(std::string_view pattern) {
    const auto of = [&](std::string_view resource) { return pattern.starts_with(resource); };
    const bool of_care = of("/v1/rooms") || of("/v1/messages") || of("/v1/attachments") ||
                         of("/v1/care-recipients") || of("/v1/disclosure-requests") || of("/v1/packets") ||
                         of("/v1/usage-reports") || of("/v1/entries");
    return of_care ? &city->r.kono : &city->r.city1;
  }
  static std::vector<Read> reads() {
    std::vector<Read> all;
    for (const api::Route& route : api::routes()) {
      if (route.method != "GET" || route.scope != api::RouteScope::full_session) continue;
      Read read{reader_of(route.pattern), with_ids(route.pattern, ids), route.pattern.ends_with("/letter")};
      if (route.pattern == "/v1/tasks") read.path += "?tray=intake";
      if (route.pattern == "/v1/usage-reports/{id}/content") read.path += "?format=csv";
      all.push_back(std::move(read));
    }
    return all;
  }
  // An answer to a read that was under way; a stream that it opened is ended.
  static Answer answer_of(std::future<Answer>& answer) {
    if (answer.wait_for(patience(std::chrono::seconds(5))) == std::future_status::timeout)
      city->service->streams.close_all();
    return answer.get();
  }
  static bool is_stream(const Read& read) { return read.path.ends_with("/events"); }
  static void expect_permitted(const Read& read) {
    if (read.once || is_stream(read)) return;
    const Answer answer = city->get(read.who, read.path);
    ASSERT_EQ(answer.status, 200) << read.path << " " << answer.body;
  }
  // Nothing but the problem was sent, and no read recorded.
  static void expect_denied(const Read& read, std::future<Answer> under_way, std::uint64_t before,
                            const std::string& code) {
    const Answer answer = answer_of(under_way);
    EXPECT_EQ(code_of(answer), code) << read.path << " " << answer.body.substr(0, 500);
    EXPECT_EQ(answer.headers.at("content-type"), "application/problem+json") << read.path;
    for (const std::string& type : city->since(before)) {
      for (const char* of_a_read :
           {"RecordViewed", "RecordListed", "UsageReportDownloaded", "PacketDownloaded"})
        EXPECT_NE(type, of_a_read) << read.path;
    }
  }
  // Another session of the same account, or an officer, ends this one.
  static void expect_denied_after(const std::function<std::future<Answer>(HeldCommitter&)>& act) {
    const Read read{&city->r.kono, city->messages()};
    expect_permitted(read);
    const Person reader = city->r.kono;
    const std::uint64_t before = city->size();
    HeldCommitter held(*city);
    auto ending = act(held);
    auto under_way = held.get(reader, read.path);
    held.release();
    EXPECT_LT(ending.get().status, 300);
    expect_denied(read, std::move(under_way), before, "401 session-required");
  }

  static inline std::map<std::string, std::string> ids;
};

TEST_F(RevokedReads, AreDeniedToAnAccountThatIsLocked) {
  for (const Read& read : reads()) {
    city->log_in_again(*read.who);
    expect_permitted(read);
    const auto id = *id_from_text<AccountId>(read.who->account_id);
    const std::uint64_t before = city->size();
    HeldCommitter held(*city);
    held.then([id](Situation&) { return Verdict{{}, {draft(account::AccountLocked{id})}, {}}; });
    auto under_way = held.get(*read.who, read.path);
    held.release();
    expect_denied(read, std::move(under_way), before, "403 account-suspended");
    city->record({draft(account::AccountUnlocked{id})});
  }
}

TEST_F(RevokedReads, AreDeniedToASessionThatHasEnded) {
  city->close_denial_windows();  // nothing else comes to the committer then: what is asked first stands first
  for (const Read& read : reads()) {
    city->log_in_again(*read.who);
    expect_permitted(read);
    const std::uint64_t before = city->size();
    HeldCommitter held(*city);
    auto logout = held.post(*read.who, "/v1/sessions/current/end", "{}");
    auto under_way = held.get(*read.who, read.path);
    held.release();
    EXPECT_EQ(logout.get().status, 200);
    expect_denied(read, std::move(under_way), before, "401 session-required");
  }
}

TEST_F(RevokedReads, LeaveASecretWhereItWas) {
  city->log_in_again(city->r.city1);
  EXPECT_EQ(city->get(&city->r.city1, "/v1/credentials/" + ids["credentials"] + "/letter").status, 200);
}

TEST_F(RevokedReads, AreDeniedToASessionWhosePasswordIsChangedElsewhere) {
  city->close_denial_windows();
  Person& who = city->r.kono;
  city->log_in_again(who);
  Person elsewhere = who;
  city->log_in_again(elsewhere);
  const std::string fresh = "Shinonome-Kawara-52";
  expect_denied_after([&](HeldCommitter& held) {
    return held.post(
        elsewhere, "/v1/password-changes",
        "{\"current\":" + cli::json_string(who.password) + ",\"new\":" + cli::json_string(fresh) + "}");
  });
  who.password = fresh;
}

TEST_F(RevokedReads, AreDeniedToASessionWhoseCredentialIsIssuedAnew) {
  city->close_denial_windows();
  for (Person* who : {&city->r.kono, &city->r.city1}) city->log_in_again(*who);
  city->step_up(city->r.city1);
  expect_denied_after([&](HeldCommitter& held) {
    return held.post(
        city->r.city1, "/v1/credentials",
        "{\"account_ids\":[" + cli::json_string(city->r.kono.account_id) + R"(],"kind":"reissue"})");
  });
}

// Decided in one batch: the end of the session stands before the read in the ledger, so nothing is read in it.
struct RevokedInOneBatch : RevokedReads {
  static void SetUpTestSuite() { PlayedTest::SetUpTestSuite(); }
};

TEST_F(RevokedInOneBatch, OfASessionThatEndsNothingIsRead) {
  Person& who = city->r.kono;
  city->log_in_again(who);
  const std::uint64_t before = city->size();
  HeldCommitter held(*city);
  auto logout = held.post(who, "/v1/sessions/current/end", "{}");
  auto under_way = held.get(who, city->messages());
  held.release();
  EXPECT_EQ(logout.get().status, 200);
  expect_denied({&who, city->messages()}, std::move(under_way), before, "401 session-required");
}

}  // namespace
}  // namespace renkei::testing
