// JSON into described values, strictly: unknown names, wrong types and values outside their limits are problems
// with a pointer; nothing is guessed. A missing text, list, number or flag is its default and then meets its
// limits; a missing code, id or date is a problem.
#pragma once

#include <span>

#include "domain/describe.h"
#include "eventstore/json/json_value.h"

namespace renkei {

namespace json_detail {

class Problems {
 public:
  void add(std::string code, std::string pointer, std::string ja, std::string en);
  void wrong_type(const std::string& pointer, std::string_view ja, std::string_view en);
  void invalid(const std::string& pointer);
  void missing(const std::string& pointer);
  std::vector<JsonProblem> found;
};

std::string escaped(std::string_view name);  // one reference token of a JSON pointer
std::size_t characters(std::string_view utf8);
// Lower-case hex of exactly as many octets; false otherwise.
bool hex_octets(std::string_view text, std::span<std::uint8_t> octets);

template <class T>
void read(const JsonValue* json, T& value, const Limits& limits, const std::string& at, Problems& problems);

template <class T>
struct MemberReader : FieldVisitor<MemberReader<T>> {
  const JsonValue* json;
  T& value;
  const std::string& at;
  Problems& problems;
  std::vector<std::string_view> known;

  MemberReader(const JsonValue* j, T& v, const std::string& a, Problems& p)
      : json(j), value(v), at(a), problems(p) {}
  template <class M>
  void any(std::string_view name, M member, Limits limits) {
    known.push_back(name);
    read(json == nullptr ? nullptr : json->member(name), value.*member, limits, at + "/" + escaped(name),
         problems);
  }
};

template <class T>
void read_object(const JsonValue* json, T& value, const std::string& at, Problems& problems) {
  if (json != nullptr && !std::holds_alternative<JsonValue::Object>(json->value)) {
    return problems.wrong_type(at, "オブジェクト", "an object");
  }
  MemberReader<T> reader(json, value, at, problems);
  T::describe(reader);
  if (json == nullptr) return;
  for (const auto& [name, ignored] : std::get<JsonValue::Object>(json->value)) {
    bool found = false;
    for (const std::string_view k : reader.known) found = found || k == name;
    if (!found) {
      problems.add("unknown-field", at + "/" + escaped(name), "この項目は使えません。",
                   "This field is not known.");
    }
  }
}

template <class T>
void read_text_value(const JsonValue* json, T& value, const std::string& at, Problems& problems) {
  if (json == nullptr) return problems.missing(at);
  const auto* text = std::get_if<std::string>(&json->value);
  if (text == nullptr) return problems.wrong_type(at, "文字列", "a string");
  std::optional<T> parsed;
  if constexpr (CodeType<T>) {
    parsed = code_from_text<T>(*text);
  } else if constexpr (IdType<T>) {
    parsed = id_from_text<T>(*text);
  } else if constexpr (FixedBytesType<T>) {
    if (T octets; hex_octets(*text, octets.octets)) parsed = octets;
  } else if constexpr (std::is_same_v<T, CivilDate>) {
    parsed = civil_date_from_text(*text);
  } else {
    parsed = instant_from_text(*text);
  }
  if (!parsed) return problems.invalid(at);
  value = *parsed;
}

inline bool is_code_word(std::string_view text) {
  return text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_.-") == std::string_view::npos;
}

template <class T>
void read_list(const JsonValue* json, std::vector<T>& value, const Limits& limits, const std::string& at,
               Problems& problems) {
  static const JsonValue::Array kNone;
  const auto* array = json == nullptr ? &kNone : std::get_if<JsonValue::Array>(&json->value);
  if (array == nullptr) return problems.wrong_type(at, "配列", "an array");
  if (array->size() < limits.min || array->size() > limits.max) return problems.invalid(at);
  for (std::size_t i = 0; i < array->size(); ++i) {
    read(&(*array)[i], value.emplace_back(), limits.code ? Limits{1, 40, true} : Limits{0, 300},
         at + "/" + std::to_string(i), problems);
  }
}

template <class T>
void read(const JsonValue* json, T& value, const Limits& limits, const std::string& at, Problems& problems) {
  if constexpr (OptionalType<T>) {
    if (json != nullptr && !json->is_null()) read(json, value.emplace(), limits, at, problems);
  } else if constexpr (VectorType<T>) {
    read_list(json, value, limits, at, problems);
  } else if constexpr (Described<T>) {
    read_object(json, value, at, problems);
  } else if constexpr (std::is_same_v<T, std::string>) {
    if (json != nullptr) {
      const auto* text = std::get_if<std::string>(&json->value);
      if (text == nullptr) return problems.wrong_type(at, "文字列", "a string");
      value = *text;
    }
    const std::size_t length = characters(value);
    if (length < limits.min || length > limits.max || (limits.code && !is_code_word(value)))
      problems.invalid(at);
  } else if constexpr (std::is_same_v<T, bool>) {
    if (json == nullptr) return;
    const auto* flag = std::get_if<bool>(&json->value);
    if (flag == nullptr) return problems.wrong_type(at, "true または false", "true or false");
    value = *flag;
  } else if constexpr (NumberType<T>) {
    if (json == nullptr) {
      if (limits.min > static_cast<std::uint64_t>(value)) problems.missing(at);
      return;
    }
    const auto* number = std::get_if<std::int64_t>(&json->value);
    if (number == nullptr) return problems.wrong_type(at, "整数", "an integer");
    if (*number < 0 || static_cast<std::uint64_t>(*number) < limits.min ||
        static_cast<std::uint64_t>(*number) > limits.max) {
      return problems.invalid(at);
    }
    value = static_cast<T>(*number);
  } else {
    read_text_value(json, value, at, problems);
  }
}

}  // namespace json_detail

// The value, or every problem found (at most 50), the first deciding the answer's code.
template <class T>
Result<T, std::vector<JsonProblem>> from_json(const JsonValue& json) {
  T value;
  json_detail::Problems problems;
  json_detail::read_object(&json, value, "", problems);
  if (!problems.found.empty()) return Unexpected{std::move(problems.found)};
  return value;
}

template <class T>
Result<T, std::vector<JsonProblem>> from_json_text(std::string_view text) {
  auto json = parse_json(text);
  if (!json) return Unexpected{std::vector{json.error()}};
  return from_json<T>(*json);
}
template <class T>
Result<T, std::vector<JsonProblem>> from_json_file(std::string_view text) {
  auto json = parse_json_file(text);
  if (!json) return Unexpected{std::vector{json.error()}};
  return from_json<T>(*json);
}

}  // namespace renkei
