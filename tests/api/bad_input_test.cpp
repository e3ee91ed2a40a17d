// Bad input: exactly its problem, in both languages, nothing of a person in it, and not one octet in the
// ledger.
#include <map>

#include "tests/api/played_city.h"
#include "tests/support/raw_download.h"

namespace renkei::testing {
namespace {

struct BadInput : PlayedTest {
  void SetUp() override {
    if (head_at_start.size == 0) {
      for (Person* who : {&city->r.city1, &city->r.kono, &city->r.miki}) city->log_in_again(*who);
      head_at_start = city->service->committer->durable_head();
    }
    head = city->service->committer->durable_head();
  }
  void TearDown() override {
    EXPECT_EQ(city->service->committer->durable_head(), head);
    PlayedTest::TearDown();
  }
  static void expect_problem(const Answer& answer, const std::string& expected, const std::string& what) {
    const JsonValue json = parsed(answer);
    EXPECT_EQ(code_of(answer), expected) << what << " " << answer.body.substr(0, 300) << answer.error;
    EXPECT_EQ(answer.headers.contains("content-type") ? answer.headers.at("content-type") : "",
              "application/problem+json")
        << what;
    EXPECT_EQ(field(json, "type"), "https://renkei.example/problems/" + field(json, "code")) << what;
    EXPECT_FALSE(field(json, "messages.ja").empty() || field(json, "messages.en").empty()) << what;
    EXPECT_EQ(field(json, "instance").substr(0, 9), "urn:uuid:") << what;
    EXPECT_EQ(answer.body.find("香川"), std::string::npos) << what;  // what was sent is never sent back
  }
  static inline Head head_at_start, head;
};

// The writes with a body, each with a well-formed example of it and who may send it.
struct Write {
  const Person* who;
  std::string path, body;
};
std::vector<Write> writes(PlayedCity& c) {
  const cli::StoryResult& r = c.r;
  const std::string any = to_text(test_id<PledgeId>(7)).substr(3);  // the part after the prefix
  return {
      {&r.city1, "/v1/intake-documents",
       R"({"channel":"fax","received_on":"2026-11-22","kind":"other","attachment_ids":[],"sender":"香川"})"},
      {&r.city1, "/v1/registration-requests/req" + any + "/return", R"({"note":"香川"})"},
      {&r.city1, "/v1/pledges/pld" + any + "/verify", R"({"checks":["signature"]})"},
      {&r.city1, "/v1/credentials",
       "{\"account_ids\":[" + cli::json_string(r.kono.account_id) + R"(],"kind":"initial"})"},
      {&r.city1, "/v1/accounts/" + r.takagi.account_id + "/suspend", R"({"reason":"香川"})"},
      {&r.city1, "/v1/consent-forms/" + r.self_consent_id + "/verify", R"({"checks":["signature"]})"},
      {&r.kono, c.messages(), R"({"kind":"notice","text":"香川","about":"recipient","sensitivity":"normal"})"},
      {&r.kono, "/v1/messages/" + r.first_message_id + "/correct", R"({"text":"香川","reason":"香川"})"},
      {&r.kono, "/v1/messages/" + r.first_message_id + "/retract", R"({"reason_code":"mistake"})"},
      {&r.kono, "/v1/rooms/" + r.room_id + "/assignments",
       "{\"account_id\":" + cli::json_string(r.nishioka.account_id) +
           R"(,"from_on":"2026-11-22","basis":"香川"})"},
      {&r.kono, "/v1/disclosure-requests/dsc" + any + "/verify-identity",
       R"({"documents":["my_number_card_face"]})"},
      {&r.kono, "/v1/disclosure-requests/dsc" + any + "/clarify-scope",
       R"({"records":"own","kinds":["usage"]})"},
      {&r.kono, "/v1/disclosure-requests/dsc" + any + "/opinions", R"({"answer":"agree","note":"香川"})"},
      {&r.kono, "/v1/disclosure-requests/dsc" + any + "/withholdings", R"({"private_reason":"香川"})"},
      {&r.kono, "/v1/disclosure-requests/dsc" + any + "/decide", R"({"result":"full"})"},
      {&r.kono, "/v1/disclosure-requests/dsc" + any + "/notice",
       R"({"method":"counter","sent_on":"2026-11-22"})"},
      {&r.kono, "/v1/disclosure-requests/dsc" + any + "/deliver",
       "{\"packet_id\":\"pkt" + any + R"(","method":"counter","delivered_on":"2026-11-22"})"},
      {&r.kono, "/v1/disclosure-requests/dsc" + any + "/close", R"({"closure":"request_withdrawn"})"},
      {&r.kono, "/v1/packets", "{\"disclosure_request_id\":\"dsc" + any + R"(","audience":"person"})"},
      {&r.kono, "/v1/usage-reports", R"({"disclosure_request_id":null})"},
      {&r.kono, "/v1/password-changes", R"({"current":"香川","new":"香川香川香川"})"},
      {nullptr, "/v1/sessions", R"({"login_id":"香川","password":"x"})"},
  };
}

