#include "api/job_thread.h"

#include "api/http/cleanse_stack.h"

namespace renkei::api {

JobThread::JobThread(std::size_t queue_max) : queue_max_(queue_max), thread_([this] { run(); }) {}

JobThread::~JobThread() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  filled_.notify_one();
  thread_.join();
}

bool JobThread::submit(std::function<void()> job) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || queue_.size() >= queue_max_) return false;
    queue_.push_back(std::move(job));
  }
  filled_.notify_one();
  return true;
}

bool JobThread::run_next() {
  std::function<void()> job;
  {
    std::unique_lock lock(mutex_);
    filled_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    if (queue_.empty()) return false;
    job = std::move(queue_.front());
    queue_.pop_front();
  }
  job();
  return true;
}

void JobThread::run() {
  while (run_next()) http::cleanse_stack();  // a job reads passwords and bodies
}

}  // namespace renkei::api
