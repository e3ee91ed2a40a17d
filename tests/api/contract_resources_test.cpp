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

}  // namespace
}  // namespace renkei::testing