TEST_F(BadInput, OfABodyGetsItsProblemOnEveryWrite) {
  const std::string deep = std::string(17, '[') + std::string(17, ']');
  for (const Write& w : writes(*city)) {
    const std::string inside = w.body.substr(1);
    const std::map<std::string, std::pair<std::string, std::string>> bodies{
        {"unknown field", {"{\"x1\":1," + inside, "400 unknown-field"}},
        {"duplicate field", {"{\"x1\":\"香川\",\"x1\":1," + inside, "400 malformed-json"}},
        {"an array", {"[]", "400 wrong-type"}},
        {"a number with a fraction", {"{\"x1\":1.5," + inside, "400 wrong-type"}},
        {"seventeen levels", {"{\"x1\":" + deep + "," + inside, "400 too-deep"}},
        {"300 KB", {"{\"x1\":\"" + std::string(300'000, 'a') + "\"," + inside, "413 body-too-large"}},
        {"invalid UTF-8", {"{\"x1\":\"\xFF\"," + inside, "400 invalid-encoding"}},
        {"NUL", {"{\"x1\":\"\\u0000\"," + inside, "400 invalid-encoding"}},
        {"truncated", {w.body.substr(0, w.body.size() - 1), "400 malformed-json"}},
        {"two documents", {w.body + w.body, "400 malformed-json"}},
        {"Japanese and a comma too many", {"{\"x1\":\"香川\",}", "400 malformed-json"}},
    };
    for (const auto& [what, body] : bodies) {
      expect_problem(city->post(w.who, w.path, body.first, {{"If-Match", "\"1\""}}), body.second,
                     what + " " + w.path);
    }
    Headers headers = city->as(w.who);
    headers["Idempotency-Key"] = client::new_idempotency_key();
    headers["If-Match"] = "\"1\"";
    for (const char* type : {"text/plain", "application/xml", "application/json; charset=shift_jis"}) {
      expect_problem(city->http.post(w.path, w.body, headers, type), "415 unsupported-media-type",
                     std::string(type) + " " + w.path);
    }
  }
}

TEST_F(BadInput, OfOneFieldIsNamedByItsPointer) {
  const std::vector<std::tuple<std::string, std::string, std::string>> cases{
      {R"({"kind":1,"text":"x","about":"recipient","sensitivity":"normal"})", "wrong-type", "/kind"},
      {R"({"kind":"香川","text":"x","about":"recipient","sensitivity":"normal"})", "invalid-value", "/kind"},
      {R"({"text":"x","about":"recipient","sensitivity":"normal"})", "invalid-value", "/kind"},
      {R"({"kind":"notice","about":"recipient","sensitivity":"normal"})", "invalid-value", "/text"},
      {R"({"kind":"notice","text":["香川"],"about":"recipient","sensitivity":"normal"})", "wrong-type",
       "/text"},
      {R"({"kind":"notice","text":"x","about":"recipient","sensitivity":"normal","urgent":"yes"})",
       "wrong-type", "/urgent"},
      {R"({"kind":"notice","text":"x","about":"recipient","sensitivity":"normal","attachment_ids":["acc_1"]})",
       "invalid-value", "/attachment_ids/0"},
      {R"({"kind":"notice","text":"x","about":"recipient","sensitivity":"normal","occurred_on":"2026-02-30"})",
       "invalid-value", "/occurred_on"},
      {R"({"kind":"notice","text":")" + std::string(10'001, 'a') +
           R"(","about":"recipient","sensitivity":"normal"})",
       "invalid-value", "/text"},
  };
  for (const auto& [body, code, pointer] : cases) {
    const Answer answer = city->post(&city->r.kono, city->messages(), body);
    expect_problem(answer, "400 " + code, body.substr(0, 120));
    EXPECT_EQ(field(parsed(answer), "errors.0.pointer"), pointer) << body.substr(0, 120);
  }
}

