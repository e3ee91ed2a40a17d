#include "domain/account/commands.h"
#include "domain/intake/commands.h"
#include "domain/registration/commands.h"
#include "eventstore/crypto/base64.h"
#include "eventstore/crypto/totp.h"
#include "eventstore/json/json_write.h"
#include "tests/canary/canary_play.h"

namespace renkei::testing {
namespace {

using cli::field;
using cli::json_string;

// What is a code on the forms, and not free text.
struct FormCodes {
  std::string form_id, facility_kind, system, number;
  std::vector<std::string> professions;
};

registration::SubmitRegistrationRequest form(CanaryPlay& play, const std::string& name, const FormCodes& codes,
                                             const std::string& document, const std::string& scan,
                                             CivilDate today) {
  auto f = filled<registration::SubmitRegistrationRequest>(play.canaries, name);
  f.kind = RegistrationKind::new_facility;
  f.intake_document_id = *id_from_text<DocumentId>(document);
  f.facility_id.reset();
  f.form_id = codes.form_id;
  f.facility->facility_kind = codes.facility_kind;
  f.facility->codes = {{codes.system, codes.number}};
  f.environment->devices.assign(codes.professions.size(), f.environment->devices.at(0));
  f.users.clear();
  f.pledges.clear();
  const auto pledge = [&](PledgeScope scope, std::optional<std::uint32_t> user) {
    PledgeSheet sheet = filled<PledgeSheet>(play.canaries, name + "/pledges");
    sheet = {scope, user, sheet.signer, today.plus_days(-3), "2026-04", id_from_text<AttachmentId>(scan)};
    f.pledges.push_back(sheet);
  };
  pledge(PledgeScope::facility, {});
  for (std::uint32_t i = 0; i < codes.professions.size(); ++i) {
    UserSheet user = filled<UserSheet>(play.canaries, name + "/users/" + std::to_string(i));
    user.profession = codes.professions[i];
    user.is_system_manager = i == 0;
    user.starts_on = today;
    f.users.push_back(user);
    pledge(PledgeScope::user, i);
  }
  return f;
}

std::string receive(CanaryPlay& play, cli::StoryClient& c, const std::string& name, const std::string& scan) {
  auto document = filled<intake::ReceiveIntakeDocument>(play.canaries, name);
  document.received_on = c.today();
  document.kind = IntakeKind::registration;
  document.attachment_ids = {*id_from_text<AttachmentId>(scan)};
  return field(c.done(play.r.city1, "/v1/intake-documents", to_json(document), 201), "data.id");
}

std::vector<std::string> texts_of(const JsonValue& json, const std::string& path) {
  std::vector<std::string> texts;
  for (std::string text; !(text = field(json, path + "." + std::to_string(texts.size()))).empty();)
    texts.push_back(text);
  return texts;
}

void hand_out(CanaryPlay& play, cli::StoryClient& c, const std::vector<std::string>& accounts,
              const std::vector<cli::Person*>& people) {
  const cli::Person& officer = play.r.city1;
  std::string ids;
  for (const std::string& id : accounts) ids += (ids.empty() ? "" : ",") + json_string(id);
  const JsonValue issued =
      c.done(officer, "/v1/credentials", "{\"account_ids\":[" + ids + "],\"kind\":\"initial\"}", 201);
  for (std::size_t i = 0; i < people.size(); ++i) {
    const std::string at = "data." + std::to_string(i) + ".";
    cli::Person& p = *people[i];
    p.login_id = field(issued, at + "login_id");
    p.password = field(issued, at + "initial_password");
    p.enrolment_code = field(issued, at + "device_enrolment_code");
    p.account_id = field(issued, at + "account_id");
    const std::string credential = "/v1/credentials/" + field(issued, at + "id");
    c.expect(c.get(officer, credential + "/letter"), 200);
    auto delivered = filled<account::DeliverCredential>(play.canaries, "DeliverCredential");
    delivered.on = c.today();
    c.done(officer, credential + "/deliver", to_json(delivered), 200, cli::match("1"));
  }
  play.keep_secrets("as issued");
}

JsonValue submit(CanaryPlay& play, cli::StoryClient& c, const std::string& name, FormCodes codes,
                 bool with_a_defect) {
  cli::StoryResult& r = play.r;
  const std::string scan = c.upload(r.city1, scan_with(play.canaries, name + "/scan"), "application/pdf");
  const std::string document = receive(play, c, name + "/document", scan);
  auto f = form(play, name, codes, document, scan, c.today());
  if (with_a_defect) f.users.back().profession = play.canaries.text(name + "/users/unknown profession");
  const std::string requests = "/v1/registration-requests";
  JsonValue answer = c.done(r.city1, requests, to_json(f), 201);
  if (!with_a_defect) return answer;
  const std::string request = requests + "/" + field(answer, "data.id");
  const auto note = filled<registration::ReturnRegistrationRequest>(play.canaries, "ReturnRegistrationRequest");
  answer = c.done(r.city1, request + "/return", to_json(note), 200, cli::match(field(answer, "data.version")));
  f.users.back().profession = codes.professions.back();
  return c.done(r.city1, request + "/resubmit", to_json(f), 200, cli::match(field(answer, "data.version")));
}

void admit(CanaryPlay& play, cli::StoryClient& c, const std::string& name, const FormCodes& codes,
           bool with_a_defect, std::string& facility, const std::vector<cli::Person*>& people) {
  const JsonValue request = submit(play, c, name, codes, with_a_defect);
  for (const std::string& id : texts_of(request, "data.pledge_ids")) {
    c.done(play.r.city1, "/v1/pledges/" + id + "/verify",
           "{\"checks\":[\"signature\",\"date\",\"text_version\"]}", 200, cli::match("1"));
  }
  c.expect_equal("complete", field(request, "data.complete"), "true");
  const JsonValue approved =
      c.done(play.r.city2, "/v1/registration-requests/" + field(request, "data.id") + "/approve", "{}", 200,
             cli::match(field(request, "data.version")));
  facility = field(approved, "data.facility_id");
  hand_out(play, c, texts_of(approved, "data.account_ids"), people);
}

}  // namespace

void CanaryPlay::keep_secrets(const std::string& when) {
  for (const cli::Person* p : people()) {
    const std::string whose = "secret " + when + " of " + p->account_id + ": ";
    if (!p->password.empty()) canaries.secret(whose + "password", p->password);
    if (!p->token.empty()) canaries.secret(whose + "token", p->token);
    if (!p->enrolment_code.empty()) canaries.secret(whose + "enrolment code", p->enrolment_code);
    if (const std::size_t dot = p->device.find('.'); dot != std::string::npos)
      canaries.secret(whose + "device", p->device.substr(dot + 1));
    if (!p->totp_seed.empty()) canaries.secret(whose + "factor", p->totp_seed);
    if (!p->totp_seed.empty()) canaries.secret(whose + "factor's octets", *base64url_decode(p->totp_seed));
  }
}

void play_admission(CanaryPlay& play) {
  cli::StoryClient c(play.setup);
  cli::StoryResult& r = play.r;
  cli::set_up_city(c, r);
  play.keep_secrets("at first");
  admit(play, c, "clinic", {"1-1", "clinic", "medical", "9999999", {"physician", "nurse", "clerk"}}, true,
        r.clinic_id, {&r.kono, &r.miki, &r.nishioka});
  admit(play, c, "office",
        {"2-1", "home_care_support_office", "care", "3799999999", {"care_manager", "care_manager"}}, false,
        r.office_id, {&r.fujikawa, &r.takagi});
  client::ApiClient http(play.setup.base_url, "");
  for (cli::Person* who : {&r.kono, &r.miki, &r.nishioka, &r.fujikawa, &r.takagi}) {
    c.log_in(*who);
    play.keep_secrets("at the first login");
    const std::string fresh = play.canaries.text("password of " + who->login_id) + "-Nagi-7";
    c.done(*who, "/v1/password-changes",
           "{\"current\":" + json_string(who->password) + ",\"new\":" + json_string(fresh) + "}");
    who->password = fresh;
    const client::Answer login =
        http.post("/v1/sessions",
                  "{\"login_id\":" + json_string(who->login_id) + ",\"password\":" + json_string(fresh) + "}",
                  {{"Renkei-Device", who->device}, {"User-Agent", play.canaries.ascii("User-Agent")}});
    c.expect(login, 201);
    who->token = field(cli::parsed(login), "data.token");
  }
  play.keep_secrets("after the first login");
}

}  // namespace renkei::testing
