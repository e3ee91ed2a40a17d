// Request targets: origin-form only, percent-decoded once, refused when two readers could take them
// differently.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace renkei::http {

struct RequestTarget {
  std::string path;
  std::vector<std::pair<std::string, std::string>> query;
};

// False for anything but a path of clean segments and a query of named parameters: '#', "//", dot segments,
// encoded slashes, control characters, bad escapes and invalid UTF-8 are refused, also where they appear only
// after decoding.
bool read_target(std::string_view text, RequestTarget& target);

bool is_utf8(std::string_view text);

}  // namespace renkei::http
