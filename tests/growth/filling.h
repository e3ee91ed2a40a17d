// A long history in the ledger of a city that is served: acts of the real committer, several in flight. Nothing
// is sealed about the persons it adds, so they need no key.
#pragma once

#include <deque>

#include "tests/support/ledger_fixture.h"

namespace renkei::testing {

// In both halves, as random ids are: hash tables look at one of them.
template <class IdT>
IdT scattered(std::uint8_t space, std::uint64_t number) {
  IdT id;
  id.octets[0] = space;
  for (std::size_t i = 0; i < 7; ++i)
    id.octets[1 + i] = id.octets[15 - i] = static_cast<std::uint8_t>(number >> (8 * i) & 0xFF);
  return id;
}

class Filling {
 public:
  static constexpr std::size_t kDraftsAtOnce = 500, kActsInFlight = 8;

  explicit Filling(Committer& committer) : committer_(committer) {}

  void add_persons(std::uint64_t count) {
    for (std::uint64_t n = 0; n < count; ++n) {
      add({care_recipient::SubjectKeyCreated{person(n), person(n)}, {}, {}});
      add({room::RoomOpened{room(n), person(n), {}, {}}, {}, {}});
    }
  }
  void add_views(std::uint64_t persons, std::uint64_t count) {
    for (std::uint64_t n = 0; n < count; ++n) {
      access::RecordViewed e;
      e.care_recipient = e.subject = person(n % persons);
      e.room = room(n % persons);
      add({e, {}, {}});
    }
  }
  void add_messages(const RoomId& room, const CareRecipientId& subject, std::uint64_t count) {
    for (std::uint64_t n = 0; n < count; ++n) {
      room::MessagePosted e;
      e.room = room;
      e.subject = subject;
      e.message = scattered<MessageId>(0x4D, n);
      e.text = "訪問しました。";
      add({e, {}, {}});
    }
  }
  void end() {  // returns when all is durable
    if (!drafts_.empty()) send();
    while (!waiting_.empty()) take();
  }

 private:
  static CareRecipientId person(std::uint64_t n) { return scattered<CareRecipientId>(0x11, n); }
  static RoomId room(std::uint64_t n) { return scattered<RoomId>(0x22, n); }
  void add(Draft draft) {
    drafts_.push_back(std::move(draft));
    if (drafts_.size() == kDraftsAtOnce) send();
  }
  void send() {
    std::promise<Committed> promise;
    waiting_.push_back(promise.get_future());
    auto decide = [drafts = std::exchange(drafts_, {})](Situation&) { return Verdict{{}, drafts, {}}; };
    ENSURE(committer_.submit(std::make_unique<Act1>(std::move(decide), std::move(promise))));
    if (waiting_.size() == kActsInFlight) take();
  }
  void take() {
    ENSURE(!waiting_.front().get().rejection);
    waiting_.pop_front();
  }

  Committer& committer_;
  std::vector<Draft> drafts_;
  std::deque<std::future<Committed>> waiting_;
};

}  // namespace renkei::testing
