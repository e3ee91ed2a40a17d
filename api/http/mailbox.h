// Letters from any thread to the connections of one I/O thread. A batch of replies costs one wake-up, and a
// reply that comes after the server has stopped finds the box closed instead of a destroyed event loop.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <variant>
#include <vector>

#include "api/http/server.h"
#include "api/http/stream.h"

namespace renkei::http {

class Connection;

struct Dropped {};
struct StreamOpening {
  std::vector<std::pair<std::string, std::string>> headers;
  std::shared_ptr<StreamQueue> queue;
};
struct StreamNews {};
using ResponseMaker = std::function<Response()>;

struct Letter {
  std::shared_ptr<Connection> to;
  std::variant<Response, ResponseMaker, Dropped, StreamOpening, StreamNews> content;
};

class Mailbox {
 public:
  // `wake` is called, from any thread, when the empty box gets a letter; never after close().
  explicit Mailbox(std::function<void()> wake) : wake_(std::move(wake)) {}

  // False: the box is closed and the letter dropped; its connection has been closed before.
  bool put(Letter letter) {
    const std::lock_guard lock(mutex_);
    if (closed_) return false;
    letters_.push_back(std::move(letter));
    if (letters_.size() == 1) wake_();
    return true;
  }

  std::vector<Letter> take_all() {
    const std::lock_guard lock(mutex_);
    return std::exchange(letters_, {});
  }

  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }

 private:
  std::mutex mutex_;
  std::vector<Letter> letters_;
  bool closed_ = false;
  std::function<void()> wake_;
};

}  // namespace renkei::http
