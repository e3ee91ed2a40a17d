#include "projections/timeline.h"

#include <algorithm>
#include <unordered_map>

#include "eventstore/codec/compact.h"

namespace renkei {
namespace {

constexpr std::uint32_t kUnreadMax = 100;
constexpr std::size_t kReadersMax = 256;

std::size_t index_of(Family family) { return static_cast<std::size_t>(family); }

std::vector<std::uint64_t> changes_of(const ViewReader& views, const MessageId& message) {
  std::vector<std::uint64_t> changes;
  views.scan(index_of(Family::messages), message.view(), after_prefix(message.view()),
             [&](BytesView key, BytesView) {
               changes.push_back(number_of_key(key.substr(16)));
               return true;
             });
  return changes;
}

std::uint64_t newest_version(const ViewReader& views, BytesView prefix) {
  std::uint64_t version = 0;
  views.scan_backwards(index_of(Family::streams), prefix, after_prefix(prefix), [&](BytesView key, BytesView) {
    version = number_of_key(key.substr(prefix.size()));
    return false;
  });
  return version;
}

// The first version of the stream at or behind a position: both grow together.
std::uint64_t version_from(const ViewReader& views, const StreamKey& stream, std::uint64_t newest,
                           std::uint64_t position) {
  std::uint64_t low = 1, high = newest + 1;
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    const auto row = views.get(index_of(Family::streams), stream_key(stream, middle));
    if (!row || from_compact<StreamRow>(*row).position < position) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

}  // namespace

std::optional<std::vector<RoomNews>> news_since(const ViewReader& views, const RoomId& room,
                                                std::uint64_t position, std::size_t limit) {
  std::vector<RoomNews> news;
  std::size_t rows = 0;
  const Bytes prefix = stream_prefix({Aggregate::room, room.octets});
  views.scan_backwards(index_of(Family::streams), prefix, after_prefix(prefix),
                       [&](BytesView, BytesView value) {
                         const auto row = from_compact<StreamRow>(value);
                         if (row.position <= position || ++rows > limit) return false;
                         if (!row.message.is_zero()) news.push_back({row.position, row.type, row.message});
                         return true;
                       });
  if (rows > limit) return std::nullopt;
  std::reverse(news.begin(), news.end());
  return news;
}

TimelinePage timeline_page(const ViewReader& views, const TimelineQuery& query) {
  TimelinePage page;
  const StreamKey stream{Aggregate::room, query.room.octets};
  const Bytes prefix = stream_prefix(stream);
  const bool from_newest = query.before == UINT64_MAX;
  if (!from_newest) page.room_version = newest_version(views, prefix);
  const Bytes end = from_newest
                        ? after_prefix(prefix)
                        : stream_key(stream, version_from(views, stream, page.room_version, query.before));
  // Read from the newest on, every change of a message is met before the message itself.
  std::unordered_map<MessageId, std::vector<std::uint64_t>> changes;
  views.scan_backwards(index_of(Family::streams), prefix, end, [&](BytesView key, BytesView value) {
    if (page.room_version == 0) page.room_version = number_of_key(key.substr(prefix.size()));
    const auto row = from_compact<StreamRow>(value);
    if (row.type != room::MessagePosted::kType.number) {
      if (!row.message.is_zero()) changes[row.message].push_back(row.position);
      return true;
    }
    if (query.own_facility && row.facility != *query.own_facility) return true;
    if (page.messages.size() == query.limit) {
      page.more = true;
      return false;
    }
    page.messages.push_back({row.position, row, {}});
    return true;
  });
  for (TimelineMessage& m : page.messages) {
    if (!from_newest) {
      m.changes = changes_of(views, m.row.message);
    } else if (const auto found = changes.find(m.row.message); found != changes.end()) {
      m.changes.assign(found->second.rbegin(), found->second.rend());
    }
  }
  return page;
}

std::uint32_t unread_count(const ViewReader& views, const RoomId& room, const AccountId& account) {
  const auto seen = views.get(index_of(Family::reads), Bytes(account.view()) + Bytes(room.view()));
  const std::uint64_t from = seen ? number_of_key(*seen) : 0;
  std::uint32_t unread = 0;
  const Bytes prefix = stream_prefix({Aggregate::room, room.octets});
  views.scan_backwards(index_of(Family::streams), prefix, after_prefix(prefix),
                       [&](BytesView, BytesView value) {
                         const auto row = from_compact<StreamRow>(value);
                         if (row.position < from) return false;
                         if (row.type == room::MessagePosted::kType.number && row.account != account) ++unread;
                         return unread < kUnreadMax;
                       });
  return unread;
}

std::vector<OwnRoom> own_rooms(const ViewReader& views, const AccountId& account, std::size_t limit,
                               const RoomId& after) {
  std::vector<OwnRoom> rooms;
  const Bytes first = Bytes(account.view()) + Bytes(after.view()) + '\0';
  views.scan(index_of(Family::rooms_of), first, after_prefix(account.view()),
             [&](BytesView key, BytesView value) {
               rooms.push_back({RoomId::from(key.substr(16)), from_compact<OwnRoomRow>(value).care_recipient});
               return rooms.size() < limit;
             });
  return rooms;
}

std::vector<Reader> readers_of(const ViewReader& views, const CareRecipientId& subject,
                               std::uint64_t after_position, std::uint64_t below_position,
                               const std::function<bool(std::uint64_t)>& showed) {
  std::vector<Reader> readers;
  views.scan_backwards(index_of(Family::subjects), subject.view(), after_prefix(subject.view()),
                       [&](BytesView, BytesView value) {
                         const auto row = from_compact<UsageRow>(value);
                         if (row.position <= after_position) return false;
                         if (row.position >= below_position) return true;
                         if (row.type == access::RecordViewed::kType.number &&
                             row.outcome == Outcome::success && showed(row.position)) {
                           std::erase_if(readers, [&](const Reader& r) { return r.account == row.account; });
                           readers.push_back({row.account, row.recorded_at});
                         }
                         return readers.size() < kReadersMax;
                       });
  std::reverse(readers.begin(), readers.end());
  return readers;
}

}  // namespace renkei
