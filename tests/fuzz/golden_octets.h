// The stored octets of every event type, out of tests/golden/events.
#pragma once

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <vector>

#include "eventstore/crypto/base64.h"
#include "tests/support/folders.h"
#include "tests/support/programs.h"

namespace renkei::fuzz {

struct GoldenOctets {
  std::uint16_t type = 0;
  bool payload = false;  // the plaintext of one; otherwise an entry
  Bytes octets;
};

// A file holds blocks of a title ("# filled: entry, 512 octets") and lines in hex.
inline void read_golden_file(const std::filesystem::path& path, std::vector<GoldenOctets>& golden) {
  std::istringstream lines(testing::text_of(path.string()));
  const auto type = static_cast<std::uint16_t>(std::stoul(path.filename().string()));
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with('#')) {
      golden.push_back({type, line.find(": payload") != std::string::npos, {}});
    } else {
      golden.back().octets += hex_decode(line).value();
    }
  }
}

inline std::vector<GoldenOctets> golden_octets() {
  std::vector<std::filesystem::path> paths;
  for (const auto& file :
       std::filesystem::directory_iterator(testing::source_folder() + "/tests/golden/events"))
    paths.push_back(file.path());
  std::sort(paths.begin(), paths.end());
  std::vector<GoldenOctets> golden;
  for (const auto& path : paths) read_golden_file(path, golden);
  return golden;
}

}  // namespace renkei::fuzz
