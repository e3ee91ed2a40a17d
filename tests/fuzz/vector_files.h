// The published files of tests/vectors as seeds.
#pragma once

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "domain/values/bytes.h"
#include "tests/support/folders.h"
#include "tests/support/programs.h"

namespace renkei::fuzz {

// Of all files below a folder those whose name begins so, in order.
inline std::vector<Bytes> vector_files(const std::string& folder, const std::string& prefix) {
  std::vector<std::filesystem::path> paths;
  for (const auto& file :
       std::filesystem::recursive_directory_iterator(testing::source_folder() + "/tests/vectors/" + folder)) {
    if (file.is_regular_file() && file.path().filename().string().starts_with(prefix))
      paths.push_back(file.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<Bytes> contents;
  for (const auto& path : paths) contents.push_back(testing::text_of(path.string()));
  return contents;
}

}  // namespace renkei::fuzz
