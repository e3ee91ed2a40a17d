#include "domain/room/state.h"

namespace renkei::room {

const Participation* State::facility(const FacilityId& wanted) const {
  for (auto it = facilities.rbegin(); it != facilities.rend(); ++it) {
    if (it->facility == wanted) return &*it;
  }
  return nullptr;
}

bool State::takes_part(const FacilityId& wanted, CivilDate today) const {
  const Participation* p = facility(wanted);
  return p != nullptr && !p->ended && (!p->until_on || today <= *p->until_on);
}

bool State::assigned(const AccountId& account, Instant now) const {
  return std::any_of(assignments.begin(), assignments.end(),
                     [&](const Assignment& a) { return a.account == account && a.effective(now); });
}

bool State::assigned_without_end(const AccountId& account, CivilDate today) const {
  return std::any_of(assignments.begin(), assignments.end(), [&](const Assignment& a) {
    return a.account == account && a.from_on <= today && !a.ended && !a.until_on && !a.until_at;
  });
}

bool State::ever_assigned(const AccountId& account, Instant now) const {
  const CivilDate today = date_in_japan(now);
  return std::any_of(assignments.begin(), assignments.end(),
                     [&](const Assignment& a) { return a.account == account && a.from_on <= today; });
}

// Opened again, it stands on the new forms; who takes part from then on is said by the events after it.
void evolve(State& state, const RoomOpened& e, const Recorded& at) {
  require_history(!state.exists || state.subject == e.subject, at);
  state.exists = true;
  state.id = e.room;
  state.subject = e.subject;
  state.status = RoomStatus::open;
  state.room_request = e.room_request;
  state.consent_forms = e.consent_forms;
}
void evolve(State& state, const RoomFacilityAdded& e, const Recorded&) {
  state.facilities.push_back({e.facility, e.facility_kind, e.until_on, false});
}
void evolve(State& state, const RoomFacilityEnded& e, const Recorded&) {
  for (Participation& p : state.facilities) p.ended = p.ended || p.facility == e.facility;
}
void evolve(State& state, const RoomMemberAssigned& e, const Recorded&) {
  state.assignments.push_back({e.assignment, e.account, e.facility, e.from_on, e.until_on, e.until_at, false});
}
void evolve(State& state, const RoomAssignmentEnded& e, const Recorded&) {
  for (Assignment& a : state.assignments) a.ended = a.ended || a.id == e.assignment;
}
void evolve(State& state, const RoomSharingStopped&, const Recorded&) {
  state.status = RoomStatus::sharing_stopped;
}
void evolve(State& state, const RoomClosed&, const Recorded&) { state.status = RoomStatus::closed; }
void evolve(State& state, const RoomReopened&, const Recorded&) { state.status = RoomStatus::open; }

Message message_from(const Recorded& posted) {
  const auto* e = std::get_if<MessagePosted>(&posted.event);
  require_history(e != nullptr, posted);
  const Actor& actor = posted.act.actor;
  const bool for_another = !actor.on_behalf_of.is_zero();
  return {true,
          e->message,
          e->room,
          e->subject,
          for_another ? actor.on_behalf_of : actor.account,
          actor.facility,
          e->about,
          posted.position,
          posted.position,
          1,
          false,
          e->kind,
          for_another ? std::optional(actor.account) : std::nullopt};
}

void apply_to_message(Message& message, const Recorded& later) {
  if (const auto* corrected = std::get_if<MessageCorrected>(&later.event)) {
    message.version = corrected->version;
    message.text_position = later.position;
  } else if (const auto* retracted = std::get_if<MessageRetracted>(&later.event)) {
    message.version = retracted->version;
    message.retracted = true;
  } else if (std::holds_alternative<MessageAcknowledged>(later.event)) {
    message.acknowledged_by.push_back(later.act.actor.facility);
  } else if (std::holds_alternative<MessageApproved>(later.event)) {
    message.approved = true;
  } else {
    require_history(false, later);
  }
}

}  // namespace renkei::room
