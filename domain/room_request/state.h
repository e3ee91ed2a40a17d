#pragma once

#include "domain/evolve.h"

namespace renkei::room_request {

struct State {
  static constexpr Aggregate kAggregate = Aggregate::room_request;
  bool exists = false;
  RoomRequestId id;
  CareRecipientId subject;
  FacilityId requested_by;
  RequestState status = RequestState::submitted;
  AccountId entered_by;
  std::vector<RequestedFacility> facilities;
  std::vector<ConsentFormId> consent_forms;
  std::uint32_t defect_count = 0;
  RoomId room;

  template <class V>
  static void describe(V& v) {
    v.field("exists", &State::exists);
    v.field("id", &State::id);
    v.field("subject", &State::subject);
    v.field("requested_by", &State::requested_by);
    v.field("status", &State::status);
    v.field("entered_by", &State::entered_by);
    v.field("facilities", &State::facilities);
    v.field("consent_forms", &State::consent_forms);
    v.field("defect_count", &State::defect_count);
    v.field("room", &State::room);
  }
};

inline void evolve(State& state, const RoomRequestSubmitted& e, const Recorded& at) {
  require_history(!state.exists, at);
  state = {true,
           e.room_request,
           e.subject,
           e.requested_by,
           RequestState::submitted,
           at.act.actor.account,
           e.facilities,
           e.consent_forms,
           static_cast<std::uint32_t>(e.defect_codes.size()),
           {}};
}
inline void evolve(State& state, const RoomRequestReturned&, const Recorded&) {
  state.status = RequestState::returned;
}
inline void evolve(State& state, const RoomRequestApproved& e, const Recorded&) {
  state.status = RequestState::approved;
  state.room = e.room;
}
inline void evolve(State& state, const RoomRequestRejected&, const Recorded&) {
  state.status = RequestState::rejected;
}

}  // namespace renkei::room_request
