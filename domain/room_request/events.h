// 新規部屋作成依頼書 (form 5-1).
#pragma once

#include "domain/event_type.h"
#include "domain/values/forms.h"

namespace renkei::room_request {

struct RequestedFacility {
  FacilityId facility;
  std::vector<AccountId> accounts;
  bool operator==(const RequestedFacility&) const = default;
  template <class V>
  static void describe(V& v) {
    v.field("facility_id", &RequestedFacility::facility);
    v.field("accounts", &RequestedFacility::accounts, items(100));
  }
};

struct RoomRequestSubmitted {
  static constexpr EventType kType{1301, "RoomRequestSubmitted", Aggregate::room_request};
  RoomRequestId room_request;
  CareRecipientId subject;
  FacilityId requested_by;
  std::string form_version;
  std::optional<AccountId> main_doctor;
  bool main_doctor_agreed = false;
  std::vector<RequestedFacility> facilities;
  std::vector<ConsentFormId> consent_forms;
  std::vector<std::string> defect_codes;
  std::vector<Defect> defects;
  template <class V>
  static void describe(V& v) {
    v.stream("room_request_id", &RoomRequestSubmitted::room_request);
    v.subject("subject_id", &RoomRequestSubmitted::subject);
    v.clear("requested_by", &RoomRequestSubmitted::requested_by);
    v.clear("form_version", &RoomRequestSubmitted::form_version, text(20));
    v.clear("main_doctor", &RoomRequestSubmitted::main_doctor);
    v.clear("main_doctor_agreed", &RoomRequestSubmitted::main_doctor_agreed);
    v.clear("facilities", &RoomRequestSubmitted::facilities, some_items(50));
    v.clear("consent_forms", &RoomRequestSubmitted::consent_forms, items(50));
    v.clear("defect_codes", &RoomRequestSubmitted::defect_codes, items(100));
    v.sealed("defects", &RoomRequestSubmitted::defects, items(100));
  }
};

struct RoomRequestReturned {
  static constexpr EventType kType{1302, "RoomRequestReturned", Aggregate::room_request};
  RoomRequestId room_request;
  CareRecipientId subject;
  std::string note;
  template <class V>
  static void describe(V& v) {
    v.stream("room_request_id", &RoomRequestReturned::room_request);
    v.subject("subject_id", &RoomRequestReturned::subject);
    v.sealed("note", &RoomRequestReturned::note, text(2000));
  }
};

struct RoomRequestApproved {
  static constexpr EventType kType{1303, "RoomRequestApproved", Aggregate::room_request};
  RoomRequestId room_request;
  CareRecipientId subject;
  RoomId room;
  template <class V>
  static void describe(V& v) {
    v.stream("room_request_id", &RoomRequestApproved::room_request);
    v.subject("subject_id", &RoomRequestApproved::subject);
    v.room("room_id", &RoomRequestApproved::room);
  }
};

struct RoomRequestRejected {
  static constexpr EventType kType{1304, "RoomRequestRejected", Aggregate::room_request};
  RoomRequestId room_request;
  CareRecipientId subject;
  std::string reason;
  template <class V>
  static void describe(V& v) {
    v.stream("room_request_id", &RoomRequestRejected::room_request);
    v.subject("subject_id", &RoomRequestRejected::subject);
    v.sealed("reason", &RoomRequestRejected::reason, text(2000));
  }
};

}  // namespace renkei::room_request
