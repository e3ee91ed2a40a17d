#include "eventstore/json/json_value.h"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/src.hpp>

#include <charconv>
#include <limits>

namespace renkei {
namespace {

namespace json = boost::json;

// Builds the tree; the first refusal stops the parser and names its code.
template <std::size_t kArrayMax>
class StrictHandler {
 public:
  static constexpr std::size_t max_object_size = 250, max_array_size = kArrayMax;
  static constexpr std::size_t max_key_size = 200, max_string_size = 1 << 20;

  std::string refusal;
  JsonValue root;

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code& ec) { return open(JsonValue::Object{}, ec); }
  bool on_object_end(std::size_t, json::error_code&) { return close(); }
  bool on_array_begin(json::error_code& ec) { return open(JsonValue::Array{}, ec); }
  bool on_array_end(std::size_t, json::error_code&) { return close(); }

  bool on_key_part(json::string_view part, std::size_t, json::error_code&) { return gather(part); }
  bool on_key(json::string_view part, std::size_t, json::error_code& ec) {
    gather(part);
    for (const auto& [name, value] : std::get<JsonValue::Object>(open_.back()->value)) {
      if (name == text_) return refuse("malformed-json", ec);
    }
    keys_.push_back(std::move(text_));
    text_.clear();
    return true;
  }
  bool on_string_part(json::string_view part, std::size_t, json::error_code&) { return gather(part); }
  bool on_string(json::string_view part, std::size_t, json::error_code& ec) {
    gather(part);
    if (text_.find('\0') != std::string::npos) return refuse("invalid-encoding", ec);
    const bool ok = add(JsonValue{std::move(text_)}) != nullptr;
    text_.clear();
    return ok;
  }
  bool on_number_part(json::string_view, json::error_code&) { return true; }
  bool on_int64(std::int64_t number, json::string_view, json::error_code&) {
    return add(JsonValue{number}) != nullptr;
  }
  bool on_uint64(std::uint64_t, json::string_view, json::error_code& ec) { return refuse("wrong-type", ec); }
  bool on_double(double, json::string_view, json::error_code& ec) { return refuse("wrong-type", ec); }
  bool on_bool(bool b, json::error_code&) { return add(JsonValue{b}) != nullptr; }
  bool on_null(json::error_code&) { return add(JsonValue{nullptr}) != nullptr; }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }

 private:
  bool gather(json::string_view part) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool refuse(const char* code, json::error_code& ec) {
    refusal = code;
    ec = json::error::syntax;
    return false;
  }
  JsonValue* add(JsonValue value) {
    if (open_.empty()) {
      root = std::move(value);
      return &root;
    }
    if (auto* array = std::get_if<JsonValue::Array>(&open_.back()->value)) {
      array->push_back(std::move(value));
      return &array->back();
    }
    auto& object = std::get<JsonValue::Object>(open_.back()->value);
    object.emplace_back(std::move(keys_.back()), std::move(value));
    keys_.pop_back();
    return &object.back().second;
  }
  template <class Container>
  bool open(Container container, json::error_code& ec) {
    if (open_.size() >= kJsonDepthMax) return refuse("too-deep", ec);
    open_.push_back(add(JsonValue{std::move(container)}));  // children of an open container do not move it
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }

  std::vector<JsonValue*> open_;
  std::vector<std::string> keys_;
  std::string text_;
};

// Well-formed UTF-8 (Unicode table 3-7): no overlong form, no surrogate, nothing above U+10FFFF.
bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i++]);
    if (lead < 0x80) continue;
    if (lead < 0xC2 || lead > 0xF4) return false;
    const std::size_t more = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
    for (std::size_t n = 0; n < more; ++n, ++i) {
      if (i == text.size()) return false;
      const auto c = static_cast<unsigned char>(text[i]);
      const unsigned low = n > 0 ? 0x80 : lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
      const unsigned high = n > 0 ? 0xBF : lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
      if (c < low || c > high) return false;
    }
  }
  return true;
}

JsonProblem problem(std::string code) {
  if (code == "too-deep") return {code, "", "JSON の入れ子が深すぎます。", "The JSON is nested too deeply."};
  if (code == "invalid-encoding") {
    return {code, "", "文字コードが正しくありません（UTF-8 で送ってください）。",
            "The text is not valid UTF-8 or contains NUL."};
  }
  if (code == "wrong-type") {
    return {code, "", "数値は64ビット整数で送ってください。", "Numbers must be 64-bit integers."};
  }
  return {"malformed-json", "", "JSON の形式が正しくありません。", "The body is not well-formed JSON."};
}

template <std::size_t kArrayMax>
Result<JsonValue, JsonProblem> parse(std::string_view text) {
  json::parse_options options;
  options.max_depth = kJsonDepthMax + 1;
  json::basic_parser<StrictHandler<kArrayMax>> parser(options);
  json::error_code ec;
  const std::size_t used = parser.write_some(false, text.data(), text.size(), ec);
  if (!parser.handler().refusal.empty()) return Unexpected{problem(parser.handler().refusal)};
  if (ec == json::error::too_deep) return Unexpected{problem("too-deep")};
  if (ec == json::error::illegal_leading_surrogate || ec == json::error::illegal_trailing_surrogate ||
      ec == json::error::expected_utf16_escape) {
    return Unexpected{problem("invalid-encoding")};
  }
  if (ec || used != text.size() || !parser.done()) {
    return Unexpected{problem(is_utf8(text) ? "malformed-json" : "invalid-encoding")};
  }
  return std::move(parser.handler().root);
}

}  // namespace

const JsonValue* JsonValue::member(std::string_view name) const {
  if (const auto* object = std::get_if<Object>(&value)) {
    for (const auto& [key, member] : *object) {
      if (key == name) return &member;
    }
  }
  return nullptr;
}

Result<JsonValue, JsonProblem> parse_json(std::string_view text) { return parse<kJsonArrayMax>(text); }
Result<JsonValue, JsonProblem> parse_json_file(std::string_view text) { return parse<kJsonFileArrayMax>(text); }

}  // namespace renkei
