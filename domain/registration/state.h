#pragma once

#include "domain/evolve.h"

namespace renkei::registration {

struct State {
  static constexpr Aggregate kAggregate = Aggregate::registration;
  bool exists = false;
  RegistrationRequestId id;
  RegistrationKind kind = RegistrationKind::new_facility;
  RequestState status = RequestState::submitted;
  bool complete = false;
  std::uint32_t defect_count = 0;
  AccountId entered_by;  // who typed the form in force: may not approve it (product.md no. 34)
  std::vector<PledgeId> pledges;
  std::optional<CivilDate> due_on;
  FacilityId facility;
  std::uint64_t form_position = 0;  // the entry whose payload holds the form in force

  template <class V>
  static void describe(V& v) {
    v.field("exists", &State::exists);
    v.field("id", &State::id);
    v.field("kind", &State::kind);
    v.field("status", &State::status);
    v.field("complete", &State::complete);
    v.field("defect_count", &State::defect_count);
    v.field("entered_by", &State::entered_by);
    v.field("pledges", &State::pledges);
    v.field("due_on", &State::due_on);
    v.field("facility", &State::facility);
    v.field("form_position", &State::form_position);
  }
};

// Whether the request is still open and names this pledge.
bool awaits(const State& state, PledgeId pledge);

void evolve(State& state, const RegistrationRequestSubmitted& e, const Recorded& at);
void evolve(State& state, const RegistrationRequestResubmitted& e, const Recorded& at);
void evolve(State& state, const RegistrationRequestReturned& e, const Recorded& at);
void evolve(State& state, const RegistrationRequestApproved& e, const Recorded& at);
void evolve(State& state, const RegistrationRequestRejected& e, const Recorded& at);
void evolve(State& state, const RegistrationRequestWithdrawn& e, const Recorded& at);

}  // namespace renkei::registration
