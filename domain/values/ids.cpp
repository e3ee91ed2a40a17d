#include "domain/values/ids.h"

namespace renkei {
namespace {

constexpr std::string_view kAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";  // Crockford, lower case
constexpr std::size_t kTextLength = 26;                                     // 130 bits, the top two always zero

}  // namespace

std::string base32_text(BytesView sixteen_octets) {
  std::string text(kTextLength, '0');
  unsigned buffer = 0, bits = 2;  // two leading zero bits make 130
  std::size_t next = 0;
  for (const char c : sixteen_octets) {
    buffer = (buffer << 8 | static_cast<std::uint8_t>(c)) & 0xFFFF;
    for (bits += 8; bits >= 5 && next < kTextLength; bits -= 5)
      text[next++] = kAlphabet[buffer >> (bits - 5) & 31];
  }
  return text;
}

std::optional<std::array<std::uint8_t, 16>> base32_octets(std::string_view text) {
  if (text.size() != kTextLength) return std::nullopt;
  std::array<std::uint8_t, 16> octets{};
  unsigned buffer = 0, bits = 0;
  std::size_t next = 0;
  for (std::size_t i = 0; i < kTextLength; ++i) {
    const std::size_t digit = kAlphabet.find(text[i]);
    if (digit == std::string_view::npos || (i == 0 && digit > 7)) return std::nullopt;
    buffer = (buffer << 5 | static_cast<unsigned>(digit)) & 0xFFFF;
    bits += i == 0 ? 3 : 5;
    if (bits >= 8) {
      bits -= 8;
      octets[next++] = static_cast<std::uint8_t>(buffer >> bits & 0xFF);
    }
  }
  return octets;
}

}  // namespace renkei
