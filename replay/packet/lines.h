// Reading the packet's small texts: lines that end in LF, decimal numbers without leading zeros, digests in
// base64.
#pragma once

#include <charconv>
#include <optional>
#include <string_view>

#include "eventstore/crypto/base64.h"

namespace renkei::packet {

// Takes a line off `text`, without its LF; nullopt when none ends there.
inline std::optional<std::string_view> take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

inline std::optional<std::uint64_t> number_from(std::string_view digits) {
  std::uint64_t number = 0;
  const char* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, number);
  const bool exact = error == std::errc() && stop == end && !digits.empty();
  return exact && (digits.size() == 1 || digits[0] != '0') ? std::optional(number) : std::nullopt;
}

// Takes a number and the separator behind it off `line`.
inline std::optional<std::uint64_t> take_number(std::string_view& line, char separator) {
  const std::size_t end = line.find(separator);
  if (end == std::string_view::npos) return std::nullopt;
  const auto number = number_from(line.substr(0, end));
  line.remove_prefix(end + 1);
  return number;
}

inline std::optional<Digest> digest_from_base64(std::string_view text) {
  const auto octets = base64_decode(text);
  return octets && octets->size() == Digest::size ? std::optional(Digest::from(*octets)) : std::nullopt;
}

}  // namespace renkei::packet
