// Every route × everyone without a right to it: no success, no word of the story, no failure of the server.
#include "tests/api/played_city.h"

namespace renkei::testing {
namespace {

struct Matrix : PlayedTest {
  static void SetUpTestSuite() {
    PlayedTest::SetUpTestSuite();
    cli::StoryResult& r = city->r;
    for (Person* who : {&r.city1, &r.city2, &r.kono, &r.miki, &r.nishioka, &r.fujikawa, &r.takagi})
      city->log_in_again(*who);
  }
  // The route's path with ids of the story's room where it has them.
  static std::string path_of(const api::Route& route, bool unknown) {
    const cli::StoryResult& r = city->r;
    const std::string other = to_text(test_id<RoomId>(7)).substr(4);
    const std::vector<std::pair<std::string, std::string>> known{
        {"/v1/rooms/{id}", r.room_id},
        {"/v1/messages/{id}", r.first_message_id},
        {"/v1/attachments/{id}", r.photo_attachment_id},
        {"/v1/consent-forms/{id}", r.self_consent_id},
        {"/v1/accounts/{id}", r.takagi.account_id},
        {"/v1/facilities/{id}", r.office_id},
        {"/v1/care-recipients/{id}", r.care_recipient_id},
        {"/v1/intake-documents/{id}", "doc" + other},
        {"/v1/registration-requests/{id}", "req" + other},
        {"/v1/pledges/{id}", "pld" + other},
        {"/v1/credentials/{id}", "crd" + other},
        {"/v1/environments/{id}", "env" + other},
        {"/v1/devices/{id}", "dev" + other},
        {"/v1/room-requests/{id}", "rrq" + other},
        {"/v1/disclosure-requests/{id}", "dsc" + other},
        {"/v1/usage-reports/{id}", "usr" + other},
        {"/v1/packets/{id}", "pkt" + other}};
    std::string path(route.pattern);
    for (const auto& [pattern, id] : known) {
      if (!path.starts_with(pattern)) continue;
      const std::string used = unknown ? id.substr(0, id.find('_')) + other : id;
      path.replace(pattern.size() - 4, 4, used);
    }
    if (const std::size_t at = path.find("{aid}"); at != std::string::npos) path.replace(at, 5, "asg" + other);
    if (const std::size_t at = path.find("{fid}"); at != std::string::npos) path.replace(at, 5, r.office_id);
    if (const std::size_t at = path.find("{version}"); at != std::string::npos)
      path.replace(at, 9, unknown ? "1999-01" : "2026-04");
    if (path.starts_with("/ledger/tile/"))
      path = unknown ? "/ledger/tile/0/x001/000" : "/ledger/tile/0/000.p/5";
    if (const std::size_t at = path.find("{position}"); at != std::string::npos)
      path.replace(at, 10, std::to_string(unknown ? 999'999 : r.first_message_position));
    if (path.ends_with("/content") && path.starts_with("/v1/usage")) path += "?format=csv";
    return path;
  }
  static std::string body_of(std::string_view pattern) {
    const std::string pattern_text(pattern);
    const auto ends = [&](const char* end) { return pattern_text.ends_with(end); };
    if (pattern.starts_with("/v1/disclosure-requests/{id}/")) return body_of_case(pattern.substr(29));
    if (ends("/packets"))
      return "{\"disclosure_request_id\":" + cli::json_string(to_text(test_id<DisclosureRequestId>(7))) +
             R"(,"audience":"person"})";
    if (ends("/messages")) return R"({"kind":"notice","text":"x","about":"recipient","sensitivity":"normal"})";
    if (ends("/correct")) return R"({"text":"x","reason":"y"})";
    if (ends("/retract")) return R"({"reason_code":"mistake"})";
    if (ends("/self-assign")) return R"({"reason":"x"})";
    if (ends("rooms/{id}/facilities")) return "{\"facility_id\":" + cli::json_string(city->r.office_id) + "}";
    if (ends("/assignments"))
      return "{\"account_id\":" + cli::json_string(city->r.nishioka.account_id) +
             R"(,"from_on":"2026-11-22","basis":"x"})";
    if (ends("/verify")) return R"({"checks":["signature"]})";
    if (ends("-forms/{id}/withdraw")) {
      return "{\"scope\":\"all\",\"intake_document_id\":" + cli::json_string(to_text(test_id<DocumentId>(7))) +
             R"(,"received_on":"2026-11-22","requested_by":{"kind":"self"}})";
    }
    if (ends("facilities/{id}/suspend")) return R"({"reason":"x","acknowledge_impact":true})";
    if (ends("/suspend") || ends("/reject") || ends("/revoke") || ends("/object") || ends("rooms/{id}/close") ||
        ends("/reopen"))
      return R"({"reason":"x"})";
    if (ends("room-requests/{id}/return")) return R"({"note":"x"})";
    if (ends("/close")) return R"({"left_on":"2026-11-22"})";
    if (ends("/credentials"))
      return "{\"account_ids\":[" + cli::json_string(city->r.takagi.account_id) + R"(],"kind":"reissue"})";
    if (ends("/deliver")) return R"({"method":"counter","handed_to":"x","on":"2026-11-22"})";
    if (ends("/intake-documents"))
      return R"({"channel":"fax","received_on":"2026-11-22","kind":"other","sender":"x"})";
    if (ends("/disclosure-requests")) {
      return "{\"requester\":{\"kind\":\"self\"},\"care_recipient_id\":" +
             cli::json_string(city->r.care_recipient_id) +
             R"(,"received_on":"2026-11-22","period":{},"kinds":["usage"],"method":"paper"})";
    }
    if (ends("/supplement")) {
      return "{\"added\":{\"recipient_kinds\":[\"hospital\"]},\"intake_document_id\":" +
             cli::json_string(to_text(test_id<DocumentId>(7))) +
             R"(,"signed_on":"2026-11-22","signed_by":{"kind":"self"},"checks":["signature"]})";
    }
    if (ends("/settings")) return R"({"setting":"hospital","from_on":"2026-11-22"})";
    if (ends("/environments")) return R"({"network":"x","antivirus":"x"})";
    if (ends("/devices")) return R"({"kind":"x","os":"x","browser":"x"})";
    return "{}";
  }
  static std::string body_of_case(std::string_view act) {
    if (act == "verify-identity") return R"({"documents":["passport"]})";
    if (act == "clarify-scope") return R"({"records":"own","kinds":["usage"]})";
    if (act == "opinions") return R"({"answer":"agree"})";
    if (act == "withholdings") return R"({"items":[{"ordinal":1,"ground":"business_hindrance"}]})";
    if (act == "decide") return R"({"result":"full"})";
    if (act == "notice") return R"({"method":"counter","sent_on":"2026-11-22"})";
    if (act == "deliver")
      return "{\"packet_id\":" + cli::json_string(to_text(test_id<PacketId>(7))) +
             R"(,"method":"counter","delivered_on":"2026-11-22"})";
    return R"({"closure":"request_withdrawn"})";
  }
  static Answer ask(const api::Route& route, const Headers& who, bool unknown) {
    Headers headers = who;
    if (route.method == "GET") return city->http.get(path_of(route, unknown), headers);
    headers.emplace("Idempotency-Key", client::new_idempotency_key());
    headers.emplace("If-Match", "\"1\"");
    return city->http.post(path_of(route, unknown), body_of(route.pattern), headers,
                           route.has(api::kFile) ? "application/pdf" : "application/json");
  }
  static void expect_silent(const Answer& answer, const std::string& what) {
    for (const std::string& text : city->r.texts) EXPECT_EQ(answer.body.find(text), std::string::npos) << what;
    for (const char* word : {"香川", "かがわ", "フロセミド", "血圧", "河野", "三木", "藤川", "高木", "西岡",
                             "しらさぎ", "うちわ"}) {
      EXPECT_EQ(answer.body.find(word), std::string::npos) << what << " tells " << word;
    }
  }
  static std::string without_instance(std::string body) {
    const std::size_t at = body.find("urn:uuid:");
    return at == std::string::npos ? body : body.erase(at, 45);
  }
  // What only those in the room may do; a colleague may assign himself, and the city decides who takes part.
  static bool about_the_room(const api::Route& route) {
    if (route.pattern.ends_with("{id}/close") || route.pattern.ends_with("/reopen")) return false;
    if (route.pattern.ends_with("/self-assign") || (shows_parts(route) && route.method == "POST")) return false;
    return route.pattern.starts_with("/v1/rooms/") || route.pattern.starts_with("/v1/messages/") ||
           route.pattern == "/v1/attachments/{id}/content";
  }
  static bool shows_parts(const api::Route& route) {
    return route.pattern.starts_with("/v1/rooms/{id}/facilities");
  }
  static bool is_stream(const api::Route& route) { return route.pattern.ends_with("/events"); }
};

TEST_F(Matrix, LetsNobodyInWithoutASession) {
  for (const api::Route& route : api::routes()) {
    if (route.scope == api::RouteScope::open) continue;
    for (const char* token : {"", "Bearer ", "Bearer x", "Basic x", "bearer x"}) {
      const Answer answer = ask(route, *token == '\0' ? Headers{} : Headers{{"Authorization", token}}, false);
      EXPECT_EQ(code_of(answer), "401 session-required") << route.pattern << " " << token;
      expect_silent(answer, std::string(route.pattern));
    }
  }
}

TEST_F(Matrix,
       AnswersAnOutsiderAsIfNothingWereThere) {  // an unassigned colleague, and the city under its own hat
  for (const Person* who : {&city->r.nishioka, &city->r.city1, &city->r.city2}) {
    for (const api::Route& route : api::routes()) {
      const bool citys = shows_parts(route) && who != &city->r.nishioka;  // the city decides who takes part
      if (!about_the_room(route) || citys) continue;
      const Answer real = ask(route, city->as(who), false), unknown = ask(route, city->as(who), true);
      EXPECT_TRUE(real.status == 404 || real.status == 403) << route.pattern << " " << real.status;
      EXPECT_EQ(real.status, unknown.status) << route.pattern << " " << who->name;
      EXPECT_EQ(without_instance(real.body), without_instance(unknown.body))
          << route.pattern << " " << who->name;
      expect_silent(real, std::string(route.pattern));
    }
  }
}

TEST_F(Matrix, GivesTheCitysActsToTheCityOnly) {
  const std::vector<std::string> city_acts{
      "/v1/intake-documents", "/v1/registration-requests", "/v1/pledges/",       "/v1/credentials",
      "/v1/facilities/",      "/v1/room-requests/",        "/v1/consent-forms/", "/v1/rooms/{id}/facilities",
      "/v1/rooms/{id}/close", "/v1/rooms/{id}/reopen",     "/v1/environments/"};
  for (const Person* who : {&city->r.kono, &city->r.miki, &city->r.nishioka, &city->r.fujikawa}) {
    for (const api::Route& route : api::routes()) {
      bool theirs = false;
      for (const std::string& act : city_acts) theirs = theirs || route.pattern.starts_with(act);
      const bool shown_to_others = route.method == "GET" && !route.pattern.starts_with("/v1/intake") &&
                                   !route.pattern.starts_with("/v1/pledges") &&
                                   !route.pattern.starts_with("/v1/registration");
      if (!theirs || (shown_to_others && !route.pattern.ends_with("/letter")) ||
          route.pattern.ends_with("/registration-requests") || route.pattern.ends_with("/resubmit"))
        continue;
      const Answer answer = ask(route, city->as(who), false);
      EXPECT_EQ(code_of(answer), "403 role-required") << route.pattern << " " << who->name << answer.body;
      expect_silent(answer, std::string(route.pattern));
    }
  }
}

TEST_F(Matrix, GivesTheManagersActsToTheManagerOnly) {
  for (const Person* who : {&city->r.miki, &city->r.nishioka, &city->r.takagi, &city->r.city1}) {
    for (const api::Route& route : api::routes()) {
      const bool managers =
          route.pattern.ends_with("/assignments") || route.pattern.ends_with("/assignments/{aid}/end");
      const bool asked_ones =  // the privacy officer's too, where the city was asked as the holder
          route.pattern.ends_with("/disclosure-requests") || route.pattern.ends_with("/usage-reports") ||
          route.pattern == "/v1/usage-reports/{id}/content";
      const bool reads = route.method == "GET" && route.pattern.ends_with("/assignments");  // the room's too
      if ((!managers && !(asked_ones && who != &city->r.city1)) || reads) continue;
      const Answer answer = ask(route, city->as(who), false);
      EXPECT_EQ(code_of(answer), "403 role-required") << route.pattern << " " << who->name;
    }
  }
}

// A case of the clinic: to its other people it is refused, to everyone else it is not there.
TEST_F(Matrix, GivesACaseToThoseWhoAnswerForItOnly) {
  const cli::StoryResult& r = city->r;
  const Answer made = city->post(&r.kono, "/v1/disclosure-requests", body_of("/v1/disclosure-requests"));
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string known = made.headers.at("location"),
                    unknown = "/v1/disclosure-requests/" + to_text(test_id<DisclosureRequestId>(7));
  for (const Person* who : {&r.miki, &r.nishioka, &r.fujikawa, &r.takagi, &r.city1, &r.city2}) {
    const bool colleague = who == &r.miki || who == &r.nishioka;
    for (const api::Route& route : api::routes()) {
      if (!route.pattern.starts_with("/v1/disclosure-requests/{id}")) continue;
      const auto asked_at = [&](const std::string& place) {
        const std::string path = place + std::string(route.pattern.substr(28));
        return route.method == "GET" ? city->get(who, path)
                                     : city->post(who, path, body_of(route.pattern), cli::match("1"));
      };
      const bool wants_a_manager = route.pattern.ends_with("/opinions") && who == &r.takagi;
      const Answer real = asked_at(known), nothing = asked_at(unknown);
      EXPECT_EQ(code_of(real), colleague || wants_a_manager ? "403 role-required" : "404 not-found")
          << route.method << route.pattern << " " << who->name;
      if (!colleague) {
        EXPECT_EQ(without_instance(real.body), without_instance(nothing.body)) << route.pattern << who->name;
      }
      expect_silent(real, std::string(route.pattern));
    }
  }
}

TEST_F(Matrix, LetsAManagerActForTheOwnFacilityOnly) {
  const cli::StoryResult& r = city->r;
  const std::string body =
      "{\"account_id\":" + cli::json_string(r.nishioka.account_id) + R"(,"from_on":"2026-11-22","basis":"x"})";
  EXPECT_EQ(code_of(city->post(&r.fujikawa, "/v1/rooms/" + r.room_id + "/assignments", body)), "404 not-found");
  for (const char* verb : {"lock", "unlock", "reinstate"}) {
    EXPECT_EQ(code_of(city->post(&r.fujikawa, "/v1/accounts/" + r.miki.account_id + "/" + verb, "{}",
                                 cli::match("1"))),
              "403 role-required")
        << verb;
    EXPECT_EQ(code_of(city->post(&r.fujikawa, "/v1/accounts/" + to_text(test_id<AccountId>(7)) + "/" + verb,
                                 "{}", cli::match("1"))),
              "403 role-required")
        << verb;
    EXPECT_EQ(code_of(city->post(&r.nishioka, "/v1/accounts/" + r.miki.account_id + "/" + verb, "{}",
                                 cli::match("1"))),
              "404 not-found")
        << verb;
  }
}

TEST_F(Matrix, GivesAConsentScanToTheCityAndItsFacilitysManagerOnly) {
  std::string scan;
  const auto id = id_from_text<ConsentFormId>(city->r.self_consent_id);
  for (std::uint64_t p = 0; p < city->size() && scan.empty(); ++p) {
    const Recorded recorded = city->service->history.read(p);
    const auto* e = std::get_if<consent::ConsentFormReceived>(&recorded.event);
    if (e != nullptr && e->consent_form == *id) scan = to_text(e->attachments.at(0).id);
  }
  const std::string path = "/v1/attachments/" + scan + "/content";
  city->close_denial_windows();
  for (Person* who :
       {&city->r.miki, &city->r.nishioka, &city->r.fujikawa, &city->r.takagi, &city->r.city1, &city->r.kono})
    city->log_in_again(*who);
  for (const Person* who : {&city->r.miki, &city->r.nishioka, &city->r.fujikawa, &city->r.takagi}) {
    const std::uint64_t before = city->size();
    EXPECT_EQ(code_of(city->get(who, path)), "404 not-found") << who->name;
    EXPECT_EQ(city->since(before), std::vector<std::string>{"AccessDenied"}) << who->name;  // product.md no. 18
  }
  for (const Person* who : {&city->r.city1, &city->r.kono})
    EXPECT_EQ(city->get(who, path).status, 200) << who->name;
}

TEST_F(Matrix, ShowsAnEntrysProofToItsActorOnly) {
  const std::string path = "/v1/entries/" + std::to_string(city->r.first_message_position) + "/proof";
  EXPECT_EQ(city->get(&city->r.kono, path).status, 200);
  for (const Person* who : {&city->r.miki, &city->r.nishioka, &city->r.fujikawa, &city->r.city1})
    EXPECT_EQ(code_of(city->get(who, path)), "404 not-found");
}

TEST_F(Matrix, ShowsAPersonsDataToTheRoomAndTheCityOnly) {
  const cli::StoryResult& r = city->r;
  const std::vector<std::string> paths{"/v1/care-recipients/" + r.care_recipient_id,
                                       "/v1/consent-forms/" + r.self_consent_id};
  for (const std::string& path : paths) {
    city->close_denial_windows();
    for (Person* who : {&city->r.city1, &city->r.kono, &city->r.miki, &city->r.nishioka})
      city->log_in_again(*who);
    for (const Person* who : {&r.city1, &r.kono, &r.miki}) {
      const std::uint64_t before = city->size();
      EXPECT_EQ(city->get(who, path).status, 200) << path << who->name;
      EXPECT_EQ(city->since(before), std::vector<std::string>{"RecordViewed"}) << path << who->name;
    }
    for (const Person* who : {&r.nishioka}) {
      const std::uint64_t before = city->size();
      const Answer answer = city->get(who, path);
      EXPECT_EQ(code_of(answer), "404 not-found") << path << who->name;
      expect_silent(answer, path);
      EXPECT_EQ(city->since(before).back(), "AccessDenied") << path << who->name;
    }
  }
  EXPECT_EQ(city->get(&r.miki, "/v1/rooms/" + r.room_id).status, 200);
  EXPECT_EQ(code_of(city->get(&r.nishioka, "/v1/rooms/" + r.room_id)), "404 not-found");
}

TEST_F(Matrix, ShowsAFacilityToItselfAndTheCityOnly) {
  const cli::StoryResult& r = city->r;
  for (Person* who : {&city->r.kono, &city->r.miki, &city->r.city1, &city->r.city2}) city->log_in_again(*who);
  EXPECT_EQ(city->get(&r.kono, "/v1/facilities/" + r.clinic_id).status, 200);
  EXPECT_EQ(code_of(city->get(&r.kono, "/v1/facilities/" + r.office_id)), "404 not-found");
  EXPECT_EQ(code_of(city->get(&r.miki, "/v1/facilities/" + r.clinic_id + "/accounts")), "403 role-required");
  const Answer first = city->get(&r.city1, "/v1/facilities?limit=1");
  EXPECT_EQ(first.status, 200);
  const std::string cursor = field(parsed(first), "next_cursor");
  const Answer second = city->get(&r.city1, "/v1/facilities?limit=1&cursor=" + cursor);
  EXPECT_EQ(second.status, 200) << second.body << cursor;
  EXPECT_NE(first.body.substr(0, 60), second.body.substr(0, 60));
  EXPECT_EQ(field(parsed(second), "next_cursor"), "null");
  EXPECT_EQ(code_of(city->get(&r.city2, "/v1/facilities?limit=1&cursor=" + cursor)), "400 invalid-cursor");
  EXPECT_EQ(code_of(city->get(&r.city1, "/v1/tasks?limit=1&cursor=" + cursor)), "400 invalid-cursor");
}

// An id is found by its 128 bits: what it names may be of another kind than its prefix says.
TEST_F(Matrix, TakesNoIdForAThingOfAnotherKind) {
  const cli::StoryResult& r = city->r;
  for (Person* who : {&city->r.city1, &city->r.kono, &city->r.nishioka}) city->log_in_again(*who);
  const std::vector<std::string> things{r.kono.account_id,    r.clinic_id,       r.room_id,
                                        r.first_message_id,   r.self_consent_id, r.care_recipient_id,
                                        r.photo_attachment_id};
  for (const api::Route& route : api::routes()) {
    const std::string pattern(route.pattern);
    const std::size_t at = pattern.find("{id}");
    if (route.method != "GET" || at == std::string::npos || is_stream(route)) continue;
    const std::string right = path_of(route, true);
    const std::size_t end = right.find('_', at) + 1;
    const std::string prefix = right.substr(at, end - at);
    for (const std::string& thing : things) {
      if (thing.starts_with(prefix)) continue;
      std::string path = right;
      path.replace(end, 26, thing.substr(thing.find('_') + 1));
      for (const Person* who : {&r.city1, &r.kono, &r.nishioka}) {
        const Answer answer = city->get(who, path);
        EXPECT_TRUE(answer.status >= 400 && answer.status < 500)
            << path << who->name << answer.status << answer.error;
        expect_silent(answer, path);
      }
    }
  }
}

struct Anyone : Matrix {};  // a city of its own: it acts with every right there is

TEST_F(Anyone, NeverMakesTheServerFail) {
  const cli::StoryResult& r = city->r;
  for (const Person* who : {&r.city1, &r.city2, &r.kono, &r.miki, &r.nishioka, &r.fujikawa, &r.takagi}) {
    for (const api::Route& route : api::routes()) {
      if (is_stream(route) || route.pattern == "/v1/sessions/current/end") continue;
      for (const bool unknown : {true, false}) {
        const Answer answer = ask(route, city->as(who), unknown);
        EXPECT_TRUE(answer.status >= 200 && answer.status < 500)
            << route.method << route.pattern << " " << who->name << " " << answer.status << answer.error
            << answer.body;
      }
    }
  }
}

}  // namespace
}  // namespace renkei::testing
