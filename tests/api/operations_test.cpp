// What operators see, and how one client is kept from taking the server for itself.
#include "api/operations.h"
#include "api/rate_limits.h"
#include "tests/api/played_city.h"

namespace renkei::testing {
namespace {

struct Operating : PlayedTest {};

TEST_F(Operating, ShowsNumbersWithoutIdsOrNames) {
  api::Operations operations(*city->service);
  http::ServerOptions options;
  options.port = 0;
  http::Server server(options, operations);
  std::thread thread([&] { server.run(); });
  client::ApiClient http("http://127.0.0.1:" + std::to_string(server.port()), "");
  city->get(&city->r.kono, city->messages());
  city->get(&city->r.kono, "/v1/nothing");
  const Answer answer = http.get("/metrics", {});
  EXPECT_EQ(answer.status, 200);
  for (const char* line :
       {"renkei_http_requests_total{method=\"GET\",route=\"/v1/rooms/{id}/messages\",status=\"2xx\"} ",
        "renkei_http_requests_total{method=\"\",route=\"none\",status=\"4xx\"} ",
        "renkei_http_request_duration_seconds_bucket{method=\"GET\",route=\"/v1/rooms/{id}/"
        "messages\",le=\"+Inf\"} "}) {
    EXPECT_NE(answer.body.find(line), std::string::npos) << line;
  }
  EXPECT_NE(answer.body.find("renkei_ledger_entries " + std::to_string(city->size()) + "\n"),
            std::string::npos);
  for (const std::string& word :
       {city->r.room_id, city->r.kono.account_id, city->r.care_recipient_id, std::string("香川")}) {
    EXPECT_EQ(answer.body.find(word), std::string::npos) << word;
  }
  EXPECT_EQ(http.get("/v1/rooms", {}).status, 404) << "no other route on this port";
  server.stop(1);
  thread.join();
}

TEST(RequestLog, SaysTheRouteAndNothingElseOfTheRequest) {
  std::vector<std::string> lines;
  const auto write = [&](const std::string& line) { lines.push_back(line); };
  const api::RequestLog info(api::LogLevel::info, write), debug(api::LogLevel::debug, write),
      off(api::LogLevel::off, write);
  for (const int status : {200, 404, 503}) info.answered(kStoryStart, "id", "GET /v1/rooms/{id}", status, 7);
  EXPECT_EQ(lines.size(), 2u);
  debug.answered(kStoryStart, "id", "GET /v1/rooms/{id}", 200, 7);
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(lines[2], "{\"at\":\"" + to_text(kStoryStart) +
                          "\",\"level\":\"debug\",\"request_id\":\"id\",\"route\":\"GET "
                          "/v1/rooms/{id}\",\"status\":200,\"microseconds\":7}\n");
  off.answered(kStoryStart, "id", "GET /v1/rooms/{id}", 503, 7);
  EXPECT_EQ(lines.size(), 3u);
}

TEST(RateLimits, GiveABurstThenSoManyASecond) {
  api::RateLimits limits(10, 20);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(limits.take("a", 1'000), 0);
  EXPECT_EQ(limits.take("a", 1'000), 100);
  EXPECT_EQ(limits.take("b", 1'000), 0) << "each key has its own";
  EXPECT_EQ(limits.take("a", 1'100), 0);
  EXPECT_GT(limits.take("a", 1'100), 0);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(limits.take("a", 100'000), 0);
  EXPECT_GT(limits.take("a", 100'000), 0) << "never more than the burst";
}

TEST(RateLimited, IsToldSoAndLeavesNoTrace) {
  api::ServiceLimits limits = ServedCity::cheap_limits();
  limits.requests_per_second = limits.requests_burst = 3;
  ServedCity city(kStoryStart, limits);
  client::ApiClient http(city.url(), "");
  const std::string login = R"({"login_id":"nobody","password":"x"})";
  int told = 0;
  for (int i = 0; i < 6; ++i) {
    const Answer answer = http.post("/v1/policies-none", login, {});
    const Answer limited = http.post("/v1/sessions", login, {});
    EXPECT_TRUE(answer.status == 404) << answer.status;
    if (limited.status != 429) continue;
    ++told;
    EXPECT_NE(limited.body.find("too-many-requests"), std::string::npos);
    EXPECT_TRUE(limited.headers.contains("Retry-After") || limited.headers.contains("retry-after"));
  }
  EXPECT_GE(told, 3);
}

}  // namespace
}  // namespace renkei::testing
