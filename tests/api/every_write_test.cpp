// The same bad input to every route that writes: driven by the table of routes, so that none is left out.
#include <map>

#include "tests/api/bad_input.h"
#include "tests/canary/every_body.h"
#include "tests/support/raw_download.h"

namespace renkei::testing {
namespace {

struct Write {
  const api::Route* route;
  const Person* who;
  std::string path, body;  // well-formed, {} for an act that says everything by its path
  std::string media = "application/json";
};

struct EveryWrite : BadInput {
  // Where there is such a thing in the city, the act is on it: what was taken by mistake would be recorded.
  static std::map<std::string, std::string> known_ids() {
    const cli::StoryResult& r = city->r;
    return {{"rooms", r.room_id},
            {"messages", r.first_message_id},
            {"accounts", r.takagi.account_id},
            {"facilities", r.office_id},
            {"consent-forms", r.self_consent_id},
            {"care-recipients", r.care_recipient_id}};
  }
  static const Person* sender(const api::Route& route) {
    const cli::StoryResult& r = city->r;
    if (route.scope == api::RouteScope::open) return nullptr;
    const auto of = [&](std::string_view resource) { return route.pattern.starts_with(resource); };
    const bool of_care = of("/v1/rooms") || of("/v1/messages") || of("/v1/disclosure-requests") ||
                         of("/v1/packets") || of("/v1/usage-reports") || of("/v1/room-requests");
    return of_care ? &r.kono : &r.city1;
  }
  static std::vector<Write> writes() {
    Canaries canaries;
    std::map<std::string, std::string> bodies;
    for (auto& [pattern, body] : every_body(canaries)) bodies[pattern] = std::move(body);
    for (const std::string& pattern : routes_without_body()) bodies[pattern] = "{}";
    std::vector<Write> all;
    for (const api::Route& route : api::routes()) {
      if (route.method == "GET") continue;
      Write write{&route, sender(route), with_ids(route.pattern, known_ids()), {}};
      const auto body = bodies.find(std::string(route.pattern));
      if (route.has(api::kFile)) {
        write.body = "%PDF-1.7";
        write.media = "application/pdf";
      } else if (body == bodies.end()) {
        ADD_FAILURE() << "tests/canary/every_body.cpp has no body for " << route.pattern;
        continue;
      } else {
        write.body = body->second;
      }
      all.push_back(std::move(write));
    }
    return all;
  }
  static std::vector<Write> writes_of_json() {
    std::vector<Write> all = writes();
    std::erase_if(all, [](const Write& w) { return w.route->has(api::kFile); });
    return all;
  }
  // Also asserts that nothing was recorded, so that it is known of what.
  static void expect_refused(const Write& w, const Answer& answer, const std::string& expected,
                             const std::string& what) {
    const std::string where = std::string(w.route->pattern) + ": " + what;
    expect_problem(answer, expected, where);
    ASSERT_EQ(city->service->committer->durable_head(), head) << where;
  }
  static Headers headers(const Write& w, Headers more = {}) {
    more.merge(city->as(w.who));
    more.emplace("Idempotency-Key", client::new_idempotency_key());
    more.emplace("If-Match", "\"1\"");
    return more;
  }
  static void refuse_body(const Write& w, const std::string& body, const std::string& expected,
                          const std::string& what) {
    expect_refused(w, city->http.post(w.path, body, headers(w)), expected, what);
  }
  // Among all that is wrong with a body.
  static void expect_named(const Write& w, const std::string& body, const std::string& pointer,
                           const std::string& code) {
    const Answer answer = city->http.post(w.path, body, headers(w));
    const JsonValue json = parsed(answer);
    expect_refused(w, answer, "400 " + field(json, "errors.0.code"), pointer);
    const auto* errors = json.member("errors");
    ASSERT_NE(errors, nullptr) << w.path << " " << answer.body;
    const auto& problems = std::get<JsonValue::Array>(errors->value);
    const auto named = [&](const JsonValue& e) {
      return field(e, "pointer") == pointer && field(e, "code") == code;
    };
    EXPECT_EQ(std::count_if(problems.begin(), problems.end(), named), 1)
        << w.path << " " << pointer << " " << answer.body;
  }
  // The object with one more member, the first.
  static std::string with(const std::string& member, const std::string& object) {
    return "{" + member + (object[1] == '}' ? "" : ",") + object.substr(1);
  }
};

TEST_F(EveryWrite, RefusesABodyThatIsNoJsonOfOurs) {
  const std::string deep = std::string(17, '[') + std::string(17, ']');
  for (const Write& w : writes_of_json()) {
    const bool open = w.route->scope == api::RouteScope::open;
    const std::map<std::string, std::pair<std::string, std::string>> bodies{
        {"a field twice", {with("\"x1\":\"香川\",\"x1\":1", w.body), "400 malformed-json"}},
        {"an array", {"[]", "400 wrong-type"}},
        {"a text", {"\"香川\"", "400 wrong-type"}},
        {"null", {"null", "400 wrong-type"}},
        {"a number with a fraction", {with("\"x1\":1.5", w.body), "400 wrong-type"}},
        {"seventeen levels", {with("\"x1\":" + deep, w.body), "400 too-deep"}},
        {"too many octets",
         {with("\"x1\":\"" + std::string(open ? 5'000 : 300'000, 'a') + "\"", w.body), "413 body-too-large"}},
        {"invalid UTF-8", {with("\"x1\":\"\xFF\"", w.body), "400 invalid-encoding"}},
        {"half a surrogate pair", {with("\"x1\":\"\\uD83D\"", w.body), "400 malformed-json"}},
        {"NUL", {with("\"x1\":\"\\u0000\"", w.body), "400 invalid-encoding"}},
        {"cut off", {w.body.substr(0, w.body.rfind('}')), "400 malformed-json"}},
        {"two documents", {w.body + w.body, "400 malformed-json"}},
        {"Japanese and a comma too many", {"{\"x1\":\"香川\",}", "400 malformed-json"}},
        {"no JSON", {"香川", "400 malformed-json"}},
    };
    for (const auto& [what, body] : bodies) refuse_body(w, body.first, body.second, what);
  }
}

TEST_F(EveryWrite, NamesWhatItDoesNotKnowAndWhatIsOfAnotherType) {
  std::size_t fields = 0;
  for (const Write& w : writes_of_json()) {
    expect_named(w, with("\"x1\":\"香川\"", w.body), "/x1", "unknown-field");
    const auto object = parse_json(w.body);
    ASSERT_TRUE(object) << w.body;
    for (const auto& [name, value] : std::get<JsonValue::Object>(object->value)) {
      const bool flag = std::holds_alternative<bool>(value.value);
      const std::string member = cli::json_string(name) + ":" + (flag ? "\"香川\"" : "true");
      expect_named(w, "{" + member + "}", "/" + name, "wrong-type");
      refuse_body(w, with(member, w.body), "400 malformed-json", name + " twice");
      ++fields;
    }
  }
  EXPECT_GT(fields, 80u);
}

TEST_F(EveryWrite, RefusesAnotherMediaType) {
  for (const Write& w : writes()) {
    for (const char* type : {"text/plain", "application/xml", "application/json; charset=shift_jis",
                             "multipart/form-data; boundary=x"})
      expect_refused(w, city->http.post(w.path, w.body, headers(w), type), "415 unsupported-media-type", type);
  }
}

// A login and a logout need no key: whoever repeats them begins another session, or has none.
TEST_F(EveryWrite, NeedsAnIdempotencyKey) {
  std::vector<std::string> keyless;
  for (const Write& w : writes()) {
    if (!w.route->has(api::kKeyed)) {
      keyless.emplace_back(w.route->pattern);
      continue;
    }
    Headers without = headers(w);
    without.erase("Idempotency-Key");
    expect_refused(w, city->http.post(w.path, w.body, without, w.media), "400 idempotency-key-missing",
                   "no key");
    for (const char* key : {"1", "not-a-uuid-not-a-uuid-not-a-uuid-not", "00000000-0000-4000-8000-00000000000g",
                            "{00000000-0000-4000-8000-000000000000}", "000000000000400080000000000000000000"}) {
      expect_refused(w, city->http.post(w.path, w.body, headers(w, {{"Idempotency-Key", key}}), w.media),
                     "400 idempotency-key-invalid", key);
    }
  }
  EXPECT_EQ(keyless, (std::vector<std::string>{"/v1/sessions", "/v1/sessions/current/end"}));
}

// Before an octet of it came.
TEST_F(EveryWrite, RefusesABodyThatIsAnnouncedTooLarge) {
  for (const Write& w : writes()) {
    const bool open = w.route->scope == api::RouteScope::open;
    const std::uint64_t most = open ? 4'096 : w.route->has(api::kFile) ? kBlobBytesMax : 256 * 1024;
    std::string fields =
        "Content-Length: " + std::to_string(most + 1) + "\r\nContent-Type: " + w.media + "\r\n";
    for (const auto& [name, value] : headers(w)) fields += name + ": " + value + "\r\n";
    RawDownload client(city->server->port(), w.path, fields, "POST");
    EXPECT_TRUE(client.read_some().starts_with("HTTP/1.1 413 ")) << w.path;
    ASSERT_EQ(city->service->committer->durable_head(), head) << w.path;
  }
}

}  // namespace
}  // namespace renkei::testing
