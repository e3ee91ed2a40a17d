#include "api/http/uri.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace renkei::http {
namespace {

constexpr std::size_t kParametersMax = 100;  // each costs far more memory than the octets that name it

// RFC 3986: pchar without its escapes, and the slash.
constexpr std::array<bool, 256> make_path_table() {
  std::array<bool, 256> table{};
  for (unsigned char c = '0'; c <= '9'; ++c) table[c] = true;
  for (unsigned char c = 'A'; c <= 'Z'; ++c) table[c] = true;
  for (unsigned char c = 'a'; c <= 'z'; ++c) table[c] = true;
  for (const char c : std::string_view("-._~!$&'()*+,;=:@/")) table[static_cast<unsigned char>(c)] = true;
  return table;
}

constexpr std::array<bool, 256> kPathChar = make_path_table();

bool is_control(char c) { return (c >= 0 && c < 0x20) || c == 0x7f; }

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

enum class Part { kPath, kQuery };

bool allowed_as_is(char c, Part part) {
  return kPathChar[static_cast<unsigned char>(c)] || (part == Part::kQuery && c == '?');
}

// An encoded separator names a different resource to a reader that decodes before splitting than to one after.
bool allowed_escaped(char c, Part part) {
  return !is_control(c) && !(part == Part::kPath && (c == '/' || c == '\\'));
}

bool decode(std::string_view text, Part part, std::string& decoded) {
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      if (text.size() - i < 3) return false;
      const int high = hex_value(text[i + 1]);
      const int low = hex_value(text[i + 2]);
      if (high < 0 || low < 0) return false;
      c = static_cast<char>(high * 16 + low);
      i += 2;
      if (!allowed_escaped(c, part)) return false;
    } else if (!allowed_as_is(c, part)) {
      return false;
    }
    decoded.push_back(c);
  }
  return is_utf8(decoded);
}

// `path` is decoded and begins with '/'. A trailing slash is an empty last segment, and is left to the
// application.
bool has_clean_segments(std::string_view path) {
  std::size_t begin = 1;
  while (true) {
    const std::size_t end = path.find('/', begin);
    const bool last = end == std::string_view::npos;
    const std::string_view segment = path.substr(begin, last ? end : end - begin);
    if (segment == "." || segment == ".." || (segment.empty() && !last)) return false;
    if (last) return true;
    begin = end + 1;
  }
}

bool read_parameter(std::string_view text, RequestTarget& target) {
  const std::size_t equals = text.find('=');
  std::pair<std::string, std::string> parameter;
  if (!decode(text.substr(0, equals), Part::kQuery, parameter.first) || parameter.first.empty()) return false;
  if (equals != std::string_view::npos && !decode(text.substr(equals + 1), Part::kQuery, parameter.second)) {
    return false;
  }
  target.query.push_back(std::move(parameter));
  return target.query.size() <= kParametersMax;
}

bool read_query(std::string_view text, RequestTarget& target) {
  while (!text.empty()) {
    const std::size_t end = text.find('&');
    if (!read_parameter(text.substr(0, end), target)) return false;
    if (end == std::string_view::npos) return true;
    text.remove_prefix(end + 1);
    if (text.empty()) return false;  // ends with '&'
  }
  return true;
}

// The smallest code point that needs a sequence of so many octets; a smaller one is an overlong form.
constexpr std::array<std::uint32_t, 5> kSmallest = {0, 0, 0x80, 0x800, 0x10000};

std::size_t sequence_length(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  if (lead >= 0xf0 && lead <= 0xf4) return 4;
  return 0;
}

}  // namespace

bool is_utf8(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = sequence_length(lead);
    if (length == 0 || length > text.size() - i) return false;
    std::uint32_t point = length == 1 ? lead : lead & (0x7fU >> length);
    for (std::size_t k = 1; k < length; ++k) {
      const auto next = static_cast<unsigned char>(text[i + k]);
      if ((next & 0xc0U) != 0x80U) return false;
      point = (point << 6U) | (next & 0x3fU);
    }
    if (point < kSmallest[length] || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return false;
    i += length;
  }
  return true;
}

bool read_target(std::string_view text, RequestTarget& target) {
  if (!text.starts_with('/')) return false;
  const std::size_t mark = text.find('?');
  if (!decode(text.substr(0, mark), Part::kPath, target.path)) return false;
  if (!has_clean_segments(target.path)) return false;
  return mark == std::string_view::npos || read_query(text.substr(mark + 1), target);
}

}  // namespace renkei::http
