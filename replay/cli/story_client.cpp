#include "replay/cli/story_client.h"

#include "eventstore/crypto/base64.h"
#include "eventstore/crypto/sha256.h"
#include "eventstore/crypto/totp.h"
#include "eventstore/merkle/checkpoint.h"

namespace renkei::cli {

std::optional<Receipt> receipt_of(const JsonValue& json) {
  const std::string position = field(json, "receipt.position");
  const auto leaf = hex_decode(field(json, "receipt.leaf_hash"));
  if (position.empty() || !leaf || leaf->size() != Digest::size) return std::nullopt;
  return Receipt{std::stoull(position), Digest::from(*leaf), {}};
}

StoryClient::StoryClient(const StorySetup& setup)
    : setup_(setup), http_(setup.base_url, setup.certificate_file) {}

void StoryClient::expect(const client::Answer& answer, int status, const std::string& code) const {
  if (answer.status == 0) throw StoryFailure("手順" + std::to_string(step_) + ": " + answer.error);
  const JsonValue json = parsed(answer);
  const std::string found = field(json, "code");
  if (answer.status == status && (code.empty() || found == code)) return;
  throw StoryFailure("手順" + std::to_string(step_) + ": " + std::to_string(answer.status) + " " + found + " " +
                     field(json, "title") + "（" + field(json, "detail") + field(json, "errors.0.pointer") +
                     "）; " + std::to_string(status) + " " + code + " が見込まれていました");
}

void StoryClient::expect_equal(const std::string& what, const std::string& found,
                               const std::string& expected) const {
  if (found == expected) return;
  throw StoryFailure("手順" + std::to_string(step_) + ": " + what + " は「" + found + "」、見込みは「" +
                     expected + "」");
}

client::Headers StoryClient::with_session(const Person& who, client::Headers headers) const {
  if (!who.token.empty()) headers["Authorization"] = "Bearer " + who.token;
  if (!who.device.empty()) headers["Renkei-Device"] = who.device;
  return headers;
}

// A person's own writes are in their next read by themselves; what someone else wrote a moment ago, once it is
// folded.
void StoryClient::wait_for_views() {
  for (int i = 0; i < 1'000 && !receipts.empty(); ++i) {
    const JsonValue ready = parsed(http_.get("/readyz"));
    const std::string position = field(ready, "views_position");
    if (!position.empty() && std::stoull(position) > receipts.back().position) return;
  }
}

client::Answer StoryClient::get(const Person& who, const std::string& path, client::Headers headers) {
  wait_for_views();
  return http_.get(path, with_session(who, std::move(headers)));
}

client::Answer StoryClient::post(const Person& who, const std::string& path, const std::string& body,
                                 client::Headers headers) {
  headers.emplace("Idempotency-Key", client::new_idempotency_key());
  return http_.post(path, body, with_session(who, std::move(headers)));
}

client::Answer StoryClient::post_file(const Person& who, const std::string& octets, const std::string& media) {
  client::Headers headers{{"Idempotency-Key", client::new_idempotency_key()},
                          {"Content-Digest", "sha-256=:" + base64(sha256({octets}).view()) + ":"}};
  return http_.post("/v1/attachments", octets, with_session(who, std::move(headers)), media);
}

JsonValue StoryClient::done(const Person& who, const std::string& path, const std::string& body, int status,
                            client::Headers headers) {
  const client::Answer answer = post(who, path, body, std::move(headers));
  expect(answer, status);
  JsonValue json = parsed(answer);
  if (const auto receipt = receipt_of(json)) {
    receipts.push_back(*receipt);
    receipts.back().holder = who.login_id;
  }
  return json;
}

void StoryClient::prove(const Person& who, const Receipt& receipt) {
  const std::string at = std::to_string(receipt.position);
  const client::Answer answer = get(who, "/v1/entries/" + at + "/proof");
  expect(answer, 200);
  const auto key = VerificationKey::parse(setup_.log_key);
  const auto proof = LogProof::parse(answer.body);
  if (!key || !proof || proof->index != receipt.position || leaf_hash(proof->extra) != receipt.leaf_hash ||
      !proof->verify(receipt.leaf_hash, *key)) {
    throw StoryFailure("手順" + std::to_string(step_) + ": 台帳位置 " + at +
                       " の受領証を、市の検証鍵で証明できません");
  }
}

std::string StoryClient::upload(const Person& who, const std::string& octets, const std::string& media) {
  const client::Answer answer = post_file(who, octets, media);
  expect(answer, 201);
  return field(parsed(answer), "data.id");
}

std::string StoryClient::fresh_code(const Person& who) const {
  if (who.totp_seed.empty()) return "null";
  setup_.next_totp_step();
  const auto seed = base64url_decode(who.totp_seed);
  return json_string(totp_code(*seed, totp_step(setup_.now().microseconds / 1'000'000)));
}

void StoryClient::step_up(Person& who) {
  const std::string body = "{\"password\":" + json_string(who.password) + ",\"totp\":" + fresh_code(who) + "}";
  who.token = field(done(who, "/v1/sessions/current/step-up", body), "data.token");
}

void StoryClient::log_in(Person& who) {
  std::string body = "{\"login_id\":" + json_string(who.login_id) +
                     ",\"password\":" + json_string(who.password) + ",\"totp\":" + fresh_code(who);
  if (!who.enrolment_code.empty()) body += ",\"enrolment_code\":" + json_string(who.enrolment_code);
  who.token.clear();
  client::Headers headers;
  if (!who.device.empty()) headers["Renkei-Device"] = who.device;
  const client::Answer answer = http_.post("/v1/sessions", body + "}", headers);
  expect(answer, 201);
  const JsonValue json = parsed(answer);
  who.token = field(json, "data.token");
  who.account_id = field(json, "data.account_id");
  if (const std::string device = field(json, "data.device.device_id"); !device.empty()) {
    who.device = device + "." + field(json, "data.device.token");
    who.enrolment_code.clear();
  }
}

}  // namespace renkei::cli
