// Code lists of care: persons, their consents, rooms and messages.
#pragma once

#include "domain/values/code_list.h"

namespace renkei {

#define LIST(X) X(female, 1, "female") X(male, 2, "male") X(other, 3, "other") X(unknown, 4, "unknown")
RENKEI_CODES(Sex, LIST)
#undef LIST

// Where a care recipient lives at present (product.md no. 38).
// clang-format off
#define LIST(X)                  \
  X(home, 1, "home")             \
  X(hospital, 2, "hospital")     \
  X(short_stay, 3, "short_stay") \
  X(facility, 4, "facility")
// clang-format on
RENKEI_CODES(CareSetting, LIST)
#undef LIST

// Who signs (同意書, withdrawal): the person; a family member for the family's own data; a representative.
// clang-format off
#define LIST(X)                                        \
  X(self, 1, "self")                                   \
  X(family_representative, 2, "family_representative") \
  X(family_member, 3, "family_member")                 \
  X(legal_representative, 4, "legal_representative")   \
  X(agent, 5, "agent")
// clang-format on
RENKEI_CODES(GrantorKind, LIST)
#undef LIST

#define LIST(X) X(written, 1, "written") X(electronic, 2, "electronic")
RENKEI_CODES(ConsentType, LIST)
#undef LIST

// product.md no. 4: the mandatory box on the form.
#define LIST(X) X(none, 1, "none") X(present, 2, "present")
RENKEI_CODES(FamilyData, LIST)
#undef LIST

// clang-format off
#define LIST(X)                \
  X(received, 1, "received")   \
  X(verified, 2, "verified")   \
  X(withdrawn, 3, "withdrawn") \
  X(refused, 4, "refused")
// clang-format on
RENKEI_CODES(ConsentState, LIST)
#undef LIST

// product.md no. 24.
#define LIST(X) X(all, 1, "all") X(facility, 2, "facility") X(data_kind, 3, "data_kind") X(family, 4, "family")
RENKEI_CODES(WithdrawalScope, LIST)
#undef LIST

// clang-format off
#define LIST(X)                            \
  X(open, 1, "open")                       \
  X(sharing_stopped, 2, "sharing_stopped") \
  X(closing, 3, "closing")                 \
  X(closed, 4, "closed")
// clang-format on
RENKEI_CODES(RoomStatus, LIST)
#undef LIST

// product.md no. 32.
// clang-format off
#define LIST(X)                          \
  X(visit_record, 1, "visit_record")     \
  X(handover, 2, "handover")             \
  X(notice, 3, "notice")                 \
  X(question, 4, "question")             \
  X(medication, 5, "medication")         \
  X(measurement, 6, "measurement")       \
  X(conference, 7, "conference")         \
  X(photo_document, 8, "photo_document")
// clang-format on
RENKEI_CODES(MessageKind, LIST)
#undef LIST

#define LIST(X) X(recipient, 1, "recipient") X(family, 2, "family")
RENKEI_CODES(About, LIST)
#undef LIST

#define LIST(X) X(normal, 1, "normal") X(high, 2, "high")
RENKEI_CODES(Sensitivity, LIST)
#undef LIST

// clang-format off
#define LIST(X)                                      \
  X(wrong_care_recipient, 1, "wrong_care_recipient") \
  X(duplicate, 2, "duplicate")                       \
  X(mistake, 3, "mistake")
// clang-format on
RENKEI_CODES(RetractionReason, LIST)
#undef LIST

// What a RecordViewed event was about.
// clang-format off
#define LIST(X)                                  \
  X(messages, 1, "messages")                     \
  X(attachment, 2, "attachment")                 \
  X(consent_form, 3, "consent_form")             \
  X(care_recipient, 4, "care_recipient")         \
  X(room, 5, "room")                             \
  X(room_request, 6, "room_request")             \
  X(disclosure_request, 7, "disclosure_request") \
  X(room_list, 8, "room_list")                   \
  X(message, 9, "message")                       \
  X(usage_report, 10, "usage_report")            \
  X(packet, 11, "packet")
// clang-format on
RENKEI_CODES(ObjectKind, LIST)
#undef LIST

// clang-format off
#define LIST(X)            \
  X(read, 1, "read")       \
  X(post, 2, "post")       \
  X(correct, 3, "correct") \
  X(retract, 4, "retract") \
  X(manage, 5, "manage")
// clang-format on
RENKEI_CODES(Operation, LIST)
#undef LIST

}  // namespace renkei
