#include "api/event_streams.h"

#include "eventstore/codec/event_codec.h"
#include "eventstore/json/json_write.h"

namespace renkei::api {
namespace {

// Entries that a stream speaks of or that may end one; the rest is passed by without decoding.
bool concerns_rooms(std::uint16_t type) {
  return type / 100 == 14 || type / 100 == 15 || type == account::AccountSuspended::kType.number ||
         type == account::AccountClosed::kType.number || type == account::AccountLocked::kType.number ||
         type == facility::FacilitySuspended::kType.number ||
         type == facility::EnvironmentObjected::kType.number || type == device::DeviceLost::kType.number ||
         type == device::DeviceRetired::kType.number;
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

void EventStreams::add(const RoomId& room, const AccountId& account, const FacilityId& facility,
                       const std::optional<DeviceId>& device, std::shared_ptr<http::EventStream> stream) {
  const std::lock_guard lock(mutex_);
  std::erase_if(open_, [](const Open& o) { return !o.stream->open(); });
  open_.push_back({room, account, facility, device, std::move(stream)});
}

template <class Matches>
void EventStreams::end(const Matches& matches, std::uint64_t position) {
  std::erase_if(open_, [&](const Open& o) {
    if (!matches(o)) return false;
    o.stream->send("access_ended", std::to_string(position), "{}");
    o.stream->close();
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
    for (const Open& o : open_) {
      if (o.room == r.room) o.stream->send(name, std::to_string(r.position), data.text());
    }
    return;
  }
  if (std::holds_alternative<room::RoomSharingStopped>(r.event) ||
      std::holds_alternative<room::RoomClosed>(r.event)) {
    return end([&](const Open& o) { return o.room == r.room; }, r.position);
  }
  if (const auto* e = std::get_if<room::RoomFacilityEnded>(&r.event)) {
    return end([&](const Open& o) { return o.room == e->room && o.facility == e->facility; }, r.position);
  }
  if (const auto* e = std::get_if<room::RoomAssignmentEnded>(&r.event)) {
    return end([&](const Open& o) { return o.room == e->room && o.account == e->account; }, r.position);
  }
  if (const auto* e = std::get_if<facility::FacilitySuspended>(&r.event)) {
    return end([&](const Open& o) { return o.facility == e->facility; }, r.position);
  }
  if (const auto* e = std::get_if<facility::EnvironmentObjected>(&r.event)) {
    return end([&](const Open& o) { return o.facility == e->facility; }, r.position);
  }
  if (entry->aggregate == static_cast<std::uint16_t>(Aggregate::device)) {
    return end([&](const Open& o) { return o.device && o.device->octets == entry->stream; }, r.position);
  }
  if (entry->aggregate == static_cast<std::uint16_t>(Aggregate::account)) {
    end([&](const Open& o) { return o.account.octets == entry->stream; }, r.position);
  }
}

void EventStreams::close_all() {
  const std::lock_guard lock(mutex_);
  for (const Open& o : open_) o.stream->close();
  open_.clear();
}

std::size_t EventStreams::size() const {
  const std::lock_guard lock(mutex_);
  return open_.size();
}

}  // namespace renkei::api
