#pragma once

#include "domain/facility/state.h"
#include "domain/pledge/state.h"
#include "domain/registration/state.h"

namespace renkei::registration {

// The body of forms 1-1/1-2 and 2-1/2-2 as an officer or a facility's system manager types it.
struct SubmitRegistrationRequest {
  RegistrationKind kind = RegistrationKind::new_facility;
  DocumentId intake_document_id;
  std::optional<FacilityId> facility_id;
  std::string form_id, form_version;
  std::optional<FacilitySheet> facility;
  std::vector<UserSheet> users;
  std::optional<EnvironmentSheet> environment;
  std::vector<PledgeSheet> pledges;
  template <class V>
  static void describe(V& v) {
    v.field("kind", &SubmitRegistrationRequest::kind);
    v.field("intake_document_id", &SubmitRegistrationRequest::intake_document_id);
    v.field("facility_id", &SubmitRegistrationRequest::facility_id);
    v.field("form_id", &SubmitRegistrationRequest::form_id, required_text(10));
    v.field("form_version", &SubmitRegistrationRequest::form_version, required_text(20));
    v.field("facility", &SubmitRegistrationRequest::facility);
    v.field("users", &SubmitRegistrationRequest::users, items(200));
    v.field("environment", &SubmitRegistrationRequest::environment);
    v.field("pledges", &SubmitRegistrationRequest::pledges, items(400));
  }
  RegistrationForm form() const { return {form_id, form_version, facility, users, environment, pledges}; }
};

struct ReturnRegistrationRequest {
  std::string note;
  template <class V>
  static void describe(V& v) {
    v.field("note", &ReturnRegistrationRequest::note, text(2000));
  }
};
struct RejectRegistrationRequest {
  std::string reason;
  template <class V>
  static void describe(V& v) {
    v.field("reason", &RejectRegistrationRequest::reason, required_text(2000));
  }
};
struct WithdrawRegistrationRequest {
  template <class V>
  static void describe(V&) {}
};

// New ids an approval needs: one account, person per user; one device per declared device.
struct ApprovalIds {
  FacilityId facility;
  EnvironmentId environment;
  std::vector<AccountId> accounts;
  std::vector<PersonId> persons;
  std::vector<DeviceId> devices;
};

// The files that the pledges of a form bring along, one place for each pledge: empty where it names none, or
// one that a received document keeps already.
struct PledgeFiles {
  std::vector<Attachment> attachments;
  std::vector<AttachmentKey> keys;
};
struct NewPledges {
  std::vector<PledgeId> ids;
  std::vector<PledgeFiles> files;
};

// What is missing or wrong on the form (product.md no. 31), in the form's own order.
std::vector<Defect> defects_of(const SubmitRegistrationRequest& form, const policy::Policy& policy);
// The 補正依頼 sent back to the facility.
std::string defect_letter(const std::string& facility_name, const std::vector<Defect>& defects,
                          const std::string& note, CivilDate on, const policy::Policy& policy);

Decision decide_submit(const State& state, const SubmitRegistrationRequest& command, RegistrationRequestId id,
                       const NewPledges& pledges, const policy::Policy& policy, CivilDate today);
Decision decide_resubmit(const State& state, const SubmitRegistrationRequest& command,
                         const NewPledges& pledges, const policy::Policy& policy, CivilDate today);
// `form` and `defects` are those of state.form_position.
Decision decide_return(const State& state, const ReturnRegistrationRequest& command,
                       const RegistrationForm& form, const std::vector<Defect>& defects,
                       const policy::Policy& policy, CivilDate today);
Decision decide(const State& state, const RejectRegistrationRequest& command);
Decision decide(const State& state, const WithdrawRegistrationRequest& command);
// Creates the facility, its recognised environment and devices, and the accounts, in one act of a second
// person.
struct ApprovalCase {
  const State& state;
  const RegistrationForm& form;
  const std::vector<pledge::State>& pledges;  // of the form
  const facility::State& joined;              // by users who are added to it, and its own pledge
  const pledge::State& joined_pledge;
  AccountId approver;
  const ApprovalIds& ids;
};
Decision decide_approve(const ApprovalCase& approval, const policy::Policy& policy, CivilDate today);

}  // namespace renkei::registration
