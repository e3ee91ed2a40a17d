// Strict JSON from outside: one small tree, made by a handler that refuses duplicate names, numbers that are no
// 64-bit integer, NUL, nesting above 16, invalid UTF-8 and anything after the end (design: api.md,
// "Conventions").
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "domain/result.h"

namespace renkei {

struct JsonValue {
  using Array = std::vector<JsonValue>;
  using Object = std::vector<std::pair<std::string, JsonValue>>;
  std::variant<std::nullptr_t, bool, std::int64_t, std::string, Array, Object> value = nullptr;

  bool operator==(const JsonValue&) const = default;
  bool is_null() const { return std::holds_alternative<std::nullptr_t>(value); }
  const JsonValue* member(std::string_view name) const;  // nullptr: not an object, or no such member
};

struct JsonProblem {
  std::string
      code;  // "malformed-json" "too-deep" "invalid-encoding" "unknown-field" "wrong-type" "invalid-value"
  std::string pointer;  // RFC 6901
  std::string ja, en;
};

inline constexpr std::size_t kJsonDepthMax = 16;
inline constexpr std::size_t kJsonArrayMax = 10'000, kJsonFileArrayMax = 10'000'000;

Result<JsonValue, JsonProblem> parse_json(std::string_view text);
// Of a file that somebody opens, whose lists may be as long as a life: a packet's manifest.
Result<JsonValue, JsonProblem> parse_json_file(std::string_view text);

}  // namespace renkei
