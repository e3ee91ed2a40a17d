#include "tests/canary/every_body.h"

#include "domain/account/commands.h"
#include "domain/consent/commands.h"
#include "domain/device/state.h"
#include "domain/disclosure/commands.h"
#include "domain/facility/state.h"
#include "domain/intake/commands.h"
#include "domain/pledge/state.h"
#include "domain/registration/commands.h"
#include "domain/room/commands.h"
#include "domain/room_request/commands.h"
#include "eventstore/json/json_write.h"

namespace renkei::testing {
namespace {

std::string unknown_id(std::string_view segment) {
  static const std::map<std::string_view, std::string_view> kPrefixes{{"registration-requests", "req"},
                                                                      {"pledges", "pld"},
                                                                      {"credentials", "crd"},
                                                                      {"accounts", "acc"},
                                                                      {"facilities", "fac"},
                                                                      {"environments", "env"},
                                                                      {"devices", "dev"},
                                                                      {"care-recipients", "cr"},
                                                                      {"room-requests", "rrq"},
                                                                      {"consent-forms", "csf"},
                                                                      {"rooms", "room"},
                                                                      {"assignments", "asg"},
                                                                      {"messages", "msg"},
                                                                      {"disclosure-requests", "dsc"},
                                                                      {"usage-reports", "usr"},
                                                                      {"packets", "pkt"}};
  const auto prefix = kPrefixes.find(segment);
  if (prefix == kPrefixes.end()) return "none";
  return std::string(prefix->second) + "_00000000000000000000000001";
}

}  // namespace

std::string with_id(std::string_view pattern, const std::string& id) {
  std::string path(pattern);
  for (std::size_t open; (open = path.find('{')) != std::string::npos;)
    path.replace(open, path.find('}') - open + 1, id);
  return path;
}

std::string with_ids(std::string_view pattern, const std::map<std::string, std::string>& known) {
  std::string path(pattern);
  for (std::size_t open; (open = path.find('{')) != std::string::npos;) {
    const std::size_t begin = path.rfind('/', open - 2) + 1;
    const std::string segment = path.substr(begin, open - 1 - begin);
    const auto id = known.find(segment);
    path.replace(open, path.find('}') - open + 1, id == known.end() ? unknown_id(segment) : id->second);
  }
  return path;
}

std::set<std::string> routes_without_body() {
  return {"/v1/accounts/{id}/lock",
          "/v1/accounts/{id}/reinstate",
          "/v1/accounts/{id}/unlock",
          "/v1/devices/{id}/lost",
          "/v1/devices/{id}/retire",
          "/v1/environments/{id}/recognise",
          "/v1/facilities/{id}/reinstate",
          "/v1/messages/{id}/acknowledge",
          "/v1/messages/{id}/approve",
          "/v1/registration-requests/{id}/approve",
          "/v1/registration-requests/{id}/withdraw",
          "/v1/room-requests/{id}/approve",
          "/v1/rooms/{id}/assignments/{aid}/end",
          "/v1/rooms/{id}/facilities/{fid}/end",
          "/v1/sessions/current/end",
          "/v1/usage-reports/{id}/generate",
          "/v1/usage-reports/{id}/provide"};
}

// What is a code by its use and is taken as it comes has one.
std::vector<std::pair<std::string, std::string>> every_body(Canaries& c) {
  auto form = filled<registration::SubmitRegistrationRequest>(c, "refused SubmitRegistrationRequest");
  form.pledges.at(0).text_version = "2026-04";
  const std::string login = R"({"login_id":")" + c.text("refused login/login_id") + R"(","password":")" +
                            c.text("refused login/password") + R"(","totp":")" + c.text("refused login/totp") +
                            R"(","enrolment_code":")" + c.text("refused login/enrolment_code") + "\"}";
  const std::string change = R"({"current":")" + c.text("refused change/current") + R"(","new":")" +
                             c.text("refused change/new") + "\"}";
  return {
      {"/v1/sessions", login},
      {"/v1/password-changes", change},
      {"/v1/sessions/current/step-up", R"({"password":")" + c.text("refused step-up/password") +
                                           R"(","totp":")" + c.text("refused step-up/totp") + "\"}"},
      {"/v1/second-factors", R"({"code":")" + c.text("refused factor/code") + "\"}"},
      {"/v1/intake-documents",
       to_json(filled<intake::ReceiveIntakeDocument>(c, "refused ReceiveIntakeDocument")) + " "},
      {"/v1/registration-requests", to_json(form)},
      {"/v1/registration-requests/{id}/return",
       to_json(filled<registration::ReturnRegistrationRequest>(c, "refused ReturnRegistrationRequest"))},
      {"/v1/registration-requests/{id}/resubmit", to_json(form)},
      {"/v1/registration-requests/{id}/reject",
       to_json(filled<registration::RejectRegistrationRequest>(c, "refused RejectRegistrationRequest"))},
      {"/v1/pledges/{id}/verify", to_json(filled<pledge::VerifyPledge>(c, "refused VerifyPledge"))},
      {"/v1/pledges/{id}/revoke", to_json(filled<pledge::RevokePledge>(c, "refused RevokePledge"))},
      {"/v1/credentials", R"({"account_ids":[")" + c.text("refused credentials") + R"("],"kind":"initial"})"},
      {"/v1/credentials/{id}/deliver",
       to_json(filled<account::DeliverCredential>(c, "refused DeliverCredential"))},
      {"/v1/accounts/{id}/suspend", to_json(filled<account::SuspendAccount>(c, "refused SuspendAccount"))},
      {"/v1/accounts/{id}/close", to_json(account::CloseAccount{})},
      {"/v1/facilities/{id}/suspend", to_json(filled<facility::SuspendFacility>(c, "refused SuspendFacility"))},
      {"/v1/environments", to_json(filled<facility::DeclareEnvironment>(c, "refused DeclareEnvironment"))},
      {"/v1/environments/{id}/object",
       to_json(filled<facility::ObjectToEnvironment>(c, "refused ObjectToEnvironment"))},
      {"/v1/devices", to_json(filled<device::RegisterDevice>(c, "refused RegisterDevice"))},
      {"/v1/care-recipients/{id}/settings", to_json(care_recipient::ChangeCareSetting{})},
      {"/v1/room-requests", to_json(filled<room_request::SubmitRoomRequest>(c, "refused SubmitRoomRequest"))},
      {"/v1/room-requests/{id}/return",
       to_json(filled<room_request::ReturnRoomRequest>(c, "refused ReturnRoomRequest"))},
      {"/v1/room-requests/{id}/reject",
       to_json(filled<room_request::RejectRoomRequest>(c, "refused RejectRoomRequest"))},
      {"/v1/consent-forms/{id}/verify", to_json(filled<consent::VerifyConsent>(c, "refused VerifyConsent"))},
      {"/v1/consent-forms/{id}/supplement",
       to_json(filled<consent::SupplementConsent>(c, "refused SupplementConsent"))},
      {"/v1/consent-forms/{id}/withdraw",
       to_json(filled<consent::WithdrawConsent>(c, "refused WithdrawConsent"))},
      {"/v1/rooms/{id}/facilities", to_json(room::AddFacility{})},
      {"/v1/rooms/{id}/close", to_json(filled<room::CloseRoom>(c, "refused CloseRoom"))},
      {"/v1/rooms/{id}/reopen", to_json(filled<room::ReopenRoom>(c, "refused ReopenRoom"))},
      {"/v1/rooms/{id}/self-assign", to_json(filled<room::AssignOneself>(c, "refused AssignOneself"))},
      {"/v1/rooms/{id}/messages", to_json(filled<room::PostMessage>(c, "refused PostMessage"))},
      {"/v1/rooms/{id}/assignments", to_json(filled<room::AssignMember>(c, "refused AssignMember"))},
      {"/v1/messages/{id}/correct", to_json(filled<room::CorrectMessage>(c, "refused CorrectMessage"))},
      {"/v1/messages/{id}/retract", to_json(room::RetractMessage{})},
      {"/v1/disclosure-requests",
       to_json(filled<disclosure::RequestDisclosure>(c, "refused RequestDisclosure"))},
      {"/v1/disclosure-requests/{id}/verify-identity",
       to_json(filled<disclosure::VerifyIdentity>(c, "refused VerifyIdentity"))},
      {"/v1/disclosure-requests/{id}/clarify-scope", to_json(disclosure::ClarifyScope{})},
      {"/v1/disclosure-requests/{id}/opinions",
       to_json(filled<disclosure::RecordOpinion>(c, "refused RecordOpinion"))},
      {"/v1/disclosure-requests/{id}/withholdings",
       to_json(filled<disclosure::WithholdItems>(c, "refused WithholdItems"))},
      {"/v1/disclosure-requests/{id}/decide",
       to_json(filled<disclosure::DecideDisclosure>(c, "refused DecideDisclosure"))},
      {"/v1/disclosure-requests/{id}/notice", to_json(disclosure::SendNotice{})},
      {"/v1/disclosure-requests/{id}/deliver", to_json(disclosure::DeliverPacket{})},
      {"/v1/disclosure-requests/{id}/close", to_json(disclosure::CloseCase{})},
      {"/v1/usage-reports", R"({"disclosure_request_id":")" + c.text("refused usage report") + "\"}"},
      {"/v1/packets",
       R"({"disclosure_request_id":")" + c.text("refused packet") + R"(","audience":"person"})"}};
}

}  // namespace renkei::testing
