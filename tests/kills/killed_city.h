// A city with two facilities and an open room, made in this process and then served by a renkeid of its own
// that is killed and started again.
#pragma once

#include <memory>

#include "replay/cli/server_process.h"
#include "tests/kills/used_city.h"
#include "tests/kills/wire_client.h"
#include "tests/support/programs.h"

namespace renkei::testing {

// The message that `renkei verify` would end on, or empty: every entry, payload, attachment, tile, mark and
// view.
std::string not_sound(const std::string& data);

class KilledCity final : public UsedCity {
 public:
  KilledCity();  // passwords are made at the lowest cost

  void begin_start();       // returns before the server is ready
  void wait_until_ready();  // throws when it does not become so
  void kill();
  void end_gently();
  double start_milliseconds() const { return start_milliseconds_; }

  const CityPaths& paths() const { return made_.paths; }

 private:
  std::string log_file() const { return made_.root + "/renkeid.log"; }

  ServedCity made_;
  std::unique_ptr<cli::ServerProcess> server_;
  std::chrono::steady_clock::time_point begun_;
  double start_milliseconds_ = 0;
};

}  // namespace renkei::testing
