#include "api/router.h"
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

using client::Headers;

struct Asking {
  CanaryPlay& play;
  client::ApiClient http;
  const cli::Person* who;

  std::string text(const std::string& name) { return play.canaries.text("refused " + name); }
  std::string ascii(const std::string& name) { return play.canaries.ascii("refused " + name); }
  Headers headers(Headers more = {}) {
    if (who != nullptr) more.emplace("Authorization", "Bearer " + who->token);
    if (who != nullptr && !who->device.empty()) more.emplace("Renkei-Device", who->device);
    more.emplace("User-Agent", ascii("User-Agent"));
    more.emplace("Idempotency-Key", client::new_idempotency_key());
    more.emplace("If-Match", "\"1\"");
    return more;
  }
  void post(const std::string& path, const std::string& body, Headers more = {},
            const std::string& media = "application/json") {
    http.post(path, body, headers(std::move(more)), media);
  }
};

// The route with canaries, or with well-formed unknown ids, where ids belong.
std::string path_of(std::string_view pattern, const std::string& id) {
  std::string path(pattern);
  for (std::size_t open; (open = path.find('{')) != std::string::npos;)
    path.replace(open, path.find('}') - open + 1, id);
  return path;
}

std::string unknown_id(const std::string& path) {
  for (const auto& [part, prefix] : std::map<std::string, std::string>{{"/registration-requests/", "req"},
                                                                       {"/pledges/", "pld"},
                                                                       {"/credentials/", "crd"},
                                                                       {"/accounts/", "acc"},
                                                                       {"/facilities/", "fac"},
                                                                       {"/environments/", "env"},
                                                                       {"/devices/", "dev"},
                                                                       {"/care-recipients/", "cr"},
                                                                       {"/room-requests/", "rrq"},
                                                                       {"/consent-forms/", "csf"},
                                                                       {"/rooms/", "room"},
                                                                       {"/messages/", "msg"},
                                                                       {"/disclosure-requests/", "dsc"},
                                                                       {"/usage-reports/", "usr"},
                                                                       {"/packets/", "pkt"}}) {
    if (path.starts_with("/v1" + part)) return prefix + "_00000000000000000000000001";
  }
  return "none";
}

std::string percent_encoded(const std::string& text) {
  for (const Form& form : forms_of(text)) {
    if (form.name == "percent") return form.octets;
  }
  return text;
}

// Every value a text, so that codes, ids and dates are canaries too.
std::string with_every_value(const std::string& json, const std::string& value) {
  std::string out;
  for (std::size_t at = 0; at < json.size();) {
    const std::size_t begin = json.find("\":\"", at);
    if (begin == std::string::npos) return out + json.substr(at);
    out += json.substr(at, begin + 3 - at) + value;
    at = json.find('"', begin + 3);
  }
  return out;
}

void wrong_bodies(Asking& a) {
  for (const auto& [pattern, body] : every_body(a.play.canaries)) {
    const std::string path = path_of(pattern, unknown_id(pattern));
    a.post(path, body);
    a.post(path, with_every_value(body, a.text("value of each kind")));
    a.post(path, "{\"" + a.text("name of a field") + "\":1," + body.substr(1));
    a.post(path, body.substr(0, body.size() - 1));
    a.post(path, "{\"x\":\"" + a.text("cut off"));
    a.post(path, a.text("no JSON at all"));
    a.post(path, body, {}, "text/" + a.ascii("media type"));
  }
}

void wrong_paths_and_queries(Asking& a) {
  for (const api::Route& route : api::routes()) {
    if (route.pattern == "/v1/sessions/current/end") continue;  // would end the session
    for (const std::string& id : {a.ascii("id"), percent_encoded(a.text("id in percent-encoding")),
                                  unknown_id(std::string(route.pattern))}) {
      const std::string path = path_of(route.pattern, id);
      const std::string q = percent_encoded(a.text("query")), query = "?author_facility=" + q + "&cursor=" + q +
                                                                      "&tray=" + q + "&format=" + q + "&" + q +
                                                                      "=" + q;
      if (route.method == "GET") {
        a.http.get(path + query, a.headers());
      } else {
        a.post(path + query, "{}");
      }
    }
  }
  a.http.get("/" + a.ascii("unknown path") + "/" + percent_encoded(a.text("unknown path in percent-encoding")),
             a.headers());
  a.post("/v1/" + a.ascii("unknown path"), "{\"x\":\"" + a.text("body of an unknown path") + "\"}");
}

void wrong_header_fields(Asking& a) {
  for (const char* name : {"Idempotency-Key", "If-Match", "If-None-Match", "Renkei-Purpose", "Renkei-Device",
                           "Authorization", "Cookie", "Referer", "Accept", "Accept-Language", "X-Forwarded-For",
                           "Content-Digest", "Content-Disposition", "Last-Event-ID", "Origin", "X-Unknown"}) {
    for (const std::string& value : {a.ascii(name), a.text(std::string(name) + " in UTF-8")}) {
      const Headers wrong{{name, value}};
      a.http.get("/v1/rooms", a.headers(wrong));
      a.http.get("/v1/rooms/" + a.play.r.room_id + "/messages?author_facility=own", a.headers(wrong));
      a.post("/v1/rooms/" + a.play.r.room_id + "/messages", "{\"text\":\"" + a.text("no kind") + "\"}", wrong);
      a.http.get("/v1/" + a.ascii("unknown path"), a.headers(wrong));
    }
  }
}

void wrong_files(Asking& a) {
  const std::string photo = photo_with(a.play.canaries, "refused photo");
  a.post("/v1/attachments", photo,
         {{"Content-Digest", "sha-256=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:"}}, "image/jpeg");
  a.post("/v1/attachments", photo,
         {{"Content-Disposition", "attachment; filename=\"" + a.ascii("file name") + ".jpg\""}},
         "image/" + a.ascii("file type"));
  a.post("/v1/attachments", scan_with(a.play.canaries, "refused scan"),
         {{"Content-Disposition", "attachment; filename=\"" + a.ascii("file name") + ".pdf\""}},
         "application/pdf");
}

}  // namespace

// Every request schema with a canary in each of its texts. What is a code by its use and is taken as it comes
// has one.
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
      {"/v1/disclosure-requests/{id}/opinions",
       to_json(filled<disclosure::RecordOpinion>(c, "refused RecordOpinion"))},
      {"/v1/disclosure-requests/{id}/withholdings",
       to_json(filled<disclosure::WithholdItems>(c, "refused WithholdItems"))},
      {"/v1/disclosure-requests/{id}/decide",
       to_json(filled<disclosure::DecideDisclosure>(c, "refused DecideDisclosure"))},
      {"/v1/usage-reports", R"({"disclosure_request_id":")" + c.text("refused usage report") + "\"}"},
      {"/v1/packets",
       R"({"disclosure_request_id":")" + c.text("refused packet") + R"(","audience":"person"})"}};
}

void play_refusals(CanaryPlay& play) {
  for (const cli::Person* who :
       {static_cast<const cli::Person*>(nullptr), static_cast<const cli::Person*>(&play.r.nishioka),
        static_cast<const cli::Person*>(&play.r.kono), static_cast<const cli::Person*>(&play.r.city1)}) {
    Asking a{play, client::ApiClient(play.setup.base_url, ""), who};
    wrong_bodies(a);
    wrong_paths_and_queries(a);
    wrong_header_fields(a);
    wrong_files(a);
  }
}

}  // namespace renkei::testing
