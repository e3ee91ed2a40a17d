// A folder of one test, gone with it.
#pragma once

#include <stdlib.h>

#include <filesystem>

#include "domain/check.h"

namespace renkei::testing {

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "renkei-test-XXXXXX").string();
    ENSURE(::mkdtemp(pattern.data()) != nullptr);
    path = pattern;
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  std::filesystem::path path;
};

}  // namespace renkei::testing
