#pragma once

#include "domain/evolve.h"

namespace renkei::care_recipient {

struct State {
  static constexpr Aggregate kAggregate = Aggregate::care_recipient;
  bool exists = false;
  CareRecipientId id;
  FacilityId registered_by;
  std::uint64_t demographics_position = 0;
  template <class V>
  static void describe(V& v) {
    v.field("exists", &State::exists);
    v.field("id", &State::id);
    v.field("registered_by", &State::registered_by);
    v.field("demographics_position", &State::demographics_position);
  }
};
inline void evolve(State& state, const SubjectKeyCreated& e, const Recorded&) { state.id = e.care_recipient; }
inline void evolve(State& state, const CareRecipientRegistered& e, const Recorded& at) {
  require_history(!state.exists, at);
  state = {true, e.care_recipient, e.registered_by, at.position};
}

}  // namespace renkei::care_recipient
