// Per care recipient: the denials of the last minutes, so that a loop can't flood the person's history (no. 18).
#pragma once

#include "domain/evolve.h"

namespace renkei::access {

struct RecentDenial {
  AccountId account;
  Rejection rule = Rejection::not_assigned;
  Operation operation = Operation::read;
  Instant at;
  template <class V> static void describe(V& v) {
    v.field("account", &RecentDenial::account);
    v.field("rule", &RecentDenial::rule);
    v.field("operation", &RecentDenial::operation);
    v.field("at", &RecentDenial::at);
  }
};

struct State {
  static constexpr Aggregate kAggregate = Aggregate::access;
  std::vector<RecentDenial> denials;  // the newest of at most 16 actors
  // An equal denial (actor, rule, operation) within ten minutes stands for this one too.
  bool already_denied(const AccountId& account, Rejection rule, Operation operation, Instant now) const;
  template <class V> static void describe(V& v) { v.field("denials", &State::denials); }
};

inline constexpr std::size_t kDenialsKept = 16;
inline constexpr std::int64_t kDenialWindowSeconds = 600;

inline bool State::already_denied(const AccountId& account, Rejection rule, Operation operation, Instant now) const {
  for (const RecentDenial& d : denials) {
    if (d.account == account && d.rule == rule && d.operation == operation &&
        now < d.at.plus_seconds(kDenialWindowSeconds)) {
      return true;
    }
  }
  return false;
}

// Any other act of the same account closes its window.
inline void close_window(State& state, const AccountId& account) {
  std::erase_if(state.denials, [&](const RecentDenial& d) { return d.account == account; });
}
inline void evolve(State& state, const RecordListed&, const Recorded& at) { close_window(state, at.act.actor.account); }
inline void evolve(State& state, const RecordViewed&, const Recorded& at) { close_window(state, at.act.actor.account); }
inline void evolve(State& state, const AccessDenied& e, const Recorded& at) {
  close_window(state, at.act.actor.account);
  state.denials.push_back({at.act.actor.account, e.rule, e.operation, at.recorded_at});
  if (state.denials.size() > kDenialsKept) state.denials.erase(state.denials.begin());
}

}  // namespace renkei::access
