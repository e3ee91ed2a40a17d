#pragma once

#include "domain/evolve.h"

namespace renkei::ledger {

struct State {
  static constexpr Aggregate kAggregate = Aggregate::ledger;
  std::string origin, city;
  CivilDate
      heads_sealed_on;  // the last day on which the heads of all histories were sealed; at first the first day
  template <class V>
  static void describe(V& v) {
    v.field("origin", &State::origin);
    v.field("city", &State::city);
    v.field("heads_sealed_on", &State::heads_sealed_on);
  }
};
inline void evolve(State& state, const LedgerInitialised& e, const Recorded& at) {
  state.heads_sealed_on = date_in_japan(at.recorded_at);
  state.origin = e.origin;
  state.city = e.city;
}
inline void evolve(State&, const TailDiscarded&, const Recorded&) {}
inline void evolve(State&, const ClockConfirmed&, const Recorded&) {}
inline void evolve(State& state, const SubjectHeadsSealed&, const Recorded& at) {
  state.heads_sealed_on = date_in_japan(at.recorded_at);
}

}  // namespace renkei::ledger
