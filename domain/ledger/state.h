#pragma once

#include "domain/evolve.h"

namespace renkei::ledger {

struct State {
  static constexpr Aggregate kAggregate = Aggregate::ledger;
  std::string origin, city;
  template <class V>
  static void describe(V& v) {
    v.field("origin", &State::origin);
    v.field("city", &State::city);
  }
};
inline void evolve(State& state, const LedgerInitialised& e, const Recorded&) {
  state.origin = e.origin;
  state.city = e.city;
}
inline void evolve(State&, const TailDiscarded&, const Recorded&) {}
inline void evolve(State&, const ClockConfirmed&, const Recorded&) {}
inline void evolve(State&, const SubjectHeadsSealed&, const Recorded&) {}

}  // namespace renkei::ledger
