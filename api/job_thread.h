// A thread of its own for what may take a while.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace renkei::api {

// Runs jobs one after another on a thread of its own, from a bounded queue: argon2, and requests that must
// wait.
class JobThread {
 public:
  explicit JobThread(std::size_t queue_max);
  ~JobThread();                            // finishes what is queued
  bool submit(std::function<void()> job);  // false: the queue is full

 private:
  bool run_next();  // false: stopped
  void run();
  std::size_t queue_max_;
  std::mutex mutex_;  // guards queue_, stopping_
  std::condition_variable filled_;
  std::deque<std::function<void()>> queue_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace renkei::api
