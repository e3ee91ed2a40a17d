#pragma once

#include <algorithm>

#include "domain/evolve.h"

namespace renkei::facility {

struct State {
  static constexpr Aggregate kAggregate = Aggregate::facility;
  bool exists = false;
  FacilityId id;
  FacilityStatus status = FacilityStatus::active;
  std::string facility_kind;
  std::vector<std::string> sectors;
  PledgeId pledge;
  EnvironmentId environment;
  std::optional<CivilDate> environment_until;
  std::vector<AccountId> system_managers;

  bool is_system_manager(const AccountId& account) const {
    return std::find(system_managers.begin(), system_managers.end(), account) != system_managers.end();
  }
  template <class V>
  static void describe(V& v) {
    v.field("exists", &State::exists);
    v.field("id", &State::id);
    v.field("status", &State::status);
    v.field("facility_kind", &State::facility_kind);
    v.field("sectors", &State::sectors);
    v.field("pledge", &State::pledge);
    v.field("environment", &State::environment);
    v.field("environment_until", &State::environment_until);
    v.field("system_managers", &State::system_managers);
  }
};

inline void evolve(State& state, const FacilityRegistered& e, const Recorded& at) {
  require_history(!state.exists, at);
  state.exists = true;
  state.id = e.facility;
  state.facility_kind = e.facility_kind;
  state.sectors = e.sectors;
  state.pledge = e.pledge;
}
inline void evolve(State& state, const EnvironmentRecognised& e, const Recorded&) {
  state.environment = e.environment;
  state.environment_until = e.until_on;
}
inline void evolve(State& state, const FacilitySystemManagerAppointed& e, const Recorded&) {
  state.system_managers.push_back(e.account);
}
inline void evolve(State& state, const FacilitySuspended&, const Recorded&) {
  state.status = FacilityStatus::suspended;
}
inline void evolve(State& state, const FacilityReinstated&, const Recorded&) {
  state.status = FacilityStatus::active;
}

struct SuspendFacility {  // a named person with a reason, never a timer (product.md no. 29)
  std::string reason;
  bool acknowledge_impact = false;
  template <class V>
  static void describe(V& v) {
    v.field("reason", &SuspendFacility::reason, required_text(2000));
    v.field("acknowledge_impact", &SuspendFacility::acknowledge_impact);
  }
};
struct ReinstateFacility {
  template <class V>
  static void describe(V&) {}
};

inline Decision decide(const State& state, const SuspendFacility& command) {
  if (!state.exists) return Unexpected{Rejection::not_found};
  if (state.status != FacilityStatus::active) return Unexpected{Rejection::wrong_state};
  if (!command.acknowledge_impact) {
    return Unexpected{WrongValue{"/acknowledge_impact", "停止の影響を確認したことを true で示してください。",
                                 "Say true: the impact of the suspension was considered."}};
  }
  return std::vector{
      Draft{FacilitySuspended{state.id, command.reason}, Basis{BasisKind::city_duty, {}, "III.1"}, {}}};
}
inline Decision decide(const State& state, const ReinstateFacility&) {
  if (!state.exists) return Unexpected{Rejection::not_found};
  if (state.status != FacilityStatus::suspended) return Unexpected{Rejection::wrong_state};
  return std::vector{Draft{FacilityReinstated{state.id}, Basis{BasisKind::city_duty, {}, "III.1"}, {}}};
}

}  // namespace renkei::facility
