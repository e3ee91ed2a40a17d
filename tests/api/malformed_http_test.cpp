// Requests that no server should serve, to a city: refused as by the server alone, and nothing of them is
// recorded.
#include "tests/api/played_city.h"
#include "tests/http/malformed_requests.h"
#include "tests/http/test_server.h"

namespace renkei::testing {
namespace {

struct MalformedHttp : PlayedTest {};

TEST_F(MalformedHttp, IsRefusedByACityAndLeavesItsLedgerAsItWas) {
  const auto rows = http::test::all_malformed();
  ASSERT_GE(rows.size(), 190u);
  for (const http::test::Malformed& row : rows) {
    const Head before = city->service->committer->durable_head();
    http::test::RawClient client(city->server->port());
    client.send(row.octets);
    const http::test::Answer answer = client.read_answer(row.octets.starts_with("HEAD"));
    EXPECT_EQ(answer.status,
              row.status == 413 ? 404 : row.status)  // of no route, before its size is of interest
        << row.name;
    EXPECT_TRUE(answer.closing()) << row.name;
    EXPECT_TRUE(client.ended()) << row.name;
    ASSERT_EQ(city->service->committer->durable_head(), before) << row.name;
  }
  EXPECT_EQ(city->http.get("/healthz").status, 200);
}

}  // namespace
}  // namespace renkei::testing
