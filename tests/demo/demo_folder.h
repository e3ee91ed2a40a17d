// A folder with renkei and a renkeid beside it, and a city made there: what `renkei demo` plays in.
#pragma once

#include <unistd.h>

#include "replay/cli/story_client.h"
#include "tests/support/folders.h"
#include "tests/support/free_port.h"
#include "tests/support/programs.h"

namespace renkei::testing {

namespace fs = std::filesystem;

// renkei starts the renkeid that lies beside it.
class DemoFolder {
 public:
  explicit DemoFolder(const std::string& server) {
    char folder[] = "/tmp/renkei-demo-XXXXXX";
    ENSURE(mkdtemp(folder) != nullptr);
    root = folder;
    fs::copy(beside_this_program("renkei"), root + "/renkei");
    fs::copy(beside_this_program(server), root + "/renkeid");
    std::ofstream(root + "/renkeid.json")
        << "{\"data\":" << cli::json_string(root + "/data")
        << ",\"secrets\":" << cli::json_string(root + "/secrets") << ",\"port\":" << free_port()
        << ",\"requests_per_second\":5000}";  // as scripts/run sets it: a fast machine plays faster than people
  }
  ~DemoFolder() { fs::remove_all(root); }

  Ran init() const {
    return run(root + "/renkei init " + root + "/data --ballast 1 --secrets " + root + "/secrets --policy " +
               source_folder() +
               "/replay/data/marugame-2026-04.json --admin 森本由紀 --admin 大西健 --codes-file " + root +
               "/codes.json 2>&1");
  }
  Ran demo() const {
    return run(root + "/renkei demo --config " + root + "/renkeid.json --codes " + root + "/codes.json --out " +
               root + "/out 2>&1");
  }
  Ran verify() const { return run(root + "/renkei verify " + root + "/data 2>&1"); }

  std::string root;
};

}  // namespace renkei::testing
