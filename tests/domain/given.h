// given / when / then for deciders: states are folded from events, as history gives them; ids are small
// numbers.
#pragma once

#include <gtest/gtest.h>

#include "domain/aggregate_states.h"
#include "eventstore/codec/compact.h"
#include "eventstore/json/json_read.h"
#include "tests/support/policy_file.h"

namespace renkei::testing {

template <class IdT>
IdT id(std::uint8_t n) {
  IdT made;
  made.octets.fill(n);
  return made;
}

inline CivilDate day(int y, unsigned m, unsigned d) { return civil_date(y, m, d).value(); }
inline Instant at(std::string_view rfc3339) { return instant_from_text(rfc3339).value(); }

inline const CivilDate kToday = day(2026, 11, 22);
inline const Instant kNow = at("2026-11-22T00:00:00Z");  // 09:00 JST

inline Recorded recorded(DomainEvent event, AccountId by = id<AccountId>(1), Instant when = kNow) {
  Recorded r;
  r.position = 7;
  r.recorded_at = when;
  r.act.actor.account = by;
  r.event = std::move(event);
  return r;
}

template <class State>
void apply(State& state, const DomainEvent& event, AccountId by = id<AccountId>(1), Instant when = kNow) {
  evolve_any(state, recorded(event, by, when));
}

// The state after these events.
template <class State>
State given(const std::vector<DomainEvent>& events) {
  State state;
  for (const DomainEvent& event : events) apply(state, event);
  return state;
}

// Folds those drafts of a decision that belong to this aggregate.
template <class State>
void follow(State& state, const Decision& decision, AccountId by = id<AccountId>(1)) {
  ASSERT_TRUE(decision);
  for (const Draft& draft : *decision) {
    if (event_type(draft.event).aggregate == State::kAggregate) apply(state, draft.event, by);
  }
}

inline std::vector<std::string> names(const Decision& decision) {
  std::vector<std::string> found;
  if (!decision) return {"refused: " + std::string(code_text(decision.error().rule))};
  for (const Draft& draft : *decision) found.emplace_back(event_type(draft.event).name);
  return found;
}
using Names = std::vector<std::string>;
inline Names refused(Rejection r) { return {"refused: " + std::string(code_text(r))}; }

template <class Event>
const Event& first(const Decision& decision) {
  for (const Draft& draft : *decision) {
    if (const auto* event = std::get_if<Event>(&draft.event)) return *event;
  }
  throw std::logic_error("no such event");
}

inline const policy::Policy& policy_in_force() { return policy_file(); }

}  // namespace renkei::testing
