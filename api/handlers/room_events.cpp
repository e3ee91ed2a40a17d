// GET /v1/rooms/{id}/events: the right is checked as for reading; ids and positions only, so nothing is
// recorded.
#include "api/handlers/handlers.h"

namespace renkei::api {

void room_events(const ExchangePtr& x) {
  const auto id = x->path_id<RoomId>();
  if (!id) return;
  x->stream(*id, [id = *id](Acting& a) -> Ruling {
    const auto& room = a.situation.state<room::State>(id);
    if (!room.exists || a.account.is_city()) return Rejection::not_found;
    const auto checked = a.check(room, a.consents_of(room), Operation::read, false, About::recipient);
    return checked ? Ruling() : Ruling(checked.error(), room, Operation::read);
  });
}

}  // namespace renkei::api
