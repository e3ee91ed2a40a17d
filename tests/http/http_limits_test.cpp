// Time and space: every phase has its deadline, connections and bodies have their caps, and stopping has its
// grace.
#include <gtest/gtest.h>

#include <functional>
#include <future>
#include <stdexcept>

#include "tests/http/test_server.h"
#include "tests/support/effort.h"

namespace renkei::http::test {
namespace {

const std::string kGet = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

std::string head_of_post(const std::string& path, std::uint64_t length) {
  return "POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(length) + "\r\n\r\n";
}

// Sends an octet every 100 ms until the server ends it, five seconds at most.
bool drips_until_refused(RawClient& client, char octet) {
  for (int i = 0; i < 50; ++i) {
    if (!client.send({&octet, 1})) return true;
    char seen = 0;
    if (::recv(client.descriptor(), &seen, 1, MSG_PEEK | MSG_DONTWAIT) >= 0) return true;
    std::this_thread::sleep_for(100ms);
  }
  return false;
}

std::chrono::milliseconds time_of(const std::function<void()>& action) {
  const auto begin = std::chrono::steady_clock::now();
  action();
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
}

TEST(HttpLimits, EndsASilentConnectionWithoutAWord) {
  ServerOptions options = test_options();
  options.header_seconds = 1;
  RunningServer server(options);
  RawClient client(server->port());
  EXPECT_TRUE(client.ended());
}

TEST(HttpLimits, EndsAnIdleConnectionWithoutAWord) {
  ServerOptions options = test_options();
  options.idle_seconds = 1;
  RunningServer server(options);
  RawClient client(server->port());
  client.send(kGet);
  ASSERT_EQ(client.read_answer().status, 200);
  EXPECT_TRUE(client.ended());
}

TEST(HttpLimits, RefusesAHeadThatDrips) {
  ServerOptions options = test_options();
  options.header_seconds = 1;
  RunningServer server(options);
  RawClient client(server->port());
  client.send("GET / HTTP/1.1\r\nHost: a\r\nX: ");
  EXPECT_TRUE(drips_until_refused(client, 'x'));
  EXPECT_EQ(client.read_answer().status, 408);
  EXPECT_TRUE(server.application.paths().empty());
}

TEST(HttpLimits, RefusesABodyThatStalls) {
  ServerOptions options = test_options();
  options.body_seconds = 1;
  RunningServer server(options);
  RawClient client(server->port());
  client.send(head_of_post("/", 10) + "12345");
  EXPECT_EQ(client.read_answer().status, 408);
  EXPECT_TRUE(client.ended());
}

TEST(HttpLimits, RefusesABodyThatDripsForTooLong) {
  ServerOptions options = test_options();
  options.body_seconds = 60;
  options.body_seconds_absolute = 1;
  RunningServer server(options);
  RawClient client(server->port());
  client.send(head_of_post("/", 1000));
  EXPECT_TRUE(drips_until_refused(client, 'x'));
  EXPECT_EQ(client.read_answer().status, 408);
}

TEST(HttpLimits, CutsAClientThatDoesNotRead) {
  ServerOptions options = test_options();
  options.write_seconds = 1;
  RunningServer server(options);
  RawClient client(server->port(), 8s, 4096);
  client.send("GET /big HTTP/1.1\r\nHost: a\r\n\r\n");
  while (server->counters().requests_total == 0) std::this_thread::yield();
  for (int i = 0; i < 100 && server->counters().connections_open != 0; ++i) std::this_thread::sleep_for(50ms);
  EXPECT_EQ(server->counters().connections_open, 0U);
  EXPECT_EQ(client.read_answer().status, 0);
}

TEST(HttpLimits, KeepsServingOthersBesideSlowClients) {
  RunningServer server;
  std::vector<std::unique_ptr<RawClient>> slow;
  for (int i = 0; i < 200; ++i) {
    slow.push_back(std::make_unique<RawClient>(server->port()));
    slow.back()->send("GET / HTTP/1.1\r\nHo");
  }
  RawClient good(server->port());
  const auto time = time_of([&] {
    for (int i = 0; i < 100; ++i) {
      good.send(kGet);
      ASSERT_EQ(good.read_answer().status, 200);
    }
  });
  EXPECT_LT(time, testing::patience(2s));
}

TEST(HttpLimits, CapsConnectionsInTotal) {
  ServerOptions options = test_options();
  options.max_connections = 2;
  RunningServer server(options);
  RawClient first(server->port());
  RawClient second(server->port());
  for (RawClient* client : {&first, &second}) {
    client->send(kGet);
    ASSERT_EQ(client->read_answer().status, 200);
  }
  RawClient third(server->port());
  EXPECT_TRUE(third.ended());
  EXPECT_EQ(server->counters().connections_open, 2U);
  EXPECT_EQ(server->counters().refused_total, 1U);
  first.close();
  for (int i = 0; i < 100 && server->counters().connections_open != 1; ++i) std::this_thread::sleep_for(10ms);
  RawClient fourth(server->port());
  fourth.send(kGet);
  EXPECT_EQ(fourth.read_answer().status, 200);
}

TEST(HttpLimits, CapsConnectionsPerAddress) {
  ServerOptions options = test_options();
  options.max_connections_per_address = 1;
  RunningServer server(options);
  RawClient first(server->port());
  first.send(kGet);
  ASSERT_EQ(first.read_answer().status, 200);
  RawClient second(server->port());
  EXPECT_TRUE(second.ended());
}

TEST(HttpLimits, TakesABodyUpToThePlan) {
  RunningServer server;
  RawClient client(server->port());
  const std::string body(kBodyMax, 'x');
  client.send(head_of_post("/", kBodyMax) + body);
  EXPECT_EQ(client.read_answer().body, "[POST /]" + body);
}

TEST(HttpLimits, RefusesALargerBodyBeforeItIsSentAndWhileItIsSent) {
  RunningServer server;
  for (const std::string& body : {std::string(), std::string(kBodyMax + 1, 'x')}) {
    RawClient client(server->port());
    client.send(head_of_post("/", kBodyMax + 1) + body);
    const Answer answer = client.read_answer();
    EXPECT_EQ(answer.status, 413);
    EXPECT_TRUE(answer.closing());
  }
}

TEST(HttpLimits, HoldsSoMuchOfAllBodiesAndNoMore) {
  ServerOptions options = test_options();
  options.body_bytes_in_memory_max = kBodyMax;
  RunningServer server(options);
  const std::string body(kBodyMax, 'x');
  RawClient slow(server->port());
  slow.send(head_of_post("/", kBodyMax) + body.substr(0, 10));
  RawClient sink(server->port());  // what goes on at once is not held
  sink.send(head_of_post("/sink", 1) + "x");
  EXPECT_EQ(sink.read_answer().status, 200);
  RawClient other(server->port());
  other.send(head_of_post("/", 1));
  const Answer refused = other.read_answer();
  EXPECT_EQ(refused.status, 503);
  EXPECT_TRUE(refused.closing());
  slow.send(body.substr(10));
  EXPECT_EQ(slow.read_answer().status, 200);
  RawClient later(server->port());
  later.send(head_of_post("/", kBodyMax) + body);
  EXPECT_EQ(later.read_answer().status, 200);
}

TEST(HttpLimits, StopsAtOnceWhenAllAreIdle) {
  RunningServer server;
  RawClient silent(server->port());
  RawClient idle(server->port());
  idle.send(kGet);
  ASSERT_EQ(idle.read_answer().status, 200);
  EXPECT_LT(time_of([&] { server.stop(10); }), testing::patience(1s));
  EXPECT_TRUE(idle.ended());
  EXPECT_TRUE(silent.ended());
  EXPECT_FALSE(RawClient(server->port()).connected());
}

TEST(HttpLimits, FinishesTheExchangesUnderWayWhenItStops) {
  RunningServer server;
  RawClient client(server->port());
  client.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n");
  auto reply = server.application.take_held();
  ASSERT_TRUE(reply);
  auto stopped = std::async(std::launch::async, [&] { server.stop(10); });
  while (RawClient(server->port()).connected()) {
  }
  reply->send(EchoApplication::text(200, "finished"));
  const Answer answer = client.read_answer();
  EXPECT_EQ(answer.body, "finished");
  EXPECT_TRUE(answer.closing());
  client.close();
}

TEST(HttpLimits, EndsTheRestAfterTheGrace) {
  RunningServer server;
  RawClient client(server->port());
  client.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n");
  auto reply = server.application.take_held();
  ASSERT_TRUE(reply);
  EXPECT_LT(time_of([&] { server.stop(1); }), testing::patience(3s));
  EXPECT_TRUE(client.ended());
  reply->send(EchoApplication::text(200, "too late"));  // goes nowhere, and does no harm
}

TEST(HttpLimits, AReplyMayOutliveTheServer) {
  EchoApplication application;
  std::optional<Reply> reply;
  {
    Server server(test_options(), application);
    std::thread thread([&] { server.run(); });
    RawClient client(server.port());
    client.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n");
    auto held = application.take_held();
    if (held) reply.emplace(std::move(*held));
    server.stop(0);
    thread.join();
  }
  ASSERT_TRUE(reply);
  auto stream = reply->open_stream({});
  EXPECT_FALSE(stream->open());
  EXPECT_FALSE(stream->send("", "", "x"));
}

TEST(HttpLimits, StopsBeforeItHasRun) {
  EchoApplication application;
  Server server(test_options(), application);
  server.stop();
  server.run();
  EXPECT_EQ(server.counters().connections_total, 0U);
}

TEST(HttpLimits, SaysWhyItCannotListen) {
  EchoApplication application;
  ServerOptions options = test_options();
  options.address = "0.0.0.0";
  EXPECT_THROW(Server(options, application), std::runtime_error) << "plain HTTP beyond loopback";
  options.address = "localhost";
  EXPECT_THROW(Server(options, application), std::runtime_error) << "not a numeric address";
  options = test_options();
  options.io_threads = 0;
  EXPECT_THROW(Server(options, application), std::runtime_error);
}

TEST(HttpLimits, RefusesAPortInUse) {
  RunningServer running;
  EchoApplication application;
  ServerOptions options = test_options();
  options.port = running->port();
  EXPECT_THROW(Server(options, application), std::runtime_error);
}

}  // namespace
}  // namespace renkei::http::test
