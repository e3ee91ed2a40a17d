#include "domain/intake/commands.h"
#include "domain/room/commands.h"
#include "eventstore/json/json_write.h"
#include "tests/canary/canary_play.h"

namespace renkei::testing {
namespace {

using cli::field;
using cli::json_string;

void read_everything(CanaryPlay& play, cli::StoryClient& c) {
  const cli::StoryResult& r = play.r;
  const std::string room = "/v1/rooms/" + r.room_id;
  for (const std::string& path :
       {std::string("/v1/rooms"), room, room + "/messages", "/v1/messages/" + r.first_message_id,
        "/v1/attachments/" + r.photo_attachment_id + "/content", "/v1/care-recipients/" + r.care_recipient_id,
        "/v1/consent-forms/" + r.self_consent_id, std::string("/v1/facilities"),
        "/v1/facilities/" + r.office_id, "/v1/facilities/" + r.clinic_id + "/accounts",
        "/v1/accounts/" + r.kono.account_id, "/v1/disclosure-requests/" + r.disclosure_id,
        "/v1/usage-reports/" + r.usage_report_id + "/content?format=csv", std::string("/v1/tasks")}) {
    for (const cli::Person* who : {&r.kono, &r.fujikawa, &r.nishioka, &r.city1, &r.city2}) c.get(*who, path);
  }
}

void post_more(CanaryPlay& play, cli::StoryClient& c) {
  cli::StoryResult& r = play.r;
  auto message = filled<room::PostMessage>(play.canaries, "live PostMessage");
  message.attachment_ids = {
      *id_from_text<AttachmentId>(c.upload(r.kono, photo_with(play.canaries, "live photo"), "image/jpeg"))};
  message.occurred_on.reset();
  message.on_behalf_of.reset();
  c.done(r.kono, "/v1/rooms/" + r.room_id + "/messages", to_json(message), 201);
  c.upload(r.kono, scan_with(play.canaries, "a scan that nothing names"), "application/pdf");
  auto document = filled<intake::ReceiveIntakeDocument>(play.canaries, "live ReceiveIntakeDocument");
  document.received_on = c.today();
  c.done(r.city1, "/v1/intake-documents", to_json(document), 201);
  const std::string fresh = play.canaries.text("live password") + "-Kaze-9";
  c.done(r.miki, "/v1/password-changes",
         "{\"current\":" + json_string(r.miki.password) + ",\"new\":" + json_string(fresh) + "}");
  r.miki.password = fresh;
}

// A password typed where the login id belongs, one that is nearly right, and a login id that does not exist.
void mistype_logins(CanaryPlay& play) {
  client::ApiClient http(play.setup.base_url, "");
  const cli::Person& kono = play.r.kono;
  const std::string nearly = play.canaries.text("mistyped password"),
                    nobody = play.canaries.text("mistyped login id");
  http.post("/v1/sessions", "{\"login_id\":" + json_string(kono.password) + ",\"password\":\"x\"}",
            {{"Renkei-Device", kono.device}});
  http.post("/v1/sessions",
            "{\"login_id\":" + json_string(kono.login_id) + ",\"password\":" + json_string(nearly) + "}");
  http.post("/v1/sessions",
            "{\"login_id\":" + json_string(nobody) + ",\"password\":" + json_string(nearly) + "}");
}

}  // namespace

void log_everyone_in(CanaryPlay& play) {
  cli::StoryClient c(play.setup);
  for (cli::Person* who : play.people()) c.log_in(*who);
  play.keep_secrets("live");
}

void play_live(CanaryPlay& play) {
  cli::StoryClient c(play.setup);
  post_more(play, c);
  play.keep_secrets("live, after a password change");
  read_everything(play, c);
  mistype_logins(play);
  for (cli::Person* who : {&play.r.fujikawa, &play.r.takagi}) c.log_in(*who);
  play.keep_secrets("live, at the last login");
}

void log_everyone_out(CanaryPlay& play) {
  cli::StoryClient c(play.setup);
  for (const cli::Person* who : play.people()) {
    c.expect(c.post(*who, "/v1/sessions/current/end", "{}"), 200);
    c.expect(c.get(*who, "/v1/sessions/current"), 401);
  }
}

}  // namespace renkei::testing
