#include "api/event_streams.h"

#include <algorithm>

#include "domain/message_changes.h"
#include "eventstore/codec/event_codec.h"
#include "eventstore/json/json_write.h"
#include "projections/timeline.h"

namespace renkei::api {
namespace {

constexpr std::int64_t kAskedEvery = 60'000;      // milliseconds
constexpr std::size_t kAskedByOneProposal = 500;  // so that no commit waits for all of them

// Without an id: what is to be told up to then may not have been told yet.
void end_access(http::EventStream& stream) {
  stream.send("access_ended", {}, "{}");
  stream.close();
}

// Records nothing: nobody asked.
class RightsProposal final : public Proposal {
 public:
  void add(const RoomStream& asked) { asked_.push_back(asked); }
  std::size_t size() const { return asked_.size(); }
  Verdict decide(Situation& situation) override {
    std::erase_if(asked_, [&](const RoomStream& s) { return s.permitted(situation); });
    return {};
  }
  void done(Committed committed) override {
    if (committed.rejection) return;  // not decided: the clock is in doubt
    for (const RoomStream& refused : asked_) end_access(*refused.stream);
  }

 private:
  std::vector<RoomStream> asked_;
};

// Entries that a stream speaks of or that may end one; the rest is passed by without decoding.
bool concerns_rooms(std::uint16_t type) {
  return type / 100 == 14 || type / 100 == 15 || type == consent::ConsentWithdrawn::kType.number ||
         type == account::AccountSuspended::kType.number || type == account::AccountClosed::kType.number ||
         type == account::AccountLocked::kType.number || type == facility::FacilitySuspended::kType.number ||
         type == facility::EnvironmentObjected::kType.number || type == device::DeviceLost::kType.number ||
         type == device::DeviceRetired::kType.number || type == pledge::PledgeRevoked::kType.number;
}

// The name under which a stream tells of this event; empty for what it does not tell of.
std::string_view name_of_news(std::uint16_t type) {
  switch (type) {
    case room::MessagePosted::kType.number:
      return "message_posted";
    case room::MessageCorrected::kType.number:
      return "message_corrected";
    case room::MessageRetracted::kType.number:
      return "message_retracted";
    case room::MessageAcknowledged::kType.number:
      return "message_acknowledged";
    case room::MessageApproved::kType.number:
      return "message_approved";
    default:
      return {};
  }
}

std::optional<MessageId> message_of(const DomainEvent& event) {
  if (const auto* posted = std::get_if<room::MessagePosted>(&event)) return posted->message;
  return changed_message(event);
}

struct Words {
  std::string_view event;
  std::string id, data;
};

Words words_of(const RoomNews& news) {
  JsonWriter data;
  data.begin_object().member("message_id", news.message).member("position", news.position).end_object();
  return {name_of_news(news.type), std::to_string(news.position), data.take()};
}

void tell(http::EventStream& stream, const Words& words) {
  if (!words.event.empty()) stream.send(words.event, words.id, words.data);
}

}  // namespace

void EventStreams::add(RoomStream stream) {
  stream.held.emplace();
  const std::lock_guard lock(mutex_);
  open_.push_back(std::move(stream));
}

void EventStreams::release(const http::EventStream& stream, std::uint64_t now,
                           const std::optional<std::vector<RoomNews>>& missed) {
  const std::lock_guard lock(mutex_);
  const auto opened =
      std::find_if(open_.begin(), open_.end(), [&](const RoomStream& o) { return o.stream.get() == &stream; });
  if (opened == open_.end() || !opened->held) return;  // its right or its session has ended
  const auto held = std::move(*opened->held);
  opened->held.reset();
  if (!missed) {
    opened->stream->send("news_missed", std::to_string(now - 1), "{}");
  } else if (missed->empty()) {
    opened->stream->send("listening", std::to_string(std::max(now - 1, opened->known)), "{}");
  } else {
    for (const RoomNews& news : *missed) tell(*opened->stream, words_of(news));
  }
  for (const RoomNews& news : held) {
    if (news.position >= now) tell(*opened->stream, words_of(news));
  }
}

std::vector<std::unique_ptr<Proposal>> EventStreams::ask_again(std::int64_t now) {
  const std::lock_guard lock(mutex_);
  std::erase_if(open_, [&](const RoomStream& o) {
    if (!o.session->live(now)) o.stream->close();
    return !o.stream->open();
  });
  const bool all = std::exchange(ask_all_, false);
  std::vector<std::unique_ptr<Proposal>> proposals;
  std::unique_ptr<RightsProposal> proposal;
  for (RoomStream& o : open_) {
    if (!all && now - o.asked_at < kAskedEvery) continue;
    o.asked_at = now;
    if (!proposal) proposal = std::make_unique<RightsProposal>();
    proposal->add(o);
    if (proposal->size() == kAskedByOneProposal) proposals.push_back(std::move(proposal));
  }
  if (proposal) proposals.push_back(std::move(proposal));
  return proposals;
}

template <class Matches>
void EventStreams::end(const Matches& matches) {
  std::erase_if(open_, [&](const RoomStream& o) {
    if (!matches(o)) return false;
    end_access(*o.stream);
    return true;
  });
}

void EventStreams::on_entry(BytesView octets) {
  const auto entry = read_entry(octets);
  if (!entry || !concerns_rooms(entry->type)) return;
  const std::lock_guard lock(mutex_);
  if (open_.empty()) return;
  const Recorded r = decode_entry(octets);
  if (const auto message = message_of(r.event)) {
    const RoomNews news{r.position, entry->type, *message};
    const Words words = words_of(news);  // once, however many listen
    for (RoomStream& o : open_) {
      if (o.room != r.room || r.position <= o.known) continue;
      if (!o.held) {
        tell(*o.stream, words);
      } else if (o.held->size() < kMissedMax) {
        o.held->push_back(news);
      } else {
        o.stream->close();  // its client comes back with what it knows
      }
    }
    return;
  }
  // The one does not say whose it was; whether the other leaves anything to share, the form's state says.
  if (std::holds_alternative<pledge::PledgeRevoked>(r.event) ||
      std::holds_alternative<consent::ConsentWithdrawn>(r.event)) {
    ask_all_ = true;
    return;
  }
  if (std::holds_alternative<room::RoomSharingStopped>(r.event) ||
      std::holds_alternative<room::RoomClosed>(r.event)) {
    return end([&](const RoomStream& o) { return o.room == r.room; });
  }
  if (const auto* e = std::get_if<room::RoomFacilityEnded>(&r.event)) {
    return end(
        [&](const RoomStream& o) { return o.room == e->room && o.session->grant.facility == e->facility; });
  }
  if (const auto* e = std::get_if<room::RoomAssignmentEnded>(&r.event)) {
    return end(
        [&](const RoomStream& o) { return o.room == e->room && o.session->grant.account == e->account; });
  }
  if (const auto* e = std::get_if<facility::FacilitySuspended>(&r.event)) {
    return end([&](const RoomStream& o) { return o.session->grant.facility == e->facility; });
  }
  if (const auto* e = std::get_if<facility::EnvironmentObjected>(&r.event)) {
    return end([&](const RoomStream& o) { return o.session->grant.facility == e->facility; });
  }
  if (entry->aggregate == static_cast<std::uint16_t>(Aggregate::device)) {
    const auto uses = [&](const RoomStream& o) {
      return o.session->grant.device && o.session->grant.device->octets == entry->stream;
    };
    return end(uses);
  }
  if (entry->aggregate == static_cast<std::uint16_t>(Aggregate::account)) {
    end([&](const RoomStream& o) { return o.session->grant.account.octets == entry->stream; });
  }
}

void EventStreams::close_all() {
  const std::lock_guard lock(mutex_);
  for (const RoomStream& o : open_) o.stream->close();
  open_.clear();
}

std::size_t EventStreams::size() const {
  const std::lock_guard lock(mutex_);
  return static_cast<std::size_t>(
      std::count_if(open_.begin(), open_.end(), [](const RoomStream& o) { return !o.held; }));
}

}  // namespace renkei::api
