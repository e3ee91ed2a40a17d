// Folding an aggregate's own events into its state. Each state names its aggregate and has one
// `evolve(State&, const Event&, const Recorded&)` per event of it: a new event without one does not compile.
// evolve is total and never a business rule; an event that can't follow the state throws CorruptHistory.
#pragma once

#include "domain/envelope.h"

namespace renkei {

template <class State>
void evolve_any(State& state, const Recorded& recorded) {
  std::visit(
      [&]<class E>(const E& event) {
        if constexpr (E::kType.aggregate == State::kAggregate) {
          evolve(state, event, recorded);
        } else {
          throw CorruptHistory("event of another aggregate in a stream at position " +
                               std::to_string(recorded.position));
        }
      },
      recorded.event);
}

inline void require_history(bool holds, const Recorded& recorded) {
  if (!holds) throw CorruptHistory("impossible event at position " + std::to_string(recorded.position));
}

using Decision = Result<std::vector<Draft>, Refusal>;

}  // namespace renkei
