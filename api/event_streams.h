// The open event streams of rooms. They carry ids and positions only; content is fetched by an audited read. A
// stream ends as soon as its right or its session does. Safe from any thread.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "api/http/server.h"
#include "api/sessions.h"
#include "eventstore/proposal.h"

namespace renkei {
class Views;
}

namespace renkei::api {

struct RoomStream {
  RoomId room;
  std::shared_ptr<const Session> session;
  std::function<bool(Situation&)> permitted;  // asked on the committer's thread: whether it would be opened now
  std::shared_ptr<http::EventStream> stream;
  std::int64_t asked_at = 0;  // when `permitted` was last asked, milliseconds as of Sessions::now
  std::uint64_t from = 0;     // what is below this position was told or is not asked for
};

class EventStreams {
 public:
  void add(RoomStream stream);
  // The same for a client that was told of everything up to a position (`Last-Event-ID`): first what it missed,
  // or, where that is more than 200 entries of the room, `news_missed`: it reads the list anew.
  void resume(RoomStream stream, std::uint64_t last_told, const Views& views);
  // Told of every folded entry, in order.
  void on_entry(BytesView entry);
  // Closes those whose session has ended, and gives what asks again about the others: each once a minute, since
  // rights end by the clock too (passwords, assignments and consents have their last day), and all of them
  // after an entry whose streams can't be told from it.
  std::vector<std::unique_ptr<Proposal>> ask_again(std::int64_t now);
  void close_all();
  std::size_t size() const;

 private:
  template <class Matches>
  void end(const Matches& matches, std::uint64_t position);

  mutable std::mutex mutex_;  // guards everything below
  std::vector<RoomStream> open_;
  bool ask_all_ = false;
};

}  // namespace renkei::api
