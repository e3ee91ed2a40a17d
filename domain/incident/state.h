#pragma once

#include "domain/evolve.h"

namespace renkei::incident {

struct State {
  static constexpr Aggregate kAggregate = Aggregate::incident;
  bool exists = false;
  FacilityId facility;
  template <class V>
  static void describe(V& v) {
    v.field("exists", &State::exists);
    v.field("facility", &State::facility);
  }
};
inline void evolve(State& state, const IncidentReported& e, const Recorded&) { state = {true, e.facility}; }

}  // namespace renkei::incident
