#include "tests/canary/canaries.h"

#include <cstdio>
#include <cstring>
#include <set>

#include "eventstore/crypto/base64.h"

namespace renkei::testing {
namespace {

constexpr std::size_t kSlots = std::size_t{1} << 20;

std::string numbered(const char* format, std::size_t n) {
  char text[32];
  std::snprintf(text, sizeof text, format, static_cast<unsigned>(n));
  return text;
}

std::vector<std::uint32_t> code_points(BytesView utf8) {  // canaries and secrets lie in the basic plane
  std::vector<std::uint32_t> points;
  for (std::size_t i = 0; i < utf8.size();) {
    const auto octet = [&](std::size_t at) {
      return static_cast<std::uint32_t>(static_cast<std::uint8_t>(utf8[at]));
    };
    const std::size_t length = octet(i) < 0x80 ? 1 : octet(i) < 0xE0 ? 2 : 3;
    if (i + length > utf8.size()) return {};
    if (length == 1) points.push_back(octet(i));
    if (length == 2) points.push_back((octet(i) & 0x1F) << 6 | (octet(i + 1) & 0x3F));
    if (length == 3)
      points.push_back((octet(i) & 0x0F) << 12 | (octet(i + 1) & 0x3F) << 6 | (octet(i + 2) & 0x3F));
    i += length;
  }
  return points;
}

Bytes utf16(const std::vector<std::uint32_t>& points, bool little) {
  Bytes out;
  for (const std::uint32_t p : points) {
    const char high = static_cast<char>(p >> 8), low = static_cast<char>(p & 0xFF);
    out += little ? Bytes{low, high} : Bytes{high, low};
  }
  return out;
}

std::string json_escaped(const std::vector<std::uint32_t>& points, const char* format) {
  std::string out;
  for (const std::uint32_t p : points)
    out += p < 0x80 ? std::string(1, static_cast<char>(p)) : numbered(format, p);
  return out;
}

std::string each_octet(BytesView text, const char* format, bool unreserved_stay) {
  std::string out;
  for (const char c : text) {
    const bool stays = unreserved_stay && (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' ||
                                           c == '_' || c == '.' || c == '~');
    out += stays ? std::string(1, c) : numbered(format, static_cast<std::uint8_t>(c));
  }
  return out;
}

std::string base64_inside(BytesView text, std::size_t before, bool url) {
  const Bytes octets = Bytes(before, '\0') + Bytes(text);
  const std::string encoded = url ? base64url(octets) : base64(octets);
  const std::size_t first = (before * 8 + 5) / 6, whole = octets.size() * 8 / 6;
  return encoded.substr(first, whole - first);
}

}  // namespace

std::string Canaries::text(const std::string& name) {
  const auto known = by_name_.find(name);
  return known != by_name_.end() ? known->second : by_name_[name] = numbered("鶉%04u鷸", by_name_.size());
}

std::string Canaries::ascii(const std::string& name) {
  const auto known = by_name_.find(name);
  return known != by_name_.end() ? known->second
                                 : by_name_[name] = numbered("Uzura.%04u-Shigi", by_name_.size());
}

std::vector<Form> forms_of(BytesView text) {
  const auto points = code_points(text);
  std::vector<Form> all{{"utf-8", Bytes(text)},
                        {"utf-16le", utf16(points, true)},
                        {"utf-16be", utf16(points, false)},
                        {"json", json_escaped(points, "\\u%04x")},
                        {"json upper", json_escaped(points, "\\u%04X")},
                        {"percent", each_octet(text, "%%%02X", true)},
                        {"percent lower", each_octet(text, "%%%02x", true)},
                        {"hex", each_octet(text, "%02x", false)},
                        {"hex upper", each_octet(text, "%02X", false)}};
  for (std::size_t before = 0; before < 3; ++before) {
    all.push_back({"base64+" + std::to_string(before), base64_inside(text, before, false)});
    all.push_back({"base64url+" + std::to_string(before), base64_inside(text, before, true)});
  }
  std::set<Bytes> seen;
  std::erase_if(all,
                [&](const Form& form) { return form.octets.size() < 4 || !seen.insert(form.octets).second; });
  return all;
}

std::uint32_t Scanner::first_word(const char* at) {
  std::uint32_t word;
  std::memcpy(&word, at, sizeof word);
  return word;
}

Scanner::Scanner(const std::map<std::string, std::string>& canaries) : maybe_(kSlots, false) {
  for (const auto& [name, text] : canaries) {
    for (const Form& form : forms_of(text)) {
      const std::uint32_t word = first_word(form.octets.data());
      by_first_word_[word].push_back({name, form});
      maybe_[slot(word)] = true;
      longest_ = std::max(longest_, form.octets.size());
    }
  }
}

void Scanner::scan(BytesView octets,
                   const std::function<void(const std::string&, const std::string&)>& found) const {
  for (std::size_t i = 0; i + 4 <= octets.size(); ++i) {
    const std::uint32_t word = first_word(octets.data() + i);
    if (!maybe_[slot(word)]) continue;
    const auto patterns = by_first_word_.find(word);
    if (patterns == by_first_word_.end()) continue;
    for (const Pattern& p : patterns->second) {
      if (octets.substr(i, p.form.octets.size()) == p.form.octets) found(p.canary, p.form.name);
    }
  }
}

}  // namespace renkei::testing
