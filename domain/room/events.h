// 部屋: who takes part, who is assigned, and the messages. A room's stream is its timeline.
#pragma once

#include "domain/event_type.h"
#include "domain/values/attachment.h"

namespace renkei::room {

// On form 5-1, approved. A new form about a person who has a room opens that one again, on the new consents:
// only so is a withdrawal undone (product.md no. 24).
struct RoomOpened {
  static constexpr EventType kType{1401, "RoomOpened", Aggregate::room};
  RoomId room;
  CareRecipientId subject;
  RoomRequestId room_request;
  std::vector<ConsentFormId> consent_forms;
  template <class V>
  static void describe(V& v) {
    v.stream("room_id", &RoomOpened::room);
    v.subject("subject_id", &RoomOpened::subject);
    v.clear("room_request_id", &RoomOpened::room_request);
    v.clear("consent_forms", &RoomOpened::consent_forms, items(50));
  }
};

struct RoomFacilityAdded {  // 参加事業所 (product.md no. 23)
  static constexpr EventType kType{1402, "RoomFacilityAdded", Aggregate::room};
  RoomId room;
  CareRecipientId subject;
  FacilityId facility;
  std::string facility_kind;
  std::optional<CivilDate> until_on;
  template <class V>
  static void describe(V& v) {
    v.stream("room_id", &RoomFacilityAdded::room);
    v.subject("subject_id", &RoomFacilityAdded::subject);
    v.clear("facility_id", &RoomFacilityAdded::facility);
    v.clear("facility_kind", &RoomFacilityAdded::facility_kind, text(60));
    v.clear("until_on", &RoomFacilityAdded::until_on);
  }
};

struct RoomFacilityEnded {
  static constexpr EventType kType{1403, "RoomFacilityEnded", Aggregate::room};
  RoomId room;
  CareRecipientId subject;
  FacilityId facility;
  template <class V>
  static void describe(V& v) {
    v.stream("room_id", &RoomFacilityEnded::room);
    v.subject("subject_id", &RoomFacilityEnded::subject);
    v.clear("facility_id", &RoomFacilityEnded::facility);
  }
};

struct RoomMemberAssigned {  // 担当者
  static constexpr EventType kType{1404, "RoomMemberAssigned", Aggregate::room};
  RoomId room;
  CareRecipientId subject;
  AssignmentId assignment;
  AccountId account;
  FacilityId facility;
  CivilDate from_on;
  std::optional<CivilDate> until_on;
  std::optional<Instant> until_at;  // a self-assignment ends by itself
  std::string basis;
  template <class V>
  static void describe(V& v) {
    v.stream("room_id", &RoomMemberAssigned::room);
    v.subject("subject_id", &RoomMemberAssigned::subject);
    v.clear("assignment_id", &RoomMemberAssigned::assignment);
    v.clear("account_id", &RoomMemberAssigned::account);
    v.clear("facility_id", &RoomMemberAssigned::facility);
    v.clear("from_on", &RoomMemberAssigned::from_on);
    v.clear("until_on", &RoomMemberAssigned::until_on);
    v.clear("until_at", &RoomMemberAssigned::until_at);
    v.sealed("basis", &RoomMemberAssigned::basis, text(200));
  }
};

struct RoomAssignmentEnded {
  static constexpr EventType kType{1405, "RoomAssignmentEnded", Aggregate::room};
  RoomId room;
  CareRecipientId subject;
  AssignmentId assignment;
  AccountId account;
  template <class V>
  static void describe(V& v) {
    v.stream("room_id", &RoomAssignmentEnded::room);
    v.subject("subject_id", &RoomAssignmentEnded::subject);
    v.clear("assignment_id", &RoomAssignmentEnded::assignment);
    v.clear("account_id", &RoomAssignmentEnded::account);
  }
};

struct RoomSharingStopped {  // 共有停止 (product.md no. 24)
  static constexpr EventType kType{1406, "RoomSharingStopped", Aggregate::room};
  RoomId room;
  CareRecipientId subject;
  ConsentFormId consent_form;
  template <class V>
  static void describe(V& v) {
    v.stream("room_id", &RoomSharingStopped::room);
    v.subject("subject_id", &RoomSharingStopped::subject);
    v.clear("consent_form_id", &RoomSharingStopped::consent_form);
  }
};

struct RoomClosed {
  static constexpr EventType kType{1407, "RoomClosed", Aggregate::room};
  RoomId room;
  CareRecipientId subject;
  std::string reason;
  template <class V>
  static void describe(V& v) {
    v.stream("room_id", &RoomClosed::room);
    v.subject("subject_id", &RoomClosed::subject);
    v.sealed("reason", &RoomClosed::reason, text(500));
  }
};

struct RoomReopened {  // a room that was closed, under a consent still in force
  static constexpr EventType kType{1408, "RoomReopened", Aggregate::room};
  RoomId room;
  CareRecipientId subject;
  std::string reason;
  template <class V>
  static void describe(V& v) {
    v.stream("room_id", &RoomReopened::room);
    v.subject("subject_id", &RoomReopened::subject);
    v.sealed("reason", &RoomReopened::reason, text(500));
  }
};

struct MessagePosted {  // written on behalf of someone where the act names one (代行入力)
  static constexpr EventType kType{1501, "MessagePosted", Aggregate::room};
  RoomId room;
  CareRecipientId subject;
  MessageId message;
  MessageKind kind = MessageKind::visit_record;
  About about = About::recipient;
  Sensitivity sensitivity = Sensitivity::normal;
  bool urgent = false;
  std::vector<Attachment> attachments;
  std::string text;
  std::vector<AttachmentKey> attachment_keys;
  template <class V>
  static void describe(V& v) {
    v.stream("room_id", &MessagePosted::room);
    v.subject("subject_id", &MessagePosted::subject);
    v.clear("message_id", &MessagePosted::message);
    v.clear("kind", &MessagePosted::kind);
    v.clear("about", &MessagePosted::about);
    v.clear("sensitivity", &MessagePosted::sensitivity);
    v.clear("urgent", &MessagePosted::urgent);
    v.clear("attachments", &MessagePosted::attachments, items(20));
    v.sealed("text", &MessagePosted::text, renkei::text(10'000));
    v.sealed("attachment_keys", &MessagePosted::attachment_keys, items(20));
  }
};

struct MessageCorrected {  // appends; the old text stays (III.3(3))
  static constexpr EventType kType{1502, "MessageCorrected", Aggregate::room};
  RoomId room;
  CareRecipientId subject;
  MessageId message;
  std::uint32_t version = 2;
  std::string text, reason;
  template <class V>
  static void describe(V& v) {
    v.stream("room_id", &MessageCorrected::room);
    v.subject("subject_id", &MessageCorrected::subject);
    v.clear("message_id", &MessageCorrected::message);
    v.clear("version", &MessageCorrected::version);
    v.sealed("text", &MessageCorrected::text, renkei::text(10'000));
    v.sealed("reason", &MessageCorrected::reason, renkei::text(500));
  }
};

struct MessageRetracted {  // product.md no. 40
  static constexpr EventType kType{1503, "MessageRetracted", Aggregate::room};
  RoomId room;
  CareRecipientId subject;
  MessageId message;
  std::uint32_t version = 2;
  RetractionReason reason = RetractionReason::mistake;
  std::optional<IncidentId> incident;
  std::uint64_t view_position = 0;  // who had read it was looked up below this position
  template <class V>
  static void describe(V& v) {
    v.stream("room_id", &MessageRetracted::room);
    v.subject("subject_id", &MessageRetracted::subject);
    v.clear("message_id", &MessageRetracted::message);
    v.clear("version", &MessageRetracted::version);
    v.clear("reason", &MessageRetracted::reason);
    v.clear("incident_id", &MessageRetracted::incident);
    v.clear("view_position", &MessageRetracted::view_position);
  }
};

struct MessageAcknowledged {  // 確認済み, of the facility that acted (product.md no. 32)
  static constexpr EventType kType{1504, "MessageAcknowledged", Aggregate::room};
  RoomId room;
  CareRecipientId subject;
  MessageId message;
  template <class V>
  static void describe(V& v) {
    v.stream("room_id", &MessageAcknowledged::room);
    v.subject("subject_id", &MessageAcknowledged::subject);
    v.clear("message_id", &MessageAcknowledged::message);
  }
};

struct MessageApproved {  // 承認: the author stands by what was entered on the own behalf
  static constexpr EventType kType{1505, "MessageApproved", Aggregate::room};
  RoomId room;
  CareRecipientId subject;
  MessageId message;
  std::uint32_t version = 1;
  template <class V>
  static void describe(V& v) {
    v.stream("room_id", &MessageApproved::room);
    v.subject("subject_id", &MessageApproved::subject);
    v.clear("message_id", &MessageApproved::message);
    v.clear("version", &MessageApproved::version);
  }
};

}  // namespace renkei::room
