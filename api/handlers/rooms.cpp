// The list of one's rooms: the first listing of a person in a day is recorded.
#include "api/handlers/handlers.h"
#include "api/paging.h"
#include "projections/timeline.h"

namespace renkei::api {
namespace {

void write_room(JsonWriter& json, const ExchangePtr& x, const ViewReader& views, const OwnRoom& own) {
  const auto room = view_state<room::State>(views, own.room.octets);
  const TimelinePage newest = timeline_page(views, {own.room, 1, UINT64_MAX, {}});
  json.begin_object().member("id", own.room);
  json.name("care_recipient").begin_object().member("id", own.care_recipient);
  json.member("name", x->service.names.care_recipient(views, own.care_recipient))
      .member("setting", care_setting(x, views, own.care_recipient))
      .end_object();
  json.member("state", room.status).member("unread", unread_count(views, own.room, x->session->grant.account));
  json.name("last_at");
  newest.messages.empty() ? json.null()
                          : json.value(x->service.history.read(newest.last_position()).recorded_at);
  json.end_object();
}

}  // namespace

void list_rooms(const ExchangePtr& x) {
  const auto page = page_of(x);
  if (!page) return;
  auto views = std::make_shared<ViewSnapshot>(x->service.views->snapshot());
  const RoomId after = page->after.size() == sizeof(RoomId::octets) ? RoomId::from(page->after) : RoomId{};
  auto rooms = std::make_shared<std::vector<OwnRoom>>(
      own_rooms(*views->reader, x->session->grant.account, page->limit + 1, after));
  std::string next;
  if (rooms->size() > page->limit) {
    rooms->pop_back();
    next = cursor_after(x, rooms->back().room.view());
  }
  auto listed_on = std::make_shared<CivilDate>();
  x->read(
      [x, rooms, listed_on](Acting& a) -> Ruling {
        *listed_on = a.today();
        std::vector<Draft> drafts;
        std::erase_if(*rooms, [&](const OwnRoom& own) {
          const auto& room = a.situation.state<room::State>(own.room);
          return !room.assigned(a.account.id, a.now()) || !room.takes_part(a.facility.id, a.today());
        });
        for (const OwnRoom& own : *rooms) {
          if (x->session->listed(own.care_recipient, a.today())) continue;
          drafts.push_back(Draft{access::RecordListed{own.care_recipient, own.care_recipient, own.room},
                                 basis_of(BasisKind::assignment, own.room, "III.3(1)"),
                                 {}});
        }
        return drafts;
      },
      [x, views, rooms, next, listed_on](std::optional<std::uint64_t>) {
        JsonWriter json;
        json.begin_object().name("data").begin_array();
        for (const OwnRoom& own : *rooms) {
          x->session->set_listed(own.care_recipient, *listed_on);
          write_room(json, x, *views->reader, own);
        }
        json.end_array().name("next_cursor");
        next.empty() ? json.null() : json.value(next);
        json.end_object();
        return json_response(json.take());
      });
}

}  // namespace renkei::api
