// The access rule: one pure function for reading and writing alike (architecture, "The access rule").
//   permit ⇔ account active ∧ facility active ∧ pledges in force ∧ password not expired ∧ environment
//   recognised and device known ∧ facility takes part ∧ account assigned ∧ room state allows it ∧ consent
//   effective ∧ purpose allowed
// The first condition that fails, in this order, names the denial.
#pragma once

#include "domain/account/state.h"
#include "domain/consent/state.h"
#include "domain/facility/state.h"
#include "domain/pledge/state.h"
#include "domain/room/state.h"

namespace renkei {

// product.md no. 18. technical: the actor's own history, 403. outsider: the answer of an unknown id, yet in the
// person's history. insider: 403 with the failed condition, in the person's history.
#define LIST(X) X(technical, 1, "technical") X(outsider, 2, "outsider") X(insider, 3, "insider")
RENKEI_CODES(DenialClass, LIST)
#undef LIST

struct Denial {
  Rejection rule = Rejection::not_assigned;
  DenialClass denial_class = DenialClass::outsider;
  bool operator==(const Denial&) const = default;
};

struct Standing {  // of the one who asks, apart from any room
  const account::State& account;
  const facility::State& facility;
  const pledge::State& user_pledge;
  const pledge::State& facility_pledge;
  bool device_known = false;

  bool pledges_in_force() const {
    return user_pledge.status == PledgeState::verified && facility_pledge.status == PledgeState::verified;
  }
};

struct RoomQuestion {
  const room::State& room;
  const std::vector<consent::State>& consents;  // those of room.consent_forms
  Operation operation = Operation::read;
  bool own_facility_only = false;  // reading what the own facility posted
  About about = About::recipient;
  Purpose purpose = Purpose::care;
  std::optional<MessageKind> kind = {};  // of the record in question; none: any that a consent covers
};

// Is this user fit to act at all?
Result<void, Denial> check_standing(const Standing& standing, Instant now);

// The whole rule. The Basis is the consent (or, for own records after a withdrawal, the assignment) it stands
// on.
Result<Basis, Denial> check_access(const Standing& standing, const RoomQuestion& question, Instant now);

// May an item about the family be used? (III.3(4) second bullet, product.md no. 4.) The form in force, or
// nullopt.
std::optional<ConsentFormId> family_consent(const std::vector<consent::State>& consents);

}  // namespace renkei
