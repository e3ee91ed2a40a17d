// Decimal numbers in text formats that have one spelling per value: no sign, no leading zero, no white space.
#pragma once

#include <charconv>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

namespace renkei {

inline std::optional<std::uint64_t> parse_decimal(
    std::string_view text, std::uint64_t maximum = std::numeric_limits<std::uint64_t>::max()) {
  if (text.empty() || (text.size() > 1 && text.front() == '0')) return std::nullopt;
  const char* const end = text.data() + text.size();
  std::uint64_t value = 0;
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || stop != end || value > maximum) return std::nullopt;
  return value;
}

}  // namespace renkei
