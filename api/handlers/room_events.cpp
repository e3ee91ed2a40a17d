// GET /v1/rooms/{id}/events: the right is checked as for reading; ids and positions only, so nothing is
// recorded of a right that stands.
#include "api/handlers/handlers.h"
#include "api/room_guard.h"

namespace renkei::api {

void room_events(const ExchangePtr& x) {
  const auto id = x->path_id<RoomId>();
  if (!id) return;
  x->stream(*id, [id = *id](Acting& a) -> Ruling {
    const auto& room = a.situation.state<room::State>(id);
    const auto permit = guard_room(a, room, Operation::read, false);
    return permit ? Ruling() : permit.error();
  });
}

}  // namespace renkei::api
