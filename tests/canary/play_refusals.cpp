#include "api/router.h"
#include "tests/canary/canary_play.h"
#include "tests/canary/every_body.h"

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
    const std::string path = with_ids(pattern);
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
    for (const std::string& path :
         {with_id(route.pattern, a.ascii("id")),
          with_id(route.pattern, percent_encoded(a.text("id in percent-encoding"))), with_ids(route.pattern)}) {
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
