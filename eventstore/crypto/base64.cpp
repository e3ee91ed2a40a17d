#include "eventstore/crypto/base64.h"

namespace renkei {

namespace {

constexpr std::string_view kStandard = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kUrl = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view kHex = "0123456789abcdef";
constexpr std::int8_t kNone = -1;

using Values = std::array<std::int8_t, 256>;

constexpr Values values_of(std::string_view alphabet) {
  Values values{};
  for (std::int8_t& value : values) value = kNone;
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    values[static_cast<unsigned char>(alphabet[i])] = static_cast<std::int8_t>(i);
  }
  return values;
}

constexpr Values kStandardValues = values_of(kStandard);
constexpr Values kUrlValues = values_of(kUrl);
constexpr Values kHexValues = values_of(kHex);

// Without padding.
std::string encode(BytesView octets, std::string_view alphabet) {
  std::string text;
  text.reserve((octets.size() + 2) / 3 * 4);
  std::uint32_t buffer = 0;
  unsigned bits = 0;
  for (const char octet : octets) {
    buffer = (buffer << 8U) | static_cast<unsigned char>(octet);
    for (bits += 8; bits >= 6; bits -= 6) text.push_back(alphabet[(buffer >> (bits - 6)) & 0x3fU]);
  }
  if (bits > 0) text.push_back(alphabet[(buffer << (6 - bits)) & 0x3fU]);
  return text;
}

// Without padding. One text per value: left-over bits must be zero, and a single left-over character carries
// none.
std::optional<Bytes> decode(std::string_view text, const Values& values) {
  if (text.size() % 4 == 1) return std::nullopt;
  Bytes octets;
  octets.reserve(text.size() / 4 * 3 + 2);
  std::uint32_t buffer = 0;
  unsigned bits = 0;
  for (const char character : text) {
    const std::int8_t value = values[static_cast<unsigned char>(character)];
    if (value == kNone) return std::nullopt;
    buffer = (buffer << 6U) | static_cast<std::uint32_t>(value);
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      octets.push_back(static_cast<char>((buffer >> bits) & 0xffU));
    }
  }
  if ((buffer & ((1U << bits) - 1U)) != 0) return std::nullopt;
  return octets;
}

}  // namespace

std::string base64(BytesView octets) {
  std::string text = encode(octets, kStandard);
  text.append((4 - text.size() % 4) % 4, '=');
  return text;
}

std::optional<Bytes> base64_decode(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  for (int i = 0; i < 2 && !text.empty() && text.back() == '='; ++i) text.remove_suffix(1);
  return decode(text, kStandardValues);
}

std::string base64url(BytesView octets) { return encode(octets, kUrl); }

std::optional<Bytes> base64url_decode(std::string_view text) { return decode(text, kUrlValues); }

std::string hex(BytesView octets) {
  std::string text;
  text.reserve(octets.size() * 2);
  for (const char character : octets) {
    const auto octet = static_cast<unsigned char>(character);
    text.push_back(kHex[octet >> 4U]);
    text.push_back(kHex[octet & 0x0fU]);
  }
  return text;
}

std::optional<Bytes> hex_decode(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  Bytes octets;
  octets.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const std::int8_t high = kHexValues[static_cast<unsigned char>(text[i])];
    const std::int8_t low = kHexValues[static_cast<unsigned char>(text[i + 1])];
    if (high == kNone || low == kNone) return std::nullopt;
    octets.push_back(static_cast<char>(high * 16 + low));
  }
  return octets;
}

}  // namespace renkei
