#include "eventstore/merkle/utf8.h"

#include <cstddef>

namespace renkei {

namespace {

constexpr char32_t kMaxCharacter = 0x10FFFF;

struct Form {
  std::size_t length = 0;  // 0: not a first octet
  char32_t bits = 0;       // what the first octet contributes
  char32_t least = 0;      // smaller values have a shorter form
};

Form form_of(unsigned char first) {
  if (first < 0x80) return {1, first, 0};
  if ((first & 0xE0U) == 0xC0) return {2, first & 0x1FU, 0x80};
  if ((first & 0xF0U) == 0xE0) return {3, first & 0x0FU, 0x800};
  if ((first & 0xF8U) == 0xF0) return {4, first & 0x07U, 0x10000};
  return {};
}

}  // namespace

std::optional<char32_t> take_utf8(std::string_view& text) {
  if (text.empty()) return std::nullopt;
  const Form form = form_of(static_cast<unsigned char>(text.front()));
  if (form.length == 0 || form.length > text.size()) return std::nullopt;
  char32_t character = form.bits;
  for (std::size_t i = 1; i < form.length; ++i) {
    const auto octet = static_cast<unsigned char>(text[i]);
    if ((octet & 0xC0U) != 0x80) return std::nullopt;
    character = (character << 6U) | (octet & 0x3FU);
  }
  const bool surrogate = character >= 0xD800 && character <= 0xDFFF;
  if (character < form.least || character > kMaxCharacter || surrogate) return std::nullopt;
  text.remove_prefix(form.length);
  return character;
}

bool is_unicode_space(char32_t c) {
  return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000;
}

}  // namespace renkei
