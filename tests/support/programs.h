// The programs built beside this test, and what they left in files.
#pragma once

#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "domain/check.h"

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

struct Ran {
  int exit_code = -1;  // -1: ended by a signal
  std::string output;
};

// Runs a command of the shell to its end.
inline Ran run(const std::string& command) {
  FILE* pipe = ::popen(command.c_str(), "r");
  ENSURE(pipe != nullptr);
  Ran ran;
  std::array<char, 65'536> piece{};
  while (const std::size_t n = std::fread(piece.data(), 1, piece.size(), pipe))
    ran.output.append(piece.data(), n);
  const int status = ::pclose(pipe);
  if (WIFEXITED(status)) ran.exit_code = WEXITSTATUS(status);
  return ran;
}

}  // namespace renkei::testing
