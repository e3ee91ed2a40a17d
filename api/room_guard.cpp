#include "api/room_guard.h"

namespace renkei::api {

Result<Permit, Ruling> guard_room(Acting& a, const room::State& room, Operation operation, bool own_only,
                                  About about, std::optional<MessageKind> kind) {
  if (!room.exists) return Unexpected{Ruling(Rejection::not_found)};
  // An officer is never one of a room (product.md no. 45): an outsider, whose attempt stands in the person's
  // history.
  if (a.account.is_city())
    return Unexpected{Ruling(Denial{Rejection::not_assigned, DenialClass::outsider}, room, operation)};
  Permit permit{{}, a.consents_of(room)};
  auto checked = a.check(room, permit.consents, operation, own_only, about, kind);
  if (!checked) return Unexpected{Ruling(checked.error(), room, operation)};
  permit.basis = *checked;
  return permit;
}

std::vector<MessageKind> closed_kinds(Acting& a, const room::State& room,
                                      const std::vector<consent::State>& consents, bool own_only) {
  std::vector<MessageKind> closed;
  for (const auto& [kind, text] : codes(MessageKind{})) {
    if (!a.check(room, consents, Operation::read, own_only, About::recipient, kind)) closed.push_back(kind);
  }
  return closed;
}

Ruling read_personal_object(Acting& a, const PersonalObject& object) {
  if (!a.situation.state<care_recipient::State>(object.subject).exists) return Rejection::not_found;
  Basis basis = object.basis;
  const bool officer = a.city_role(CityRole::intake_officer) || a.city_role(CityRole::approver) ||
                       a.city_role(CityRole::privacy_officer);
  const bool submitted = !object.submitter.is_zero() && object.submitted_by == a.facility.id &&
                         !a.account.is_city() && (a.system_manager() || object.submitter == a.account.id);
  if (!officer && !submitted) {
    room::State room = object.room.is_zero() ? room::State{} : a.situation.state<room::State>(object.room);
    if (!room.exists) {
      room.subject = object.subject;
      return Ruling(Denial{Rejection::not_assigned, DenialClass::outsider}, room, Operation::read);
    }
    const auto permit = guard_room(a, room, Operation::read, false);
    if (!permit) return permit.error();
    basis = permit->basis;
  }
  const access::RecordViewed viewed{
      object.subject, object.subject, object.room, object.kind, object.id, 0, 0, object.view_position, 1,
      false};
  return std::vector{Draft{viewed, basis, {}}};
}

}  // namespace renkei::api
