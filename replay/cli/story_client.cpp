#include "replay/cli/story_client.h"

#include "eventstore/crypto/base64.h"
#include "eventstore/crypto/sha256.h"
#include "eventstore/crypto/totp.h"
#include "eventstore/json/json_write.h"

namespace renkei::cli {

std::string json_string(const std::string& text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

client::Headers match(const std::string& version) { return {{"If-Match", "\"" + version + "\""}}; }

std::string field(const JsonValue& json, const std::string& path) {
  const JsonValue* at = &json;
  std::string rest = path;
  while (!rest.empty()) {
    const std::size_t dot = rest.find('.');
    const std::string name = rest.substr(0, dot);
    rest = dot == std::string::npos ? "" : rest.substr(dot + 1);
    if (const auto* array = std::get_if<JsonValue::Array>(&at->value)) {
      if (name.empty() || name.find_first_not_of("0123456789") != std::string::npos) return {};
      const auto index = static_cast<std::size_t>(std::stoul(name));
      if (index >= array->size()) return {};
      at = &(*array)[index];
    } else {
      at = at->member(name);
    }
    if (at == nullptr) return {};
  }
  if (const auto* text = std::get_if<std::string>(&at->value)) return *text;
  if (const auto* number = std::get_if<std::int64_t>(&at->value)) return std::to_string(*number);
  if (const auto* flag = std::get_if<bool>(&at->value)) return *flag ? "true" : "false";
  if (at->is_null()) return "null";
  if (const auto* array = std::get_if<JsonValue::Array>(&at->value))
    return "[" + std::to_string(array->size()) + "]";
  return "{}";
}

JsonValue parsed(const client::Answer& answer) {
  auto json = parse_json(answer.body);
  return json ? std::move(*json) : JsonValue{};
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
    if (!position.empty() && std::stoull(position) > receipts.back()) return;
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
  if (const std::string position = field(json, "receipt.position"); !position.empty())
    receipts.push_back(std::stoull(position));
  return json;
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
