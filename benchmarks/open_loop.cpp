// P1b: sends messages at a fixed rate, whether or not earlier ones were answered, and measures each from the
// time it was due. Prints one line of JSON: rate, errors, p50, p99 and maximum in milliseconds. One connection
// and one session per token.
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

namespace {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;
using Clock = std::chrono::steady_clock;

std::vector<std::string> lines_of(const char* file) {
  std::ifstream in(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

struct Work {  // what is due and not yet sent, and what was measured
  std::deque<Clock::time_point> due;
  std::vector<double> milliseconds;
  std::uint64_t errors = 0, sent = 0;
  std::vector<std::string> rooms;
  std::string body, device, run;
};

class Connection {
 public:
  Connection(asio::io_context& context, Work& work, std::string token, std::uint16_t port)
      : socket_(context), work_(work), token_(std::move(token)) {
    socket_.connect({asio::ip::make_address("127.0.0.1"), port});
    socket_.set_option(tcp::no_delay(true));
  }
  bool idle() const { return idle_; }

  void send_next() {
    if (work_.due.empty()) return;
    idle_ = false;
    due_ = work_.due.front();
    work_.due.pop_front();
    const std::uint64_t n = work_.sent++;
    char key[40];
    std::snprintf(key, sizeof key, "%s-0000-4000-8000-%012llx", work_.run.c_str(),
                  static_cast<unsigned long long>(n));
    request_ = "POST /v1/rooms/" + work_.rooms[n % work_.rooms.size()] +
               "/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + token_ +
               "\r\nRenkei-Device: " + work_.device + "\r\nIdempotency-Key: " + key +
               "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(work_.body.size()) +
               "\r\n\r\n" + work_.body;
    asio::async_write(socket_, asio::buffer(request_),
                      [this](boost::system::error_code error, std::size_t) { error ? lose() : read_head(); });
  }

 private:
  void read_head() {
    asio::async_read_until(socket_, asio::dynamic_buffer(answer_), "\r\n\r\n",
                           [this](boost::system::error_code error, std::size_t head) {
                             if (error) return lose();
                             const std::size_t at = answer_.find("Content-Length: ");
                             const std::size_t length =
                                 at < head ? std::strtoull(answer_.c_str() + at + 16, nullptr, 10) : 0;
                             read_body(head + length);
                           });
  }
  void read_body(std::size_t whole) {
    if (answer_.size() >= whole) return finish(whole);
    asio::async_read(
        socket_, asio::dynamic_buffer(answer_), asio::transfer_exactly(whole - answer_.size()),
        [this, whole](boost::system::error_code error, std::size_t) { error ? lose() : finish(whole); });
  }
  void finish(std::size_t whole) {
    if (answer_.compare(0, 12, "HTTP/1.1 201") != 0) ++work_.errors;
    work_.milliseconds.push_back(std::chrono::duration<double, std::milli>(Clock::now() - due_).count());
    answer_.erase(0, whole);
    idle_ = true;
    send_next();
  }
  void lose() { ++work_.errors; }  // and never idle again

  tcp::socket socket_;
  Work& work_;
  std::string token_, request_, answer_;
  Clock::time_point due_;
  bool idle_ = true;
};

double percentile(const std::vector<double>& sorted, double share) {
  return sorted.empty()
             ? 0
             : sorted[std::min(sorted.size() - 1,
                               static_cast<std::size_t>(share * static_cast<double>(sorted.size())))];
}

class Schedule {
 public:
  Schedule(asio::io_context& context, double per_second, double seconds, Work& work,
           std::vector<std::unique_ptr<Connection>>& connections)
      : timer_(context),
        interval_(1.0 / per_second),
        count_(static_cast<std::uint64_t>(per_second * seconds)),
        work_(work),
        connections_(connections) {}
  void tick() {
    const auto now = Clock::now();
    for (; due_ < count_ && time_of(due_) <= now; ++due_) work_.due.push_back(time_of(due_));
    for (auto& c : connections_) {
      if (c->idle()) c->send_next();
    }
    if (due_ == count_) return;
    timer_.expires_at(time_of(due_));
    timer_.async_wait([this](boost::system::error_code) { tick(); });
  }

 private:
  Clock::time_point time_of(std::uint64_t n) const {
    return begun_ + std::chrono::duration_cast<Clock::duration>(
                        std::chrono::duration<double>(interval_ * static_cast<double>(n)));
  }
  asio::steady_timer timer_;
  const double interval_;
  const std::uint64_t count_;
  Work& work_;
  std::vector<std::unique_ptr<Connection>>& connections_;
  const Clock::time_point begun_ = Clock::now();
  std::uint64_t due_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 8)
    return std::fprintf(stderr, "bench_open_loop PORT TOKENS ROOMS BODY DEVICE PER_SECOND SECONDS\n"), 64;
  asio::io_context context(1);
  Work work;
  const auto tokens = lines_of(argv[2]);
  work.rooms = lines_of(argv[3]);
  work.body = lines_of(argv[4]).at(0);
  work.device = argv[5];
  char run[9];
  std::snprintf(run, sizeof run, "%08x",
                static_cast<unsigned>(std::chrono::system_clock::now().time_since_epoch().count()));
  work.run = run;
  std::vector<std::unique_ptr<Connection>> connections;
  for (const std::string& token : tokens)
    connections.push_back(
        std::make_unique<Connection>(context, work, token, static_cast<std::uint16_t>(std::atoi(argv[1]))));
  Schedule schedule(context, std::atof(argv[6]), std::atof(argv[7]), work, connections);
  schedule.tick();
  context.run();
  std::sort(work.milliseconds.begin(), work.milliseconds.end());
  std::printf("{\"sent\":%llu,\"errors\":%llu,\"p50_ms\":%.2f,\"p99_ms\":%.2f,\"max_ms\":%.2f}\n",
              static_cast<unsigned long long>(work.sent), static_cast<unsigned long long>(work.errors),
              percentile(work.milliseconds, 0.5), percentile(work.milliseconds, 0.99),
              percentile(work.milliseconds, 1));
}
