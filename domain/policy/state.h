// The city: its policy in force and the templates it published. One stream for the life of the ledger.
#pragma once

#include "domain/evolve.h"

namespace renkei::policy {

struct State {
  static constexpr Aggregate kAggregate = Aggregate::policy;
  KeyId ledger_id;
  std::vector<Policy> published;  // by number, ascending
  std::uint32_t form_templates = 0;
  DisclosureRules disclosure;  // the newest published

  const Policy& in_force(CivilDate on) const;  // the newest already effective, else the first
  template <class V>
  static void describe(V& v) {
    v.field("ledger_id", &State::ledger_id);
    v.field("published", &State::published);
    v.field("form_templates", &State::form_templates);
    v.field("disclosure", &State::disclosure);
  }
};

inline const Policy& State::in_force(CivilDate on) const {
  ENSURE(!published.empty());
  const Policy* found = &published.front();
  for (const Policy& p : published) {
    if (p.effective_from <= on) found = &p;
  }
  return *found;
}

inline void evolve(State& state, const PolicyVersionPublished& e, const Recorded& at) {
  require_history(state.published.empty() || state.published.back().number < e.policy.number, at);
  state.ledger_id = e.ledger_id;
  state.published.push_back(e.policy);
}
inline void evolve(State& state, const FormTemplatePublished&, const Recorded&) { ++state.form_templates; }
inline void evolve(State& state, const DisclosureRulesPublished& e, const Recorded&) {
  state.disclosure = e.rules;
}

}  // namespace renkei::policy
