// 療養者: the person whose data is shared, and the key that seals everything about them.
#pragma once

#include "domain/event_type.h"
#include "domain/values/forms.h"

namespace renkei::care_recipient {

// Stands before anything sealed about the person; the key itself is in the keyring only.
struct SubjectKeyCreated {
  static constexpr EventType kType{1101, "SubjectKeyCreated", Aggregate::care_recipient};
  CareRecipientId care_recipient, subject;
  template <class V>
  static void describe(V& v) {
    v.stream("care_recipient_id", &SubjectKeyCreated::care_recipient);
    v.subject("subject_id", &SubjectKeyCreated::subject);
  }
};

struct CareRecipientRegistered {
  static constexpr EventType kType{1102, "CareRecipientRegistered", Aggregate::care_recipient};
  CareRecipientId care_recipient, subject;
  FacilityId registered_by;
  Demographics demographics;
  template <class V>
  static void describe(V& v) {
    v.stream("care_recipient_id", &CareRecipientRegistered::care_recipient);
    v.subject("subject_id", &CareRecipientRegistered::subject);
    v.clear("registered_by", &CareRecipientRegistered::registered_by);
    v.sealed("demographics", &CareRecipientRegistered::demographics);
  }
};

}  // namespace renkei::care_recipient
