#pragma once

#include "domain/evolve.h"

namespace renkei::pledge {

struct State {
  static constexpr Aggregate kAggregate = Aggregate::pledge;
  bool exists = false;
  PledgeId id;
  RegistrationRequestId request;
  PledgeScope scope = PledgeScope::user;
  std::optional<std::uint32_t> user_index;
  bool dated = false;
  PledgeState status = PledgeState::submitted;
  template <class V>
  static void describe(V& v) {
    v.field("exists", &State::exists);
    v.field("id", &State::id);
    v.field("request", &State::request);
    v.field("scope", &State::scope);
    v.field("user_index", &State::user_index);
    v.field("dated", &State::dated);
    v.field("status", &State::status);
  }
};

inline void evolve(State& state, const PledgeSubmitted& e, const Recorded&) {
  state = {true, e.pledge, e.request, e.scope, e.user_index, e.signed_on.has_value(), PledgeState::submitted};
}
inline void evolve(State& state, const PledgeVerified&, const Recorded&) {
  state.status = PledgeState::verified;
}
inline void evolve(State& state, const PledgeRevoked&, const Recorded&) { state.status = PledgeState::revoked; }

struct VerifyPledge {
  std::vector<std::string> checks;
  template <class V>
  static void describe(V& v) {
    v.field("checks", &VerifyPledge::checks, code_words(1, 10));
  }
};
struct RevokePledge {
  std::string reason;
  template <class V>
  static void describe(V& v) {
    v.field("reason", &RevokePledge::reason, required_text(2000));
  }
};

// `awaited`: its request is still open and names it; a form that was entered again names new ones.
inline Decision decide(const State& state, const VerifyPledge& command, bool awaited) {
  if (!state.exists) return Unexpected{Rejection::not_found};
  if (state.status != PledgeState::submitted || !awaited) return Unexpected{Rejection::wrong_state};
  return std::vector{
      Draft{PledgeVerified{state.id, command.checks}, Basis{BasisKind::city_duty, {}, "III.2"}, {}}};
}
inline Decision decide(const State& state, const RevokePledge& command) {
  if (!state.exists) return Unexpected{Rejection::not_found};
  if (state.status == PledgeState::revoked) return Unexpected{Rejection::wrong_state};
  return std::vector{
      Draft{PledgeRevoked{state.id, command.reason}, Basis{BasisKind::city_duty, {}, "III.2"}, {}}};
}

}  // namespace renkei::pledge
