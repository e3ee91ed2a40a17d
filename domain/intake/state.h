// The register of a year's intake documents; its running number is the stream version.
#pragma once

#include "domain/evolve.h"

namespace renkei::intake {

struct State {
  static constexpr Aggregate kAggregate = Aggregate::intake;
  std::uint64_t received = 0;
  template <class V>
  static void describe(V& v) {
    v.field("received", &State::received);
  }
};
inline void evolve(State& state, const IntakeDocumentReceived&, const Recorded&) { ++state.received; }

}  // namespace renkei::intake
