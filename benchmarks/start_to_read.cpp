// P6: starts a server on a city that lies still and prints the milliseconds until the first audited read was
// answered, the login in between included.
#include <chrono>
#include <fstream>
#include <iostream>
#include <thread>

#include "api/client/api_client.h"
#include "replay/cli/server_process.h"
#include "replay/cli/story_client.h"

namespace {

using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point begun) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begun).count();
}

bool serves(renkei::cli::ServerProcess& server, const std::string& url) {
  while (server.running()) {
    renkei::client::ApiClient http(url, "");
    if (http.get("/readyz").status == 200) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return false;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace renkei;
  if (argc != 5) return std::cerr << "bench_start_to_read RENKEID CONFIG URL FOLDER\n", 64;
  const std::string url = argv[3], folder = argv[4];
  std::ifstream logins(folder + "/logins.txt"), rooms(folder + "/rooms.txt");
  std::string login, password, device, room;
  logins >> login >> password >> device;
  rooms >> room;
  const auto begun = Clock::now();
  cli::ServerProcess server(argv[1], argv[2], folder + "/renkeid.log");
  if (!serves(server, url))
    return std::cerr << "the server did not start; see " << folder << "/renkeid.log\n", 1;
  const double ready = milliseconds_since(begun);
  client::ApiClient http(url, "");
  const auto session = http.post(
      "/v1/sessions",
      "{\"login_id\":" + cli::json_string(login) + ",\"password\":" + cli::json_string(password) + "}",
      {{"Renkei-Device", device}});
  const auto page = http.get("/v1/rooms/" + room + "/messages?limit=20",
                             {{"Authorization", "Bearer " + cli::field(cli::parsed(session), "data.token")},
                              {"Renkei-Device", device}});
  if (page.status != 200)
    return std::cerr << "the read was refused: " << page.status << " " << page.body << "\n", 1;
  std::cout << milliseconds_since(begun) << " " << ready << "\n";
}
