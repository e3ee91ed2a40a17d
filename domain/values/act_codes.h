// Code lists of acts: what was done, by whom, for which purpose and on which basis.
#pragma once

#include "domain/values/code_list.h"

namespace renkei {

// The aggregate an event's stream belongs to.
// clang-format off
#define LIST(X)                           \
  X(ledger, 1, "ledger")                  \
  X(policy, 2, "policy")                  \
  X(intake, 3, "intake")                  \
  X(registration, 4, "registration")      \
  X(pledge, 5, "pledge")                  \
  X(facility, 6, "facility")              \
  X(account, 7, "account")                \
  X(credential, 8, "credential")          \
  X(session, 9, "session")                \
  X(device, 10, "device")                 \
  X(care_recipient, 11, "care_recipient") \
  X(consent, 12, "consent")               \
  X(room_request, 13, "room_request")     \
  X(room, 14, "room")                     \
  X(access, 15, "access")                 \
  X(incident, 16, "incident")             \
  X(disclosure, 17, "disclosure")         \
  X(usage_report, 18, "usage_report")     \
  X(packet, 19, "packet")
// clang-format on
RENKEI_CODES(Aggregate, LIST)
#undef LIST

// Purpose of use: policy III.3(1)'s seven in its order, then the administrative ones (HL7 v3 PurposeOfUse is
// mapped in exports, product.md no. 8).
// clang-format off
#define LIST(X)                                    \
  X(care, 1, "CARE")                               \
  X(coordination, 2, "COORDINATION")               \
  X(inquiry_reply, 3, "INQUIRY_REPLY")             \
  X(expert_advice, 4, "EXPERT_ADVICE")             \
  X(family_explanation, 5, "FAMILY_EXPLANATION")   \
  X(service_improvement, 6, "SERVICE_IMPROVEMENT") \
  X(care_conference, 7, "CARE_CONFERENCE")         \
  X(system_admin, 101, "SYSTEM_ADMIN")             \
  X(audit, 102, "AUDIT")                           \
  X(subject_request, 103, "SUBJECT_REQUEST")       \
  X(incident, 104, "INCIDENT")
// clang-format on
RENKEI_CODES(Purpose, LIST)
#undef LIST

// product.md no. 6: derived from the operation, or chosen by the user.
#define LIST(X) X(operation, 1, "operation") X(chosen, 2, "chosen")
RENKEI_CODES(PurposeSource, LIST)
#undef LIST

#define LIST(X) X(success, 0, "success") X(denied, 1, "denied")
RENKEI_CODES(Outcome, LIST)
#undef LIST

// The hat worn in an act.
// clang-format off
#define LIST(X)                                            \
  X(system, 0, "system")                                   \
  X(system_user, 1, "user")                                \
  X(facility_system_manager, 2, "facility_system_manager") \
  X(system_administrator, 3, "system_administrator")       \
  X(auditor, 4, "auditor")
// clang-format on
RENKEI_CODES(ActorRole, LIST)
#undef LIST

// City roles (product.md no. 34).
// clang-format off
#define LIST(X)                            \
  X(intake_officer, 1, "intake_officer")   \
  X(approver, 2, "approver")               \
  X(privacy_officer, 3, "privacy_officer") \
  X(key_custodian, 4, "key_custodian")     \
  X(deputy, 5, "deputy")
// clang-format on
RENKEI_CODES(CityRole, LIST)
#undef LIST

// clang-format off
#define LIST(X)                                  \
  X(none, 0, "none")                             \
  X(consent, 1, "consent")                       \
  X(pledge, 2, "pledge")                         \
  X(disclosure_request, 3, "disclosure_request") \
  X(assignment, 4, "assignment")                 \
  X(city_duty, 5, "city_duty")                   \
  X(usage_report, 6, "usage_report")
// clang-format on
RENKEI_CODES(BasisKind, LIST)
#undef LIST

// clang-format off
#define LIST(X)            \
  X(counter, 1, "counter") \
  X(post, 2, "post")       \
  X(fax, 3, "fax")         \
  X(mail, 4, "mail")       \
  X(online, 5, "online")
// clang-format on
RENKEI_CODES(Channel, LIST)
#undef LIST

}  // namespace renkei
