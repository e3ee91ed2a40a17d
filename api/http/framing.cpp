#include "api/http/framing.h"

#include <array>

#include "api/http/field_rules.h"

namespace renkei::http {
namespace {

constexpr std::array<bool, 256> make_token_table() {
  std::array<bool, 256> table{};
  for (unsigned char c = '0'; c <= '9'; ++c) table[c] = true;
  for (unsigned char c = 'A'; c <= 'Z'; ++c) table[c] = true;
  for (unsigned char c = 'a'; c <= 'z'; ++c) table[c] = true;
  for (const char c : std::string_view("!#$%&'*+-.^_`|~")) table[static_cast<unsigned char>(c)] = true;
  return table;
}

constexpr std::array<bool, 256> kToken = make_token_table();

bool is_token_char(char c) { return kToken[static_cast<unsigned char>(c)]; }

bool is_printable_ascii(std::string_view text) {
  for (const char c : text) {
    if (c < 0x20 || c > 0x7e) return false;  // also every octet above 0x7f, where char is signed
    static_assert(static_cast<char>(0x80) < 0);
  }
  return true;
}

std::string_view trimmed(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

// Takes one line off `rest`, without its CRLF.
std::string_view take_line(std::string_view& rest) {
  const std::size_t end = rest.find("\r\n");
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 2);
  return line;
}

bool read_request_line(std::string_view line, RawHead& head) {
  const std::size_t method_end = line.find(' ');
  if (method_end == std::string_view::npos) return false;
  head.method = line.substr(0, method_end);
  line.remove_prefix(method_end + 1);
  const std::size_t target_end = line.find(' ');
  if (target_end == std::string_view::npos) return false;
  head.target = line.substr(0, target_end);
  if (line.substr(target_end + 1) != "HTTP/1.1") return false;
  if (!is_token(head.method) || head.method == "CONNECT" || head.method == "TRACE") return false;
  return head.target.starts_with('/');  // origin-form only
}

// A folded line begins with white space, which no token does, so obs-fold fails here too.
bool read_field(std::string_view line, Fields& fields) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return false;
  const std::string_view name = line.substr(0, colon);
  const std::string_view value = trimmed(line.substr(colon + 1));
  if (!is_token(name) || !is_printable_ascii(value)) return false;
  fields.emplace_back(lower_case(name), value);
  return true;
}

}  // namespace

bool is_token(std::string_view text) {
  for (const char c : text) {
    if (!is_token_char(c)) return false;
  }
  return !text.empty();
}

std::string lower_case(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

Scan scan_head(std::string_view buffered, std::size_t& scanned) {
  if (!buffered.empty() && !is_token_char(buffered.front())) return Scan::kBroken;
  while (true) {
    const std::size_t feed = buffered.find('\n', scanned);
    if (feed == std::string_view::npos) break;
    if (buffered[feed - 1] != '\r') return Scan::kBroken;  // feed > 0: the first octet is a token's
    scanned = feed + 1;
    if (buffered[feed - 2] == '\n') return Scan::kComplete;  // feed > 1 for the same reason
  }
  scanned = buffered.size();
  return Scan::kMore;
}

std::optional<Fault> read_head(std::string_view raw, RawHead& head) {
  std::string_view rest = raw;
  if (!read_request_line(take_line(rest), head)) return kMalformed;
  head.fields.reserve(16);
  while (true) {
    const std::string_view line = take_line(rest);
    if (line.empty()) break;
    if (head.fields.size() == kFieldsMax) return kHeaderTooLarge;
    if (!read_field(line, head.fields)) return kMalformed;
  }
  if (!rest.empty()) return kMalformed;
  return apply_field_rules(head);
}

}  // namespace renkei::http
