// A city with two facilities and an open room whose people go on working through every end of its server.
#pragma once

#include <array>

#include "domain/values/ids.h"
#include "replay/cli/story_client.h"
#include "tests/support/served_city.h"

namespace renkei::testing {

cli::StoryResult opened_room(ServedCity& made);  // plays the story up to there

class UsedCity {
 public:
  static constexpr std::size_t kPeople = 5, kOutsider = 4;

  std::uint16_t port() const { return port_; }
  void log_in();  // everyone; each start of the server needs it
  std::map<std::string, std::string> headers_of(std::size_t person) const;
  const cli::Person& person(std::size_t i) const { return *people_.at(i); }
  SessionId session_of(std::size_t person) const { return sessions_.at(person); }
  const cli::StoryResult& story() const { return story_; }
  // Whether what a client hears just now left the machine; empty: always.
  virtual std::function<bool()> reachable() const { return {}; }

 protected:
  UsedCity() = default;
  UsedCity(const UsedCity&) = delete;
  UsedCity& operator=(const UsedCity&) = delete;
  virtual ~UsedCity() = default;
  void inhabit(cli::StoryResult story);
  cli::Person& person_at(std::size_t i) { return *people_.at(i); }

  std::uint16_t port_ = 0;

 private:
  cli::StoryResult story_;
  std::array<cli::Person*, kPeople> people_{};
  std::array<SessionId, kPeople> sessions_{};
};

}  // namespace renkei::testing
