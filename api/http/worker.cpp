#include "api/http/worker.h"

#include <openssl/crypto.h>

#include <boost/asio/post.hpp>
#include <csignal>
#include <utility>

#include "api/http/cleanse_stack.h"
#include "api/http/connection.h"

namespace renkei::http {
namespace {

// Deadlines are whole seconds; a quarter of one late is on time. One tick over all connections costs less than
// a timer re-armed in every phase of every request.
constexpr std::chrono::milliseconds kTick{250};

// OpenSSL writes with write(2), where a client that has gone raises SIGPIPE.
void block_broken_pipe_signal() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

}  // namespace

Worker::Worker(const ServerOptions& options, Application& application, Admission& admission, SSL_CTX* tls)
    : options_(options),
      application_(application),
      admission_(admission),
      tls_(tls),
      scratch_(kPieceMax),
      mailbox_(
          std::make_shared<Mailbox>([this] { boost::asio::post(context_, [this] { deliver_letters(); }); })) {}

void Worker::wipe_scratch(std::size_t size) { OPENSSL_cleanse(scratch_.data(), size); }

Worker::~Worker() { mailbox_->close(); }

void Worker::run() {
  block_broken_pipe_signal();
  schedule_tick();
  context_.run();
  mailbox_->close();
  deliver_letters();  // to closed connections: frees what they carry
}

void Worker::adopt(Socket socket, Admission::Place place, std::string remote_address) {
  if (draining()) return;
  auto connection =
      std::make_shared<Connection>(*this, std::move(socket), std::move(place), std::move(remote_address));
  connections_.push_back(connection);
  connection->start(connections_.size() - 1);
}

void Worker::remove(std::size_t index) {
  std::swap(connections_[index], connections_.back());
  connections_[index]->set_index(index);
  connections_.pop_back();
  finish_if_drained();
}

// Both walk backwards: a connection that closes is replaced by one already seen.
void Worker::drain(Clock::time_point grace_until) {
  grace_until_ = draining() ? std::min(*grace_until_, grace_until) : grace_until;
  for (std::size_t i = connections_.size(); i-- > 0;) {
    const std::shared_ptr<Connection> connection = connections_[i];  // closing removes it
    connection->drain();
  }
  tick();
  finish_if_drained();
}

void Worker::tick() {
  const auto now = Clock::now();
  const bool out_of_grace = draining() && now >= *grace_until_;
  for (std::size_t i = connections_.size(); i-- > 0;) {
    const std::shared_ptr<Connection> connection = connections_[i];
    out_of_grace ? connection->cut() : connection->check(now);
  }
}

void Worker::schedule_tick() {
  timer_.expires_after(kTick);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (error) return;
    tick();
    cleanse_stack();
    schedule_tick();
  });
}

void Worker::deliver_letters() {
  for (Letter& letter : mailbox_->take_all()) {
    const auto to = letter.to;
    to->receive(std::move(letter));
  }
}

void Worker::proceed_later(std::shared_ptr<Connection> connection) {
  boost::asio::post(context_, [self = std::move(connection)] { self->proceed(); });
}

void Worker::nothing_more_comes() {
  more_may_come_ = false;
  finish_if_drained();
}

void Worker::finish_if_drained() {
  if (draining() && !more_may_come_ && connections_.empty()) context_.stop();
}

}  // namespace renkei::http
