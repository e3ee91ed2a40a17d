#pragma once

#include "domain/access_rule.h"
#include "domain/values/attachment.h"

namespace renkei::room {

struct PostMessage {
  MessageKind kind = MessageKind::visit_record;
  std::string text;
  std::vector<AttachmentId> attachment_ids;
  About about = About::recipient;
  Sensitivity sensitivity = Sensitivity::normal;
  std::optional<CivilDate> occurred_on;
  bool urgent = false;
  std::optional<AccountId> on_behalf_of = {};  // 代行入力: whose words these are
  template <class V>
  static void describe(V& v) {
    v.field("kind", &PostMessage::kind);
    v.field("text", &PostMessage::text, required_text(10'000));
    v.field("attachment_ids", &PostMessage::attachment_ids, items(20));
    v.field("about", &PostMessage::about);
    v.field("sensitivity", &PostMessage::sensitivity);
    v.field("occurred_on", &PostMessage::occurred_on);
    v.field("urgent", &PostMessage::urgent);
    v.field("on_behalf_of", &PostMessage::on_behalf_of);
  }
};

struct CorrectMessage {
  std::string text, reason;
  template <class V>
  static void describe(V& v) {
    v.field("text", &CorrectMessage::text, required_text(10'000));
    v.field("reason", &CorrectMessage::reason, required_text(500));
  }
};

struct RetractMessage {
  RetractionReason reason_code = RetractionReason::mistake;
  template <class V>
  static void describe(V& v) {
    v.field("reason_code", &RetractMessage::reason_code);
  }
};

struct AssignMember {
  AccountId account_id;
  CivilDate from_on;
  std::optional<CivilDate> until_on;
  std::string basis;
  template <class V>
  static void describe(V& v) {
    v.field("account_id", &AssignMember::account_id);
    v.field("from_on", &AssignMember::from_on);
    v.field("until_on", &AssignMember::until_on);
    v.field("basis", &AssignMember::basis, required_text(200));
  }
};
struct AssignOneself {  // 代理訪問: a colleague of a participating facility, for some hours (product.md no. 23)
  std::string reason;
  template <class V>
  static void describe(V& v) {
    v.field("reason", &AssignOneself::reason, required_text(200));
  }
};
struct AddFacility {
  FacilityId facility_id;
  std::optional<CivilDate> until_on;
  template <class V>
  static void describe(V& v) {
    v.field("facility_id", &AddFacility::facility_id);
    v.field("until_on", &AddFacility::until_on);
  }
};
struct EndAssignment {
  template <class V>
  static void describe(V&) {}
};

struct CloseRoom {
  std::string reason;
  template <class V>
  static void describe(V& v) {
    v.field("reason", &CloseRoom::reason, required_text(500));
  }
};
struct ReopenRoom {
  std::string reason;
  template <class V>
  static void describe(V& v) {
    v.field("reason", &ReopenRoom::reason, required_text(500));
  }
};

struct PostedFiles {
  std::vector<Attachment> attachments;
  std::vector<AttachmentKey> keys;
};

// These follow a permit of check_access; `basis` is its result.
Decision decide_post(const State& room, const std::vector<consent::State>& consents, const PostMessage& command,
                     MessageId id, PostedFiles files, const Basis& basis, CivilDate today,
                     const policy::Deadlines& deadlines);
// Someone of the own facility who is assigned too may be written for; anyone else is invalid (product.md no.
// 32).
bool may_be_written_for(const State& room, const account::State& author, const Actor& actor, Instant now);
Decision decide_correct(const Message& message, const CorrectMessage& command, const AccountId& account,
                        const std::vector<consent::State>& consents, const Basis& basis);
// 申し送り and 質問 are shown until each other facility has acknowledged them, once each.
Decision decide_acknowledge(const Message& message, const FacilityId& facility, const Basis& basis);
Decision decide_approve(const Message& message, const AccountId& account, const Basis& basis);
struct SeenBy {  // who had seen a text, looked up below this position
  std::vector<AccountId> readers;
  std::uint64_t view_position = 0;
};
// A post about another person is also a suspected incident (no. 40).
Decision decide_retract(const Message& message, const RetractMessage& command, const Actor& actor,
                        IncidentId incident, const SeenBy& seen, const Basis& basis);

// The facility's own システム管理担当者 assigns accounts of its facility, without the city (product.md no. 23).
// A facility that comes back says anew who is assigned: the ends of what it had assigned before its part ended,
// to be recorded with its return. Until then those read the facility's own records.
std::vector<Draft> ends_of_assignments(const State& room, const FacilityId& facility, CivilDate today);
Decision decide_assign(const State& room, const AssignMember& command, const facility::State& facility,
                       const account::State& account, AssignmentId id, CivilDate today);
Decision decide_assign_oneself(const State& room, const AssignOneself& command, const account::State& account,
                               AssignmentId id, Instant now, const policy::Deadlines& deadlines);
// The city lets a facility take part that a consent in force covers, and ends its part.
Decision decide_add_facility(const State& room, const AddFacility& command, const facility::State& facility,
                             const std::vector<consent::State>& consents, CivilDate today);
Decision decide_close(const State& room, const CloseRoom& command);
// Only what was closed: a withdrawal is undone by a new consent form alone (product.md no. 24).
Decision decide_reopen(const State& room, const ReopenRoom& command,
                       const std::vector<consent::State>& consents);
Decision decide_end_facility(const State& room, const FacilityId& facility, CivilDate today);
Decision decide_end_assignment(const State& room, const AssignmentId& assignment,
                               const facility::State& facility);

}  // namespace renkei::room
