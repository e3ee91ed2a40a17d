// The programs built beside this test, and what they left in files.
#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace renkei::testing {

// The path of the program `name` in the folder this test runs from.
inline std::string beside_this_program(const std::string& name) {
  return (std::filesystem::canonical("/proc/self/exe").parent_path() / name).string();
}

// The whole file; "" for one that is not there.
inline std::string text_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

}  // namespace renkei::testing
