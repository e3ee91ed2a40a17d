// Who saw what, durable before it leaves (ISO 27789). One event per response, never per message (product.md no.
// 27).
#pragma once

#include "domain/describe.h"
#include "domain/event_type.h"
#include "domain/rejection.h"

namespace renkei::access {

struct RecordListed {  // 一覧表示: the name alone appeared in the list of own rooms
  static constexpr EventType kType{1601, "RecordListed", Aggregate::access};
  CareRecipientId care_recipient, subject;
  RoomId room;
  template <class V>
  static void describe(V& v) {
    v.stream("care_recipient_id", &RecordListed::care_recipient);
    v.subject("subject_id", &RecordListed::subject);
    v.room("room_id", &RecordListed::room);
  }
};

struct RecordViewed {  // 閲覧
  static constexpr EventType kType{1602, "RecordViewed", Aggregate::access};
  CareRecipientId care_recipient, subject;
  RoomId room;
  ObjectKind object_kind = ObjectKind::messages;
  std::string object_id;  // one object, else empty
  std::uint64_t first_position = 0, last_position = 0, view_position = 0;
  std::uint32_t count = 0;
  bool own_facility_only = false;
  template <class V>
  static void describe(V& v) {
    v.stream("care_recipient_id", &RecordViewed::care_recipient);
    v.subject("subject_id", &RecordViewed::subject);
    v.room("room_id", &RecordViewed::room);
    v.clear("object_kind", &RecordViewed::object_kind);
    v.clear("object_id", &RecordViewed::object_id, text(40));
    v.clear("first_position", &RecordViewed::first_position);
    v.clear("last_position", &RecordViewed::last_position);
    v.clear("view_position", &RecordViewed::view_position);
    v.clear("count", &RecordViewed::count);
    v.clear("own_facility_only", &RecordViewed::own_facility_only);
  }
};

struct AccessDenied {  // 拒否 (product.md no. 18)
  static constexpr EventType kType{1603, "AccessDenied", Aggregate::access};
  CareRecipientId care_recipient, subject;
  RoomId room;
  Rejection rule = Rejection::not_assigned;
  Operation operation = Operation::read;
  std::uint32_t count = 1;
  template <class V>
  static void describe(V& v) {
    v.stream("care_recipient_id", &AccessDenied::care_recipient);
    v.subject("subject_id", &AccessDenied::subject);
    v.room("room_id", &AccessDenied::room);
    v.clear("rule", &AccessDenied::rule);
    v.clear("operation", &AccessDenied::operation);
    v.clear("count", &AccessDenied::count);
  }
};

}  // namespace renkei::access
