// 利用登録依頼 (policy I①): received as handed in, with its defects.
#pragma once

#include "domain/event_type.h"
#include "domain/values/forms.h"

namespace renkei::registration {

struct RegistrationRequestSubmitted {
  static constexpr EventType kType{401, "RegistrationRequestSubmitted", Aggregate::registration};
  RegistrationRequestId request;
  RegistrationKind kind = RegistrationKind::new_facility;
  DocumentId document;
  bool complete = false;
  std::vector<std::string> defect_codes;
  std::vector<PledgeId> pledges;
  std::optional<CivilDate> due_on;
  std::optional<FacilityId> facility;  // for add_users, change, stop
  RegistrationForm form;
  std::vector<Defect> defects;
  template <class V>
  static void describe(V& v) {
    v.stream("request_id", &RegistrationRequestSubmitted::request);
    v.clear("kind", &RegistrationRequestSubmitted::kind);
    v.clear("document_id", &RegistrationRequestSubmitted::document);
    v.clear("complete", &RegistrationRequestSubmitted::complete);
    v.clear("defect_codes", &RegistrationRequestSubmitted::defect_codes, items(1000));
    v.clear("pledges", &RegistrationRequestSubmitted::pledges, items(400));
    v.clear("due_on", &RegistrationRequestSubmitted::due_on);
    v.clear("facility_id", &RegistrationRequestSubmitted::facility);
    v.sealed("form", &RegistrationRequestSubmitted::form);
    v.sealed("defects", &RegistrationRequestSubmitted::defects, items(1000));
  }
};

struct RegistrationRequestResubmitted {
  static constexpr EventType kType{402, "RegistrationRequestResubmitted", Aggregate::registration};
  RegistrationRequestId request;
  DocumentId document;
  bool complete = false;
  std::vector<std::string> defect_codes;
  std::vector<PledgeId> pledges;
  std::optional<CivilDate> due_on;
  RegistrationForm form;
  std::vector<Defect> defects;
  template <class V>
  static void describe(V& v) {
    v.stream("request_id", &RegistrationRequestResubmitted::request);
    v.clear("document_id", &RegistrationRequestResubmitted::document);
    v.clear("complete", &RegistrationRequestResubmitted::complete);
    v.clear("defect_codes", &RegistrationRequestResubmitted::defect_codes, items(1000));
    v.clear("pledges", &RegistrationRequestResubmitted::pledges, items(400));
    v.clear("due_on", &RegistrationRequestResubmitted::due_on);
    v.sealed("form", &RegistrationRequestResubmitted::form);
    v.sealed("defects", &RegistrationRequestResubmitted::defects, items(1000));
  }
};

struct RegistrationRequestReturned {
  static constexpr EventType kType{403, "RegistrationRequestReturned", Aggregate::registration};
  RegistrationRequestId request;
  std::uint32_t defect_count = 0;
  std::string note, letter;  // 補正依頼
  template <class V>
  static void describe(V& v) {
    v.stream("request_id", &RegistrationRequestReturned::request);
    v.clear("defect_count", &RegistrationRequestReturned::defect_count);
    v.sealed("note", &RegistrationRequestReturned::note, text(2000));
    v.sealed("letter", &RegistrationRequestReturned::letter, text(20'000));
  }
};

struct RegistrationRequestApproved {
  static constexpr EventType kType{404, "RegistrationRequestApproved", Aggregate::registration};
  RegistrationRequestId request;
  FacilityId facility;
  std::vector<AccountId> accounts;
  template <class V>
  static void describe(V& v) {
    v.stream("request_id", &RegistrationRequestApproved::request);
    v.clear("facility_id", &RegistrationRequestApproved::facility);
    v.clear("accounts", &RegistrationRequestApproved::accounts, items(200));
  }
};

struct RegistrationRequestRejected {
  static constexpr EventType kType{405, "RegistrationRequestRejected", Aggregate::registration};
  RegistrationRequestId request;
  std::string reason;
  template <class V>
  static void describe(V& v) {
    v.stream("request_id", &RegistrationRequestRejected::request);
    v.sealed("reason", &RegistrationRequestRejected::reason, text(2000));
  }
};

struct RegistrationRequestWithdrawn {
  static constexpr EventType kType{406, "RegistrationRequestWithdrawn", Aggregate::registration};
  RegistrationRequestId request;
  template <class V>
  static void describe(V& v) {
    v.stream("request_id", &RegistrationRequestWithdrawn::request);
  }
};

}  // namespace renkei::registration
