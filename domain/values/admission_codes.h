// Code lists of admission: what the counter takes in, facilities, accounts, devices and sessions.
#pragma once

#include "domain/values/code_list.h"

namespace renkei {

// clang-format off
#define LIST(X)                                                          \
  X(registration, 1, "registration")                                     \
  X(registration_defect_correction, 2, "registration_defect_correction") \
  X(room_request, 3, "room_request")                                     \
  X(withdrawal_notice, 4, "withdrawal_notice")                           \
  X(disclosure_request, 5, "disclosure_request")                         \
  X(other, 9, "other")
// clang-format on
RENKEI_CODES(IntakeKind, LIST)
#undef LIST

// product.md no. 11.
#define LIST(X) X(new_facility, 1, "new_facility") X(add_users, 2, "add_users")
RENKEI_CODES(RegistrationKind, LIST)
#undef LIST

// clang-format off
#define LIST(X)                \
  X(submitted, 1, "submitted") \
  X(returned, 2, "returned")   \
  X(approved, 3, "approved")   \
  X(rejected, 4, "rejected")   \
  X(withdrawn, 5, "withdrawn")
// clang-format on
RENKEI_CODES(RequestState, LIST)
#undef LIST

#define LIST(X) X(facility, 1, "facility") X(user, 2, "user")
RENKEI_CODES(PledgeScope, LIST)
#undef LIST

#define LIST(X) X(submitted, 1, "submitted") X(verified, 2, "verified") X(revoked, 3, "revoked")
RENKEI_CODES(PledgeState, LIST)
#undef LIST

#define LIST(X) X(active, 1, "active") X(suspended, 2, "suspended") X(withdrawn, 3, "withdrawn")
RENKEI_CODES(FacilityStatus, LIST)
#undef LIST

// clang-format off
#define LIST(X)                \
  X(created, 1, "created")     \
  X(active, 2, "active")       \
  X(locked, 3, "locked")       \
  X(suspended, 4, "suspended") \
  X(closed, 5, "closed")
// clang-format on
RENKEI_CODES(AccountStatus, LIST)
#undef LIST

// Of a declared environment: `replaced` when a later one of the facility was recognised.
// clang-format off
#define LIST(X)                  \
  X(declared, 1, "declared")     \
  X(recognised, 2, "recognised") \
  X(objected, 3, "objected")     \
  X(replaced, 4, "replaced")
// clang-format on
RENKEI_CODES(EnvironmentState, LIST)
#undef LIST

#define LIST(X) X(registered, 1, "registered") X(lost, 2, "lost") X(retired, 3, "retired")
RENKEI_CODES(DeviceState, LIST)
#undef LIST

#define LIST(X) X(initial, 1, "initial") X(reissue, 2, "reissue")
RENKEI_CODES(CredentialKind, LIST)
#undef LIST

// clang-format off
#define LIST(X)                            \
  X(sealed_letter, 1, "sealed_letter")     \
  X(counter, 2, "counter")                 \
  X(registered_mail, 3, "registered_mail")
// clang-format on
RENKEI_CODES(DeliveryMethod, LIST)
#undef LIST

// change_password: an initial or expired password; enrol: a city account without its second factor.
// clang-format off
#define LIST(X)                                    \
  X(change_password, 1, "change_password")         \
  X(enrol_second_factor, 2, "enrol_second_factor") \
  X(full, 3, "full")                               \
  X(step_up, 4, "step_up")
// clang-format on
RENKEI_CODES(SessionScope, LIST)
#undef LIST

#define LIST(X) X(logout, 1, "logout") X(idle, 2, "idle") X(absolute, 3, "absolute") X(revoked, 4, "revoked")
RENKEI_CODES(SessionEnd, LIST)
#undef LIST

}  // namespace renkei
