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
#include "tests/canary/canary_play.h"

namespace renkei::testing {
namespace {

using cli::field;
using cli::json_string;

room_request::SubmitRoomRequest request_of(CanaryPlay& play, cli::StoryClient& c, const std::string& name) {
  const cli::StoryResult& r = play.r;
  auto request = filled<room_request::SubmitRoomRequest>(play.canaries, name);
  request.form_version = "2026-04";
  request.main_doctor = {*id_from_text<AccountId>(r.kono.account_id), true};
  request.care_recipient_id.reset();
  request.care_recipient->born_on =
      "昭和10年3月3日";  // a date; one that can't be read is tried by the refused request
  const auto facility = [](const std::string& id, const std::vector<std::string>& accounts) {
    room_request::RequestedFacility f{*id_from_text<FacilityId>(id), {}};
    for (const std::string& a : accounts) f.accounts.push_back(*id_from_text<AccountId>(a));
    return f;
  };
  request.facilities = {facility(r.clinic_id, {r.kono.account_id, r.miki.account_id}),
                        facility(r.office_id, {r.fujikawa.account_id, r.takagi.account_id})};
  room_request::ConsentSheet self = request.consent_forms.at(0), family = self;
  const auto complete = [&](room_request::ConsentSheet& sheet, GrantorKind kind) {
    sheet.grantor.kind = kind;
    sheet.family_data = FamilyData::present;
    sheet.scope = {{"clinic", "home_care_support_office"},
                   {request.facilities[0].facility, request.facilities[1].facility},
                   {"all"}};
    sheet.signed_on = c.today().plus_days(-1);
    sheet.explained_by.reset();
    sheet.material_version = "2026-04";
    sheet.attachment_id = id_from_text<AttachmentId>(
        c.upload(r.kono, scan_with(play.canaries, name + "/consent form"), "application/pdf"));
  };
  complete(self, GrantorKind::self);
  self.explained_by = request.main_doctor.account_id;
  complete(family, GrantorKind::family_representative);
  request.consent_forms = {self, family};
  return request;
}

void open_room(CanaryPlay& play, cli::StoryClient& c) {
  cli::StoryResult& r = play.r;
  auto request = request_of(play, c, "SubmitRoomRequest");
  const JsonValue asked = c.done(r.kono, "/v1/room-requests", to_json(request), 201);
  r.care_recipient_id = field(asked, "data.care_recipient_id");
  r.self_consent_id = field(asked, "data.consent_form_ids.0");
  r.family_consent_id = field(asked, "data.consent_form_ids.1");
  for (const auto& [id, version] : {std::pair{r.self_consent_id, "2"}, std::pair{r.family_consent_id, "1"}})
    c.done(r.city1, "/v1/consent-forms/" + id + "/verify", "{\"checks\":[\"signature\"]}", 200,
           cli::match(version));
  const std::string path = "/v1/room-requests/" + field(asked, "data.id");
  r.room_id = field(c.done(r.city2, path + "/approve", "{}", 200, cli::match("1")), "data.room_id");

  request = request_of(play, c, "SubmitRoomRequest, returned");
  request.care_recipient->born_on = play.canaries.text("SubmitRoomRequest, returned/born_on");
  const std::string other =
      "/v1/room-requests/" + field(c.done(r.kono, "/v1/room-requests", to_json(request), 201), "data.id");
  c.done(r.city1, other + "/return",
         to_json(filled<room_request::ReturnRoomRequest>(play.canaries, "ReturnRoomRequest")), 200,
         cli::match("1"));
  c.done(r.city1, other + "/reject",
         to_json(filled<room_request::RejectRoomRequest>(play.canaries, "RejectRoomRequest")), 200,
         cli::match("2"));
}

void share_records(CanaryPlay& play, cli::StoryClient& c) {
  cli::StoryResult& r = play.r;
  const std::string room = "/v1/rooms/" + r.room_id;
  auto message = filled<room::PostMessage>(play.canaries, "PostMessage");
  message.occurred_on = c.today();
  message.on_behalf_of.reset();
  r.first_message_id = field(c.done(r.kono, room + "/messages", to_json(message), 201), "data.id");
  r.photo_attachment_id = c.upload(r.miki, photo_with(play.canaries, "photo"), "image/jpeg");
  message = filled<room::PostMessage>(play.canaries, "PostMessage with a photo");
  message.occurred_on.reset();
  message.on_behalf_of.reset();
  message.attachment_ids = {*id_from_text<AttachmentId>(r.photo_attachment_id)};
  r.wrong_message_id = field(c.done(r.miki, room + "/messages", to_json(message), 201), "data.id");
  c.done(r.kono, "/v1/messages/" + r.first_message_id + "/correct",
         to_json(filled<room::CorrectMessage>(play.canaries, "CorrectMessage")), 200, cli::match("1"));
  c.expect(c.get(r.fujikawa, room + "/messages"), 200);
  c.expect(c.get(r.fujikawa, "/v1/attachments/" + r.photo_attachment_id + "/content"), 200);
  c.done(r.miki, "/v1/messages/" + r.wrong_message_id + "/retract",
         "{\"reason_code\":\"wrong_care_recipient\"}", 200, cli::match("1"));
  auto assigned = filled<room::AssignMember>(play.canaries, "AssignMember");
  assigned.account_id = *id_from_text<AccountId>(r.nishioka.account_id);
  assigned.from_on = c.today();
  assigned.until_on.reset();
  const JsonValue assignment = c.done(r.kono, room + "/assignments", to_json(assigned), 201);
  c.done(r.kono, room + "/assignments/" + field(assignment, "data.id") + "/end", "{}", 200, cli::match("1"));
  c.done(r.nishioka, room + "/self-assign",
         to_json(filled<room::AssignOneself>(play.canaries, "AssignOneself")), 201);
}

// Later acts of a room, each with its texts, and what the system manager declares.
void go_on(CanaryPlay& play, cli::StoryClient& c) {
  cli::StoryResult& r = play.r;
  const std::string room = "/v1/rooms/" + r.room_id;
  auto message = filled<room::PostMessage>(play.canaries, "PostMessage on behalf");
  message.kind = MessageKind::handover;
  message.occurred_on.reset();
  message.on_behalf_of = *id_from_text<AccountId>(r.kono.account_id);
  const std::string typed =
      "/v1/messages/" + field(c.done(r.miki, room + "/messages", to_json(message), 201), "data.id");
  c.done(r.kono, typed + "/approve", "{}", 200, {{"If-Match", "\"1\""}});
  c.done(r.fujikawa, typed + "/acknowledge", "{}");
  c.done(r.kono, "/v1/care-recipients/" + r.care_recipient_id + "/settings",
         "{\"setting\":\"hospital\",\"from_on\":" + json_string(to_text(c.today())) + "}", 201);
  auto device = filled<device::RegisterDevice>(play.canaries, "RegisterDevice");
  device.facility_id.reset();
  const std::string tablet =
      "/v1/devices/" + field(c.done(r.kono, "/v1/devices", to_json(device), 201), "data.id");
  c.done(r.kono, tablet + "/retire", "{}");
  const std::string environment =
      "/v1/environments/" +
      field(c.done(r.kono, "/v1/environments",
                   to_json(filled<facility::DeclareEnvironment>(play.canaries, "DeclareEnvironment")), 201),
            "data.id");
  c.done(r.city2, environment + "/object",
         to_json(filled<facility::ObjectToEnvironment>(play.canaries, "ObjectToEnvironment")));
  c.done(r.city2, room + "/close", to_json(filled<room::CloseRoom>(play.canaries, "CloseRoom")));
  c.done(r.city2, room + "/reopen", to_json(filled<room::ReopenRoom>(play.canaries, "ReopenRoom")));
}

void disclose(CanaryPlay& play, cli::StoryClient& c) {
  cli::StoryResult& r = play.r;
  disclosure::RequestDisclosure asked;
  asked.requester.kind = RequesterKind::agent;
  asked.care_recipient_id = *id_from_text<CareRecipientId>(r.care_recipient_id);
  asked.received_on = c.today();
  asked.kinds = {DisclosureKind::usage};
  r.disclosure_id = field(c.done(r.kono, "/v1/disclosure-requests", to_json(asked), 201), "data.id");
  auto identity = filled<disclosure::VerifyIdentity>(play.canaries, "VerifyIdentity");
  identity.documents = {"my_number_card_face"};
  c.done(r.kono, "/v1/disclosure-requests/" + r.disclosure_id + "/verify-identity", to_json(identity), 200,
         cli::match("1"));
  r.usage_report_id = field(c.done(r.kono, "/v1/usage-reports",
                                   "{\"disclosure_request_id\":" + json_string(r.disclosure_id) + "}", 201),
                            "data.id");
  const std::string report = "/v1/usage-reports/" + r.usage_report_id;
  c.done(r.city2, report + "/generate", "{}", 200, cli::match("1"));
  c.step_up(r.city2);
  c.done(r.city2, report + "/provide", "{}", 200, cli::match("2"));
  for (const char* format : {"csv", "json", "jsonl"}) c.get(r.kono, report + "/content?format=" + format);
}

// What is rejected, suspended, revoked and withdrawn, each with its reason.
void end_things(CanaryPlay& play, cli::StoryClient& c, const std::string& pledge) {
  cli::StoryResult& r = play.r;
  const std::string takagi = "/v1/accounts/" + r.takagi.account_id, office = "/v1/facilities/" + r.office_id;
  const auto now = [&](const std::string& path) {
    return client::Headers{{"If-Match", c.get(r.city2, path).headers.at("etag")}};
  };
  c.done(r.city2, takagi + "/suspend",
         to_json(filled<account::SuspendAccount>(play.canaries, "SuspendAccount")), 200, now(takagi));
  c.done(r.city2, takagi + "/reinstate", "{}", 200, now(takagi));
  auto suspended = filled<facility::SuspendFacility>(play.canaries, "SuspendFacility");
  suspended.acknowledge_impact = true;
  c.done(r.city2, office + "/suspend", to_json(suspended), 200, now(office));
  c.done(r.city2, office + "/reinstate", "{}", 200, now(office));
  c.done(r.city2, "/v1/pledges/" + pledge + "/revoke",
         to_json(filled<pledge::RevokePledge>(play.canaries, "RevokePledge")), 200, cli::match("1"));
}

}  // namespace

void play_room(CanaryPlay& play) {
  cli::StoryClient c(play.setup);
  cli::StoryResult& r = play.r;
  c.at(1);
  open_room(play, c);
  c.at(2);
  share_records(play, c);
  go_on(play, c);
  c.at(3);
  disclose(play, c);
  c.at(4);
  auto form = filled<registration::SubmitRegistrationRequest>(play.canaries, "a form that is rejected");
  form.kind = RegistrationKind::new_facility;
  form.facility_id.reset();
  form.intake_document_id = *id_from_text<DocumentId>(
      field(c.done(r.city1, "/v1/intake-documents",
                   R"({"channel":"counter","received_on":)" + json_string(to_text(c.today())) +
                       R"(,"kind":"registration","sender":""})",
                   201),
            "data.id"));
  form.pledges.at(0).text_version = "2026-04";
  form.pledges.at(0).attachment_id.reset();
  const JsonValue request = c.done(r.city1, "/v1/registration-requests", to_json(form), 201);
  end_things(play, c, field(request, "data.pledge_ids.0"));
  c.done(r.city1, "/v1/registration-requests/" + field(request, "data.id") + "/reject",
         to_json(filled<registration::RejectRegistrationRequest>(play.canaries, "RejectRegistrationRequest")),
         200, cli::match("1"));
}

}  // namespace renkei::testing
