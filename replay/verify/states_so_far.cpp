#include "replay/verify/states_so_far.h"

namespace renkei {

void StatesSoFar::apply(const Recorded& recorded) {
  const StreamId stream = place_of(recorded.event).stream;
  const bool known = with_state_of(event_type(recorded.event).aggregate, [&]<class State>() {
    evolve_any(std::get<std::map<StreamId, State>>(states_)[stream], recorded);
  });
  ENSURE(known);
}

}  // namespace renkei
