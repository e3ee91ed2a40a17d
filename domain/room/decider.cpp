#include "domain/room/commands.h"

namespace renkei::room {
namespace {

bool explicit_consent(const std::vector<consent::State>& consents) {
  for (const consent::State& c : consents) {
    if (c.in_force() && !c.of_family() && c.type == ConsentType::written) return true;
  }
  return false;
}

Draft end_of(const State& room, const Assignment& a) {
  return {RoomAssignmentEnded{room.id, room.subject, a.id, a.account},
          Basis{BasisKind::assignment, a.id.octets, "III.3(3)"},
          {}};
}

}  // namespace

Decision decide_post(const State& room, const std::vector<consent::State>& consents, const PostMessage& command,
                     MessageId id, PostedFiles files, const Basis& basis, CivilDate today,
                     const policy::Deadlines& deadlines) {
  const std::int32_t late = deadlines.late_entry_days;
  if (command.occurred_on && (*command.occurred_on > today || *command.occurred_on < today.plus_days(-late))) {
    return Unexpected{WrongValue{"/occurred_on",
                                 "きょうまでの" + std::to_string(late) + "日以内の日付にしてください。",
                                 "It must be today or one of the last " + std::to_string(late) + " days."}};
  }
  Basis stands_on = basis;
  if (command.about == About::family) {
    const auto family = family_consent(consents);
    if (!family) return Unexpected{Rejection::family_consent_required};
    stands_on = basis_of(BasisKind::consent, *family, "III.3(4)");
  }
  if (command.sensitivity == Sensitivity::high && !explicit_consent(consents)) {
    return Unexpected{Rejection::explicit_consent_required};
  }
  return std::vector{
      Draft{MessagePosted{room.id, room.subject, id, command.kind, command.about, command.sensitivity,
                          command.urgent, std::move(files.attachments), command.text, std::move(files.keys)},
            stands_on, command.occurred_on}};
}

bool may_be_written_for(const State& room, const account::State& author, const Actor& actor, Instant now) {
  return author.exists && author.status == AccountStatus::active && author.id != actor.account &&
         author.facility == actor.facility && room.assigned(author.id, now);
}

Decision decide_correct(const Message& message, const CorrectMessage& command, const AccountId& account,
                        const std::vector<consent::State>& consents, const Basis& basis) {
  if (!message.exists) return Unexpected{Rejection::not_found};
  if (!message.may_change(account)) return Unexpected{Rejection::not_author};
  if (message.retracted) return Unexpected{Rejection::already_retracted};
  // A new text about the family needs what a new message would (product.md no. 24).
  if (message.about == About::family && !family_consent(consents))
    return Unexpected{Rejection::family_consent_required};
  return std::vector{Draft{MessageCorrected{message.room, message.subject, message.id, message.version + 1,
                                            command.text, command.reason},
                           basis,
                           {}}};
}

Decision decide_retract(const Message& message, const RetractMessage& command, const Actor& actor,
                        IncidentId incident, const SeenBy& seen, const Basis& basis) {
  if (!message.exists) return Unexpected{Rejection::not_found};
  if (!message.may_change(actor.account)) return Unexpected{Rejection::not_author};
  if (message.retracted) return Unexpected{Rejection::already_retracted};
  const bool wrong_person = command.reason_code == RetractionReason::wrong_care_recipient;
  std::vector<Draft> drafts{Draft{
      MessageRetracted{message.room, message.subject, message.id, message.version + 1, command.reason_code,
                       wrong_person ? std::optional(incident) : std::nullopt, seen.view_position},
      basis,
      {}}};
  if (wrong_person) {
    drafts.push_back(Draft{incident::IncidentReported{incident, true, message.id, actor.facility, seen.readers},
                           Basis{BasisKind::none, {}, "III.3(3)"},
                           {}});
  }
  return drafts;
}

Decision decide_acknowledge(const Message& message, const FacilityId& facility, const Basis& basis) {
  if (!message.exists) return Unexpected{Rejection::not_found};
  if (message.retracted) return Unexpected{Rejection::already_retracted};
  if (!message.wants_acknowledgement() || message.facility == facility)
    return Unexpected{Rejection::wrong_state};
  const auto& done = message.acknowledged_by;
  if (std::find(done.begin(), done.end(), facility) != done.end()) return Unexpected{Rejection::already_exists};
  return std::vector{Draft{MessageAcknowledged{message.room, message.subject, message.id}, basis, {}}};
}

Decision decide_approve(const Message& message, const AccountId& account, const Basis& basis) {
  if (!message.exists) return Unexpected{Rejection::not_found};
  if (message.author != account) return Unexpected{Rejection::not_author};
  if (message.retracted) return Unexpected{Rejection::already_retracted};
  if (!message.awaits_approval()) return Unexpected{Rejection::wrong_state};
  return std::vector{
      Draft{MessageApproved{message.room, message.subject, message.id, message.version}, basis, {}}};
}

Decision decide_assign(const State& room, const AssignMember& command, const facility::State& facility,
                       const account::State& account, AssignmentId id, CivilDate today) {
  if (!room.exists || !room.takes_part(facility.id, today)) return Unexpected{Rejection::not_found};
  if (!account.exists || account.facility != facility.id) return Unexpected{Rejection::not_found};
  if (room.status != RoomStatus::open) return Unexpected{Rejection::room_not_open};
  if (command.until_on && *command.until_on < command.from_on)
    return Unexpected{over_before_it_begins("/until_on")};
  if (room.assigned(account.id, start_of_day(command.from_on))) return Unexpected{Rejection::already_exists};
  return std::vector{Draft{RoomMemberAssigned{room.id,
                                              room.subject,
                                              id,
                                              account.id,
                                              facility.id,
                                              command.from_on,
                                              command.until_on,
                                              {},
                                              command.basis},
                           Basis{BasisKind::assignment, id.octets, "III.3(3)"},
                           {}}};
}

Decision decide_assign_oneself(const State& room, const AssignOneself& command, const account::State& account,
                               AssignmentId id, Instant now, const policy::Deadlines& deadlines) {
  const CivilDate today = date_in_japan(now);
  if (!room.exists || !room.takes_part(account.facility, today)) return Unexpected{Rejection::not_found};
  if (room.status != RoomStatus::open) return Unexpected{Rejection::room_not_open};
  if (room.assigned(account.id, now)) return Unexpected{Rejection::already_exists};
  return std::vector{
      Draft{RoomMemberAssigned{room.id,
                               room.subject,
                               id,
                               account.id,
                               account.facility,
                               today,
                               {},
                               now.plus_seconds(deadlines.self_assigned_hours * std::int64_t{3'600}),
                               command.reason},
            Basis{BasisKind::assignment, id.octets, "III.3(3)"},
            {}}};
}

std::vector<Draft> ends_of_assignments(const State& room, const FacilityId& facility, CivilDate today) {
  std::vector<Draft> drafts;
  if (room.takes_part(facility, today)) return drafts;
  for (const Assignment& a : room.assignments) {
    if (a.facility == facility && !a.ended) drafts.push_back(end_of(room, a));
  }
  return drafts;
}

Decision decide_add_facility(const State& room, const AddFacility& command, const facility::State& facility,
                             const std::vector<consent::State>& consents, CivilDate today) {
  if (!room.exists) return Unexpected{Rejection::not_found};
  if (!facility.exists || facility.status != FacilityStatus::active) {
    return Unexpected{WrongValue{"/facility_id", "利用中の事業所ではありません。",
                                 "This is not a facility that may use the system."}};
  }
  if (command.until_on && *command.until_on < today) return Unexpected{over_before_it_begins("/until_on")};
  if (room.status != RoomStatus::open) return Unexpected{Rejection::room_not_open};
  if (room.takes_part(facility.id, today)) return Unexpected{Rejection::already_exists};
  for (const consent::State& c : consents) {
    if (!c.in_force() || c.of_family() || !c.covers_facility(facility.id, facility.facility_kind)) continue;
    std::vector<Draft> drafts{
        Draft{RoomFacilityAdded{room.id, room.subject, facility.id, facility.facility_kind, command.until_on},
              basis_of(BasisKind::consent, c.id, "III.3(4)"),
              {}}};
    for (Draft& end : ends_of_assignments(room, facility.id, today)) drafts.push_back(std::move(end));
    return drafts;
  }
  return Unexpected{Rejection::consent_not_effective};
}

Decision decide_close(const State& room, const CloseRoom& command) {
  if (!room.exists) return Unexpected{Rejection::not_found};
  if (room.status == RoomStatus::closed) return Unexpected{Rejection::wrong_state};
  return std::vector{
      Draft{RoomClosed{room.id, room.subject, command.reason}, Basis{BasisKind::city_duty, {}, "III.1"}, {}}};
}

Decision decide_reopen(const State& room, const ReopenRoom& command,
                       const std::vector<consent::State>& consents) {
  if (!room.exists) return Unexpected{Rejection::not_found};
  if (room.status != RoomStatus::closed) return Unexpected{Rejection::wrong_state};
  const consent::State* in_force = nullptr;
  for (const consent::State& c : consents) {
    if (c.of_family()) continue;
    if (c.status == ConsentState::withdrawn) return Unexpected{Rejection::consent_not_effective};
    if (c.in_force()) in_force = &c;
  }
  if (in_force == nullptr) return Unexpected{Rejection::consent_not_effective};
  return std::vector{Draft{RoomReopened{room.id, room.subject, command.reason},
                           basis_of(BasisKind::consent, in_force->id, "III.2"),
                           {}}};
}

Decision decide_end_facility(const State& room, const FacilityId& facility, CivilDate today) {
  if (!room.exists || room.facility(facility) == nullptr) return Unexpected{Rejection::not_found};
  if (!room.takes_part(facility, today)) return Unexpected{Rejection::wrong_state};
  return std::vector{Draft{
      RoomFacilityEnded{room.id, room.subject, facility}, Basis{BasisKind::city_duty, {}, "III.3(4)"}, {}}};
}

Decision decide_end_assignment(const State& room, const AssignmentId& assignment,
                               const facility::State& facility) {
  for (const Assignment& a : room.assignments) {
    if (a.id != assignment || a.facility != facility.id) continue;
    if (a.ended) return Unexpected{Rejection::wrong_state};
    return std::vector{end_of(room, a)};
  }
  return Unexpected{Rejection::not_found};
}

}  // namespace renkei::room
