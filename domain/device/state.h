#pragma once

#include "domain/evolve.h"

namespace renkei::device {

struct State {
  static constexpr Aggregate kAggregate = Aggregate::device;
  bool exists = false, lost = false;
  DeviceId id;
  FacilityId facility;
  template <class V>
  static void describe(V& v) {
    v.field("exists", &State::exists);
    v.field("lost", &State::lost);
    v.field("id", &State::id);
    v.field("facility", &State::facility);
  }
};
inline void evolve(State& state, const DeviceRegistered& e, const Recorded&) {
  state = {true, false, e.device, e.facility};
}
inline void evolve(State& state, const DeviceLost&, const Recorded&) { state.lost = true; }

struct ReportDeviceLost {
  template <class V>
  static void describe(V&) {}
};
inline Decision decide(const State& state, const ReportDeviceLost&) {
  if (!state.exists) return Unexpected{Rejection::not_found};
  if (state.lost) return Unexpected{Rejection::wrong_state};
  return std::vector{Draft{DeviceLost{state.id}, Basis{BasisKind::none, {}, "III.3(3)"}, {}}};
}

}  // namespace renkei::device