TEST_F(BadInput, OfAnActWithoutABodyGetsItsProblemToo) {
  const cli::StoryResult& r = city->r;
  const std::string any = to_text(test_id<RoomId>(7)).substr(4);
  const std::vector<std::pair<const Person*, std::string>> acts{
      {&r.city2, "/v1/registration-requests/req" + any + "/approve"},
      {&r.city2, "/v1/room-requests/rrq" + any + "/approve"},
      {&r.city2, "/v1/rooms/" + r.room_id + "/facilities/" + r.office_id + "/end"},
      {&r.kono, "/v1/rooms/" + r.room_id + "/assignments/asg" + any + "/end"},
      {&r.kono, "/v1/messages/" + r.first_message_id + "/approve"},
      {&r.kono, "/v1/messages/" + r.first_message_id + "/acknowledge"},
      {&r.city2, "/v1/environments/env" + any + "/recognise"},
      {&r.city2, "/v1/usage-reports/usr" + any + "/generate"},
      {&r.city2, "/v1/usage-reports/usr" + any + "/provide"},
      {&r.kono, "/v1/sessions/current/end"}};
  for (const auto& [who, path] : acts) {
    expect_problem(city->post(who, path, R"({"more":1})", {{"If-Match", "\"1\""}}), "400 unknown-field", path);
    Headers headers = city->as(who);
    headers.emplace("Idempotency-Key", client::new_idempotency_key());
    headers.emplace("If-Match", "\"1\"");
    expect_problem(city->http.post(path, "{}", headers, "text/plain"), "415 unsupported-media-type", path);
  }
}

TEST_F(BadInput, OfIdempotencyKeysGetsItsProblem) {
  for (const Write& w : writes(*city)) {
    if (w.who == nullptr) continue;
    expect_problem(city->http.post(w.path, w.body, city->as(w.who)), "400 idempotency-key-missing", w.path);
    for (const char* key : {"", "1", "香川 ハル", "not-a-uuid-not-a-uuid-not-a-uuid-not",
                            "00000000-0000-4000-8000-00000000000g"}) {
      if (*key == '\0' || static_cast<unsigned char>(*key) >= 0x80) continue;  // no header value at all
      expect_problem(city->post(w.who, w.path, w.body, {{"Idempotency-Key", key}}),
                     "400 idempotency-key-invalid", w.path + " " + key);
    }
  }
}

