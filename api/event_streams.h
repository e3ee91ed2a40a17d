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
#include "projections/timeline.h"

namespace renkei::api {

struct RoomStream {
  RoomId room;
  std::shared_ptr<const Session> session;
  std::function<bool(Situation&)> permitted;  // asked on the committer's thread: whether it would be opened now
  std::shared_ptr<http::EventStream> stream;
  std::int64_t asked_at = 0;  // when `permitted` was last asked, milliseconds as of Sessions::now
  std::uint64_t known = 0;    // what its client knows: of nothing up to here is it told
  std::optional<std::vector<RoomNews>> held;  // what happens until it is told what it missed
};

class EventStreams {
 public:
  // More entries of a room than these are not told one by one to who missed them: the list is read anew.
  static constexpr std::size_t kMissedMax = 200;

  // Held until `release` tells it what lies between `known` and `now`: nullopt, where that is too much
  // (`news_missed`). Two steps, so that the views are read on neither the committer's nor the fold's thread.
  void add(RoomStream stream);
  void release(const http::EventStream& stream, std::uint64_t now,
               const std::optional<std::vector<RoomNews>>& missed);
  // Told of every folded entry, in order.
  void on_entry(BytesView entry);
  // Closes those whose session has ended, and gives what asks again about the others: each once a minute, since
  // rights end by the clock too (passwords, assignments and consents have their last day), and all of them
  // after an entry whose streams can't be told from it.
  std::vector<std::unique_ptr<Proposal>> ask_again(std::int64_t now);
  void close_all();
  std::size_t size() const;  // without those still held

 private:
  template <class Matches>
  void end(const Matches& matches);

  mutable std::mutex mutex_;  // guards everything below
  std::vector<RoomStream> open_;
  bool ask_all_ = false;
};

}  // namespace renkei::api
