#include "domain/access_rule.h"

namespace renkei {
namespace {

Unexpected<Denial> technical(Rejection rule) { return {Denial{rule, DenialClass::technical}}; }

// An outsider has no present or past assignment in the room.
Unexpected<Denial> refused(const RoomQuestion& q, const Standing& s, Instant now, Rejection rule) {
  const bool insider = q.room.ever_assigned(s.account.id, now);
  return {Denial{rule, insider ? DenialClass::insider : DenialClass::outsider}};
}

// Reading what the own facility posted, or taking back what one posted oneself, e.g. about the wrong person: no
// sharing, so it needs neither an open room nor a consent in force.
bool touches_own(const RoomQuestion& q) {
  return (q.operation == Operation::read && q.own_facility_only) || q.operation == Operation::retract;
}

// After a withdrawal each facility reads its own posts and nothing is written (product.md no. 24).
std::optional<Rejection> check_room_state(const RoomQuestion& q) {
  const bool reads_own = touches_own(q);
  switch (q.room.status) {
    case RoomStatus::open:
      return std::nullopt;
    case RoomStatus::sharing_stopped:
      return reads_own ? std::nullopt : std::optional(Rejection::sharing_stopped);
    case RoomStatus::closing:
      return q.operation == Operation::manage ? std::optional(Rejection::room_not_open) : std::nullopt;
    case RoomStatus::closed:
      return reads_own ? std::nullopt : std::optional(Rejection::room_closed);
  }
  return Rejection::room_not_open;
}

const consent::State* effective_consent(const RoomQuestion& q, const facility::State& facility) {
  for (const consent::State& c : q.consents) {
    const bool covered = q.kind ? c.covers_data_kind(std::string(code_text(*q.kind))) : c.covers_some_data();
    if (c.in_force() && !c.of_family() && covered && c.covers_facility(facility.id, facility.facility_kind))
      return &c;
  }
  return nullptr;
}

bool purpose_allowed(Purpose purpose) {
  return purpose >= Purpose::care && purpose <= Purpose::care_conference;  // III.3(1): the seven
}

}  // namespace

Result<void, Denial> check_standing(const Standing& s, Instant now) {
  const CivilDate today = date_in_japan(now);
  if (!s.account.exists || s.account.status != AccountStatus::active)
    return technical(Rejection::account_suspended);
  if (!s.account.is_city()) {
    if (!s.facility.exists || s.facility.status != FacilityStatus::active)
      return technical(Rejection::facility_suspended);
    if (!s.pledges_in_force()) return technical(Rejection::pledge_not_in_force);
  }
  if (!s.account.password_current(today)) return technical(Rejection::password_change_required);
  if (s.account.is_city()) return {};
  if (!s.facility.environment_in_force(today)) return technical(Rejection::environment_not_recognised);
  if (!s.device_known) return technical(Rejection::device_not_registered);
  return {};
}

Result<Basis, Denial> check_access(const Standing& s, const RoomQuestion& q, Instant now) {
  if (const auto standing = check_standing(s, now); !standing) return Unexpected{standing.error()};
  // A facility whose part has ended keeps its own posts.
  const bool took_part = touches_own(q) && q.room.facility(s.facility.id) != nullptr;
  if (!took_part && !q.room.takes_part(s.facility.id, date_in_japan(now)))
    return refused(q, s, now, Rejection::facility_not_in_room);
  if (!q.room.assigned(s.account.id, now)) return refused(q, s, now, Rejection::not_assigned);
  if (const auto closed = check_room_state(q)) return refused(q, s, now, *closed);
  const consent::State* consent = effective_consent(q, s.facility);
  if (consent == nullptr && !touches_own(q)) return refused(q, s, now, Rejection::consent_not_effective);
  if (!purpose_allowed(q.purpose)) return refused(q, s, now, Rejection::purpose_not_allowed);
  if (consent != nullptr) return basis_of(BasisKind::consent, consent->id, "III.3(4)");
  return basis_of(BasisKind::assignment, q.room.id, "III.3(4)");
}

std::optional<ConsentFormId> family_consent(const std::vector<consent::State>& consents) {
  bool family_data_present = false;
  for (const consent::State& c : consents) {
    family_data_present = family_data_present || (!c.of_family() && c.in_force() &&
                                                  c.family_data == FamilyData::present && !c.family_excluded);
  }
  if (!family_data_present) return std::nullopt;
  for (const consent::State& c : consents) {
    if (c.of_family() && c.in_force() && !c.family_excluded) return c.id;
  }
  return std::nullopt;
}

}  // namespace renkei
