// From the answer to the end of the exchange.
#include "api/http/connection.h"
#include "api/http/worker.h"

namespace renkei::http {
namespace {

// How long a client may take to notice the end. Closing with unread octets would reset the connection, and the
// reset may overtake the answer.
constexpr std::uint32_t kLingerSeconds = 2;

}  // namespace

bool Connection::refuse(Fault fault) {
  if (!exchange_) {
    exchange_ = std::make_unique<Exchange>();
    exchange_->request_id = worker_.request_ids().next();
  }
  worker_.admission().count_refusal();
  exchange_->close = true;
  return respond(worker_.application().refusal(fault.status, fault.code, exchange_->request_id));
}

bool Connection::respond(Response response) {
  exchange_->close = exchange_->close || worker_.draining();
  out_.start(std::move(response), {exchange_->request_id, exchange_->head_only, exchange_->close});
  written_ = 0;
  enter(Phase::kWriting, worker_.options().write_seconds);
  return true;
}

bool Connection::step_write() {
  if (!out_.empty()) return write_some();
  switch (out_.refill()) {
    case Outgoing::Refill::kMore:
      return true;
    case Outgoing::Refill::kDone:
      return end_exchange();
    case Outgoing::Refill::kFailed:
      cut();
      return false;
  }
  return false;
}

bool Connection::write_some() {
  const IoResult result = wire_->write(out_.pending());
  if (result.status != IoResult::kDone) return wait_for(result);
  out_.consume(result.size);
  written_ += result.size;
  if (written_ >= kPieceMax) {  // a long answer may take long, but not stall
    written_ = 0;
    deadline_ = Clock::now() + std::chrono::seconds(worker_.options().write_seconds);
  }
  return true;
}

bool Connection::end_exchange() {
  if (exchange_->close) return linger();
  exchange_.reset();
  if (!in_.empty()) {
    enter(Phase::kHead, worker_.options().header_seconds);
    return true;
  }
  in_ = {};  // freed, and so wiped: a token stood there
  enter(Phase::kIdle, worker_.options().idle_seconds);
  if (worker_.draining()) drain();
  return true;
}

bool Connection::linger() {
  wire_->finish_sending();
  exchange_.reset();
  in_ = {};
  enter(Phase::kLingering, kLingerSeconds);
  return true;
}

bool Connection::step_linger() {
  const auto scratch = worker_.scratch();
  const IoResult result = wire_->discard(scratch.data(), scratch.size());
  if (result.status == IoResult::kDone) worker_.wipe_scratch(result.size);
  return result.status == IoResult::kDone || wait_for(result);
}

void Connection::open_stream(StreamOpening opening) {
  out_.start(stream_head(opening.headers, exchange_->request_id));
  written_ = 0;
  exchange_->close = true;
  if (exchange_->head_only) {
    opening.queue->gone();
    enter(Phase::kWriting, worker_.options().write_seconds);
    return;
  }
  stream_ = std::move(opening.queue);
  if (worker_.draining()) stream_->close();
  next_ping_ = Clock::now() + kPingInterval;
  enter(Phase::kStreaming, worker_.options().write_seconds);
}

// Reads only to notice that the client has gone; what it sends after its request is ignored.
bool Connection::step_stream() {
  const IoResult seen = read_some(kPieceMax);
  if (seen.status == IoResult::kDone) {
    worker_.wipe_scratch(seen.size);
    return true;
  }
  wait_for(seen);
  return phase_ == Phase::kStreaming && flush_stream();
}

bool Connection::flush_stream() {
  if (!out_.empty()) return write_some();
  std::string octets;
  const StreamQueue::State state = stream_->take(octets);
  if (state == StreamQueue::State::kOverflowed) {
    cut();
    return false;
  }
  if (!octets.empty()) {
    out_.start(std::move(octets));
    deadline_ = Clock::now() + std::chrono::seconds(worker_.options().write_seconds);
    return true;
  }
  if (state == StreamQueue::State::kClosed) {
    stream_.reset();
    return linger();
  }
  deadline_ = Clock::time_point::max();
  return false;
}

}  // namespace renkei::http
