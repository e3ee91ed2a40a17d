// GET /v1/rooms/{id}/events: the right is checked as for reading; ids and positions only, so nothing is
// recorded of a right that stands. `Last-Event-ID` resumes.
#include "api/handlers/handlers.h"
#include "api/room_guard.h"
#include "eventstore/crypto/decimal.h"

namespace renkei::api {

void room_events(const ExchangePtr& x) {
  const auto id = x->path_id<RoomId>();
  if (!id) return;
  std::optional<std::uint64_t> last_told;
  if (const std::string* sent = x->request.head.header("last-event-id")) {
    last_told = parse_decimal(*sent);
    if (!last_told)
      return x->invalid({"/headers/Last-Event-ID", "Last-Event-ID は受け取った知らせの id で指定してください。",
                         "Last-Event-ID is the id of a received event."});
  }
  x->stream(*id, last_told, [id = *id](Acting& a) -> Ruling {
    const auto& room = a.situation.state<room::State>(id);
    const auto permit = guard_room(a, room, Operation::read, false);
    return permit ? Ruling() : permit.error();
  });
}

}  // namespace renkei::api
