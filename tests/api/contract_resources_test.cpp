// The answers of api/openapi.yaml that depend on the state of environments, devices, rooms and their records.
#include "tests/api/contract_states.h"

namespace renkei::testing {
namespace {

struct Resources : States {
  static std::string unknown(const char* prefix) { return std::string(prefix) + "_" + std::string(26, '0'); }
};

TEST_F(Resources, OfASessionThatStepsUp) {
  Person& who = city->r.takagi;
  const std::string path = "/v1/sessions/current/step-up",
                    body = "{\"password\":" + cli::quoted(who.password) + "}";
  refused("401 credentials-rejected", who, path, R"({"password":"wrong"})");
  const Headers key{{"Idempotency-Key", client::new_idempotency_key()}};
  who.token = field(done(who, path, body, key), "data.token");
  refused("409 secret-already-shown", who, path, body, key);
  refused("422 idempotency-key-reused", who, path, body + " ", key);
}

TEST_F(Resources, OfAssignments) {
  const cli::StoryResult& r = city->r;
  const std::string path = "/v1/rooms/" + r.room_id + "/assignments";
  const Answer made = city->post(
      &r.kono, path,
      "{\"account_id\":" + cli::quoted(r.nishioka.account_id) + R"(,"from_on":"2026-11-22","basis":"x"})");
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string one = made.headers.at("location");
  for (const Person* who : {&r.kono, &r.nishioka, &r.fujikawa}) {
    shown(*who, path);
    shown(*who, one);
  }
  EXPECT_EQ(code_of(city->get(&r.kono, path + "/" + unknown("asg"))), "404 not-found");
  done(r.kono, one + "/end", "{}");
  EXPECT_EQ(field(parsed(city->get(&r.kono, one)), "data.ended"), "true");
}

}  // namespace
}  // namespace renkei::testing
