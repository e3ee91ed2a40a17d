// Server-sent events: the queue between the threads that publish and the connection that writes.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "api/http/server.h"

namespace renkei::http {

// Thread-safe. Bounded: a client too slow for its events loses the stream, not the server its memory.
class StreamQueue {
 public:
  static constexpr std::size_t kOctetsMax = 256 * 1024;

  // `wake` is called, from any thread, when the connection should look here.
  explicit StreamQueue(std::function<void()> wake) : wake_(std::move(wake)) {}

  // The publisher's side.
  bool send(std::string_view event, std::string_view id, std::string_view data);
  void close();
  bool open() const;

  // The connection's side. `octets` becomes what is to be written next; call it when all taken before is
  // written.
  enum class State { kOpen, kClosed, kOverflowed };
  State take(std::string& octets);
  void ping();
  void gone();

 private:
  bool append(std::string_view octets);
  void wake_once(std::unique_lock<std::mutex>& lock);

  mutable std::mutex mutex_;
  std::string queued_;
  std::size_t taken_ = 0;  // octets the connection is writing
  State state_ = State::kOpen;
  bool woken_ = false;  // until the next take()
  std::function<void()> wake_;
};

// What the application holds; dropping it closes the stream.
std::shared_ptr<EventStream> make_event_stream(std::shared_ptr<StreamQueue> queue);

// One event as text. Aborts when a part holds CR, LF or NUL: it would be another event to the client.
std::string event_text(std::string_view event, std::string_view id, std::string_view data);

}  // namespace renkei::http
