// A server on a free loopback port with a small application behind it, and a client that sends raw octets.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "api/http/framing.h"
#include "api/http/server.h"

namespace renkei::http::test {

using namespace std::chrono_literals;

inline constexpr std::uint64_t kBodyMax = 1024 * 1024;

// Counts what it is given, and gives up after `take_max` octets.
class CountingSink final : public BodySink {
 public:
  explicit CountingSink(std::uint64_t take_max) : take_max_(take_max) {}
  bool write(std::string_view piece) override {
    taken += piece.size();
    largest = std::max(largest, piece.size());
    return taken <= take_max_;
  }
  std::uint64_t taken = 0;
  std::size_t largest = 0;

 private:
  std::uint64_t take_max_;
};

// Gives `pieces` pieces of `size` octets, then ends, or fails instead.
class PieceSource final : public BodySource {
 public:
  PieceSource(int pieces, std::size_t size, bool fail) : left_(pieces), size_(size), fail_(fail) {}
  bool next(std::string& piece, bool& failed) override {
    if (left_-- > 0) {
      piece.append(size_, 's');
      return true;
    }
    failed = fail_;
    return false;
  }

 private:
  int left_;
  std::size_t size_;
  bool fail_;
};

// Answers with the body it got; some paths behave specially, see handle(). Records every path it was asked
// about.
class EchoApplication final : public Application {
 public:
  BodyPlan plan(const RequestHead& head) override {
    record(head);
    BodyPlan plan;
    plan.max_bytes = kBodyMax;
    if (head.path == "/sink") plan.sink = std::make_unique<CountingSink>(kBodyMax);
    if (head.path == "/full-sink") plan.sink = std::make_unique<CountingSink>(10);
    if (head.path == "/forbidden") plan.refuse = text(403, "forbidden");
    return plan;
  }

  void handle(Request request, std::unique_ptr<BodySink> sink, Reply reply) override {
    const std::string& path = request.head.path;
    if (path == "/sink") return reply.send(text(200, describe(static_cast<CountingSink&>(*sink))));
    if (path == "/source") return reply.send(from_source(3, 50'000, false, 150'000));
    if (path == "/failing-source") return reply.send(from_source(2, 1'000, true, 3'000));
    if (path == "/short-source") return reply.send(from_source(2, 1'000, false, 3'000));
    if (path == "/long-source") return reply.send(from_source(4, 1'000, false, 3'000));
    if (path == "/big") return reply.send(text(200, std::string(64 * kBodyMax, 'b')));
    if (path == "/nothing") return reply.send(text(204, ""));
    if (path == "/drop") return;
    if (path == "/hold") return hold(std::move(reply));
    if (path == "/events") return open_events(std::move(reply));
    if (path == "/id") return reply.send(text(200, request.head.request_id));
    reply.send(text(200, "[" + request.head.method + " " + path + "]" + request.body));
  }

  Response refusal(int status, std::string_view code, const std::string&) override {
    return text(status, std::string(code));
  }

