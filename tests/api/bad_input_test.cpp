// Bad input that is particular to some routes: fields, ids, versions, queries, files. What holds of every write
// is in every_write_test.cpp.
#include "tests/api/bad_input.h"
#include "tests/canary/every_body.h"
#include "tests/support/raw_download.h"

namespace renkei::testing {
namespace {

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

TEST_F(BadInput, OfAParameterThatARouteDoesNotKnowIsNamed) {
  for (const api::Route& route : api::routes()) {
    const bool open = route.scope == api::RouteScope::open;
    const std::string path = with_ids(route.pattern, {});
    for (const std::string query : {"limt=5", "x%2F1=1"}) {
      Headers headers = open ? Headers{} : city->as(&city->r.city1);
      headers.emplace("Idempotency-Key", client::new_idempotency_key());
      const Answer answer = route.method == "GET" ? city->http.get(path + "?" + query, headers)
                                                  : city->http.post(path + "?" + query, "{}", headers);
      expect_problem(answer, "400 unknown-field", path);
      EXPECT_EQ(field(parsed(answer), "errors.0.pointer"), query[0] == 'l' ? "/query/limt" : "/query/x~11")
          << path;
    }
    if (!route.parameters.empty()) {
      const std::string name(route.parameters.substr(0, route.parameters.find(' ')));
      expect_problem(city->get(&city->r.city1, path + "?" + name + "=1&" + name + "=1"), "400 unknown-field",
                     path + " twice");
    }
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