TEST_F(BadInput, OfIdsGetsTheSameNotFoundForUnknownAndMalformed) {
  const std::string unknown = to_text(test_id<RoomId>(7)).substr(4);
  for (const std::string& id : {"room" + unknown, std::string("room_1"), "acc" + unknown,
                                std::string("%E9%A6%99%E5%B7%9D"), "ROOM" + unknown, "room" + unknown + "0"}) {
    expect_problem(city->get(&city->r.kono, "/v1/rooms/" + id + "/messages"), "404 not-found", id);
    expect_problem(city->post(&city->r.kono, "/v1/rooms/" + id + "/messages",
                              R"({"kind":"notice","text":"x","about":"recipient","sensitivity":"normal"})"),
                   "404 not-found", id);
  }
  const std::string request = city->r.room_id.substr(5);  // another thing's id as a message's
  for (const char* verb : {"/correct", "/retract"}) {
    expect_problem(city->post(&city->r.kono, "/v1/messages/msg_" + request + verb,
                              verb == std::string("/correct") ? R"({"text":"x","reason":"y"})"
                                                              : R"({"reason_code":"mistake"})",
                              {{"If-Match", "\"1\""}}),
                   "404 not-found", verb);
  }
  expect_problem(city->get(&city->r.kono, "/v1/attachments/att_" + request + "/content"), "404 not-found",
                 "a room as an attachment");
  expect_problem(city->get(&city->r.kono, "/v1/entries/99999999999999999999/proof"), "404 not-found",
                 "position");
  expect_problem(city->get(&city->r.kono, "/v1/nothing"), "404 not-found", "route");
  expect_problem(city->get(&city->r.kono, "/v1/sessions"), "405 method-not-allowed", "method");
}

TEST_F(BadInput, OfIfMatchGetsItsProblem) {
  const std::string path = "/v1/messages/" + city->r.first_message_id;
  const std::vector<std::pair<std::string, std::string>> acts{
      {path + "/correct", R"({"text":"x","reason":"y"})"}, {path + "/retract", R"({"reason_code":"mistake"})"}};
  for (const auto& [act, body] : acts) {
    expect_problem(city->post(&city->r.kono, act, body), "428 precondition-required", act);
    for (const char* tag : {"\"7\"", "\"99999999999999999\""}) {
      expect_problem(city->post(&city->r.kono, act, body, {{"If-Match", tag}}), "412 stale-version",
                     act + " " + tag);
    }
    for (const char* tag :
         {"1", "\"1", "\"\"", "W/\"1\"", "*", "\"-1\"", "\"1x\"", "\"18446744073709551617\""}) {
      expect_problem(city->post(&city->r.kono, act, body, {{"If-Match", tag}}), "400 invalid-value",
                     act + " " + tag);
    }
  }
}

TEST_F(BadInput, OfQueriesAndPurposesGetsItsProblem) {
  for (const char* query : {"limit=0", "limit=201", "limit=-1", "limit=1x", "limit=%20",
                            "limit=99999999999999999999", "before=x", "author_facility=all"}) {
    const Answer answer = city->get(&city->r.kono, city->messages() + "?" + query);
    expect_problem(answer, "400 invalid-value", query);
    const std::string name(query, std::string_view(query).find('='));
    EXPECT_EQ(field(parsed(answer), "errors.0.pointer"), "/query/" + name);
  }
  for (const char* tray : {"x", "INTAKE", "%E9%A6%99%E5%B7%9D"}) {
    expect_problem(city->get(&city->r.kono, std::string("/v1/tasks?tray=") + tray), "400 invalid-value", tray);
  }
  expect_problem(city->get(&city->r.kono,
                           "/v1/usage-reports/" + to_text(test_id<UsageReportId>(7)) + "/content?format=xlsx"),
                 "406 not-acceptable", "format");
  const std::string body = R"({"kind":"notice","text":"x","about":"recipient","sensitivity":"normal"})";
  for (const char* purpose : {"care", "RESEARCH", "CARE,CARE"}) {
    expect_problem(city->get(&city->r.kono, city->messages(), {{"Renkei-Purpose", purpose}}),
                   "400 unknown-purpose", purpose);
    expect_problem(city->post(&city->r.kono, city->messages(), body, {{"Renkei-Purpose", purpose}}),
                   "400 unknown-purpose", purpose);
  }
  for (const char* purpose : {"SYSTEM_ADMIN", "AUDIT", "SUBJECT_REQUEST", "INCIDENT"}) {
    expect_problem(city->get(&city->r.kono, city->messages(), {{"Renkei-Purpose", purpose}}),
                   "403 purpose-not-allowed", purpose);
    expect_problem(city->post(&city->r.kono, city->messages(), body, {{"Renkei-Purpose", purpose}}),
                   "403 purpose-not-allowed", purpose);
  }
}

