// One user at work: posts, reads, files, repeats, asks for what is refused, until the server is gone.
#pragma once

#include <atomic>
#include <random>

#include "tests/kills/outside_record.h"
#include "tests/kills/used_city.h"
#include "tests/kills/wire_client.h"

namespace renkei::testing {

// What a city answered to a command under its key.
struct Answered {
  int status = 0;
  std::string code;  // of a problem
  bool repeated = false;
  std::optional<Receipt> receipt;
};

class User {
 public:
  User(const UsedCity& city, OutsideRecord& record, std::size_t person, int boot, std::uint64_t seed);

  void work(const std::atomic<bool>& stop);
  // Sends a command as it was first sent.
  Answered send(const Asked& asked);
  Answered send(const Refused& refused);
  // Posts a message with an upload, and reads the file back. Empty, or what was wrong.
  std::string use(Uploaded& upload);
  std::string read_back(const Uploaded& upload);

 private:
  bool act();
  bool request_room();
  Asked message(const std::string& attachment = "");
  Asked& begin(Asked asked);
  bool ask(Asked given);
  bool ask_twice_at_once(Asked given);
  bool repeat();
  bool repeat_with_another_body();
  std::optional<Uploaded> upload();  // nullopt: gone
  bool post_file();
  bool read_checkpoint();
  bool read_page();
  bool list_rooms();
  bool be_forbidden();
  bool be_unknown();
  bool be_in_conflict();
  bool refused(Refused refusal, int status, const std::string& code,
               std::uint64_t SessionCounts::*heard = nullptr);
  std::string message_body(const std::string& mark, const std::string& attachment = "") const;
  std::string mark();
  Answered send(const std::string& path, const std::string& body, const std::string& key);
  void note(Asked& asked, const Answered& answered);
  std::uint64_t pick(std::uint64_t below) { return random_() % below; }
  SessionCounts& counts() { return record_.sessions[city_.session_of(person_)]; }

  const UsedCity& city_;
  OutsideRecord& record_;
  const std::size_t person_;
  const int boot_;
  std::mt19937_64 random_;
  WireClient client_, second_client_;
  std::string messages_;
};

}  // namespace renkei::testing
