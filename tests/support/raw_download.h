// A client that asks for a file and then reads as slowly as it likes, or not at all; or that announces a body
// which never comes; or that asks for anything and looks whether something came.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <string>

#include "domain/check.h"
#include "tests/support/effort.h"

namespace renkei::testing {

class RawDownload {
 public:
  // `head`: the header fields beyond Host, each line with its end.
  RawDownload(std::uint16_t port, const std::string& path, const std::string& head,
              const std::string& method = "GET", const std::string& body = "")
      : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const int small = 4'096;  // so that most of a large file has to wait at the server
    ENSURE(::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &small, sizeof small) == 0);
    const timeval longest{patience(std::chrono::seconds(30)).count(),
                          0};  // a server that says nothing holds no test
    ENSURE(::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &longest, sizeof longest) == 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ENSURE(::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    const std::string request = method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + head + "\r\n" + body;
    ENSURE(::send(socket_, request.data(), request.size(), MSG_NOSIGNAL) ==
           static_cast<ssize_t>(request.size()));
  }
  ~RawDownload() { ::close(socket_); }
  RawDownload(const RawDownload&) = delete;
  RawDownload& operator=(const RawDownload&) = delete;

  bool nothing_came() const {
    char octet;
    return ::recv(socket_, &octet, 1, MSG_PEEK | MSG_DONTWAIT) == -1;
  }
  std::string read_some() {  // "" at the end, or when nothing comes for long
    char piece[4'096];
    const ssize_t got = ::recv(socket_, piece, sizeof piece, 0);
    return got > 0 ? std::string(piece, static_cast<std::size_t>(got)) : std::string();
  }

 private:
  const int socket_;
};

}  // namespace renkei::testing
