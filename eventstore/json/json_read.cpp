#include "eventstore/json/json_read.h"

namespace renkei::json_detail {
namespace {
constexpr std::size_t kProblemsMax = 50;
}

void Problems::add(std::string code, std::string pointer, std::string ja, std::string en) {
  if (found.size() < kProblemsMax)
    found.push_back({std::move(code), std::move(pointer), std::move(ja), std::move(en)});
}
void Problems::wrong_type(const std::string& pointer, std::string_view ja, std::string_view en) {
  add("wrong-type", pointer, "この項目は" + std::string(ja) + "で送ってください。",
      "This field must be " + std::string(en) + ".");
}
void Problems::invalid(const std::string& pointer) {
  add("invalid-value", pointer, "この項目の値は使えません。", "The value of this field is not allowed.");
}
void Problems::missing(const std::string& pointer) {
  add("invalid-value", pointer, "この項目は必須です。", "This field is required.");
}

std::string escaped(std::string_view name) {
  std::string token;
  for (const char c : name) token += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  return token;
}

std::size_t characters(std::string_view utf8) {
  std::size_t count = 0;
  for (const char c : utf8) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return count;
}

bool hex_octets(std::string_view text, std::span<std::uint8_t> octets) {
  static constexpr std::string_view kHex = "0123456789abcdef";
  if (text.size() != 2 * octets.size()) return false;
  for (std::size_t i = 0; i < octets.size(); ++i) {
    const std::size_t high = kHex.find(text[2 * i]), low = kHex.find(text[2 * i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return false;
    octets[i] = static_cast<std::uint8_t>(high << 4 | low);
  }
  return true;
}

}  // namespace renkei::json_detail
