// A whole city served in this process on a loopback port, with a clock that tests move.
#pragma once

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <thread>

#include "api/router.h"
#include "eventstore/files/posix_files.h"
#include "replay/cli/story.h"
#include "tests/support/bounds.h"
#include "tests/support/policy_file.h"
#include "tests/support/recorded_exchanges.h"

namespace renkei::testing {

// The real disk, with as much room as a test says.
class StatedRoom final : public PosixFiles {
 public:
  Result<FreeSpace, FileError> free_space(const std::string&) override { return FreeSpace{free, kTotal}; }
  static constexpr std::uint64_t kTotal = 100ull << 30;
  std::atomic<std::uint64_t> free = kTotal;
};

// Answers nobody before the views have reached what is durable. The server promises that to the writer alone
// (docs/adr/0004), and one that makes a table of every entry shows others' acts noticeably later.
class CaughtUp final : public http::Application {
 public:
  CaughtUp(http::Application& served, const api::CityService& service) : served_(served), service_(service) {}
  http::BodyPlan plan(const http::RequestHead& head) override { return served_.plan(head); }
  http::Response refusal(int status, std::string_view code, const std::string& request_id) override {
    return served_.refusal(status, code, request_id);
  }
  void handle(http::Request request, std::unique_ptr<http::BodySink> sink, http::Reply reply) override {
    (void)service_.views->wait_for(service_.committer->durable_head().size, 5'000);
    served_.handle(std::move(request), std::move(sink), std::move(reply));
  }

 private:
  http::Application& served_;
  const api::CityService& service_;
};

class ServedCity {
 public:
  // On the real disk in a folder of its own, or on `other`.
  explicit ServedCity(Instant start, api::ServiceLimits limits = cheap_limits(), Files* other = nullptr)
      : clock(start), disk(other != nullptr ? *other : files), limits_(std::move(limits)) {
    record_exchanges();
    if (other == nullptr) {
      char folder[] = "/tmp/renkei-test-XXXXXX";
      ENSURE(mkdtemp(folder) != nullptr);
      root = folder;
    }
    paths = other == nullptr ? CityPaths{root + "/data", root + "/secrets"} : CityPaths{"data", "secrets"};
    auto made = init_city(
        disk, paths, {"丸亀市", "renkei.example/marugame", policy_text(), {"森本 由紀", "大西 健"}, start});
    if (!made) throw std::runtime_error(made.error().what);
    admins = made->admins;
    serve();
  }
  // Over a city that lies on `there` already; not served yet.
  ServedCity(Files& there, Instant now, api::ServiceLimits limits = cheap_limits())
      : clock(now), disk(there), paths{"data", "secrets"}, limits_(std::move(limits)) {}
  ~ServedCity() {
    stop();
    if (!root.empty()) std::filesystem::remove_all(root);
  }

  void serve() {
    auto city = open_city(disk, paths);
    if (!city) throw std::runtime_error(city.error().what);
    service = std::make_unique<api::CityService>(disk, paths, std::move(*city), clock, limits_,
                                                 [this](const std::string& what) { fail(what); });
    application = std::make_unique<api::Application>(*service);
    http::ServerOptions options;
    options.port = 0;
    if (smallest_bounds()) caught_up = std::make_unique<CaughtUp>(*application, *service);
    http::Application& served = caught_up ? static_cast<http::Application&>(*caught_up) : *application;
    server = std::make_unique<http::Server>(options, served);
    if (ExchangeRecord* record = exchange_record()) record->add_city(url());
    thread = std::thread([this] { server->run(); });
  }
  void stop() {
    if (!server) return;
    const bool ended = failed_;         // a server of its own would be gone: nobody waits for answers any more
    if (ended) service->views->stop();  // which a committer may wait for
    server->stop(ended ? 0 : 1);
    thread.join();
    service->stop();
    server.reset();
    caught_up.reset();
    application.reset();
    service.reset();
  }
  // True once the server would have ended by itself; false after the wait.
  bool wait_for_failure(std::chrono::milliseconds most) {
    std::unique_lock lock(failure_mutex_);
    return failed_now_.wait_for(lock, most, [this] { return failed_.load(); });
  }
  void forget_failure() {
    const std::lock_guard lock(failure_mutex_);
    failed_ = false;
    failure.clear();
  }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(server->port()); }

  cli::StorySetup story_setup() {
    cli::StorySetup setup;
    setup.base_url = url();
    setup.log_key = service->city.log_key.to_string();
    setup.city1_login = admins[0].login_id;
    setup.city1_code = admins[0].one_time_code;
    setup.city2_login = admins[1].login_id;
    setup.city2_code = admins[1].one_time_code;
    setup.now = [this] { return clock.now(); };
    setup.next_totp_step = [this] { clock.advance_milliseconds(30'000); };
    setup.tell = [this](int step, const std::string& line) {
      told.push_back(std::to_string(step) + " " + line);
    };
    return setup;
  }
  static api::ServiceLimits cheap_limits() {
    api::ServiceLimits limits;
    limits.committer = committer_bounds();
    limits.views = view_bounds();
    limits.password_cost = {1, 64};
    return limits;
  }

  StatedRoom files;
  ManualClock clock;
  Files& disk;
  std::string root;  // on the real disk
  CityPaths paths;
  std::vector<InitResult::Admin> admins;
  std::unique_ptr<api::CityService> service;
  std::unique_ptr<api::Application> application;
  std::unique_ptr<CaughtUp> caught_up;  // under the smallest bounds
  std::unique_ptr<http::Server> server;
  std::thread thread;
  std::string failure;
  std::vector<std::string> told;

 private:
  void fail(const std::string& what) {
    const std::lock_guard lock(failure_mutex_);
    if (failure.empty()) failure = what;
    failed_ = true;
    failed_now_.notify_all();
  }

  std::mutex failure_mutex_;  // guards failure while the city is served
  std::condition_variable failed_now_;
  std::atomic<bool> failed_ = false;
  api::ServiceLimits limits_;
};

}  // namespace renkei::testing
