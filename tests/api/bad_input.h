// Bad input: exactly its problem, in both languages, nothing of a person in it, and not one octet in the
// ledger.
#pragma once

#include "tests/api/played_city.h"

namespace renkei::testing {

struct BadInput : PlayedTest {
  static void SetUpTestSuite() {
    PlayedTest::SetUpTestSuite();
    for (Person* who : {&city->r.city1, &city->r.kono, &city->r.miki}) city->log_in_again(*who);
  }
  void SetUp() override { head = city->service->committer->durable_head(); }
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
  static inline Head head;
};

}  // namespace renkei::testing
