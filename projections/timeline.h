// A page of a room's messages, newest first, as positions: nothing of it is opened before the access is
// recorded.
#pragma once

#include <functional>

#include "eventstore/view_store.h"
#include "projections/rows.h"

namespace renkei {

struct TimelineMessage {
  std::uint64_t position = 0;
  StreamRow row;
  std::vector<std::uint64_t> changes;  // positions of its corrections and its retraction, in order
};

struct TimelinePage {
  std::vector<TimelineMessage> messages;  // newest first
  std::uint64_t room_version = 0;
  bool more = false;

  std::uint64_t first_position() const { return messages.empty() ? 0 : messages.back().position; }
  std::uint64_t last_position() const { return messages.empty() ? 0 : messages.front().position; }
};

struct TimelineQuery {
  RoomId room;
  std::size_t limit = 50;
  std::uint64_t before = UINT64_MAX;       // positions below this one only
  std::optional<FacilityId> own_facility;  // posts of this facility only
};

// What happened to a room's messages behind a position, in order.
struct RoomNews {
  std::uint64_t position = 0;
  std::uint16_t type = 0;  // of the event
  MessageId message;
};
// nullopt: more than `limit` entries of the room lie behind it.
std::optional<std::vector<RoomNews>> news_since(const ViewReader& views, const RoomId& room,
                                                std::uint64_t position, std::size_t limit);

TimelinePage timeline_page(const ViewReader& views, const TimelineQuery& query);
// Messages of others since the account last looked; counts to 100.
std::uint32_t unread_count(const ViewReader& views, const RoomId& room, const AccountId& account);

struct OwnRoom {
  RoomId room;
  CareRecipientId care_recipient;
};
// In the order of their ids, from the first behind `after`.
std::vector<OwnRoom> own_rooms(const ViewReader& views, const AccountId& account, std::size_t limit,
                               const RoomId& after = {});

// Who was shown something between two positions: the accounts whose access, recorded at a position, `showed`
// it, in order of first reading.
struct Reader {
  AccountId account;
  Instant at;
};
std::vector<Reader> readers_of(const ViewReader& views, const CareRecipientId& subject,
                               std::uint64_t after_position, std::uint64_t below_position,
                               const std::function<bool(std::uint64_t position)>& showed);

}  // namespace renkei
