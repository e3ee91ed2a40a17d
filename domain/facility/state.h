#pragma once

#include <algorithm>

#include "domain/evolve.h"
#include "domain/policy/policy.h"

namespace renkei::facility {

struct Environment {  // as declared, on the facility's form or by its system manager
  EnvironmentId id;
  EnvironmentState status = EnvironmentState::declared;
  std::optional<CivilDate> until_on;
  std::uint64_t position = 0;  // of the entry that describes it
  template <class V>
  static void describe(V& v) {
    v.field("id", &Environment::id);
    v.field("status", &Environment::status);
    v.field("until_on", &Environment::until_on);
    v.field("position", &Environment::position);
  }
};

struct State {
  static constexpr Aggregate kAggregate = Aggregate::facility;
  bool exists = false;
  FacilityId id;
  FacilityStatus status = FacilityStatus::active;
  std::string facility_kind;
  std::vector<std::string> sectors;
  PledgeId pledge;
  std::optional<CivilDate> environment_until;  // of the one in force
  std::vector<Environment> environments;
  std::vector<AccountId> system_managers;

  bool environment_in_force(CivilDate today) const { return environment_until && today <= *environment_until; }
  const Environment* environment(const EnvironmentId& wanted) const {
    for (const Environment& e : environments) {
      if (e.id == wanted) return &e;
    }
    return nullptr;
  }

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
    v.field("environment_until", &State::environment_until);
    v.field("environments", &State::environments);
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
void evolve(State& state, const EnvironmentDeclared& e, const Recorded& at);
void evolve(State& state, const EnvironmentRecognised& e, const Recorded& at);
void evolve(State& state, const EnvironmentObjected& e, const Recorded& at);
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

struct DeclareEnvironment {  // form x-1 (product.md no. 5)
  std::string network, antivirus;
  template <class V>
  static void describe(V& v) {
    v.field("network", &DeclareEnvironment::network, required_text(60));
    v.field("antivirus", &DeclareEnvironment::antivirus, required_text(120));
  }
};
struct ObjectToEnvironment {
  std::string reason;
  template <class V>
  static void describe(V& v) {
    v.field("reason", &ObjectToEnvironment::reason, required_text(2000));
  }
};

// One declaration waits for the city at a time; the recognition before it stays in force meanwhile.
Decision decide(const State& state, const DeclareEnvironment& command, EnvironmentId id);
// `declared` is the declaration opened again: a recognition says what it recognises.
Decision decide_recognise(const State& state, const EnvironmentDeclared& declared, const policy::Policy& policy,
                          CivilDate today);
// An objection to what is in force ends it at once: nobody of the facility may go on.
Decision decide(const State& state, const ObjectToEnvironment& command, const EnvironmentId& id);

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
