#include "api/http/server.h"

#include <boost/asio/post.hpp>
#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "api/http/admission.h"
#include "api/http/listener.h"
#include "api/http/tls.h"
#include "api/http/worker.h"
#include "domain/check.h"

namespace renkei::http {

class Server::Impl {
 public:
  Impl(const ServerOptions& options, Application& application)
      : options_(options),
        admission_(options),
        tls_(make_tls(options)),
        workers_(make_workers(application)),
        listener_(options_, admission_, workers_) {}

  ~Impl() {
    stop(0);
    std::unique_lock lock(mutex_);
    ended_.wait(lock, [this] { return !running_; });
  }

  void run() {
    {
      const std::lock_guard lock(mutex_);
      ENSURE(!std::exchange(started_, true));
      running_ = true;
    }
    boost::asio::post(workers_.front()->context(), [this] {
      if (!workers_.front()->draining()) listener_.accept();
    });
    std::vector<std::thread> threads;
    for (const auto& worker : workers_) threads.emplace_back([&worker] { worker->run(); });
    for (std::thread& thread : threads) thread.join();
    const std::lock_guard lock(mutex_);
    running_ = false;
    ended_.notify_all();
  }

  void stop(unsigned grace_seconds) {
    const auto until = Worker::Clock::now() + std::chrono::seconds(grace_seconds);
    for (const auto& worker : workers_)
      boost::asio::post(worker->context(), [&worker, until] { worker->drain(until); });
    // A worker ends only behind the last connection that it was given.
    boost::asio::post(workers_.front()->context(), [this] {
      listener_.close();
      for (const auto& worker : workers_)
        boost::asio::post(worker->context(), [&worker] { worker->nothing_more_comes(); });
    });
  }

  std::uint16_t port() const { return listener_.port(); }
  Counters counters() const { return admission_.counters(); }

 private:
  static TlsContext make_tls(const ServerOptions& options) {
    if (options.certificate_file.empty()) return nullptr;
    return make_tls_context(options.certificate_file, options.private_key_file);
  }

  std::vector<std::unique_ptr<Worker>> make_workers(Application& application) {
    if (options_.io_threads == 0) throw std::runtime_error("The server needs at least one I/O thread.");
    std::vector<std::unique_ptr<Worker>> workers;
    for (unsigned i = 0; i < options_.io_threads; ++i) {
      workers.push_back(std::make_unique<Worker>(options_, application, admission_, tls_.get()));
    }
    return workers;
  }

  const ServerOptions options_;
  Admission admission_;  // outlives the workers, whose connections give their places back
  TlsContext tls_;
  std::vector<std::unique_ptr<Worker>> workers_;
  Listener listener_;
  std::mutex mutex_;
  std::condition_variable ended_;
  bool started_ = false;
  bool running_ = false;
};

Server::Server(const ServerOptions& options, Application& application)
    : impl_(std::make_unique<Impl>(options, application)) {}

Server::~Server() = default;

std::uint16_t Server::port() const { return impl_->port(); }
void Server::run() { impl_->run(); }
void Server::stop(unsigned grace_seconds) { impl_->stop(grace_seconds); }
Server::Counters Server::counters() const { return impl_->counters(); }

}  // namespace renkei::http
