#include "api/http/stream.h"

#include <utility>

#include "domain/check.h"

namespace renkei::http {
namespace {

class Handle final : public EventStream {
 public:
  explicit Handle(std::shared_ptr<StreamQueue> queue) : queue_(std::move(queue)) {}
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() override { queue_->close(); }

  bool send(std::string_view event, std::string_view id, std::string_view data) override {
    return queue_->send(event, id, data);
  }
  void close() override { queue_->close(); }
  bool open() const override { return queue_->open(); }

 private:
  std::shared_ptr<StreamQueue> queue_;
};

void append_line(std::string& text, std::string_view name, std::string_view value) {
  ENSURE(value.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos);
  text.append(name).append(": ").append(value).append("\n");
}

}  // namespace

std::string event_text(std::string_view event, std::string_view id, std::string_view data) {
  std::string text;
  text.reserve(event.size() + id.size() + data.size() + 32);
  if (!event.empty()) append_line(text, "event", event);
  if (!id.empty()) append_line(text, "id", id);
  append_line(text, "data", data);
  return text.append("\n");
}

std::shared_ptr<EventStream> make_event_stream(std::shared_ptr<StreamQueue> queue) {
  return std::make_shared<Handle>(std::move(queue));
}

bool StreamQueue::send(std::string_view event, std::string_view id, std::string_view data) {
  return append(event_text(event, id, data));
}

bool StreamQueue::append(std::string_view octets) {
  std::unique_lock lock(mutex_);
  if (state_ != State::kOpen) return false;
  const bool fits = queued_.size() + taken_ + octets.size() <= kOctetsMax;
  if (fits) {
    queued_.append(octets);
  } else {
    state_ = State::kOverflowed;
    queued_ = {};
  }
  wake_once(lock);
  return fits;
}

void StreamQueue::close() {
  std::unique_lock lock(mutex_);
  if (state_ != State::kOpen) return;
  state_ = State::kClosed;
  wake_once(lock);
}

bool StreamQueue::open() const {
  const std::lock_guard lock(mutex_);
  return state_ == State::kOpen;
}

StreamQueue::State StreamQueue::take(std::string& octets) {
  const std::lock_guard lock(mutex_);
  woken_ = false;
  octets = std::exchange(queued_, {});
  taken_ = octets.size();
  return state_;
}

// Written only when nothing else is: its purpose is to notice a client that has gone.
void StreamQueue::ping() {
  const std::lock_guard lock(mutex_);
  if (state_ == State::kOpen && queued_.empty() && taken_ == 0) queued_ = ": ping\n\n";
}

void StreamQueue::gone() {
  const std::lock_guard lock(mutex_);
  if (state_ == State::kOpen) state_ = State::kClosed;
  queued_ = {};
}

void StreamQueue::wake_once(std::unique_lock<std::mutex>& lock) {
  if (std::exchange(woken_, true)) return;
  lock.unlock();
  wake_();
}

}  // namespace renkei::http
