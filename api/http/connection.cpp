#include "api/http/connection.h"

#include <algorithm>
#include <utility>

#include "api/http/worker.h"
#include "domain/overloaded.h"

namespace renkei::http {
namespace {

// After so many steps the other connections of the thread have their turn.
constexpr int kStepsMax = 16;

}  // namespace

Connection::Connection(Worker& worker, Socket socket, Admission::Place place, std::string remote_address)
    : worker_(worker),
      mailbox_(worker.mailbox()),
      wire_(std::in_place, std::move(socket), worker.tls()),
      place_(std::move(place)),
      remote_address_(std::move(remote_address)) {}

void Connection::start(std::size_t index) {
  index_ = index;
  if (wire_->needs_handshake()) {
    enter(Phase::kHandshake, worker_.options().tls_seconds);
  } else {
    enter(Phase::kIdle, worker_.options().header_seconds);
  }
  proceed();
}

void Connection::proceed() {
  for (int i = 0; i < kStepsMax; ++i) {
    if (!step()) return;
  }
  worker_.proceed_later(shared_from_this());
}

bool Connection::step() {
  switch (phase_) {
    case Phase::kHandshake:
      return step_handshake();
    case Phase::kIdle:
    case Phase::kHead:
      return step_head();
    case Phase::kBody:
      return step_body();
    case Phase::kWriting:
      return step_write();
    case Phase::kStreaming:
      return step_stream();
    case Phase::kLingering:
      return step_linger();
    case Phase::kHandling:
    case Phase::kClosed:
      return false;
  }
  return false;
}

bool Connection::step_handshake() {
  const IoResult result = wire_->handshake();
  if (result.status != IoResult::kDone) return wait_for(result);
  enter(Phase::kIdle, worker_.options().header_seconds);
  return true;
}

IoResult Connection::read_some(std::size_t size_max) {
  if (!readable_ && !wire_->may_have_more()) return {IoResult::kWantRead, 0};
  const auto scratch = worker_.scratch();
  const IoResult result = wire_->read(scratch.data(), std::min(size_max, scratch.size()));
  readable_ = result.status == IoResult::kDone && wire_->may_have_more();
  return result;
}

bool Connection::wait_for(IoResult result) {
  if (result.status != IoResult::kWantRead && result.status != IoResult::kWantWrite) {
    close();
    return false;
  }
  bool& waiting = result.status == IoResult::kWantWrite ? waiting_to_write_ : waiting_to_read_;
  if (!std::exchange(waiting, true)) {
    wire_->wait(result.status, [self = shared_from_this(), direction = result.status](
                                   const boost::system::error_code&) { self->ready(direction); });
  }
  return false;
}

void Connection::ready(IoResult::Status direction) {
  (direction == IoResult::kWantWrite ? waiting_to_write_ : waiting_to_read_) = false;
  if (phase_ == Phase::kClosed) return;
  readable_ = true;  // a TLS read may have been what waited to write
  proceed();
}

void Connection::enter(Phase phase, std::uint32_t seconds) {
  phase_ = phase;
  deadline_ = Clock::now() + std::chrono::seconds(seconds);
}

void Connection::check(Clock::time_point now) {
  if (phase_ == Phase::kStreaming && now >= next_ping_) {
    next_ping_ = now + kPingInterval;
    stream_->ping();
    proceed();
  }
  if (now < deadline_) return;
  if (phase_ == Phase::kHead || phase_ == Phase::kBody) {
    refuse(kTimeout);
    proceed();
  } else if (phase_ == Phase::kIdle) {
    wire_->finish_sending();
    close();
  } else {
    close();
  }
}

void Connection::drain() {
  if (phase_ == Phase::kIdle) {
    wire_->finish_sending();
    close();
  } else if (phase_ == Phase::kHandshake) {
    close();
  } else if (phase_ == Phase::kStreaming) {
    stream_->close();
    proceed();
  }
}

void Connection::cut() { close(); }

void Connection::close() {
  if (phase_ == Phase::kClosed) return;
  phase_ = Phase::kClosed;
  wire_.reset();
  place_.give_back();
  exchange_.reset();
  if (stream_) stream_->gone();
  stream_.reset();
  in_ = {};
  out_ = {};
  worker_.remove(index_);
}

void Connection::answer(Response response) { mailbox_->put({shared_from_this(), std::move(response)}); }

void Connection::answer_later(std::function<Response()> make) {
  mailbox_->put({shared_from_this(), std::move(make)});
}

void Connection::drop() { mailbox_->put({shared_from_this(), Dropped{}}); }

std::shared_ptr<EventStream> Connection::stream(Fields headers) {
  auto wake = [mailbox = mailbox_, connection = weak_from_this()] {
    if (auto self = connection.lock()) mailbox->put({std::move(self), StreamNews{}});
  };
  auto queue = std::make_shared<StreamQueue>(std::move(wake));
  if (!mailbox_->put({shared_from_this(), StreamOpening{std::move(headers), queue}})) queue->gone();
  return make_event_stream(std::move(queue));
}

void Connection::receive(Letter letter) {
  const bool expected = phase_ == Phase::kHandling;  // otherwise the client has gone meanwhile
  std::visit(Overloaded{[&](Response& response) {
                          if (expected) respond(std::move(response));
                        },
                        [&](ResponseMaker& make) {
                          if (expected) respond(make());
                        },
                        [&](Dropped) {
                          if (expected) refuse(kOverloaded);
                        },
                        [&](StreamOpening& opening) {
                          expected ? open_stream(std::move(opening)) : opening.queue->gone();
                        },
                        [](StreamNews) {}},
             letter.content);
  proceed();
}

}  // namespace renkei::http
