// Logs the nurse of a prepared city in, a number of times, and prints one token per line: each connection of a
// load generator is a session of its own.
#include <cstdlib>
#include <fstream>
#include <iostream>

#include "api/client/api_client.h"
#include "replay/cli/story_client.h"

int main(int argc, char** argv) {
  using namespace renkei;
  if (argc != 4) return std::cerr << "bench_log_in URL FOLDER SESSIONS\n", 64;
  std::ifstream logins(std::string(argv[2]) + "/logins.txt");
  std::string login, password, device;
  logins >> login >> password >> device;
  client::ApiClient http(argv[1], "");
  for (int i = 0; i < std::atoi(argv[3]); ++i) {
    const auto answer = http.post(
        "/v1/sessions",
        "{\"login_id\":" + cli::json_string(login) + ",\"password\":" + cli::json_string(password) + "}",
        {{"Renkei-Device", device}});
    if (answer.status != 201)
      return std::cerr << "bench_log_in: " << answer.status << " " << answer.error << answer.body << "\n", 1;
    std::cout << cli::field(cli::parsed(answer), "data.token") << "\n";
  }
}
