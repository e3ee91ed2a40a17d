// The environment a facility declares and the city recognises (policy III.3(3), product.md no. 5).
#include "domain/facility/state.h"

namespace renkei::facility {
namespace {

Environment* find(State& state, const EnvironmentId& id) {
  for (Environment& e : state.environments) {
    if (e.id == id) return &e;
  }
  return nullptr;
}

Basis city_duty() { return {BasisKind::city_duty, {}, "III.3(3)"}; }

}  // namespace

void evolve(State& state, const EnvironmentDeclared& e, const Recorded& at) {
  state.environments.push_back({e.environment, EnvironmentState::declared, {}, at.position});
}

void evolve(State& state, const EnvironmentRecognised& e, const Recorded& at) {
  for (Environment& before : state.environments) {
    if (before.status == EnvironmentState::recognised) before.status = EnvironmentState::replaced;
  }
  Environment* declared = find(state, e.environment);
  if (declared == nullptr) {  // declared on the registration form
    state.environments.push_back({e.environment, EnvironmentState::declared, {}, at.position});
    declared = &state.environments.back();
  }
  declared->status = EnvironmentState::recognised;
  declared->until_on = e.until_on;
  state.environment_until = e.until_on;
}

void evolve(State& state, const EnvironmentObjected& e, const Recorded& at) {
  Environment* environment = find(state, e.environment);
  require_history(environment != nullptr, at);
  if (environment->status == EnvironmentState::recognised) state.environment_until.reset();
  environment->status = EnvironmentState::objected;
}

Decision decide(const State& state, const DeclareEnvironment& command, EnvironmentId id) {
  if (!state.exists) return Unexpected{Rejection::not_found};
  for (const Environment& e : state.environments) {
    if (e.id == id || e.status == EnvironmentState::declared) return Unexpected{Rejection::already_exists};
  }
  return std::vector{Draft{EnvironmentDeclared{state.id, id, command.network, command.antivirus},
                           Basis{BasisKind::pledge, state.pledge.octets, "III.3(3)"},
                           {}}};
}

Decision decide_recognise(const State& state, const EnvironmentDeclared& declared, const policy::Policy& policy,
                          CivilDate today) {
  const Environment* environment = state.environment(declared.environment);
  if (environment == nullptr) return Unexpected{Rejection::not_found};
  if (environment->status != EnvironmentState::declared) return Unexpected{Rejection::wrong_state};
  return std::vector{Draft{EnvironmentRecognised{state.id, environment->id, policy.environment_until(today),
                                                 declared.network, declared.antivirus},
                           city_duty(),
                           {}}};
}

Decision decide(const State& state, const ObjectToEnvironment& command, const EnvironmentId& id) {
  const Environment* environment = state.environment(id);
  if (environment == nullptr) return Unexpected{Rejection::not_found};
  if (environment->status != EnvironmentState::declared &&
      environment->status != EnvironmentState::recognised) {
    return Unexpected{Rejection::wrong_state};
  }
  return std::vector{Draft{EnvironmentObjected{state.id, id, command.reason}, city_duty(), {}}};
}

}  // namespace renkei::facility
