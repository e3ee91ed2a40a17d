// Malformed requests, smuggling and pipelining on raw sockets: what is doubtful is refused and never reaches
// the application, and no octet of one request is ever read as another.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "tests/http/malformed_requests.h"
#include "tests/http/test_server.h"

namespace renkei::http::test {
namespace {

const std::string kGet = "GET /next HTTP/1.1\r\nHost: a\r\n\r\n";
const std::string kSmuggled = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";

std::string post(const std::string& path, const std::string& body) {
  return "POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

TEST(HttpTorture, RefusesEveryMalformedRequest) {
  RunningServer server;
  const std::vector<Malformed> rows = all_malformed();
  ASSERT_GE(rows.size(), 190U);
  std::set<std::string> names;
  for (const Malformed& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_TRUE(names.insert(row.name).second);
    RawClient client(server->port());
    client.send(row.octets);
    const Answer answer = client.read_answer(row.octets.starts_with("HEAD"));
    EXPECT_EQ(answer.status, row.status);
    EXPECT_TRUE(answer.closing());
    EXPECT_NE(answer.head.find("Renkei-Request-Id: "), std::string::npos);
    EXPECT_TRUE(client.ended());
  }
  const auto paths = server.application.paths();
  const auto too_large =
      std::count_if(rows.begin(), rows.end(), [](const auto& row) { return row.status == 413; });
  EXPECT_EQ(paths.size(), static_cast<std::size_t>(too_large))
      << "only the size of a body is for the plan to judge";
  EXPECT_EQ(server->counters().refused_total, rows.size());
  RawClient good(server->port());
  good.send(kGet);
  EXPECT_EQ(good.read_answer().status, 200);
}

TEST(HttpTorture, RefusesMalformedRequestsAlsoWhenTheyDripIn) {
  RunningServer server;
  for (const Malformed& row : all_malformed()) {
    if (row.octets.size() > 300 || row.status != 400) continue;
    SCOPED_TRACE(row.name);
    RawClient client(server->port());
    for (const char c : row.octets) {
      if (!client.send({&c, 1})) break;  // refused before its end
    }
    EXPECT_EQ(client.read_answer(row.octets.starts_with("HEAD")).status, 400);
  }
  EXPECT_TRUE(server.application.paths().empty());
}

TEST(HttpTorture, AcceptsWhatIsOnlyUnusual) {
  RunningServer server;
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"Host with a port", with_host("renkei.example:8443")},
      {"IPv6 Host", with_host("[2001:db8::1]:8443")},
      {"no space after the colon", "GET / HTTP/1.1\r\nHost:a\r\n\r\n"},
      {"white space around a value", "GET / HTTP/1.1\r\nHost: \t a \t\r\n\r\n"},
      {"empty value", with_field("X-A:")},
      {"repeated harmless field", "GET / HTTP/1.1\r\nX-A: 1\r\nHost: a\r\nX-B: 2\r\nX-A: 3\r\n\r\n"},
      {"GET of length zero", with_field("Content-Length: 0")},
      {"length with leading zeros", with_length(" 000000005")},
      {"keep-alive", with_field("Connection: keep-alive")},
      {"path in UTF-8", with_target("/%E8%A8%98%E9%8C%B2")},
      {"double encoding stays encoded once", with_target("/%252e%252e/a")},
      {"trailing slash", with_target("/a/")},
      {"three dots", with_target("/.../a")},
      {"empty query", with_target("/a?")},
      {"question mark in the query", with_target("/a?b=c?d")},
      {"unknown method", with_line("BREW / HTTP/1.1")},
      {"DELETE without a body", with_line("DELETE / HTTP/1.1")},
      {"method in lower case", with_line("get / HTTP/1.1")},
  };
  for (const auto& [name, octets] : rows) {
    SCOPED_TRACE(name);
    RawClient client(server->port());
    client.send(octets);
    const Answer answer = client.read_answer();
    EXPECT_EQ(answer.status, 200);
    EXPECT_FALSE(answer.closing());
  }
}

TEST(HttpTorture, DecodesTheTarget) {
  RunningServer server;
  RawClient client(server->port());
  client.send(
      "GET /%E8%A8%98/a%20b?name=%E6%BC%A2+%26&flag&slash=%2f HTTP/1.1\r\nHost: a\r\nX-Name: Value\r\n\r\n");
  ASSERT_EQ(client.read_answer().status, 200);
  const RequestHead head = server.application.last_head().value();
  EXPECT_EQ(head.path, "/記/a b");
  const Fields expected = {{"name", "漢+&"}, {"flag", ""}, {"slash", "/"}};
  EXPECT_EQ(head.query, expected);
  ASSERT_NE(head.header("x-name"), nullptr);
  EXPECT_EQ(*head.header("x-name"), "Value");
  EXPECT_EQ(head.header("x-other"), nullptr);
  EXPECT_EQ(head.remote_address, "127.0.0.1");
  EXPECT_EQ(head.request_id.size(), 36U);
}

// Each row hides kSmuggled where a lenient server, or one that reads another length, would find it.
TEST(HttpTorture, NeverReadsARequestOutOfABody) {
  const std::string head = "POST /first HTTP/1.1\r\nHost: a\r\n";
  const std::string length = std::to_string(kSmuggled.size());
  const std::string chunk = "0\r\n\r\n";
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"body that looks like a request", post("/first", kSmuggled)},
      {"CL.TE", head + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + kSmuggled},
      {"TE.CL", head + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n" + chunk + kSmuggled},
      {"TE only", head + "Transfer-Encoding: chunked\r\n\r\n" + chunk + kSmuggled},
      {"TE gzip", head + "Transfer-Encoding: gzip\r\n\r\n" + kSmuggled},
      {"TE with a space before the colon", head + "Transfer-Encoding : chunked\r\n\r\n" + chunk + kSmuggled},
      {"TE folded",
       head + "Content-Length: 5\r\nX: y\r\n Transfer-Encoding: chunked\r\n\r\n" + chunk + kSmuggled},
      {"TE behind a bare LF",
       head + "Content-Length: 5\r\nX: y\nTransfer-Encoding: chunked\r\n\r\n" + chunk + kSmuggled},
      {"two lengths, short first",
       head + "Content-Length: 0\r\nContent-Length: " + length + "\r\n\r\n" + kSmuggled},
      {"two lengths, long first",
       head + "Content-Length: " + length + "\r\nContent-Length: 0\r\n\r\n" + kSmuggled},
      {"list of lengths", head + "Content-Length: 0, " + length + "\r\n\r\n" + kSmuggled},
      {"length with a plus", head + "Content-Length: +0\r\n\r\n" + kSmuggled},
      {"negative length", head + "Content-Length: -1\r\n\r\n" + kSmuggled},
      {"length that wraps", head + "Content-Length: 4294967296\r\n\r\n" + kSmuggled},
      {"no length", head + "\r\n" + kSmuggled},
      {"GET with a body",
       "GET /first HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n" + kSmuggled},
      {"length named with an octet too much",
       head + "Content-Length: 0\r\nContent-Length\x01: " + length + "\r\n\r\n" + kSmuggled},
      {"Expect", head + "Expect: 100-continue\r\nContent-Length: " + length + "\r\n\r\n" + kSmuggled},
      {"Upgrade", "GET /first HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\n\r\n" + kSmuggled},
      {"body of a refused request", post("/forbidden", kSmuggled)},
      {"after a refused body", post("/forbidden", "x") + kSmuggled},
      {"body over the limit", head + "Content-Length: 2000000\r\n\r\n" + kSmuggled},
      {"body the sink gives up on", post("/full-sink", kSmuggled)},
      {"after a request to close",
       "GET /first HTTP/1.1\r\nHost: a\r\nConnection: x, Close\r\n\r\n" + kSmuggled},
      {"after a bad request", "GET /first HTTP/1.1\r\n\r\n" + kSmuggled},
      {"after HTTP/1.0", "GET /first HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n" + kSmuggled},
      {"after a stray CRLF", post("/first", "x") + "\r\n" + kSmuggled},
      {"after a body that is longer than said", head + "Content-Length: 1\r\n\r\nx\r\n" + kSmuggled},
  };
  RunningServer server;
  for (const auto& [name, octets] : rows) {
    SCOPED_TRACE(name);
    RawClient client(server->port());
    client.send(octets);
    EXPECT_GE(client.read_answer().status, 200);
    ::shutdown(client.descriptor(), SHUT_WR);
    client.read_all();
    const auto paths = server.application.paths();
    EXPECT_EQ(std::count(paths.begin(), paths.end(), "/smuggled"), 0);
  }
}

