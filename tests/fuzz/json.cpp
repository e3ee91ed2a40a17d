// Bodies of requests: the strict tree, and described values out of it.
#include "domain/policy/policy.h"
#include "domain/registration/commands.h"
#include "domain/room/commands.h"
#include "eventstore/json/json_read.h"
#include "eventstore/json/json_write.h"
#include "tests/fuzz/targets.h"
#include "tests/support/policy_file.h"
#include "tests/support/programs.h"

namespace renkei::fuzz {
namespace {

void write(JsonWriter& writer, const JsonValue& json) {
  if (const auto* object = std::get_if<JsonValue::Object>(&json.value)) {
    writer.begin_object();
    for (const auto& [name, member] : *object) {
      writer.name(name);
      write(writer, member);
    }
    writer.end_object();
  } else if (const auto* array = std::get_if<JsonValue::Array>(&json.value)) {
    writer.begin_array();
    for (const JsonValue& element : *array) write(writer, element);
    writer.end_array();
  } else if (const auto* text = std::get_if<std::string>(&json.value)) {
    writer.value(*text);
  } else if (const auto* number = std::get_if<std::int64_t>(&json.value)) {
    writer.value(*number);
  } else if (const auto* flag = std::get_if<bool>(&json.value)) {
    writer.value(*flag);
  } else {
    writer.null();
  }
}

std::string text_of(const JsonValue& json) {
  JsonWriter writer;
  write(writer, json);
  return writer.take();
}

// What is accepted is within its limits, so it is accepted again as it is written.
template <class T>
void check_described(const JsonValue& json) {
  const auto value = from_json<T>(json);
  if (!value) return must_hold(!value.error().empty(), "a refusal says why");
  const std::string text = to_json(*value);
  const auto again = from_json_text<T>(text);
  must_hold(again.has_value(), "an accepted value is accepted again");
  must_hold(to_json(*again) == text, "an accepted value stays the same");
}

void run_json(BytesView octets) {
  const auto json = parse_json(octets);
  if (!json) return must_hold(!json.error().code.empty(), "a refusal has its code");
  const std::string text = text_of(*json);
  const auto again = parse_json(text);
  must_hold(again.has_value(), "a tree reads again as it is written");
  must_hold(text_of(*again) == text, "a tree stays the same");
  check_described<policy::Policy>(*json);
  check_described<registration::SubmitRegistrationRequest>(*json);
  check_described<room::PostMessage>(*json);
  check_described<room::AssignMember>(*json);
}

std::vector<Bytes> json_seeds() {
  return {
      testing::policy_text(),
      to_json(registration::SubmitRegistrationRequest{}),
      to_json(room::PostMessage{}),
      to_json(room::AssignMember{}),
      R"({"kind":"visit_record","text":"訪問しました。\u8840圧 \ud83d\ude00","occurred_on":"令和8年4月1日","urgent":true})",
      R"([[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]])",
      R"({"a":1,"a":2})",
      R"([9223372036854775807,-9223372036854775808,18446744073709551615,1e5,-0,0.5])",
      R"(["\u0000","\ud800","\udc00\ud800","\/\b\f\n\r\t"])",
      "\"\xff\"",
      " null ",
      "true x"};
}

}  // namespace

FuzzTarget json() { return {"json", run_json, json_seeds}; }

}  // namespace renkei::fuzz
