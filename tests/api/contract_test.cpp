// What api/openapi.yaml says of every route, brought about once for each: tests/openapi/check_exchanges.py
// holds the recorded answers against it.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <map>

#include "tests/api/played_city.h"
#include "tests/support/folders.h"

namespace renkei::testing {
namespace {

struct EveryRoute : PlayedTest {
  static void SetUpTestSuite() {
    PlayedTest::SetUpTestSuite();
    for (Person* who : {&city->r.city1, &city->r.kono, &city->r.miki}) city->log_in_again(*who);
  }
  // The pattern with ids of nothing, or with what is no id at all.
  static std::string path_of(const api::Route& route, bool malformed) {
    static const std::map<std::string, std::string> prefixes{
        {"intake-documents", "doc"}, {"registration-requests", "req"},
        {"pledges", "pld"},          {"credentials", "crd"},
        {"environments", "env"},     {"devices", "dev"},
        {"accounts", "acc"},         {"facilities", "fac"},
        {"room-requests", "rrq"},    {"care-recipients", "cr"},
        {"consent-forms", "csf"},    {"rooms", "room"},
        {"assignments", "asg"},      {"messages", "msg"},
        {"attachments", "att"},      {"disclosure-requests", "dsc"},
        {"usage-reports", "usr"},    {"packets", "pkt"}};
    std::string path, segment, before;
    for (const char c : std::string(route.pattern.substr(1)) + "/") {
      if (c != '/') {
        segment += c;
        continue;
      }
      const auto prefix = prefixes.find(before);
      before = segment;
      if (segment.starts_with('{'))
        segment = malformed || prefix == prefixes.end() ? "x" : prefix->second + "_" + std::string(26, '0');
      path += "/" + segment;
      segment.clear();
    }
    return path + (path.ends_with("/content") && path.starts_with("/v1/usage") ? "?format=csv" : "");
  }
  static Answer ask(const api::Route& route, const Person* who, bool malformed, Headers more = {},
                    const std::string& type = "application/json") {
    const std::string path = path_of(route, malformed);
    if (route.method == "GET") return city->get(who, path, more);
    more.merge(city->as(who));
    more.emplace("Idempotency-Key", client::new_idempotency_key());
    more.emplace("If-Match", "\"1\"");
    return city->http.post(path, "{}", more, route.has(api::kFile) ? "application/pdf" : type);
  }
};

TEST_F(EveryRoute, OfASessionRefusesAnUnknownPurpose) {
  for (const api::Route& route : api::routes()) {
    const bool open = route.scope == api::RouteScope::open;
    const Answer answer = ask(route, open ? nullptr : &city->r.kono, false, {{"Renkei-Purpose", "RESEARCH"}});
    EXPECT_EQ(code_of(answer) == "400 unknown-purpose", !open) << route.method << route.pattern << answer.body;
  }
}

// What must not wait until somebody has read the newest state: a loss, an objection, a receipt, and the acts of
// the city on rooms, which it does not read. Their own states refuse what no longer fits.
bool at_any_version(std::string_view pattern) {
  return pattern.starts_with("/v1/devices/") || pattern.starts_with("/v1/environments/") ||
         pattern.ends_with("/acknowledge") || pattern == "/v1/rooms/{id}/close" ||
         pattern == "/v1/rooms/{id}/reopen";
}

TEST_F(EveryRoute, ThatChangesAThingNeedsItsVersion) {
  for (const api::Route& route : api::routes()) {
    const bool act = route.method == "POST" && route.pattern.find("}/") != std::string_view::npos;
    const bool makes_something =
        route.pattern == "/v1/rooms/{id}/messages" || route.pattern.ends_with("/assignments") ||
        route.pattern == "/v1/rooms/{id}/facilities" || route.pattern.ends_with("/self-assign") ||
        route.pattern.ends_with("/settings") || route.pattern.ends_with("/opinions");
    EXPECT_EQ(route.version != nullptr, act && !makes_something && !at_any_version(route.pattern))
        << route.pattern;
    if (route.version == nullptr) continue;
    const std::string path = path_of(route, false);
    EXPECT_EQ(code_of(city->post(&city->r.kono, path, "{}")), "428 precondition-required") << path;
    EXPECT_EQ(code_of(city->post(&city->r.kono, path, "{}", {{"If-Match", "x"}})), "400 invalid-value") << path;
  }
}

TEST_F(EveryRoute, FindsNothingUnderWhatIsNoId) {
  for (const api::Route& route : api::routes()) {
    if (route.pattern.find('{') == std::string_view::npos) continue;
    const Person* who = route.scope == api::RouteScope::open ? nullptr : &city->r.city1;
    EXPECT_EQ(code_of(ask(route, who, true)), "404 not-found") << route.method << route.pattern;
  }
}

TEST_F(EveryRoute, WithABodyWantsJson) {
  for (const api::Route& route : api::routes()) {
    const bool reads_nothing = route.pattern.ends_with("/end") || route.pattern.ends_with("/approve") ||
                               route.pattern.ends_with("/generate") || route.pattern.ends_with("/provide");
    if (route.method != "POST" || reads_nothing || route.has(api::kFile)) continue;
    EXPECT_EQ(code_of(ask(route, &city->r.kono, false, {}, "text/plain")), "415 unsupported-media-type")
        << route.pattern;
  }
}

TEST_F(EveryRoute, OfAListRefusesAWrongPage) {
  const std::string facility = "/v1/facilities/" + city->r.clinic_id;
  for (const std::string& path :
       {std::string("/v1/rooms"), std::string("/v1/facilities"), facility + "/accounts",
        std::string("/v1/tasks"), std::string("/v1/environments"), std::string("/v1/devices"),
        city->messages()}) {
    EXPECT_EQ(code_of(city->get(&city->r.kono, path + "?limit=0")), "400 invalid-value") << path;
    EXPECT_EQ(code_of(city->get(&city->r.kono, path + "?cursor=AAAA")), "400 invalid-cursor") << path;
  }
}

TEST_F(EveryRoute, OfTheWayInTakesOnlyThePurposesOfTheUser) {
  const Headers audit{{"Renkei-Purpose", "AUDIT"}};
  const std::string change =
      "{\"current\":" + cli::json_string(city->r.miki.password) + R"(,"new":"Yama-no-ue-31"})";
  EXPECT_EQ(code_of(city->post(&city->r.miki, "/v1/password-changes", change, audit)),
            "403 purpose-not-allowed");
  EXPECT_EQ(code_of(city->post(&city->r.miki, "/v1/second-factors", R"({"code":"000000"})", audit)),
            "403 purpose-not-allowed");
  EXPECT_EQ(code_of(city->post(&city->r.miki, "/v1/sessions/current/end", "{}", audit)),
            "403 purpose-not-allowed");
}

TEST_F(EveryRoute, OfAFullSessionIsClosedBeforeThePasswordIsChanged) {
  city->log_in_again(city->r.city1);
  city->step_up(city->r.city1);
  const Answer issued = city->post(
      &city->r.city1, "/v1/credentials",
      "{\"account_ids\":[" + cli::json_string(city->r.nishioka.account_id) + R"(],"kind":"reissue"})");
  ASSERT_EQ(issued.status, 201) << issued.body;
  Person who = city->r.nishioka;
  who.token = field(parsed(city->log_in(who, field(parsed(issued), "data.0.initial_password"))), "data.token");
  for (const api::Route& route : api::routes()) {
    if (route.scope != api::RouteScope::full_session) continue;
    EXPECT_EQ(code_of(ask(route, &who, false)), "403 password-change-required")
        << route.method << route.pattern;
  }
}

TEST_F(EveryRoute, OfSecretsSlowsDownWhoGuesses) {
  struct Guess {
    Person* who;
    std::string path, body;
  };
  for (const Guess& g :
       {Guess{&city->r.takagi, "/v1/password-changes", R"({"current":"x","new":"Yama-no-ue-32"})"},
        Guess{&city->r.fujikawa, "/v1/second-factors", R"({"code":"000000"})"},
        Guess{&city->r.miki, "/v1/sessions/current/step-up", R"({"password":"x"})"}}) {
    city->log_in_again(*g.who);
    for (int i = 0; i < 5; ++i)
      EXPECT_EQ(code_of(city->post(g.who, g.path, g.body)), "401 credentials-rejected") << g.path;
    EXPECT_EQ(code_of(city->post(g.who, g.path, g.body)), "429 too-many-requests") << g.path;
  }
}

TEST_F(EveryRoute, ServesItsContract) {
  std::ifstream file(source_folder() + "/api/openapi.yaml", std::ios::binary);
  std::stringstream octets;
  octets << file.rdbuf();
  const Answer answer = city->get(nullptr, "/openapi.yaml");
  EXPECT_EQ(answer.headers.at("content-type"), "application/yaml");
  EXPECT_TRUE(answer.body == octets.str());
}

// What the transport refuses: written as octets, since no proper client sends it.
struct Transport : PlayedTest {
  static Answer told(const std::string& octets) {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(city->server->port());
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(::send(socket, octets.data(), octets.size(), MSG_NOSIGNAL), static_cast<ssize_t>(octets.size()));
    std::string heard;
    char piece[4'096];
    for (ssize_t got = 0; (got = ::recv(socket, piece, sizeof piece, 0)) > 0;)
      heard.append(piece, static_cast<std::size_t>(got));
    ::close(socket);
    const Answer answer = answer_of(heard);
    if (ExchangeRecord* record = exchange_record())
      record->add({city->url(), "GET", "/v1/rooms", {}, {}, {}}, answer);
    return answer;
  }
  static Answer answer_of(const std::string& octets) {
    Answer answer;
    answer.status = std::stoi(octets.substr(9, 3));
    std::size_t at = octets.find("\r\n") + 2;
    for (std::size_t end = 0; (end = octets.find("\r\n", at)) != at; at = end + 2) {
      const std::size_t colon = octets.find(": ", at);
      std::string name = octets.substr(at, colon - at);
      for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
      answer.headers[name] = octets.substr(colon + 2, end - colon - 2);
    }
    answer.body = octets.substr(at + 2);
    return answer;
  }
};

TEST_F(Transport, RefusesWhatIsNoRequest) {
  EXPECT_EQ(code_of(told("GET /v1/rooms HTTP/1.1\r\n\r\n")), "400 malformed-request");
  EXPECT_EQ(code_of(told("POST /v1/rooms HTTP/1.1\r\nHost: x\r\n\r\n")), "411 length-required");
  EXPECT_EQ(
      code_of(told("GET /v1/rooms HTTP/1.1\r\nHost: x\r\nCookie: " + std::string(20'000, 'a') + "\r\n\r\n")),
      "431 header-too-large");
  EXPECT_EQ(code_of(told("GET /v1/rooms HTTP/1.1\r\nHost:")), "408 request-timeout");
}

TEST_F(Transport, RefusesWhatNoEntryCanHold) {
  std::string accounts, facilities;
  for (int i = 0; i < 100; ++i) accounts += (i == 0 ? "" : ",") + cli::json_string(city->r.kono.account_id);
  const std::string facility =
      "{\"facility_id\":" + cli::json_string(city->r.clinic_id) + ",\"accounts\":[" + accounts + "]}";
  for (int i = 0; i < 50; ++i) facilities += (i == 0 ? "" : ",") + facility;
  const std::string request =
      "{\"form_version\":\"2026-04\",\"care_recipient\":{\"name\":\"x\",\"sex\":\"other\"},\"main_doctor\":{"
      "\"account_id\":" +
      cli::json_string(city->r.kono.account_id) + "},\"facilities\":[" + facilities +
      "],\"consent_forms\":[{\"type\":\"written\",\"grantor\":{\"kind\":\"self\"},\"family_data\":\"none\","
      "\"signed_on\":\"2026-11-20\","
      "\"scope\":{\"recipient_kinds\":[\"clinic\"],\"data_kinds\":[\"all\"]}}]}";
  EXPECT_EQ(code_of(city->post(&city->r.kono, "/v1/room-requests", request)), "413 entry-too-large");
}

TEST_F(Transport, SaysThatTheServerCannotTakeItNow) {
  city->application->ready(false);
  EXPECT_EQ(code_of(city->get(&city->r.kono, "/v1/rooms")), "503 starting");
  city->application->ready(true);
  city->service->committer->stop();
  EXPECT_EQ(code_of(city->get(&city->r.kono, "/v1/rooms")), "503 audit-unavailable");
  EXPECT_EQ(code_of(city->post(&city->r.kono, city->messages(),
                               R"({"kind":"notice","text":"x","about":"recipient","sensitivity":"normal"})")),
            "503 overloaded");
}

}  // namespace
}  // namespace renkei::testing
