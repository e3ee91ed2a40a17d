// A city with two facilities and an open room, made in this process and then served by a renkeid of its own
// that is killed and started again.
#pragma once

#include <array>
#include <memory>
#include <optional>

#include "replay/cli/server_process.h"
#include "replay/cli/story_client.h"
#include "tests/kills/wire_client.h"
#include "tests/support/programs.h"
#include "tests/support/served_city.h"

namespace renkei::testing {

// The message that `renkei verify` would end on, or empty: every entry, payload, attachment, tile, mark and
// view.
std::string not_sound(const std::string& data);

class KilledCity {
 public:
  static constexpr std::size_t kPeople = 5, kOutsider = 4;

  KilledCity();  // passwords are made at the lowest cost; each restart needs new logins

  void begin_start();       // returns before the server is ready
  void wait_until_ready();  // throws when it does not become so
  void kill();
  void end_gently();
  std::uint16_t port() const { return port_; }
  double start_milliseconds() const { return start_milliseconds_; }

  void log_in();  // everyone
  std::map<std::string, std::string> headers_of(std::size_t person) const;
  const cli::Person& person(std::size_t i) const { return *people_.at(i); }
  SessionId session_of(std::size_t person) const { return sessions_.at(person); }

  const CityPaths& paths() const { return made_.paths; }
  const cli::StoryResult& story() const { return story_; }

 private:
  std::string log_file() const { return made_.root + "/renkeid.log"; }

  ServedCity made_;
  cli::StoryResult story_;
  std::array<cli::Person*, kPeople> people_{};
  std::array<SessionId, kPeople> sessions_{};
  std::unique_ptr<cli::ServerProcess> server_;
  std::uint16_t port_ = 0;
  std::chrono::steady_clock::time_point begun_;
  double start_milliseconds_ = 0;
};

}  // namespace renkei::testing
