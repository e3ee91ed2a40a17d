#include "api/http/listener.h"

#include <boost/asio/post.hpp>
#include <chrono>
#include <stdexcept>
#include <string>
#include <utility>

namespace renkei::http {
namespace {

namespace ip = boost::asio::ip;

constexpr int kBacklog = 4096;

// When no descriptor is left, accepting again at once would only spin.
constexpr std::chrono::milliseconds kPauseAfterFailure{100};

ip::address unmapped(const ip::address& address) {
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return ip::make_address_v4(ip::v4_mapped, address.to_v6());
  }
  return address;
}

// What counts as one address: in IPv6 a client owns a whole /64.
std::string cap_key(const ip::address& address) {
  if (address.is_v4()) return address.to_string();
  const auto octets = address.to_v6().to_bytes();
  return {octets.begin(), octets.begin() + 8};
}

}  // namespace

Listener::Listener(const ServerOptions& options, Admission& admission,
                   const std::vector<std::unique_ptr<Worker>>& workers)
    : admission_(admission),
      workers_(workers),
      acceptor_(workers.front()->context()),
      pause_(workers.front()->context()) {
  boost::system::error_code error;
  const ip::address address = ip::make_address(options.address, error);
  if (error) throw std::runtime_error("The address " + options.address + " is not a numeric IP address.");
  if (options.certificate_file.empty() && !address.is_loopback()) {
    throw std::runtime_error("Without a certificate only a loopback address is served, not " + options.address +
                             ".");
  }
  const ip::tcp::endpoint endpoint(address, options.port);
  acceptor_.open(endpoint.protocol(), error);
  if (!error) acceptor_.set_option(ip::tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor_.bind(endpoint, error);
  if (!error) acceptor_.listen(kBacklog, error);
  if (!error) port_ = acceptor_.local_endpoint(error).port();
  if (error) {
    throw std::runtime_error("Cannot listen on " + options.address + " port " + std::to_string(options.port) +
                             ": " + error.message() + ".");
  }
}

void Listener::accept() {
  Worker& worker = *workers_[next_];
  next_ = (next_ + 1) % workers_.size();
  acceptor_.async_accept(worker.context().get_executor(),
                         [this, &worker](const boost::system::error_code& error, Socket socket) {
                           if (!acceptor_.is_open()) return;
                           if (error) return accept_after_pause();
                           hand_out(std::move(socket), worker);
                           accept();
                         });
}

void Listener::hand_out(Socket socket, Worker& worker) {
  boost::system::error_code error;
  const auto endpoint = socket.remote_endpoint(error);
  if (error) return;  // gone already
  const ip::address address = unmapped(endpoint.address());
  std::optional<Admission::Place> place = admission_.enter(cap_key(address));
  if (!place) return admission_.count_refusal();
  boost::asio::post(worker.context(), [&worker, socket = std::move(socket), place = std::move(*place),
                                       remote = address.to_string()]() mutable {
    worker.adopt(std::move(socket), std::move(place), std::move(remote));
  });
}

void Listener::accept_after_pause() {
  pause_.expires_after(kPauseAfterFailure);
  pause_.async_wait([this](const boost::system::error_code& error) {
    if (!error && acceptor_.is_open()) accept();
  });
}

void Listener::close() {
  boost::system::error_code ignored;
  acceptor_.close(ignored);
  pause_.cancel();
}

}  // namespace renkei::http
