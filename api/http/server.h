// HTTP/1.1 over TLS: the transport. It frames, bounds and times requests, and knows no domain type and no
// route. Beast and Asio stay behind this header.
//
// Strictness (design: threats of request smuggling and slow clients): only HTTP/1.1; exactly one Host; any
// Transfer-Encoding, Upgrade, Expect, obs-fold, duplicate critical header or malformed Content-Length is
// answered 400 and the connection closed. After any error the connection closes.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace renkei::http {

struct RequestHead {
  std::string method;  // "GET", "POST" … as sent
  std::string path;    // percent-decoded, begins with '/', no NUL, no "//", no dot segments
  std::vector<std::pair<std::string, std::string>> query;    // percent-decoded, in order
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  std::string remote_address;                                // numeric, from the socket
  std::uint64_t content_length = 0;
  std::string request_id;  // 36-character UUID, also returned as Renkei-Request-Id

  // The value of a header (name in lower case), or nullptr.
  const std::string* header(std::string_view name) const;
};

struct Request {
  RequestHead head;
  std::string body;  // empty when a BodySink took it
};

// Gives a response body in pieces, called on an I/O thread; at most two pieces are held.
class BodySource {
 public:
  virtual ~BodySource() = default;
  // Appends the next piece to `piece`; false when there is none. On failure the connection is cut.
  virtual bool next(std::string& piece, bool& failed) = 0;
};

// Takes a request body in pieces, called on an I/O thread.
class BodySink {
 public:
  virtual ~BodySink() = default;
  virtual bool write(std::string_view piece) = 0;  // false: give up, answer 503
};

struct Response {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;  // CR, LF and NUL in a value are a bug and abort
  std::string body;
  std::unique_ptr<BodySource> source;  // when set, `body` is empty and `source_length` octets follow
  std::uint64_t source_length = 0;
};

// Answers one request exactly once, from any thread. Dropped unanswered: 503.
class Reply {
 public:
  class Target;
  explicit Reply(std::shared_ptr<Target> target) : target_(std::move(target)) {}
  Reply(Reply&&) = default;
  Reply& operator=(Reply&&) = delete;  // would drop an unanswered one
  ~Reply();
  void send(Response response);
  // The same, with the answer made on the connection's own I/O thread: for threads that must not linger.
  void send_later(std::function<Response()> make);
  // Turns the exchange into a text/event-stream; the returned stream may be written from any thread.
  std::shared_ptr<class EventStream> open_stream(std::vector<std::pair<std::string, std::string>> headers);

 private:
  std::shared_ptr<Target> target_;
};

// A server-sent event stream. Bounded: a client that does not read is cut.
class EventStream {
 public:
  virtual ~EventStream() = default;
  virtual bool send(std::string_view event, std::string_view id, std::string_view data) = 0;  // false: gone
  virtual void close() = 0;
  virtual bool open() const = 0;
};

struct BodyPlan {
  std::uint64_t max_bytes = 0;     // a longer Content-Length is answered by refusal(413)
  std::unique_ptr<BodySink> sink;  // null: the body arrives in Request::body
  std::optional<Response> refuse;  // answered at once, without reading the body
};

// What the transport serves. Called on I/O threads; must not block.
class Application {
 public:
  virtual ~Application() = default;
  virtual BodyPlan plan(const RequestHead& head) = 0;
  virtual void handle(Request request, std::unique_ptr<BodySink> sink, Reply reply) = 0;
  // Bodies of the transport's own refusals (400, 408, 411, 413, 431, 503), so that all problems look alike.
  virtual Response refusal(int status, std::string_view code, const std::string& request_id) = 0;
};

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8443;     // 0: any free port, see Server::port
  std::string certificate_file;  // PEM; empty: plain HTTP, loopback only (benchmarks)
  std::string private_key_file;
  unsigned io_threads = 2;
  std::uint32_t max_connections = 12'000;
  std::uint32_t max_connections_per_address = 12'000;
  std::uint64_t body_bytes_in_memory_max = 64 * 1024 * 1024;  // of all connections; beyond it 503
  std::uint32_t header_bytes_max = 16 * 1024;
  std::uint32_t tls_seconds = 10, header_seconds = 5, body_seconds = 10, write_seconds = 10, idle_seconds = 30;
  std::uint32_t body_seconds_absolute = 120;  // a whole body, however steadily it drips
};

class Server {
 public:
  // Binds and listens; throws std::runtime_error with a sentence when it cannot. The application outlives the
  // server.
  Server(const ServerOptions& options, Application& application);
  ~Server();  // stops
  std::uint16_t port() const;
  void run();  // serves on io_threads threads until stop()
  // From any thread: stops accepting, finishes exchanges under way (at most `grace_seconds`), closes the rest.
  void stop(unsigned grace_seconds = 10);

  struct Counters {
    std::uint64_t connections_open = 0, connections_total = 0, requests_total = 0, refused_total = 0;
  };
  Counters counters() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace renkei::http
