// The two sides of an exchange: bodies to memory and to sinks, answers from memory, sources and other threads,
// events.
#include <gtest/gtest.h>

#include <algorithm>

#include "api/http/outgoing.h"
#include "api/http/stream.h"
#include "tests/http/test_server.h"

namespace renkei::http::test {
namespace {

std::string get(const std::string& path) { return "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n"; }

std::string post(const std::string& path, const std::string& body) {
  return "POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

bool is_uuid4(const std::string& text) {
  constexpr std::string_view kShape = "xxxxxxxx-xxxx-4xxx-vxxx-xxxxxxxxxxxx";
  const auto fits = [](char shape, char c) {
    if (shape == 'x') return std::string_view("0123456789abcdef").find(c) != std::string_view::npos;
    if (shape == 'v') return std::string_view("89ab").find(c) != std::string_view::npos;
    return shape == c;
  };
  return std::equal(kShape.begin(), kShape.end(), text.begin(), text.end(), fits);
}

class HttpExchange : public testing::Test {
 protected:
  Answer ask(const std::string& octets) {
    client.send(octets);
    return client.read_answer();
  }

  RunningServer server;
  RawClient client{server->port()};
};

TEST_F(HttpExchange, GivesEveryRequestItsId) {
  const Answer first = ask(get("/id"));
  const Answer second = ask(get("/id"));
  EXPECT_TRUE(is_uuid4(first.body)) << first.body;
  EXPECT_NE(first.body, second.body);
  EXPECT_NE(first.head.find("\r\nRenkei-Request-Id: " + first.body + "\r\n"), std::string::npos);
}

TEST_F(HttpExchange, ClosesWhenTheClientAsks) {
  const Answer answer = ask("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(answer.status, 200);
  EXPECT_TRUE(answer.closing());
  EXPECT_TRUE(client.ended());
}

TEST_F(HttpExchange, AnswersHeadWithoutABody) {
  client.send("HEAD /a HTTP/1.1\r\nHost: a\r\n\r\nHEAD /source HTTP/1.1\r\nHost: a\r\n\r\n" + get("/b"));
  EXPECT_NE(client.read_answer(true).head.find("Content-Length: 9\r\n"), std::string::npos);  // "[HEAD /a]"
  EXPECT_NE(client.read_answer(true).head.find("Content-Length: 150000\r\n"), std::string::npos);
  EXPECT_EQ(client.read_answer().body, "[GET /b]");
}

TEST_F(HttpExchange, Answers204WithoutALength) {
  const Answer answer = ask(get("/nothing"));
  EXPECT_EQ(answer.status, 204);
  EXPECT_EQ(answer.head.find("Content-Length"), std::string::npos);
  EXPECT_EQ(ask(get("/b")).body, "[GET /b]");
}

TEST_F(HttpExchange, HandsABodyToTheSinkInPieces) {
  EXPECT_EQ(ask(post("/sink", std::string(500'000, 'x'))).body, "taken 500000, pieces bounded");
  EXPECT_EQ(ask(post("/sink", "")).body, "taken 0, pieces bounded");
}

TEST_F(HttpExchange, RefusesWhenTheSinkGivesUp) {
  const Answer answer = ask(post("/full-sink", std::string(100'000, 'x')));
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.body, "overloaded");
  EXPECT_TRUE(answer.closing());
}

TEST_F(HttpExchange, AnswersARefusedPlanAndKeepsTheConnectionWhenNoBodyFollows) {
  EXPECT_FALSE(ask(get("/forbidden")).closing());
  const Answer answer = ask(post("/forbidden", "x"));
  EXPECT_EQ(answer.status, 403);
  EXPECT_TRUE(answer.closing());
  EXPECT_TRUE(client.ended());
}

TEST_F(HttpExchange, StreamsABodyFromASource) {
  EXPECT_EQ(ask(get("/source")).body, std::string(150'000, 's'));
  EXPECT_EQ(ask(get("/b")).body, "[GET /b]");
}

TEST_F(HttpExchange, CutsTheConnectionWhenTheSourceFailsOrMiscounts) {
  for (const std::string path : {"/failing-source", "/short-source", "/long-source"}) {
    SCOPED_TRACE(path);
    RawClient own(server->port());
    own.send(get(path));
    const std::string all = own.read_all();
    EXPECT_NE(all.find("Content-Length: 3000\r\n"), std::string::npos);
    EXPECT_LE(all.size() - all.find("\r\n\r\n") - 4, 3000U);
  }
}

TEST_F(HttpExchange, SendsALargeBodyWhole) {
  const Answer answer = ask(get("/big"));
  EXPECT_EQ(answer.body.size(), 64 * kBodyMax);
}

TEST_F(HttpExchange, AnswersFromAnotherThread) {
  client.send(get("/hold"));
  auto reply = server.application.take_held();
  ASSERT_TRUE(reply);
  std::thread([&] { reply->send(EchoApplication::text(200, "from afar")); }).join();
  EXPECT_EQ(client.read_answer().body, "from afar");
  EXPECT_EQ(ask(get("/b")).body, "[GET /b]");
}

TEST_F(HttpExchange, AnswersADroppedReplyWith503) {
  const Answer answer = ask(get("/drop"));
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.body, "overloaded");
  EXPECT_TRUE(answer.closing());
}

TEST_F(HttpExchange, AReplyToAClientThatHasGoneDoesNoHarm) {
  client.send(get("/hold"));
  auto reply = server.application.take_held();
  ASSERT_TRUE(reply);
  client.close();
  reply->send(EchoApplication::text(200, "nobody"));
  RawClient other(server->port());
  other.send(get("/b"));
  EXPECT_EQ(other.read_answer().body, "[GET /b]");
}

TEST_F(HttpExchange, StreamsEvents) {
  const Answer head = ask(get("/events"));
  EXPECT_EQ(head.status, 200);
  EXPECT_TRUE(head.closing());
  EXPECT_NE(head.head.find("Content-Type: text/event-stream\r\n"), std::string::npos);
  EXPECT_NE(head.head.find("Cache-Control: no-store\r\n"), std::string::npos);
  EXPECT_EQ(head.head.find("Content-Length"), std::string::npos);
  auto stream = server.application.take_stream();
  ASSERT_TRUE(stream);
  EXPECT_TRUE(stream->open());
  EXPECT_TRUE(stream->send("message_posted", "41", "{\"position\":41}"));
  EXPECT_TRUE(client.read_past("event: message_posted\nid: 41\ndata: {\"position\":41}\n\n"));
  EXPECT_TRUE(stream->send("", "", "bare"));
  stream->close();
  EXPECT_FALSE(stream->open());
  EXPECT_FALSE(stream->send("", "", "late"));
  EXPECT_EQ(client.read_all(), "data: bare\n\n");
}

TEST_F(HttpExchange, KeepsTheOrderOfEventsFromAnotherThread) {
  ask(get("/events"));
  auto stream = server.application.take_stream();
  ASSERT_TRUE(stream);
  std::thread publisher([&] {
    for (int i = 0; i < 2000; ++i) EXPECT_TRUE(stream->send("", std::to_string(i), "x"));
    stream->close();
  });
  const std::string all = client.read_all();
  publisher.join();
  std::string expected;
  for (int i = 0; i < 2000; ++i) expected += "id: " + std::to_string(i) + "\ndata: x\n\n";
  EXPECT_EQ(all, expected);
}

TEST_F(HttpExchange, CutsAStreamWhoseClientDoesNotRead) {
  RawClient slow(server->port(), 8s, 4096);
  slow.send(get("/events"));
  auto stream = server.application.take_stream();
  ASSERT_TRUE(stream);
  const std::string data(8'000, 'x');
  int sent = 0;
  while (stream->send("", "", data) && sent < 10'000) ++sent;
  EXPECT_GE(sent, 30) << "the bound is 256 KiB";
  EXPECT_LT(sent, 10'000);
  EXPECT_FALSE(stream->open());
  slow.read_all();
  for (int i = 0; i < 200 && server->counters().connections_open > 1; ++i) std::this_thread::sleep_for(10ms);
  EXPECT_EQ(server->counters().connections_open, 1U);  // the fixture's own
}

TEST_F(HttpExchange, NoticesThatTheClientOfAStreamHasGone) {
  ask(get("/events"));
  auto stream = server.application.take_stream();
  ASSERT_TRUE(stream);
  client.close();
  for (int i = 0; i < 200 && stream->open(); ++i) std::this_thread::sleep_for(10ms);
  EXPECT_FALSE(stream->open());
}

TEST_F(HttpExchange, EndsAStreamThatIsDropped) {
  ask(get("/events"));
  server.application.take_stream().reset();
  EXPECT_TRUE(client.ended());
}

TEST_F(HttpExchange, EndsStreamsWhenItStops) {
  ask(get("/events"));
  auto stream = server.application.take_stream();
  ASSERT_TRUE(stream);
  std::thread stopper([&] { server.stop(10); });
  EXPECT_TRUE(client.ended());
  EXPECT_FALSE(stream->open());
  client.close();
  stopper.join();
}

TEST(HttpStream, PingsOnlyWhenThereIsNothingElseToSay) {
  StreamQueue queue([] {});
  std::string octets;
  queue.ping();
  queue.take(octets);
  EXPECT_EQ(octets, ": ping\n\n");
  queue.ping();  // the last one is still being written
  queue.take(octets);
  EXPECT_EQ(octets, "");
  queue.send("", "", "x");
  queue.ping();
  queue.take(octets);
  EXPECT_EQ(octets, "data: x\n\n");
}

TEST(HttpStreamDeath, RefusesEventsThatWouldBeSeveral) {
  EXPECT_DEATH(event_text("", "", "a\n\nevent: forged"), "broken invariant");
  EXPECT_DEATH(event_text("a\rb", "", ""), "broken invariant");
  EXPECT_DEATH(event_text("", "1\n2", ""), "broken invariant");
}

TEST(HttpResponseDeath, RefusesHeadersThatWouldBeSeveral) {
  const auto send = [](const std::string& name, const std::string& value) {
    Response response;
    response.headers.emplace_back(name, value);
    Outgoing().start(std::move(response), {});
  };
  EXPECT_DEATH(send("Location", "/a\r\nSet-Cookie: b"), "broken invariant");
  EXPECT_DEATH(send("Location", std::string("a\0b", 3)), "broken invariant");
  EXPECT_DEATH(send("Bad Name", "a"), "broken invariant");
  EXPECT_DEATH(send("content-length", "5"), "broken invariant");
}

}  // namespace
}  // namespace renkei::http::test
