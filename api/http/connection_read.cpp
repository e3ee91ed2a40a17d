// From the first octet of a request to its hand-over to the application.
#include <algorithm>

#include "api/http/connection.h"
#include "api/http/second_reader.h"
#include "api/http/uri.h"
#include "api/http/worker.h"

namespace renkei::http {
namespace {

constexpr std::size_t kHeadReadMax = 16 * 1024;  // bounds what is kept of requests sent ahead

}  // namespace

bool Connection::step_head() {
  const std::size_t head_max = worker_.options().header_bytes_max;
  switch (scan_head(in_, scanned_)) {
    case Scan::kBroken:
      return refuse(kMalformed);
    case Scan::kComplete:
      if (scanned_ > head_max) return refuse(kHeaderTooLarge);
      return begin_exchange(std::string_view(in_).substr(0, scanned_));
    case Scan::kMore:
      break;
  }
  if (in_.size() >= head_max) return refuse(kHeaderTooLarge);
  const IoResult got = read_some(kHeadReadMax);
  if (got.status != IoResult::kDone) return wait_for(got);
  in_.append(worker_.scratch().data(), got.size);
  worker_.wipe_scratch(got.size);
  if (phase_ == Phase::kIdle) enter(Phase::kHead, worker_.options().header_seconds);
  return true;
}

bool Connection::begin_exchange(std::string_view raw_head) {
  exchange_ = std::make_unique<Exchange>();
  exchange_->request_id = worker_.request_ids().next();
  RawHead raw;
  const std::optional<Fault> fault = read_head(raw_head, raw);
  exchange_->head_only = raw.method == "HEAD";
  if (fault) return refuse(*fault);
  if (!second_reader_agrees(raw_head, raw) || !fill_head(raw)) return refuse(kMalformed);
  in_.erase(0, raw_head.size());
  scanned_ = 0;
  return plan_body();
}

bool Connection::fill_head(RawHead& raw) {
  RequestTarget target;
  if (!read_target(raw.target, target)) return false;
  RequestHead& head = exchange_->request.head;
  head.method = raw.method;
  head.path = std::move(target.path);
  head.query = std::move(target.query);
  head.headers = std::move(raw.fields);
  head.remote_address = remote_address_;
  head.content_length = raw.content_length;
  head.request_id = exchange_->request_id;
  exchange_->close = raw.close;
  return true;
}

bool Connection::plan_body() {
  worker_.admission().count_request();
  const RequestHead& head = exchange_->request.head;
  BodyPlan plan = worker_.application().plan(head);
  if (plan.refuse) {
    if (head.content_length > 0)
      exchange_->close = true;  // the body is not read, so no next request can follow it
    return respond(std::move(*plan.refuse));
  }
  if (head.content_length > plan.max_bytes) return refuse(kBodyTooLarge);
  exchange_->sink = std::move(plan.sink);
  exchange_->body_left = head.content_length;
  if (!exchange_->sink && head.content_length > 0) {
    if (auto room = worker_.admission().reserve(head.content_length); room) {
      exchange_->body_room.emplace(std::move(*room));
    } else {
      return refuse(kOverloaded);
    }
    // A client that announces much and sends little must not cost much.
    exchange_->request.body.reserve(std::min<std::uint64_t>(head.content_length, kPieceMax));
  }
  exchange_->body_until = Clock::now() + std::chrono::seconds(worker_.options().body_seconds_absolute);
  enter(Phase::kBody, worker_.options().body_seconds);
  return true;
}

bool Connection::step_body() {
  if (exchange_->body_left == 0) return hand_over();
  const std::uint64_t size_max = std::min<std::uint64_t>(exchange_->body_left, kPieceMax);
  if (!in_.empty()) {
    const std::size_t size = std::min<std::size_t>(in_.size(), size_max);
    const bool taken = take_body(std::string_view(in_).substr(0, size));
    in_.erase(0, size);
    return taken || refuse(kOverloaded);
  }
  const IoResult got = read_some(size_max);
  if (got.status != IoResult::kDone) return wait_for(got);
  enter(Phase::kBody, worker_.options().body_seconds);
  deadline_ = std::min(deadline_, exchange_->body_until);
  const bool taken = take_body({worker_.scratch().data(), got.size});
  worker_.wipe_scratch(got.size);
  return taken || refuse(kOverloaded);
}

bool Connection::take_body(std::string_view piece) {
  exchange_->body_left -= piece.size();
  if (exchange_->sink) return exchange_->sink->write(piece);
  exchange_->request.body.append(piece);
  return true;
}

bool Connection::hand_over() {
  phase_ = Phase::kHandling;
  deadline_ = Clock::time_point::max();
  worker_.application().handle(std::move(exchange_->request), std::move(exchange_->sink),
                               Reply(shared_from_this()));
  return false;
}

}  // namespace renkei::http
