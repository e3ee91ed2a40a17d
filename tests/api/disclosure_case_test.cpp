// A disclosure case through the API: every act in its order and out of it, by those who answer for the case and
// by others; the city asked as the holder; an auditor's copy.
#include "tests/api/contract_states.h"
#include "tests/api/played_case.h"

namespace renkei::testing {
namespace {

constexpr const char *kYesterday = "2026-11-21", *kTomorrow = "2026-11-23";

struct CaseStates : States {
  static void refused_value(const std::string& pointer, const Person& who, const std::string& path,
                            const std::string& body, Headers more = {}) {
    const Answer answer = city->post(&who, path, body, std::move(more));
    EXPECT_EQ(code_of(answer), "400 invalid-value") << path << body;
    const JsonValue json = parsed(answer);
    EXPECT_EQ(field(json, "errors.0.pointer"), pointer) << path << body;
    EXPECT_FALSE(field(json, "errors.0.ja").empty() || field(json, "errors.0.en").empty()) << path;
  }
  // An act on the case as it stands now, and not at another version of it.
  static void changed_now(PlayedCase& c, const std::string& verb, const std::string& body) {
    changed(city->r.kono, c.path() + "/" + verb, body, c.current());
  }
  static void refused_now(PlayedCase& c, const std::string& expected, const std::string& verb,
                          const std::string& body) {
    refused(expected, city->r.kono, c.path() + "/" + verb, body, c.current());
  }
  static std::map<std::string, std::string> acts() {
    return {{"verify-identity", PlayedCase::kIdentity},
            {"clarify-scope", PlayedCase::scope("own")},
            {"withholdings", PlayedCase::withholding(3)},
            {"decide", PlayedCase::decision("full")},
            {"notice", PlayedCase::kNotice},
            {"deliver", PlayedCase::delivery(unknown_packet())},
            {"close", PlayedCase::kCompleted}};
  }
  static std::string unknown_packet() { return to_text(test_id<PacketId>(7)); }
};

TEST_F(CaseStates, OfOneThatIsForOthers) {
  const cli::StoryResult& r = city->r;
  PlayedCase c(*city, city->r.kono);
  EXPECT_EQ(field(c.received, "data.due_on"), "2026-12-06");
  for (const auto& [verb, body] : acts()) {
    const std::string path = c.path() + "/" + verb;
    refused("403 role-required", r.miki, path, body, at("1"));
    for (const Person* who : {&r.fujikawa, &r.city1}) refused("404 not-found", *who, path, body, at("1"));
    refused("404 not-found", r.kono,
            "/v1/disclosure-requests/" + to_text(test_id<DisclosureRequestId>(7)) + "/" + verb, body, at("1"));
    refused("428 precondition-required", r.kono, path, body);
  }
  refused("404 not-found", r.fujikawa, "/v1/packets", c.packet_body());
  refused("403 role-required", r.miki, "/v1/packets", c.packet_body());
  refused("404 not-found", r.city1, "/v1/packets", c.packet_body());
}

TEST_F(CaseStates, OfOneWhoseScopeIsNotClear) {
  const cli::StoryResult& r = city->r;
  PlayedCase c(*city, city->r.kono);
  refused_now(c, "409 wrong-state", "clarify-scope", PlayedCase::scope("own"));
  refused_now(c, "409 wrong-state", "close", PlayedCase::kCompleted);
  refused_now(c, "409 scope-not-clarified", "withholdings", PlayedCase::withholding(3));
  refused_now(c, "409 scope-not-clarified", "decide", PlayedCase::decision("full"));
  refused_now(c, "409 decision-required", "notice", PlayedCase::kNotice);
  refused_now(c, "409 decision-required", "deliver", PlayedCase::delivery(unknown_packet()));
  refused("409 decision-required", r.kono, "/v1/packets", c.packet_body());
  refused("403 step-up-required", r.city1, "/v1/packets", c.packet_body("auditor"));
  city->step_up(city->r.city2);
  refused("409 disclosure-request-required", r.city2, "/v1/packets", c.packet_body("auditor"));
  changed_now(c, "verify-identity", PlayedCase::kIdentity);
  refused_now(c, "409 scope-not-clarified", "decide", PlayedCase::decision("full"));
  changed_now(c, "clarify-scope", PlayedCase::scope("own"));
  changed_now(c, "clarify-scope", PlayedCase::scope("room"));
  refused_now(c, "409 usage-report-not-provided", "withholdings", PlayedCase::withholding(3));
  refused_now(c, "409 usage-report-not-provided", "decide", PlayedCase::decision("full"));
  refused_value("/period/to_on", r.kono, c.path() + "/clarify-scope",
                R"({"records":"own","kinds":["usage"],"period":{"from_on":"2026-11-02","to_on":"2026-11-01"}})",
                c.current());
  changed_now(c, "close", R"({"closure":"request_withdrawn"})");
  for (const char* verb : {"clarify-scope", "withholdings", "decide", "close"})
    refused_now(c, "409 wrong-state", verb, acts().at(verb));
  refused("409 wrong-state", r.kono, "/v1/packets", c.packet_body());
  refused("409 wrong-state", r.fujikawa, c.path() + "/opinions", PlayedCase::kAgrees);
}

TEST_F(CaseStates, OfOneThatWaitsForAnOpinion) {
  const cli::StoryResult& r = city->r;
  PlayedCase c(*city, city->r.kono);
  c.act("verify-identity", PlayedCase::kIdentity);
  c.get_report();
  c.act("clarify-scope", PlayedCase::scope("room"));
  EXPECT_EQ(field(c.shown(), "data.opinions.0.facility_id"), r.office_id);
  EXPECT_EQ(field(c.shown(), "data.opinions.0.due_on"), "2026-11-29");
  refused_now(c, "409 opinions-missing", "decide", PlayedCase::decision("full"));
  const std::string opinions = c.path() + "/opinions";
  refused("403 role-required", r.takagi, opinions, PlayedCase::kAgrees);
  for (const Person* who : {&r.kono, &r.city1}) refused("404 not-found", *who, opinions, PlayedCase::kAgrees);
  refused_value("/ground", r.fujikawa, opinions, R"({"answer":"withhold","ground":"embarrassing"})");
  refused_value("/ground", r.fujikawa, opinions, R"({"answer":"withhold"})");
  refused_value("/ground", r.fujikawa, opinions, R"({"answer":"agree","ground":"business_hindrance"})");
  const auto asked = [&] {
    const std::string body = city->get(&r.fujikawa, "/v1/tasks?tray=facility").body;
    return body.find("give_opinion") != std::string::npos && body.find(c.id) != std::string::npos;
  };
  EXPECT_TRUE(asked());
  c.act("clarify-scope", PlayedCase::scope("own"));
  EXPECT_FALSE(asked());
  c.act("clarify-scope", PlayedCase::scope("room"));
  EXPECT_TRUE(asked());
  const std::string before = c.current().at("If-Match");
  done(r.fujikawa, opinions, R"({"answer":"withhold","ground":"business_hindrance","note":"x"})");
  EXPECT_NE(c.current().at("If-Match"), before);  // who looked before the answer decides on something else
  EXPECT_EQ(field(c.shown(), "data.opinions.0.answer"), "withhold");  // opened for who answers for the case
  EXPECT_EQ(field(c.shown(), "data.opinions.0.ground"), "business_hindrance");
  EXPECT_FALSE(asked());
  refused("409 wrong-state", r.fujikawa, opinions, PlayedCase::kAgrees);
  refused_now(c, "409 result-contradicts-withholdings", "decide", PlayedCase::decision("full"));
  changed_now(c, "decide", PlayedCase::decision("part"));
  refused("409 already-decided", r.fujikawa, opinions, PlayedCase::kAgrees);
}

TEST_F(CaseStates, OfOneThatIsDecided) {
  const cli::StoryResult& r = city->r;
  PlayedCase c(*city, city->r.kono);
  c.act("verify-identity", PlayedCase::kIdentity);
  c.get_report();
  c.act("clarify-scope", PlayedCase::scope("own"));
  const std::string withholdings = c.path() + "/withholdings";
  refused_value("/items/0/ordinal", r.kono, withholdings, PlayedCase::withholding(1'000'000), c.current());
  refused_value("/items/0/ground", r.kono, withholdings, PlayedCase::withholding(3, "embarrassing"),
                c.current());
  refused_value("/items", r.kono, withholdings, "{}", c.current());
  changed_now(c, "withholdings", PlayedCase::withholding(3));
  refused_value("/ground", r.kono, c.path() + "/decide", PlayedCase::decision("none"), c.current());
  refused_value("/ground", r.kono, c.path() + "/decide", PlayedCase::decision("part", "other_law"),
                c.current());
  refused_now(c, "409 result-contradicts-withholdings", "decide", PlayedCase::decision("full"));
  changed_now(c, "decide", PlayedCase::decision("part"));
  EXPECT_EQ(field(c.shown(), "data.withheld.0.ordinal"), "3");
  EXPECT_NE(field(c.shown(), "data.withheld.0.ground"), "");
  const auto of_acts = acts();
  for (const char* verb : {"clarify-scope", "withholdings", "decide"})
    refused_now(c, "409 already-decided", verb, of_acts.at(verb));
  refused_now(c, "409 already-decided", "withholdings", R"({"lifted":[3]})");
  refused_now(c, "409 notice-required", "deliver", PlayedCase::delivery(unknown_packet()));
  refused("409 notice-required", r.kono, "/v1/packets", c.packet_body());
  const auto told = [](const char* on) { return std::string(R"({"method":"post","sent_on":")") + on + "\"}"; };
  for (const char* day : {kTomorrow, kYesterday})
    refused_value("/sent_on", r.kono, c.path() + "/notice", told(day), c.current());
  changed_now(c, "notice", told("2026-11-22"));
  refused_now(c, "409 wrong-state", "notice", PlayedCase::kNotice);
  refused_now(c, "409 packet-required", "deliver", PlayedCase::delivery(unknown_packet()));
  refused_now(c, "409 wrong-state", "close", PlayedCase::kCompleted);
}

TEST_F(CaseStates, OfOneWhosePacketIsHandedOver) {
  const cli::StoryResult& r = city->r;
  PlayedCase c(*city, city->r.kono);
  c.decide("full");
  PlayedCase other(*city, city->r.kono);
  other.decide("full");
  refused_now(c, "409 packet-required", "deliver", PlayedCase::delivery(other.packet()));
  const std::string packet = c.packet();
  EXPECT_EQ(field(c.made, "data.expires_on"), "2026-12-22");
  refused_now(c, "409 packet-required", "deliver", PlayedCase::delivery(packet));  // nobody has it yet
  EXPECT_EQ(c.content(r.kono, packet).status, 200);
  for (const char* day : {kTomorrow, kYesterday})
    refused_value("/delivered_on", r.kono, c.path() + "/deliver", PlayedCase::delivery(packet, day),
                  c.current());
  changed_now(c, "deliver", PlayedCase::delivery(packet));
  refused_now(c, "409 wrong-state", "deliver", PlayedCase::delivery(packet));
  EXPECT_EQ(field(c.shown(), "data.packet_id"), packet);
  changed_now(c, "close", PlayedCase::kCompleted);
  for (const char* verb : {"withholdings", "decide", "notice", "deliver", "close"})
    refused_now(c, "409 wrong-state", verb, acts().at(verb));
  EXPECT_EQ(c.content(r.kono, packet).status, 200);  // until it expires
}

TEST_F(CaseStates, OfPacketsThatOthersMayNotHave) {
  const cli::StoryResult& r = city->r;
  PlayedCase c(*city, city->r.kono);
  c.decide("full");
  const std::string packet = c.packet(), path = "/v1/packets/" + packet;
  EXPECT_EQ(code_of(c.content(r.miki, packet)), "403 role-required");
  for (const Person* who : {&r.fujikawa, &r.city1}) {
    EXPECT_EQ(code_of(c.content(*who, packet)), "404 not-found");
    EXPECT_EQ(code_of(city->get(who, path)), "404 not-found");
  }
  EXPECT_EQ(code_of(c.content(r.kono, unknown_packet())), "404 not-found");
  EXPECT_EQ(code_of(city->get(&r.kono, "/v1/packets/" + unknown_packet())), "404 not-found");
}

// Asked for, and the server ended before it was made.
TEST_F(CaseStates, OfAPacketThatNobodyMakes) {
  const cli::StoryResult& r = city->r;
  PlayedCase c(*city, city->r.kono);
  c.decide("full");
  const auto lost = test_id<PacketId>(8);
  Act act;  // of the facility's system manager
  act.actor = {*id_from_text<AccountId>(r.kono.account_id),
               *id_from_text<FacilityId>(r.clinic_id),
               1,
               ActorRole::facility_system_manager,
               {}};
  act.purpose = Purpose::subject_request;
  act.policy_number = 1;
  city->record(
      {draft(packet::PacketRequested{lost, *id_from_text<CareRecipientId>(r.care_recipient_id),
                                     *id_from_text<FacilityId>(r.clinic_id),
                                     *id_from_text<DisclosureRequestId>(c.id), PacketAudience::person, false})},
      act);
  ASSERT_TRUE(city->service->views->wait_for(city->size(), 5'000));
  const JsonValue shown = parsed(city->get(&r.kono, "/v1/packets/" + to_text(lost)));
  EXPECT_EQ(field(shown, "data.state") + " " + field(shown, "data.progress.step"), "requested failed");
  EXPECT_EQ(code_of(c.content(r.kono, to_text(lost))), "409 wrong-state");
  refused_now(c, "409 packet-required", "deliver", PlayedCase::delivery(to_text(lost)));
  c.packet();
  EXPECT_EQ(field(c.made, "data.state"), "made");
}

TEST_F(CaseStates, CountTheirOwnVersions) {
  PlayedCase first(*city, city->r.kono), second(*city, city->r.kono);
  const Headers before = first.current();
  second.act("verify-identity", PlayedCase::kIdentity);
  EXPECT_EQ(first.current(), before);
}

}  // namespace
}  // namespace renkei::testing
