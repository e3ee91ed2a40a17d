// What stands around every event: who acted, under which hat, when, why, on which basis (ISO 27789).
#pragma once

#include "domain/domain_event.h"

namespace renkei {

struct Actor {
  AccountId account;             // zero: the system itself
  FacilityId facility;           // zero: the city
  std::uint16_t profession = 0;  // number in the policy's list at that time
  ActorRole role = ActorRole::system;
  AccountId on_behalf_of;
  bool operator==(const Actor&) const = default;
};

// The ground on which an act stands: the policy in force and, where there is one, the consent, pledge, case or
// permission.
struct Basis {
  BasisKind kind = BasisKind::none;
  std::array<std::uint8_t, 16> id{};
  std::string clause;  // "III.3(4)"
  bool operator==(const Basis&) const = default;
};

template <class Kind>
Basis basis_of(BasisKind kind, const Id<Kind>& id, std::string clause) {
  return {kind, id.octets, std::move(clause)};
}

// The circumstances shared by all events of one act.
struct Act {
  Actor actor;
  SessionId session;
  Purpose purpose = Purpose::care;
  PurposeSource purpose_source = PurposeSource::operation;
  std::uint32_t policy_number = 0;
};

// An event that `decide` asks to record.
struct Draft {
  DomainEvent event;
  Basis basis;
  std::optional<CivilDate> occurred_on;  // the paper's date
  Outcome outcome = Outcome::success;
};

// An event as the ledger gave it back.
struct Recorded {
  std::uint64_t position = 0;
  std::uint64_t stream_version = 0;  // 1, 2, 3 … in its stream
  EventId event_id;
  Instant recorded_at;
  Act act;
  Basis basis;
  std::optional<CivilDate> occurred_on;
  Outcome outcome = Outcome::success;
  CareRecipientId subject;
  std::uint64_t subject_ordinal = 0;  // 0: no subject
  RoomId room;
  DomainEvent event;
};

// Where the fixed parts of an event stand, read through its describe().
struct EventPlace {
  std::array<std::uint8_t, 16> stream{};
  CareRecipientId subject;  // zero: none
  RoomId room;              // zero: none
  bool has_sealed = false;
};
EventPlace place_of(const DomainEvent& event);

// The id of the register for a year (running numbers start anew on 1 January).
RegisterId register_of_year(std::uint16_t kind, int year);

}  // namespace renkei
