// The handlers, by resource. Each is listed once, in the table of router.cpp.
#pragma once

#include "api/exchange.h"
#include "eventstore/codec/compact.h"
#include "eventstore/crypto/random.h"

namespace renkei::api {

// sessions.cpp
void begin_session(const ExchangePtr& x);
void show_session(const ExchangePtr& x);
void end_session(const ExchangePtr& x);
// passwords.cpp
void change_password(const ExchangePtr& x);
void enrol_second_factor(const ExchangePtr& x);
void step_up(const ExchangePtr& x);
// intake.cpp
void receive_intake_document(const ExchangePtr& x);
void show_intake_document(const ExchangePtr& x);
void verify_pledge(const ExchangePtr& x);
void revoke_pledge(const ExchangePtr& x);
void show_pledge(const ExchangePtr& x);
// registrations.cpp
void submit_registration_request(const ExchangePtr& x);
void show_registration_request(const ExchangePtr& x);
void return_registration_request(const ExchangePtr& x);
void resubmit_registration_request(const ExchangePtr& x);
void approve_registration_request(const ExchangePtr& x);
void reject_registration_request(const ExchangePtr& x);
void withdraw_registration_request(const ExchangePtr& x);
// facilities.cpp
void list_facilities(const ExchangePtr& x);
void show_facility(const ExchangePtr& x);
void list_facility_accounts(const ExchangePtr& x);
void show_account(const ExchangePtr& x);
// environments.cpp
void declare_environment(const ExchangePtr& x);
void list_environments(const ExchangePtr& x);
void show_environment(const ExchangePtr& x);
void recognise_environment(const ExchangePtr& x);
void object_to_environment(const ExchangePtr& x);
// devices.cpp
void register_device(const ExchangePtr& x);
void list_devices(const ExchangePtr& x);
void show_device(const ExchangePtr& x);
void report_device_lost(const ExchangePtr& x);
void retire_device(const ExchangePtr& x);
// care_recipients.cpp
void show_care_recipient(const ExchangePtr& x);
void change_care_setting(const ExchangePtr& x);
void show_consent_form(const ExchangePtr& x);
void show_room_request(const ExchangePtr& x);
// credentials.cpp
void issue_credentials(const ExchangePtr& x);
void show_credential_letter(const ExchangePtr& x);
void deliver_credential(const ExchangePtr& x);
void lock_account(const ExchangePtr& x);
void unlock_account(const ExchangePtr& x);
void suspend_account(const ExchangePtr& x);
void reinstate_account(const ExchangePtr& x);
void close_account(const ExchangePtr& x);
void suspend_facility(const ExchangePtr& x);
void reinstate_facility(const ExchangePtr& x);
// consents.cpp
void submit_room_request(const ExchangePtr& x);
void approve_room_request(const ExchangePtr& x);
void return_room_request(const ExchangePtr& x);
void reject_room_request(const ExchangePtr& x);
void verify_consent(const ExchangePtr& x);
void supplement_consent(const ExchangePtr& x);
void withdraw_consent(const ExchangePtr& x);
// rooms.cpp
void list_rooms(const ExchangePtr& x);
// messages.cpp
void list_messages(const ExchangePtr& x);
void show_message(const ExchangePtr& x);
// message_acts.cpp
void post_message(const ExchangePtr& x);
void correct_message(const ExchangePtr& x);
void retract_message(const ExchangePtr& x);
void acknowledge_message(const ExchangePtr& x);
void approve_message(const ExchangePtr& x);
// room_members.cpp
void show_room(const ExchangePtr& x);
void add_room_facility(const ExchangePtr& x);
void list_room_facilities(const ExchangePtr& x);
void show_room_facility(const ExchangePtr& x);
void end_room_facility(const ExchangePtr& x);
void close_room(const ExchangePtr& x);
void reopen_room(const ExchangePtr& x);
void assign_oneself(const ExchangePtr& x);
void list_assignments(const ExchangePtr& x);
void show_assignment(const ExchangePtr& x);
void assign_member(const ExchangePtr& x);
void end_assignment(const ExchangePtr& x);
// room_events.cpp
void room_events(const ExchangePtr& x);
// attachments.cpp
void upload_attachment(const ExchangePtr& x);
void show_attachment(const ExchangePtr& x);
// disclosures.cpp
void request_disclosure(const ExchangePtr& x);
void show_disclosure_request(const ExchangePtr& x);
void verify_identity(const ExchangePtr& x);
void clarify_scope(const ExchangePtr& x);
void record_opinion(const ExchangePtr& x);
void record_withholdings(const ExchangePtr& x);
void decide_disclosure(const ExchangePtr& x);
void send_disclosure_notice(const ExchangePtr& x);
void deliver_disclosure(const ExchangePtr& x);
void close_disclosure(const ExchangePtr& x);
// usage_reports.cpp
void request_usage_report(const ExchangePtr& x);
void show_usage_report(const ExchangePtr& x);
void generate_usage_report(const ExchangePtr& x);
void provide_usage_report(const ExchangePtr& x);
void show_usage_report_content(const ExchangePtr& x);
// packets.cpp
void request_packet(const ExchangePtr& x);
void show_packet(const ExchangePtr& x);
void show_packet_content(const ExchangePtr& x);
// tasks.cpp
void list_tasks(const ExchangePtr& x);
// ledger.cpp
void show_entry_proof(const ExchangePtr& x);
void show_checkpoint(const ExchangePtr& x);
void show_tile(const ExchangePtr& x);
void show_health(const ExchangePtr& x);
void show_readiness(const ExchangePtr& x);
// policies.cpp
void show_policies(const ExchangePtr& x);
void show_policy(const ExchangePtr& x);
void show_form_templates(const ExchangePtr& x);
void show_support_contacts(const ExchangePtr& x);
void show_openapi(const ExchangePtr& x);
void show_disclosure_rules(const ExchangePtr& x);
void show_verify_page(const ExchangePtr& x);

struct NoBody {  // of an act that says everything by its path: {} or nothing
  template <class V>
  static void describe(V&) {}
};

// The state of an aggregate in a views snapshot; what a decision relies on it looks up again itself.
template <class State>
State view_state(const ViewReader& views, const std::array<std::uint8_t, 16>& id) {
  const auto row = views.get(static_cast<std::size_t>(Family::states), stream_prefix({State::kAggregate, id}));
  return row ? from_compact<State>(from_compact<SnapshotRow>(*row).state) : State{};
}

// The version a stream stands at in a views snapshot; 0: no such stream.
std::uint64_t view_stream_version(const ViewReader& views, const StreamKey& stream);

template <class IdT>
IdT fresh_id() {
  return IdT::from(random_bytes(16));
}
template <class IdT>
std::vector<IdT> fresh_ids(std::size_t count) {
  std::vector<IdT> ids;
  for (std::size_t i = 0; i < count; ++i) ids.push_back(fresh_id<IdT>());
  return ids;
}

// Uploaded files that a command refers to. One that is not this account's to use is a wrong value, which the
// decision refuses: a repeated request comes before it and needs none, since the first used them up.
struct ReferredFiles {
  std::vector<WrongValue> wrong;
  std::vector<Attachment> attachments;
  std::vector<AttachmentKey> keys;
};
// Where the person lives at present; nullopt where that can't be opened any more.
std::optional<CareSetting> care_setting(const ExchangePtr& x, const ViewReader& views,
                                        const CareRecipientId& id);
// `pointer`: where the list of ids stands in the command.
ReferredFiles referred_files(const ExchangePtr& x, const std::vector<AttachmentId>& ids,
                             const std::string& pointer = "/attachment_ids");
// `pointer`: where this id stands.
void refer_to_file(const ExchangePtr& x, const AttachmentId& id, const std::string& pointer,
                   ReferredFiles& files);
// A file that the city received with a document or a pledge.
bool received_file(const ExchangePtr& x, const ViewReader& views, const AttachmentId& id);
// The paper that a command was typed from; what is wrong when it was never received.
std::optional<WrongValue> unknown_document(const ExchangePtr& x, const DocumentId& id);

}  // namespace renkei::api