TEST(HttpTorture, AnswersPipelinedRequestsInOrder) {
  RunningServer server;
  RawClient client(server->port());
  std::string octets;
  for (int i = 0; i < 50; ++i) octets += post("/" + std::to_string(i), "body " + std::to_string(i)) + kGet;
  client.send(octets);
  for (int i = 0; i < 50; ++i) {
    const std::string number = std::to_string(i);
    ASSERT_EQ(client.read_answer().body, "[POST /" + number + "]body " + number);
    ASSERT_EQ(client.read_answer().body, "[GET /next]");
  }
  EXPECT_EQ(server->counters().connections_total, 1U);
  EXPECT_EQ(server->counters().requests_total, 100U);
}

TEST(HttpTorture, ReadsARequestHoweverItIsCut) {
  RunningServer server;
  const std::string octets = post("/cut", "0123456789") + kGet;
  RawClient client(server->port());
  for (std::size_t cut = 1; cut < octets.size(); ++cut) {
    ASSERT_TRUE(client.send(octets.substr(0, cut)));
    std::this_thread::yield();  // often lets the server see the first part alone
    ASSERT_TRUE(client.send(octets.substr(cut)));
    ASSERT_EQ(client.read_answer().body, "[POST /cut]0123456789") << "cut at " << cut;
    ASSERT_EQ(client.read_answer().body, "[GET /next]") << "cut at " << cut;
  }
}

TEST(HttpTorture, SurvivesRandomDamage) {
  RunningServer server;
  std::mt19937 random(20'251'122);  // the same damage in every run
  const std::string good = "POST /a?b=c HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nAccept: */*\r\n\r\nxyz";
  constexpr char kOdd[] = "\0\r\n\t :%/?#\x7f\xff,;0";
  const std::string odd(kOdd, sizeof kOdd - 1);
  for (int i = 0; i < 400; ++i) {
    std::string octets = good;
    for (auto n = 1 + random() % 3; n > 0; --n) octets[random() % octets.size()] = odd[random() % odd.size()];
    RawClient client(server->port());
    client.send(octets);
    ::shutdown(client.descriptor(), SHUT_WR);
    const std::string answer = client.read_all();
    EXPECT_TRUE(answer.empty() || answer.starts_with("HTTP/1.1 ")) << octets;
  }
  RawClient client(server->port());
  client.send(kGet);
  EXPECT_EQ(client.read_answer().status, 200);
}

}  // namespace
}  // namespace renkei::http::test
