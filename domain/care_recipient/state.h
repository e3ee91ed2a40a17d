#pragma once

#include "domain/evolve.h"

namespace renkei::care_recipient {

struct State {
  static constexpr Aggregate kAggregate = Aggregate::care_recipient;
  bool exists = false;
  CareRecipientId id;
  FacilityId registered_by;
  std::uint64_t demographics_position = 0;
  std::uint64_t setting_position = 0;  // 0: at home, as registered
  std::optional<CivilDate> setting_from;
  template <class V>
  static void describe(V& v) {
    v.field("exists", &State::exists);
    v.field("id", &State::id);
    v.field("registered_by", &State::registered_by);
    v.field("demographics_position", &State::demographics_position);
    v.field("setting_position", &State::setting_position);
    v.field("setting_from", &State::setting_from);
  }
};
inline void evolve(State& state, const SubjectKeyCreated& e, const Recorded&) { state.id = e.care_recipient; }
inline void evolve(State& state, const CareRecipientRegistered& e, const Recorded& at) {
  require_history(!state.exists, at);
  state = {true, e.care_recipient, e.registered_by, at.position, 0, {}};
}
inline void evolve(State& state, const CareSettingChanged& e, const Recorded& at) {
  state.setting_position = at.position;
  state.setting_from = e.from_on;
}

struct ChangeCareSetting {
  CareSetting setting = CareSetting::home;
  CivilDate from_on;
  template <class V>
  static void describe(V& v) {
    v.field("setting", &ChangeCareSetting::setting);
    v.field("from_on", &ChangeCareSetting::from_on);
  }
};
// After a permit of check_access; `basis` is its result. A fact, so not of a day to come, nor before the one it
// replaces.
inline Decision decide(const State& state, const ChangeCareSetting& command, const Basis& basis,
                       CivilDate today) {
  if (!state.exists) return Unexpected{Rejection::not_found};
  if (command.from_on > today) return Unexpected{after_today("/from_on")};
  if (state.setting_from && command.from_on < *state.setting_from) return Unexpected{Rejection::wrong_state};
  return std::vector{
      Draft{CareSettingChanged{state.id, state.id, command.from_on, command.setting}, basis, command.from_on}};
}

}  // namespace renkei::care_recipient
