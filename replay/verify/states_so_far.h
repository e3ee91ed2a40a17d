// The states of all aggregates, folded in memory while history is walked.
#pragma once

#include <map>
#include <tuple>

#include "domain/aggregate_states.h"

namespace renkei {

class StatesSoFar {
 public:
  // The state of a stream that has no event yet is the empty one.
  template <class State, class AnyId>
  const State& of(const AnyId& id) const {
    static const State kNone;
    const auto& all = std::get<std::map<StreamId, State>>(states_);
    const auto found = all.find(id.octets);
    return found == all.end() ? kNone : found->second;
  }

  void apply(const Recorded& recorded);

 private:
  template <class... States>
  using Maps = std::tuple<std::map<StreamId, States>...>;
  Maps<ledger::State, policy::State, intake::State, registration::State, pledge::State, facility::State,
       account::State, device::State, care_recipient::State, consent::State, room_request::State, room::State,
       access::State, incident::State, disclosure::State, usage_report::State, packet::State>
      states_;
};

}  // namespace renkei
