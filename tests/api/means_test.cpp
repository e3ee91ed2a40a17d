// Answers that depend on the means one comes with: an environment, a second factor.
#include "tests/api/played_city.h"

namespace renkei::testing {
namespace {

TEST(StatesOfMeans, OfAFacilityWhoseEnvironmentWasRecognisedLongAgo) {
  PlayedCity city;
  Person& who = city.r.kono;
  city.clock.advance_milliseconds(std::int64_t{400} * 24 * 3'600'000);
  city.log_in_again(who);
  const Answer changed = city.post(&who, "/v1/password-changes",
                                   "{\"current\":" + cli::quoted(who.password) + R"(,"new":"Yama-no-ue-34"})");
  ASSERT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(code_of(city.get(&who, "/v1/rooms")), "403 environment-not-recognised");
}

TEST(StatesOfMeans, OfAnOfficerWithoutASecondFactor) {
  ServedCity city(Instant{1'795'305'600'000'000});
  client::ApiClient http(city.url(), "");
  const auto& admin = city.admins[0];
  const Answer login = http.post("/v1/sessions", "{\"login_id\":" + cli::quoted(admin.login_id) +
                                                     ",\"password\":" + cli::quoted(admin.one_time_code) + "}");
  const Headers headers{{"Authorization", "Bearer " + field(parsed(login), "data.token")},
                        {"Idempotency-Key", client::new_idempotency_key()}};
  const Answer changed =
      http.post("/v1/password-changes",
                "{\"current\":" + cli::quoted(admin.one_time_code) + R"(,"new":"Yama-no-ue-35"})", headers);
  EXPECT_EQ(field(parsed(changed), "data.scope"), "enrol_second_factor") << changed.body;
  EXPECT_EQ(code_of(http.get("/v1/tasks", headers)), "403 step-up-required");
}

}  // namespace
}  // namespace renkei::testing
