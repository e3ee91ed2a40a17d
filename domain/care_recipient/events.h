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

struct CareSettingChanged {  // 入院・短期入所・施設入所・在宅 (product.md no. 38)
  static constexpr EventType kType{1103, "CareSettingChanged", Aggregate::care_recipient};
  CareRecipientId care_recipient, subject;
  CivilDate from_on;
  CareSetting setting = CareSetting::home;  // sealed: where someone lies ill is nothing to read in clear
  template <class V>
  static void describe(V& v) {
    v.stream("care_recipient_id", &CareSettingChanged::care_recipient);
    v.subject("subject_id", &CareSettingChanged::subject);
    v.clear("from_on", &CareSettingChanged::from_on);
    v.sealed("setting", &CareSettingChanged::setting);
  }
};

}  // namespace renkei::care_recipient
