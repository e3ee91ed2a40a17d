#pragma once

#include "domain/account/state.h"
#include "domain/care_recipient/state.h"
#include "domain/consent/state.h"
#include "domain/facility/state.h"
#include "domain/room/state.h"
#include "domain/room_request/state.h"
#include "domain/values/attachment.h"

namespace renkei::room_request {

struct CareRecipientSheet {  // as typed from form 5-1; the birth date's spelling is kept
  std::string name, kana;
  Sex sex = Sex::unknown;
  std::string born_on;
  PostalAddress address;
  std::string tel, care_level;
  template <class V>
  static void describe(V& v) {
    v.field("name", &CareRecipientSheet::name, required_text(80));
    v.field("kana", &CareRecipientSheet::kana, text(80));
    v.field("sex", &CareRecipientSheet::sex);
    v.field("born_on", &CareRecipientSheet::born_on, text(40));
    v.field("address", &CareRecipientSheet::address);
    v.field("tel", &CareRecipientSheet::tel, text(30));
    v.field("care_level", &CareRecipientSheet::care_level, text(20));
  }
};

struct MainDoctor {
  AccountId account_id;
  bool agreed = false;
  template <class V>
  static void describe(V& v) {
    v.field("account_id", &MainDoctor::account_id);
    v.field("agreed", &MainDoctor::agreed);
  }
};

struct ConsentSheet {  // 同意書
  ConsentType type = ConsentType::written;
  Grantor grantor;
  std::optional<std::string> scribe;
  FamilyData family_data = FamilyData::none;  // a mandatory box (product.md no. 4)
  ConsentScope scope;
  CivilDate signed_on;
  std::optional<AccountId> explained_by;
  std::string material_version;
  std::optional<AttachmentId> attachment_id;
  template <class V>
  static void describe(V& v) {
    v.field("type", &ConsentSheet::type);
    v.field("grantor", &ConsentSheet::grantor);
    v.field("scribe", &ConsentSheet::scribe, text(80));
    v.field("family_data", &ConsentSheet::family_data);
    v.field("scope", &ConsentSheet::scope);
    v.field("signed_on", &ConsentSheet::signed_on);
    v.field("explained_by", &ConsentSheet::explained_by);
    v.field("material_version", &ConsentSheet::material_version, code_word(20));
    v.field("attachment_id", &ConsentSheet::attachment_id);
  }
};

struct SubmitRoomRequest {
  std::string form_version;
  // One of the two: who is registered with this form, or whom the facility knows already.
  std::optional<CareRecipientSheet> care_recipient;
  std::optional<CareRecipientId> care_recipient_id = {};
  MainDoctor main_doctor;
  std::vector<RequestedFacility> facilities;
  std::vector<ConsentSheet> consent_forms;
  template <class V>
  static void describe(V& v) {
    v.field("form_version", &SubmitRoomRequest::form_version, code_word(20));
    v.field("care_recipient", &SubmitRoomRequest::care_recipient);
    v.field("care_recipient_id", &SubmitRoomRequest::care_recipient_id);
    v.field("main_doctor", &SubmitRoomRequest::main_doctor);
    v.field("facilities", &SubmitRoomRequest::facilities, some_items(50));
    v.field("consent_forms", &SubmitRoomRequest::consent_forms, items(20));
  }
};

struct ReturnRoomRequest {
  std::string note;
  template <class V>
  static void describe(V& v) {
    v.field("note", &ReturnRoomRequest::note, required_text(2000));
  }
};
struct RejectRoomRequest {
  std::string reason;
  template <class V>
  static void describe(V& v) {
    v.field("reason", &RejectRoomRequest::reason, required_text(2000));
  }
};

struct SubmissionIds {
  RoomRequestId room_request;
  CareRecipientId care_recipient;  // a new one, or the one that the form names
  std::vector<ConsentFormId> consent_forms;
};
struct SubmissionFiles {  // per consent form, empty where none is attached
  std::vector<std::vector<Attachment>> attachments;
  std::vector<std::vector<AttachmentKey>> keys;
};

std::vector<Defect> defects_of(const SubmitRoomRequest& form);
// A facility knows whom it registered and with whose room it has or had a part; `room` is the person's, if any.
bool knows(const FacilityId& facility, const care_recipient::State& person, const room::State& room);

// `ids.care_recipient` is known to the actor's facility where the form names one.
Decision decide_submit(const State& state, const SubmitRoomRequest& command, const Actor& actor,
                       const SubmissionIds& ids, SubmissionFiles files);
Decision decide(const State& state, const ReturnRoomRequest& command);
Decision decide(const State& state, const RejectRoomRequest& command);

// Opens the room, or the person's room again: then the new form says who takes part. `facilities` and
// `accounts` are the states of those named, in the request's order.
struct ApprovalCase {
  const State& state;
  const std::vector<consent::State>& consents;
  const std::vector<facility::State>& facilities;
  const std::vector<std::vector<account::State>>& accounts;
  AccountId approver;
  const room::State& present;                           // the person's room; exists = false: none yet
  const std::vector<consent::State>& present_consents;  // on which it stands
  RoomId room;                                          // the new one's id, if one is opened
  std::vector<AssignmentId> assignments;
};
Decision decide_approve(const ApprovalCase& approval, CivilDate today);

}  // namespace renkei::room_request
