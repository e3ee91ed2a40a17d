// One HTTP connection that keeps whatever arrives: an answer cut off by a kill is evidence of what left the
// server.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>

namespace renkei::testing {

struct Heard {
  int status = 0;      // of the status line, also when nothing more came; 0: not even that
  bool whole = false;  // head and body came to their end
  std::string head, body;
};

class WireClient {
 public:
  // What comes while `reachable` says no counts as not heard: a machine without power says nothing.
  explicit WireClient(std::uint16_t port, std::function<bool()> reachable = {});
  WireClient(const WireClient&) = delete;
  WireClient& operator=(const WireClient&) = delete;
  ~WireClient();

  Heard ask(const std::string& method, const std::string& target,
            const std::map<std::string, std::string>& headers, const std::string& body = "",
            const std::string& media = "application/json");
  // The two halves of it, so that one user may wait for two answers at once.
  void say(const std::string& method, const std::string& target,
           const std::map<std::string, std::string>& headers, const std::string& body = "",
           const std::string& media = "application/json");
  Heard hear();

 private:
  bool send_all(const std::string& octets);
  bool receive_more(std::string& into);
  Heard receive();
  int socket_ = -1;
  const std::function<bool()> reachable_;
};

}  // namespace renkei::testing
