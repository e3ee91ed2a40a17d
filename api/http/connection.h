// One client connection, and the one exchange it may have under way. Lives on its worker's thread; only the
// functions of Reply::Target are called from others, and they do nothing but put a letter into the worker's
// mailbox.
//
//   handshake → idle → head → body → handling → writing → idle …
//                                           └→ streaming → lingering → closed
//   Any fault: a refusal is written, then lingering. Any failure of the socket: closed.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "api/http/admission.h"
#include "api/http/framing.h"
#include "api/http/mailbox.h"
#include "api/http/outgoing.h"
#include "api/http/reply_target.h"
#include "api/http/wire.h"

namespace renkei::http {

class Worker;

inline constexpr std::size_t kPieceMax = 64 * 1024;  // the most that is read at once, and handed to a BodySink
inline constexpr std::chrono::seconds kPingInterval{15};

class Connection final : public Reply::Target, public std::enable_shared_from_this<Connection> {
 public:
  using Clock = std::chrono::steady_clock;

  Connection(Worker& worker, Socket socket, Admission::Place place, std::string remote_address);

  void start(std::size_t index);
  void set_index(std::size_t index) { index_ = index; }
  void proceed();                     // does what can be done without waiting
  void check(Clock::time_point now);  // deadlines and pings
  void receive(Letter letter);
  void drain();  // the server stops: closes at once unless an exchange is under way
  void cut();

  void answer(Response response) override;
  void answer_later(std::function<Response()> make) override;
  void drop() override;
  std::shared_ptr<EventStream> stream(Fields headers) override;

 private:
  enum class Phase { kHandshake, kIdle, kHead, kBody, kHandling, kWriting, kStreaming, kLingering, kClosed };

  // Absent while idle, so that an idle connection stays small.
  struct Exchange {
    Request request;
    std::string request_id;  // outlives `request`, which is handed over
    std::unique_ptr<BodySink> sink;
    std::optional<Admission::BodyRoom> body_room;
    std::uint64_t body_left = 0;
    Clock::time_point body_until;
    bool head_only = false;
    bool close = false;
  };

  // One step of the current phase. True: there is more to do at once. False: waiting, or closed.
  bool step();
  bool step_handshake();
  bool step_head();
  bool step_body();
  bool step_write();
  bool step_stream();
  bool step_linger();

  bool begin_exchange(std::string_view raw_head);
  bool fill_head(RawHead& raw);
  bool plan_body();
  bool take_body(std::string_view piece);
  bool hand_over();
  bool refuse(Fault fault);
  bool respond(Response response);
  bool end_exchange();
  void open_stream(StreamOpening opening);
  bool flush_stream();

  IoResult read_some(std::size_t size_max);  // into the worker's scratch, if there may be something to read
  bool write_some();                         // false: waiting, or closed
  bool wait_for(IoResult result);            // always false; closes when the client has gone
  void ready(IoResult::Status direction);
  void enter(Phase phase, std::uint32_t seconds);
  bool linger();
  void close();

  Worker& worker_;  // not to be touched once closed: it may be gone
  std::shared_ptr<Mailbox> mailbox_;
  std::optional<Wire> wire_;
  Admission::Place place_;
  std::string remote_address_;
  std::size_t index_ = 0;  // among the worker's connections
  Phase phase_ = Phase::kHandshake;
  bool readable_ = false;
  bool waiting_to_read_ = false;
  bool waiting_to_write_ = false;
  Clock::time_point deadline_ = Clock::time_point::max();
  std::string in_;           // read, not yet consumed
  std::size_t scanned_ = 0;  // of in_, for the end of a head
  Outgoing out_;
  std::size_t written_ = 0;  // since the write deadline was last renewed
  std::unique_ptr<Exchange> exchange_;
  std::shared_ptr<StreamQueue> stream_;
  Clock::time_point next_ping_ = Clock::time_point::max();
};

}  // namespace renkei::http
