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

struct DamagedLedger {
  std::uint64_t position;  // the first entry that can't be reached; 0 where that is not known
  VerificationKey log_key;
};
struct NotOpened {
  std::string what;
  int exit_code;
  std::optional<DamagedLedger> damage = {};
};

// `data` must not be in use.
Result<std::unique_ptr<OpenedData>, NotOpened> try_open_data(const std::string& data);
// The same; prints why not and gives the exit code.
Result<std::unique_ptr<OpenedData>, int> open_data(const std::string& command, const std::string& data);

}  // namespace renkei::cli