TEST_F(BadInput, OfUploadsGetsItsProblem) {
  Headers headers = city->as(&city->r.kono);
  headers["Idempotency-Key"] = client::new_idempotency_key();
  expect_problem(city->http.post("/v1/attachments", "GIF89a", headers, "image/gif"),
                 "415 unsupported-media-type", "gif");
  headers["Content-Digest"] = "sha-256=:AAAA:";
  expect_problem(city->http.post("/v1/attachments", "%PDF-1.7", headers, "application/pdf"),
                 "422 content-digest-mismatch", "digest");
  expect_problem(city->http.post("/v1/attachments", "%PDF-1.7",
                                 {{"Idempotency-Key", client::new_idempotency_key()}}, "application/pdf"),
                 "401 session-required", "stranger");
}

// What the head alone decides is answered before an octet of the body came, and closes the connection.
TEST_F(BadInput, OfStrangersIsNotRead) {
  const std::string messages = city->messages(), known = "Authorization: Bearer " + city->r.kono.token + "\r\n";
  const struct {
    std::string path, head;
    int octets;
    std::string expected;
  } cases[] = {
      {messages, "", 200'000, "401"},
      {messages, "Authorization: Bearer x\r\n", 200'000, "401"},
      {messages, "", 1, "401"},
      {"/v1/attachments", "", 200'000, "401"},
      {"/v1/nowhere", known, 200'000, "404"},
      {"/v1/rooms/x", known, 200'000, "405"},
      {"/v1/sessions", "", 4'097, "413"},
      {messages, known, 256 * 1024 + 1, "413"},
  };
  for (const auto& c : cases) {
    RawDownload client(city->server->port(), c.path,
                       c.head + "Content-Length: " + std::to_string(c.octets) + "\r\n", "POST");
    std::string answer;
    for (std::string piece = client.read_some(); !piece.empty(); piece = client.read_some()) answer += piece;
    EXPECT_EQ(answer.substr(9, 3), c.expected) << c.path << c.octets;
    EXPECT_NE(answer.find("Connection: close"), std::string::npos) << answer;
  }
}

TEST_F(BadInput, SpeaksEnglishWhenAsked) {
  const Answer answer = city->get(&city->r.kono, "/v1/nothing", {{"Accept-Language", "en-GB,en;q=0.9"}});
  EXPECT_EQ(answer.headers.at("content-language"), "en");
  EXPECT_EQ(field(parsed(answer), "title"), "Not found");
}

struct ReusedKey : PlayedTest {};

TEST_F(ReusedKey, WithAnotherBodyIsRefusedAndWithTheSameIsAnsweredAgain) {
  city->log_in_again(city->r.kono);
  const Headers key{{"Idempotency-Key", client::new_idempotency_key()}};
  const std::string body = R"({"kind":"notice","text":"一度だけ","about":"recipient","sensitivity":"normal"})";
  const Answer first = city->post(&city->r.kono, city->messages(), body, key);
  ASSERT_EQ(first.status, 201) << first.body;
  const Head after = city->service->committer->durable_head();
  const Answer again = city->post(&city->r.kono, city->messages(), body, key);
  EXPECT_EQ(field(parsed(again), "receipt.leaf_hash"), field(parsed(first), "receipt.leaf_hash"));
  EXPECT_EQ(again.headers.at("idempotency-replayed"), "true");
  EXPECT_EQ(code_of(city->post(&city->r.kono, city->messages(), body + " ", key)),
            "422 idempotency-key-reused");
  EXPECT_EQ(city->service->committer->durable_head(), after);
  city->log_in_again(city->r.miki);  // the key is another's: nothing of the first is told
  const Answer other = city->post(&city->r.miki, city->messages(), body, key);
  EXPECT_EQ(other.status, 201);
  EXPECT_NE(field(parsed(other), "data.id"), field(parsed(first), "data.id"));
}

}  // namespace
}  // namespace renkei::testing
