// The guard on the raw octets of a request head, before any parser sees them. Pure: no sockets, no allocation
// but the fields. What is doubtful is refused: two readers that could disagree about a head are how requests
// are smuggled.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace renkei::http {

// What the transport refuses, and the code the application names it by.
struct Fault {
  int status = 400;
  std::string_view code = "malformed-request";
};

inline constexpr Fault kMalformed{400, "malformed-request"};
inline constexpr Fault kTimeout{408, "request-timeout"};
inline constexpr Fault kLengthRequired{411, "length-required"};
inline constexpr Fault kBodyTooLarge{413, "body-too-large"};
inline constexpr Fault kHeaderTooLarge{431, "header-too-large"};
inline constexpr Fault kOverloaded{503, "overloaded"};

inline constexpr std::size_t kFieldsMax = 100;

using Fields = std::vector<std::pair<std::string, std::string>>;

// A head as read from its octets. The views point into them.
struct RawHead {
  std::string_view method, target;
  Fields fields;  // names in lower case
  std::uint64_t content_length = 0;
  bool close = false;  // the client asked for it
};

enum class Scan { kMore, kComplete, kBroken };

// Looks for the end of a head in `buffered`, resuming at `scanned`. On kComplete `scanned` is the head's
// length. Broken at once: a bare LF, or a first octet that cannot begin a method.
Scan scan_head(std::string_view buffered, std::size_t& scanned);

// Reads one complete head. `head.method` is set even when a later part is at fault.
std::optional<Fault> read_head(std::string_view raw, RawHead& head);

bool is_token(std::string_view text);
std::string lower_case(std::string_view text);

}  // namespace renkei::http
