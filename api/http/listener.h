// The listening socket: accepts, applies the caps, and deals connections out to the workers in turn.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstddef>
#include <memory>
#include <vector>

#include "api/http/admission.h"
#include "api/http/server.h"
#include "api/http/worker.h"

namespace renkei::http {

class Listener {
 public:
  // Binds and listens; throws std::runtime_error. Runs on the first worker's thread.
  Listener(const ServerOptions& options, Admission& admission,
           const std::vector<std::unique_ptr<Worker>>& workers);

  std::uint16_t port() const { return port_; }
  void accept();
  void close();  // on the first worker's thread

 private:
  void hand_out(Socket socket, Worker& worker);
  void accept_after_pause();

  Admission& admission_;
  const std::vector<std::unique_ptr<Worker>>& workers_;
  std::size_t next_ = 0;
  std::uint16_t port_ = 0;
  boost::asio::ip::tcp::acceptor acceptor_;
  boost::asio::steady_timer pause_;
};

}  // namespace renkei::http
