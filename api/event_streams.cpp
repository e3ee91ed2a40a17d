#include "api/event_streams.h"

#include "eventstore/codec/event_codec.h"
#include "eventstore/json/json_write.h"

namespace renkei::api {
namespace {

constexpr std::int64_t kAskedEvery = 60'000;      // milliseconds
constexpr std::size_t kAskedByOneProposal = 500;  // so that no commit waits for all of them

void end_access(http::EventStream& stream, std::uint64_t position) {
  stream.send("access_ended", std::to_string(position), "{}");
  stream.close();
}

// Records nothing: nobody asked.
class RightsProposal final : public Proposal {
 public:
  void add(const RoomStream& asked) { asked_.push_back(asked); }
  std::size_t size() const { return asked_.size(); }
  Verdict decide(Situation& situation) override {
    position_ = situation.next_position() - 1;
    std::erase_if(asked_, [&](const RoomStream& s) { return s.permitted(situation); });
    return {};
  }
  void done(Committed committed) override {
    if (committed.rejection) return;  // not decided: the clock is in doubt
    for (const RoomStream& refused : asked_) end_access(*refused.stream, position_);
  }

 private:
  std::vector<RoomStream> asked_;
  std::uint64_t position_ = 0;
};

// Entries that a stream speaks of or that may end one; the rest is passed by without decoding.
bool concerns_rooms(std::uint16_t type) {
  return type / 100 == 14 || type / 100 == 15 || type == account::AccountSuspended::kType.number ||
         type == account::AccountClosed::kType.number || type == account::AccountLocked::kType.number ||
         type == facility::FacilitySuspended::kType.number ||
         type == facility::EnvironmentObjected::kType.number || type == device::DeviceLost::kType.number ||
         type == device::DeviceRetired::kType.number || type == pledge::PledgeRevoked::kType.number;
}

std::pair<std::string_view, MessageId> message_news(const DomainEvent& event) {
  if (const auto* e = std::get_if<room::MessagePosted>(&event)) return {"message_posted", e->message};
  if (const auto* e = std::get_if<room::MessageCorrected>(&event)) return {"message_corrected", e->message};
  if (const auto* e = std::get_if<room::MessageRetracted>(&event)) return {"message_retracted", e->message};
  if (const auto* e = std::get_if<room::MessageAcknowledged>(&event))
    return {"message_acknowledged", e->message};
  if (const auto* e = std::get_if<room::MessageApproved>(&event)) return {"message_approved", e->message};
  return {};
}

}  // namespace

void EventStreams::add(RoomStream stream) {
  const std::lock_guard lock(mutex_);
  open_.push_back(std::move(stream));
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
void EventStreams::end(const Matches& matches, std::uint64_t position) {
  std::erase_if(open_, [&](const RoomStream& o) {
    if (!matches(o)) return false;
    end_access(*o.stream, position);
    return true;
  });
}

void EventStreams::on_entry(BytesView octets) {
  const auto entry = read_entry(octets);
  if (!entry || !concerns_rooms(entry->type)) return;
  const std::lock_guard lock(mutex_);
  if (open_.empty()) return;
  const Recorded r = decode_entry(octets);
  if (const auto [name, message] = message_news(r.event); !name.empty()) {
    JsonWriter data;
    data.begin_object().member("message_id", message).member("position", r.position).end_object();
    for (const RoomStream& o : open_) {
      if (o.room == r.room) o.stream->send(name, std::to_string(r.position), data.text());
    }
    return;
  }
  if (std::holds_alternative<pledge::PledgeRevoked>(r.event)) {  // it does not say whose it was
    ask_all_ = true;
    return;
  }
  if (std::holds_alternative<room::RoomSharingStopped>(r.event) ||
      std::holds_alternative<room::RoomClosed>(r.event)) {
    return end([&](const RoomStream& o) { return o.room == r.room; }, r.position);
  }
  if (const auto* e = std::get_if<room::RoomFacilityEnded>(&r.event)) {
    return end(
        [&](const RoomStream& o) { return o.room == e->room && o.session->grant.facility == e->facility; },
        r.position);
  }
  if (const auto* e = std::get_if<room::RoomAssignmentEnded>(&r.event)) {
    return end([&](const RoomStream& o) { return o.room == e->room && o.session->grant.account == e->account; },
               r.position);
  }
  if (const auto* e = std::get_if<facility::FacilitySuspended>(&r.event)) {
    return end([&](const RoomStream& o) { return o.session->grant.facility == e->facility; }, r.position);
  }
  if (const auto* e = std::get_if<facility::EnvironmentObjected>(&r.event)) {
    return end([&](const RoomStream& o) { return o.session->grant.facility == e->facility; }, r.position);
  }
  if (entry->aggregate == static_cast<std::uint16_t>(Aggregate::device)) {
    const auto uses = [&](const RoomStream& o) {
      return o.session->grant.device && o.session->grant.device->octets == entry->stream;
    };
    return end(uses, r.position);
  }
  if (entry->aggregate == static_cast<std::uint16_t>(Aggregate::account)) {
    end([&](const RoomStream& o) { return o.session->grant.account.octets == entry->stream; }, r.position);
  }
}

void EventStreams::close_all() {
  const std::lock_guard lock(mutex_);
  for (const RoomStream& o : open_) o.stream->close();
  open_.clear();
}

std::size_t EventStreams::size() const {
  const std::lock_guard lock(mutex_);
  return open_.size();
}

}  // namespace renkei::api
