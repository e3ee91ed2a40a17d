// Per care recipient. An access decides nothing later: there is nothing to remember of it.
#pragma once

#include "domain/evolve.h"

namespace renkei::access {

struct State {
  static constexpr Aggregate kAggregate = Aggregate::access;
  template <class V>
  static void describe(V&) {}
};

inline void evolve(State&, const RecordListed&, const Recorded&) {}
inline void evolve(State&, const RecordViewed&, const Recorded&) {}
inline void evolve(State&, const AccessDenied&, const Recorded&) {}

}  // namespace renkei::access
