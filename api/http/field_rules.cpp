#include "api/http/field_rules.h"

#include <algorithm>
#include <array>

namespace renkei::http {
namespace {

// A second one would leave the choice between the two to the reader.
constexpr std::array<std::string_view, 14> kOnce = {
    "accept",       "authorization", "connection",      "content-digest", "content-length",
    "content-type", "cookie",        "idempotency-key", "if-match",       "if-none-match",
    "origin",       "host",          "last-event-id",   "range"};

// Each changes how the octets after the head are to be read; this server reads them in one way only.
constexpr std::array<std::string_view, 3> kNever = {"transfer-encoding", "upgrade", "expect"};

constexpr std::string_view kOwnPrefix = "renkei-";
constexpr std::size_t kLengthDigitsMax = 9;
constexpr std::size_t kPortDigitsMax = 5;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool is_alnum(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool contains(const auto& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool all_of(std::string_view text, auto predicate) { return std::all_of(text.begin(), text.end(), predicate); }

bool is_critical(std::string_view name) { return name.starts_with(kOwnPrefix) || contains(kOnce, name); }

bool has_forbidden_or_duplicate(const Fields& fields) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::string& name = fields[i].first;
    if (contains(kNever, name)) return true;
    if (!is_critical(name)) continue;
    for (std::size_t j = 0; j < i; ++j) {
      if (fields[j].first == name) return true;
    }
  }
  return false;
}

const std::string* find(const Fields& fields, std::string_view name) {
  for (const auto& [field, value] : fields) {
    if (field == name) return &value;
  }
  return nullptr;
}

// host[:port], where host is a name, an IPv4 address or a bracketed IPv6 address. No user, no path, no list.
bool is_host(std::string_view text) {
  std::string_view port;
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos || end < 3) return false;
    if (!all_of(text.substr(1, end - 1), [](char c) { return is_hex(c) || c == ':' || c == '.'; }))
      return false;
    port = text.substr(end + 1);
  } else {
    const std::size_t end = std::min(text.find(':'), text.size());
    const auto is_name_char = [](char c) { return is_alnum(c) || c == '-' || c == '.' || c == '_'; };
    if (end == 0 || !all_of(text.substr(0, end), is_name_char)) return false;
    port = text.substr(end);
  }
  if (port.empty()) return true;
  port.remove_prefix(1);
  return text[text.size() - port.size() - 1] == ':' && !port.empty() && port.size() <= kPortDigitsMax &&
         all_of(port, is_digit);
}

bool asks_to_close(std::string_view connection) {
  const std::string text = lower_case(connection);
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    std::string_view option = std::string_view(text).substr(begin, end - begin);
    while (option.starts_with(' ')) option.remove_prefix(1);
    while (option.ends_with(' ')) option.remove_suffix(1);
    if (option == "close") return true;
    begin = end + 1;
  }
  return false;
}

std::optional<Fault> read_length(const std::string* text, RawHead& head) {
  if (text == nullptr) {
    if (head.method == "POST") return kLengthRequired;
    return std::nullopt;
  }
  if (text->empty() || text->size() > kLengthDigitsMax || !all_of(*text, is_digit)) return kMalformed;
  for (const char c : *text) head.content_length = head.content_length * 10 + static_cast<unsigned>(c - '0');
  const bool may_have_body = head.method != "GET" && head.method != "HEAD";
  if (head.content_length > 0 && !may_have_body) return kMalformed;
  return std::nullopt;
}

}  // namespace

std::optional<Fault> apply_field_rules(RawHead& head) {
  if (has_forbidden_or_duplicate(head.fields)) return kMalformed;
  const std::string* host = find(head.fields, "host");
  if (host == nullptr || !is_host(*host)) return kMalformed;
  const std::string* connection = find(head.fields, "connection");
  head.close = connection != nullptr && asks_to_close(*connection);
  return read_length(find(head.fields, "content-length"), head);
}

}  // namespace renkei::http
