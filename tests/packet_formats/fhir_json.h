// A bundle as a test reads it.
#pragma once

#include <gtest/gtest.h>

#include <functional>

#include "eventstore/json/json_value.h"

namespace renkei::testing {

using Resources = std::vector<const JsonValue*>;

// The text at a path of names and numbers; "" where there is none.
inline std::string text_at(const JsonValue& json, std::initializer_list<std::string_view> path) {
  const JsonValue* at = &json;
  for (const std::string_view step : path) {
    if (const auto* array = std::get_if<JsonValue::Array>(&at->value)) {
      const std::size_t i = std::stoul(std::string(step));
      at = i < array->size() ? &(*array)[i] : nullptr;
    } else {
      at = at->member(step);
    }
    if (at == nullptr) return "";
  }
  const auto* text = std::get_if<std::string>(&at->value);
  return text == nullptr ? "" : *text;
}

class Bundle {
 public:
  explicit Bundle(const std::string& text) {
    auto parsed = parse_json(text);
    if (!parsed) ADD_FAILURE() << parsed.error().code << " at " << parsed.error().pointer;
    if (parsed) json_ = std::move(*parsed);
  }
  const JsonValue::Array& entries() const { return std::get<JsonValue::Array>(json_.member("entry")->value); }
  Resources of_type(std::string_view type) const {
    Resources found;
    for (const JsonValue& entry : entries()) {
      const JsonValue* resource = entry.member("resource");
      if (text_at(*resource, {"resourceType"}) == type) found.push_back(resource);
    }
    return found;
  }
  // Calls `see` with each member of this name, wherever it stands.
  void each_member(std::string_view name, const std::function<void(const JsonValue&)>& see) const {
    each_member(json_, name, see);
  }

 private:
  static void each_member(const JsonValue& json, std::string_view name,
                          const std::function<void(const JsonValue&)>& see) {
    if (const auto* array = std::get_if<JsonValue::Array>(&json.value)) {
      for (const JsonValue& element : *array) each_member(element, name, see);
    } else if (const auto* object = std::get_if<JsonValue::Object>(&json.value)) {
      for (const auto& [key, value] : *object) {
        if (key == name) see(value);
        each_member(value, name, see);
      }
    }
  }
  JsonValue json_;
};

// The value of an AuditEvent's detail; "" where it has none.
inline std::string detail(const JsonValue& event, std::string_view type) {
  const JsonValue* entities = event.member("entity");
  if (entities == nullptr) return "";
  for (const JsonValue& entity : std::get<JsonValue::Array>(entities->value)) {
    const JsonValue* details = entity.member("detail");
    if (details == nullptr) continue;
    for (const JsonValue& d : std::get<JsonValue::Array>(details->value)) {
      if (text_at(d, {"type"}) == type) return text_at(d, {"valueString"});
    }
  }
  return "";
}

}  // namespace renkei::testing
