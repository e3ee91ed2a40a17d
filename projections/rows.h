// The rows of the views: ids and positions only, never personal content. A name or text is opened from its
// payload when an answer needs it. At most four rows per message (docs/formats/ledger.md): stream, subject,
// actor, request.
#pragma once

#include "domain/aggregate_states.h"
#include "domain/usage_report/row.h"

namespace renkei {

enum class Family : std::size_t {
  streams,
  subjects,
  actors,
  requests,
  states,
  messages,
  rooms_of,
  reads,
  objects,
  tasks,
  task_refs
};
inline const std::vector<std::string>& family_names() {
  static const std::vector<std::string> names{"streams", "subjects", "actors",   "requests",
                                              "states",  "messages", "rooms_of", "reads",
                                              "objects", "tasks",    "task_refs"};
  return names;
}
inline constexpr std::uint32_t kFoldVersion =
    11;  // raise when a fold or a row changes: the views are then made anew

struct StreamRow {  // streams: aggregate ‖ id ‖ version. For rooms it is the timeline.
  std::uint64_t position = 0;
  std::uint16_t type = 0;
  AccountId account;
  FacilityId facility;
  MessageId message;  // posted, corrected or retracted
  bool about_family = false;
  template <class V>
  static void describe(V& v) {
    v.field("position", &StreamRow::position);
    v.field("type", &StreamRow::type);
    v.field("account", &StreamRow::account);
    v.field("facility", &StreamRow::facility);
    v.field("message", &StreamRow::message);
    v.field("about_family", &StreamRow::about_family);
  }
};

// subjects: care recipient ‖ ordinal → UsageRow (domain/usage_report/row.h), the whole row of a usage history,
// so that a history is one range scan.

struct SnapshotRow {  // states: aggregate ‖ id
  std::uint64_t version = 0;
  std::string state;
  template <class V>
  static void describe(V& v) {
    v.field("version", &SnapshotRow::version);
    v.field("state", &SnapshotRow::state);
  }
};

struct OwnRoomRow {  // rooms_of: account ‖ room
  CareRecipientId care_recipient;
  std::uint64_t position = 0;
  template <class V>
  static void describe(V& v) {
    v.field("care_recipient", &OwnRoomRow::care_recipient);
    v.field("position", &OwnRoomRow::position);
  }
};

// clang-format off
#define LIST(X)                                         \
  X(verify_pledge, 1, "verify_pledge")                  \
  X(return_registration, 2, "return_registration")      \
  X(approve_registration, 3, "approve_registration")    \
  X(issue_credential, 4, "issue_credential")            \
  X(deliver_credential, 5, "deliver_credential")        \
  X(verify_consent, 6, "verify_consent")                \
  X(approve_room_request, 7, "approve_room_request")    \
  X(generate_usage_report, 8, "generate_usage_report")  \
  X(provide_usage_report, 9, "provide_usage_report")    \
  X(review_incident, 10, "review_incident")             \
  X(answer_disclosure, 11, "answer_disclosure")         \
  X(recognise_environment, 12, "recognise_environment") \
  X(approve_message, 13, "approve_message")             \
  X(give_opinion, 14, "give_opinion")
// clang-format on
RENKEI_CODES(TaskKind, LIST)
#undef LIST

// clang-format off
#define LIST(X)                  \
  X(intake, 1, "intake")         \
  X(approval, 2, "approval")     \
  X(disclosure, 3, "disclosure") \
  X(incident, 4, "incident")     \
  X(facility, 5, "facility")
// clang-format on
RENKEI_CODES(Tray, LIST)
#undef LIST

struct TaskRow {  // tasks: tray ‖ owner ‖ due ‖ task id
  TaskId id;
  TaskKind kind = TaskKind::verify_pledge;
  std::string ref;      // the id the task is about
  FacilityId facility;  // named in the label; never a care recipient
  std::optional<CivilDate> due_on;
  template <class V>
  static void describe(V& v) {
    v.field("id", &TaskRow::id);
    v.field("kind", &TaskRow::kind);
    v.field("ref", &TaskRow::ref);
    v.field("facility", &TaskRow::facility);
    v.field("due_on", &TaskRow::due_on);
  }
};

struct MetaRow {               // in every family, under the empty-looking key "\0": where the fold stands
  std::uint64_t position = 0;  // entries folded
  Digest last_leaf;
  std::uint32_t fold_version = kFoldVersion;
  bool operator==(const MetaRow&) const = default;
  template <class V>
  static void describe(V& v) {
    v.field("position", &MetaRow::position);
    v.field("last_leaf", &MetaRow::last_leaf);
    v.field("fold_version", &MetaRow::fold_version);
  }
};

// Keys. Numbers are big-endian, so that order is order.
Bytes number_key(std::uint64_t number);
std::uint64_t number_of_key(BytesView eight_octets);
Bytes stream_prefix(const StreamKey& stream);
inline Bytes stream_key(const StreamKey& stream, std::uint64_t version) {
  return stream_prefix(stream) + number_key(version);
}
inline Bytes meta_key() { return Bytes("\0meta", 5); }
inline Bytes facility_devices_prefix(const FacilityId& facility) {
  return Bytes("\1").append(facility.view());
}  // in objects
inline Bytes facility_accounts_prefix(const FacilityId& facility) {
  return Bytes("\2").append(facility.view());
}  // in objects
inline Bytes environments_prefix() { return Bytes("\3"); }
inline Bytes facility_environments_prefix(const FacilityId& facility) {
  return environments_prefix().append(facility.view());
}  // in objects
inline Bytes room_of_key(const CareRecipientId& person) {
  return Bytes("\4").append(person.view());
}  // in objects, giving the id of the person's room
Bytes tray_prefix(Tray tray, const FacilityId& owner);  // zero owner: the city's trays

}  // namespace renkei
