// Folding an aggregate's own events into its state. Each state names its aggregate and has one
// `evolve(State&, const Event&, const Recorded&)` per event of it: a new event without one does not compile.
// evolve is total and never a business rule; an event that can't follow the state throws CorruptHistory.
#pragma once

#include "domain/envelope.h"

namespace renkei {

// False: an event of another aggregate. Asks for the aggregate's few events one by one; a visit would be
// compiled for all ninety, in each file that folds.
template <class State, class... Es>
bool evolve_own(State& state, const std::variant<Es...>& event, const Recorded& recorded) {
  const auto evolve_as = [&]<class E>() {
    if constexpr (E::kType.aggregate == State::kAggregate) {
      if (const E* own = std::get_if<E>(&event)) {
        evolve(state, *own, recorded);
        return true;
      }
    }
    return false;
  };
  return (evolve_as.template operator()<Es>() || ...);
}

template <class State>
void evolve_any(State& state, const Recorded& recorded) {
  const EventVariant& event = recorded.event;
  if (!evolve_own(state, event, recorded))
    throw CorruptHistory("event of another aggregate in a stream at position " +
                         std::to_string(recorded.position));
}

inline void require_history(bool holds, const Recorded& recorded) {
  if (!holds) throw CorruptHistory("impossible event at position " + std::to_string(recorded.position));
}

using Decision = Result<std::vector<Draft>, Refusal>;

}  // namespace renkei
