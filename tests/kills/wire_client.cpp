#include "tests/kills/wire_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/support/effort.h"

namespace renkei::testing {
namespace {

constexpr int kPatienceSeconds = patience(20);
constexpr std::size_t kStatusLineMin = 12;  // "HTTP/1.1 200"

}  // namespace

WireClient::WireClient(std::uint16_t port, std::function<bool()> reachable)
    : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)), reachable_(std::move(reachable)) {
  const timeval patience{kPatienceSeconds, 0};
  const int no_delay = 1;
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &no_delay, sizeof no_delay);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  (void)::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address);
}

WireClient::~WireClient() { ::close(socket_); }

bool WireClient::send_all(const std::string& octets) {
  for (std::size_t at = 0; at < octets.size();) {
    const ssize_t sent = ::send(socket_, octets.data() + at, octets.size() - at, MSG_NOSIGNAL);
    if (sent <= 0) return false;
    at += static_cast<std::size_t>(sent);
  }
  return true;
}

bool WireClient::receive_more(std::string& into) {
  char piece[16'384];
  const ssize_t got = ::recv(socket_, piece, sizeof piece, 0);
  if (got > 0) into.append(piece, static_cast<std::size_t>(got));
  return got > 0;
}

Heard WireClient::ask(const std::string& method, const std::string& target,
                      const std::map<std::string, std::string>& headers, const std::string& body,
                      const std::string& media) {
  say(method, target, headers, body, media);
  return hear();
}

void WireClient::say(const std::string& method, const std::string& target,
                     const std::map<std::string, std::string>& headers, const std::string& body,
                     const std::string& media) {
  std::string request = method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n";
  for (const auto& [name, value] : headers) request += name + ": " + value + "\r\n";
  if (method != "GET") {
    request += "Content-Type: " + media + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
  }
  (void)send_all(request + "\r\n" + body);  // refused early, the answer may have come all the same
}

Heard WireClient::hear() {
  Heard heard = receive();
  return !reachable_ || reachable_() ? heard : Heard{};
}

Heard WireClient::receive() {
  Heard heard;
  std::string octets;
  std::size_t head_end = std::string::npos, length = 0;
  while (true) {
    if (head_end == std::string::npos && (head_end = octets.find("\r\n\r\n")) != std::string::npos) {
      constexpr std::string_view kLength = "Content-Length: ";
      const std::size_t at = octets.find(kLength);
      if (at < head_end) length = std::stoul(octets.substr(at + kLength.size()));
    }
    if (head_end != std::string::npos && octets.size() >= head_end + 4 + length) break;
    if (!receive_more(octets)) break;
  }
  if (octets.size() >= kStatusLineMin) heard.status = std::stoi(octets.substr(9, 3));
  if (head_end == std::string::npos) return heard;
  heard.head = octets.substr(0, head_end + 2);
  heard.body = octets.substr(head_end + 4);
  heard.whole = heard.body.size() == length;
  return heard;
}

}  // namespace renkei::testing
