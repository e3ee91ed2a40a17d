// A stopped server's DATA, or a copy, opened for reading. Private to the commands.
#pragma once

#include <memory>

#include "eventstore/files/posix_files.h"
#include "replay/city.h"

namespace renkei::cli {

struct OpenedData {
  PosixFiles files;
  CityPaths paths;
  CityFormat format;
  VerificationKey log_key;
  std::unique_ptr<File> lock;
  std::unique_ptr<RocksEngine> engine;
};

// Prints why not and gives the exit code. `data` must not be in use.
Result<std::unique_ptr<OpenedData>, int> open_data(const std::string& command, const std::string& data);

}  // namespace renkei::cli
