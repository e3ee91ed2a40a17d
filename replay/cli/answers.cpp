#include "replay/cli/answers.h"

#include "eventstore/json/json_read.h"

namespace renkei::cli {

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

}  // namespace renkei::cli
