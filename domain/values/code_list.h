// Closed code lists. The number is stored in entries and the text stands in JSON: neither may ever change.
// Lists that the city may change (professions, facility kinds, numbers of days, labels) are policy data, not
// these.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace renkei {

template <class E>
using CodeEntry = std::pair<E, std::string_view>;

template <class E>
std::string_view code_text(E code) {
  for (const auto& [value, text] : codes(code)) {
    if (value == code) return text;
  }
  return "unknown";
}
template <class E>
std::optional<E> code_from_text(std::string_view text) {
  for (const auto& [value, name] : codes(E{})) {
    if (name == text) return value;
  }
  return std::nullopt;
}
template <class E>
bool is_code(std::uint64_t number) {
  for (const auto& [value, name] : codes(E{})) {
    if (static_cast<std::uint64_t>(value) == number) return true;
  }
  return false;
}

// RENKEI_CODES(Name, (enumerator, number, "text") …) — the enum and its table from one list.
#define RENKEI_CODE_ENUM(name, number, text) name = number,
#define RENKEI_CODE_ENTRY(name, number, text) CodeEntry<Self>{Self::name, text},
#define RENKEI_CODES(Name, LIST)                              \
  enum class Name : std::uint16_t { LIST(RENKEI_CODE_ENUM) }; \
  inline constexpr auto codes_of_##Name = [] {                \
    using Self = Name;                                        \
    return std::array{LIST(RENKEI_CODE_ENTRY)};               \
  }();                                                        \
  constexpr const auto& codes(Name) { return codes_of_##Name; }

}  // namespace renkei
