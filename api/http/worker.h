// One I/O thread: its event loop, its connections, and one clock tick for all their deadlines.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "api/http/admission.h"
#include "api/http/mailbox.h"
#include "api/http/request_id.h"
#include "api/http/server.h"
#include "api/http/wire.h"

namespace renkei::http {

class Connection;

class Worker {
 public:
  using Clock = std::chrono::steady_clock;

  Worker(const ServerOptions& options, Application& application, Admission& admission, SSL_CTX* tls);
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  ~Worker();

  boost::asio::io_context& context() { return context_; }
  void run();  // until drained

  // On this worker's thread.
  void adopt(Socket socket, Admission::Place place, std::string remote_address);
  void drain(Clock::time_point grace_until);
  void nothing_more_comes();  // no connection is given to it any more

  // For its connections.
  const ServerOptions& options() const { return options_; }
  Application& application() { return application_; }
  Admission& admission() { return admission_; }
  SSL_CTX* tls() { return tls_; }
  RequestIds& request_ids() { return request_ids_; }
  std::span<char> scratch() { return scratch_; }
  void wipe_scratch(std::size_t size);  // once what was read is taken: passwords and tokens come this way
  const std::shared_ptr<Mailbox>& mailbox() { return mailbox_; }
  bool draining() const { return grace_until_.has_value(); }
  void proceed_later(std::shared_ptr<Connection> connection);
  void remove(std::size_t index);  // the connection has closed

 private:
  void schedule_tick();
  void tick();
  void deliver_letters();
  void finish_if_drained();

  const ServerOptions& options_;
  Application& application_;
  Admission& admission_;
  SSL_CTX* tls_;
  RequestIds request_ids_;
  std::vector<char> scratch_;  // every read of this thread lands here first
  boost::asio::io_context context_{1};
  boost::asio::steady_timer timer_{context_};
  std::shared_ptr<Mailbox> mailbox_;
  std::vector<std::shared_ptr<Connection>> connections_;
  std::optional<Clock::time_point> grace_until_;
  bool more_may_come_ = true;
};

}  // namespace renkei::http
