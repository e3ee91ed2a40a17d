// renkeid: serves one city. Configuration is one JSON file; an unknown key refuses to start.
#include <csignal>
#include <cstdio>
#include <iostream>
#include <mutex>
#include <thread>

#include <boost/program_options.hpp>

#include "api/explanation.h"
#include "api/operations.h"
#include "api/past_ends.h"
#include "api/router.h"
#include "eventstore/files/posix_files.h"
#include "eventstore/json/json_read.h"

namespace {

namespace po = boost::program_options;
using namespace renkei;

struct Configuration {
  std::string data, secrets, address = "127.0.0.1";
  std::uint32_t port = 8443, io_threads = 2, queue = 1'024, batch = 256, states = 20'000, password_queue = 16,
                requests_per_second = 100, connections = 12'000, connections_per_address = 1'000,
                metrics_port = 0, storage_low_percent = 5, storage_low_mebibytes = 2'048,
                storage_full_mebibytes = 512, explain_after_ends = 3;
  std::optional<api::LogLevel> log_level;  // info
  bool plain_http = false;                 // loopback only, for measurements
  template <class V>
  static void describe(V& v) {
    v.field("data", &Configuration::data, required_text(4'096));
    v.field("secrets", &Configuration::secrets, required_text(4'096));
    v.field("address", &Configuration::address, text(60));
    v.field("port", &Configuration::port, number(0, 65'535));
    v.field("io_threads", &Configuration::io_threads, number(1, 16));
    v.field("queue", &Configuration::queue, number(2, 65'536));
    v.field("batch", &Configuration::batch, number(1, 4'096));
    v.field("states", &Configuration::states, number(1, 1'000'000));
    v.field("password_queue", &Configuration::password_queue, number(1, 1'000));
    v.field("requests_per_second", &Configuration::requests_per_second,
            number(1, 1'000'000));  // of one account; bursts of five seconds
    v.field("connections", &Configuration::connections, number(1, 1'000'000));
    v.field("connections_per_address", &Configuration::connections_per_address, number(1, 1'000'000));
    v.field("metrics_port", &Configuration::metrics_port, number(0, 65'535));  // on 127.0.0.1; 0: none
    v.field("storage_low_percent", &Configuration::storage_low_percent, number(0, 50));
    v.field("storage_low_mebibytes", &Configuration::storage_low_mebibytes, number(0, 1'048'576));
    v.field("storage_full_mebibytes", &Configuration::storage_full_mebibytes, number(0, 1'048'576));
    v.field("explain_after_ends", &Configuration::explain_after_ends, number(0, 100));  // 0: never
    v.field("log_level", &Configuration::log_level);
    v.field("plain_http", &Configuration::plain_http);
  }
};

// A failed write, or history that can't be: the process ends at once and nothing is retried.
void end_process(const std::string& what) {
  std::fprintf(stderr, "renkeid: %s: ending without a further answer\n", what.c_str());
  std::_Exit(70);
}

void make_views_anew(api::CityService& service) {
  service.make_views_anew([](const std::string& problem) {
    const std::string text = problem.empty() ? "views made anew" : "views not made anew: " + problem;
    std::fprintf(stderr, "renkeid: %s\n", text.c_str());
  });
}

api::ServiceLimits limits_of(const Configuration& c) {
  api::ServiceLimits limits;
  limits.committer.queue = c.queue;
  limits.committer.batch = c.batch;
  limits.committer.states = c.states;
  limits.password_queue = c.password_queue;
  limits.requests_per_second = c.requests_per_second;
  limits.requests_burst = 5 * c.requests_per_second;
  limits.log_level = c.log_level.value_or(api::LogLevel::info);
  limits.seal_heads_daily = true;
  limits.storage = {c.storage_low_percent, c.storage_low_mebibytes, c.storage_full_mebibytes};
  return limits;
}

http::ServerOptions options_of(const Configuration& c) {
  http::ServerOptions options;
  options.address = c.address;
  options.port = static_cast<std::uint16_t>(c.port);
  options.io_threads = c.io_threads;
  options.max_connections = c.connections;
  options.max_connections_per_address = c.connections_per_address;
  if (!c.plain_http) {
    options.certificate_file = c.secrets + "/tls/certificate.pem";
    options.private_key_file = c.secrets + "/tls/key.pem";
  }
  return options;
}

// Runs the server until a signal asks for its end; SIGHUP asks for something else.
void run_until_signal(const Configuration& c, http::Server& server, const sigset_t& signals,
                      const std::function<void()>& on_hangup, const std::function<void()>& before_stop) {
  std::thread waiter([&] {
    int signal = 0;
    while (sigwait(&signals, &signal) == 0 && signal == SIGHUP) on_hangup();
    before_stop();
    server.stop();
  });
  std::printf("renkeid: serving on %s://%s:%u\n", c.plain_http ? "http" : "https", c.address.c_str(),
              server.port());
  std::fflush(stdout);
  server.run();
  waiter.join();
}

void serve_city(const Configuration& c, Files& files, OpenCity city, api::PastEnds& ends,
                const sigset_t& signals) {
  if (const std::string& torn = city.credentials->set_aside(); !torn.empty()) {
    std::fprintf(
        stderr,
        "renkeid: the last credential was not whole and is kept as %s; look whether the last change of a "
        "password or device is in force\n",
        torn.c_str());
  }
  const SystemClock clock;
  std::mutex end;  // never given back: of threads that find the same damage, one notes it
  const auto fatal = [&ends, &end](const std::string& what) {
    end.lock();
    ends.ended(what);
    end_process(what);
  };
  api::CityService service(files, {c.data, c.secrets}, std::move(city), clock, limits_of(c), fatal);
  api::Application application(service);
  http::Server server(options_of(c), application);
  std::unique_ptr<http::Server> metrics_server;
  api::Operations operations(service);
  std::thread metrics_thread;
  if (c.metrics_port != 0) {
    http::ServerOptions metrics_options;
    metrics_options.port = static_cast<std::uint16_t>(c.metrics_port);
    metrics_options.max_connections = 16;
    metrics_server = std::make_unique<http::Server>(metrics_options, operations);
    metrics_thread = std::thread([&] { metrics_server->run(); });
  }
  const auto before_stop = [&] {
    application.ready(false);
    service.streams.close_all();
    if (metrics_server) metrics_server->stop(1);
  };
  run_until_signal(
      c, server, signals, [&] { make_views_anew(service); }, before_stop);
  if (metrics_thread.joinable()) metrics_thread.join();
  service.stop();
}

// Ended too often to be tried again: says why, until somebody stops it.
void explain(const Configuration& c, std::vector<std::string> reasons, const sigset_t& signals) {
  for (const std::string& reason : reasons) std::fprintf(stderr, "renkeid: ended before: %s\n", reason.c_str());
  std::fprintf(stderr, "renkeid: not serving; /readyz says why\n");
  api::Explanation explanation(std::move(reasons));
  http::Server server(options_of(c), explanation);
  run_until_signal(
      c, server, signals, [] {}, [] {});
}

int refuse_to_start(const CityError& error) {
  std::cerr << "renkeid: " << error.what << "\n";
  return error.exit_code;
}

int serve(const Configuration& c) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  PosixFiles files;
  const CityPaths paths{c.data, c.secrets};
  if (const auto format = read_format(files, paths); !format) return refuse_to_start(format.error());
  if (const auto lock = lock_city(files, paths); !lock) return refuse_to_start(lock.error());
  const SystemClock clock;
  api::PastEnds ends(files, c.data, clock, c.explain_after_ends);
  auto reasons = ends.begin();
  if (!reasons.empty()) {
    explain(c, std::move(reasons), signals);
    ends.ended_well();
    return 0;
  }
  try {
    auto city = open_city(files, paths);
    if (!city) {
      ends.ended(city.error().what);
      return refuse_to_start(city.error());
    }
    serve_city(c, files, std::move(*city), ends, signals);
  } catch (const std::exception& e) {
    ends.ended(e.what());
    throw;
  }
  ends.ended_well();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  std::string configuration_file;
  po::options_description options(
      "renkeid --config FILE\n\nServes one city. Example: renkeid --config var/demo/renkeid.json");
  options.add_options()("config", po::value(&configuration_file), "configuration, one JSON file")("help",
                                                                                                  "this text");
  try {
    po::variables_map given;
    po::store(po::parse_command_line(argc, argv, options), given);
    po::notify(given);
    if (given.contains("help") || configuration_file.empty()) {
      std::cout << options << "\n";
      return given.contains("help") ? 0 : 64;
    }
    PosixFiles files;
    const auto octets = read_file(files, configuration_file);
    if (!octets) {
      std::cerr << "renkeid: " << octets.error().to_string() << "\n";
      return 66;
    }
    const auto configuration = from_json_text<Configuration>(*octets);
    if (!configuration) {
      std::cerr << "renkeid: " << configuration_file << ": " << configuration.error().front().pointer << ": "
                << configuration.error().front().en << "\n";
      return 78;
    }
    return serve(*configuration);
  } catch (const std::exception& e) {
    std::cerr << "renkeid: " << e.what() << "\n";
    return 70;
  }
}