  std::vector<std::string> paths() {
    const std::lock_guard lock(mutex_);
    return paths_;
  }
  std::optional<RequestHead> last_head() {
    const std::lock_guard lock(mutex_);
    return last_head_;
  }
  // Waits for a request to /hold.
  std::optional<Reply> take_held() {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, 5s, [this] { return held_.has_value(); });
    std::optional<Reply> taken;
    if (held_) taken.emplace(std::move(*held_));
    held_.reset();
    return taken;
  }
  // Waits for a request to /events.
  std::shared_ptr<EventStream> take_stream() {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, 5s, [this] { return stream_ != nullptr; });
    return std::exchange(stream_, nullptr);
  }

  static Response text(int status, std::string body) {
    Response response;
    response.status = status;
    response.headers.emplace_back("Content-Type", "text/plain");
    response.body = std::move(body);
    return response;
  }

 private:
  static std::string describe(const CountingSink& sink) {
    return "taken " + std::to_string(sink.taken) + ", pieces " +
           (sink.largest <= 65'536 ? "bounded" : "too large");
  }
  static Response from_source(int pieces, std::size_t size, bool fail, std::uint64_t length) {
    Response response;
    response.source = std::make_unique<PieceSource>(pieces, size, fail);
    response.source_length = length;
    return response;
  }
  void record(const RequestHead& head) {
    const std::lock_guard lock(mutex_);
    paths_.push_back(head.path);
    last_head_ = head;
  }
  void hold(Reply reply) {
    const std::lock_guard lock(mutex_);
    held_.emplace(std::move(reply));
    changed_.notify_all();
  }
  void open_events(Reply reply) {
    auto stream = reply.open_stream({{"Cache-Control", "no-store"}});
    const std::lock_guard lock(mutex_);
    stream_ = std::move(stream);
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> paths_;
  std::optional<RequestHead> last_head_;
  std::optional<Reply> held_;
  std::shared_ptr<EventStream> stream_;
};

inline ServerOptions test_options() {
  ServerOptions options;
  options.port = 0;
  options.io_threads = 2;
  return options;
}

class RunningServer {
 public:
  explicit RunningServer(ServerOptions options = test_options())
      : server_(options, application), thread_([this] { server_.run(); }) {}
  RunningServer(const RunningServer&) = delete;
  RunningServer& operator=(const RunningServer&) = delete;
  ~RunningServer() { stop(0); }

  void stop(unsigned grace_seconds) {
    server_.stop(grace_seconds);
    if (thread_.joinable()) thread_.join();
  }
  Server& operator*() { return server_; }
  Server* operator->() { return &server_; }

  EchoApplication application;

 private:
  Server server_;
  std::thread thread_;
};

struct Answer {
  int status = 0;  // 0: the connection ended, or nothing came in time
  std::string head;
  std::string body;
  bool closing() const { return head.find("\r\nConnection: close\r\n") != std::string::npos; }
};

class RawClient {
 public:
  explicit RawClient(std::uint16_t port, std::chrono::seconds patience = 8s, int receive_buffer = 0)
      : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    const timeval timeout{patience.count(), 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
    if (receive_buffer > 0)
      ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    const int no_delay = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &no_delay, sizeof no_delay);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;
  ~RawClient() { close(); }

  bool connected() const { return connected_; }
  int descriptor() const { return socket_; }
  void close() {
    if (socket_ >= 0) ::close(std::exchange(socket_, -1));
  }

  bool send(std::string_view octets) {
    while (!octets.empty()) {
      const ssize_t sent = ::send(socket_, octets.data(), octets.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      octets.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  // Reads one answer; `head_only` for the answer to HEAD.
  Answer read_answer(bool head_only = false) {
    Answer answer;
    std::size_t end = 0;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
      if (!read_more()) return answer;
    }
    answer.head = buffer_.substr(0, end + 4);
    buffer_.erase(0, end + 4);
    const std::size_t length = head_only ? 0 : content_length(answer.head);
    while (buffer_.size() < length) {
      if (!read_more()) return answer;  // status stays 0: the answer is not complete
    }
    answer.body = buffer_.substr(0, length);
    buffer_.erase(0, length);
    answer.status = std::stoi(answer.head.substr(9, 3));
    return answer;
  }

  // True when the server has ended the connection and no octet is left over.
  bool ended() { return buffer_.empty() && !read_more() && end_seen_; }

  // Reads until `text` has come; what is before and with it is dropped.
  bool read_past(std::string_view text) {
    std::size_t at = 0;
    while ((at = buffer_.find(text)) == std::string::npos) {
      if (!read_more()) return false;
    }
    buffer_.erase(0, at + text.size());
    return true;
  }

  std::string read_all() {
    while (read_more()) {
    }
    return std::exchange(buffer_, {});
  }

 private:
  bool read_more() {
    char piece[65'536];
    const ssize_t got = ::recv(socket_, piece, sizeof piece, 0);
    end_seen_ = got == 0 || (got < 0 && errno == ECONNRESET);
    if (got > 0) buffer_.append(piece, static_cast<std::size_t>(got));
    return got > 0;
  }
  static std::size_t content_length(const std::string& head) {
    constexpr std::string_view kName = "Content-Length: ";
    const std::size_t at = head.find(kName);
    return at == std::string::npos ? 0 : std::stoul(head.substr(at + kName.size()));
  }

  int socket_;
  bool connected_ = false;
  bool end_seen_ = false;
  std::string buffer_;
};

}  // namespace renkei::http::test
