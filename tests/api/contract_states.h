// Acts done, done again where they no longer fit, and their keys used for something else: what the answers of
// api/openapi.yaml that depend on the state of things are brought about with.
#pragma once

#include "tests/api/played_city.h"

namespace renkei::testing {

struct States : PlayedTest {
  static void SetUpTestSuite() {
    accepted.clear();
    record_exchanges();
    client::observe_exchanges([](const client::Question& asked, const Answer& answer) {
      if (ExchangeRecord* record = exchange_record()) record->add(asked, answer);
      const bool file = asked.path == "/v1/attachments";  // compared by its digest instead
      if (asked.method == "POST" && answer.status < 300 && !file && asked.headers.contains("Idempotency-Key"))
        accepted.push_back(asked);
    });
    PlayedTest::SetUpTestSuite();
    cli::StoryResult& r = city->r;
    for (Person* who : {&r.city1, &r.city2, &r.kono, &r.miki, &r.nishioka, &r.fujikawa, &r.takagi})
      city->log_in_again(*who);
  }
  // Every act that was accepted in this city, once more under its key with another body.
  static void TearDownTestSuite() {
    client::observe_exchanges([](const client::Question& asked, const Answer& answer) {
      if (ExchangeRecord* record = exchange_record()) record->add(asked, answer);
    });
    for (const client::Question& asked : accepted) {
      Headers headers = asked.headers;
      headers["Authorization"] = "Bearer " + city->token_now(headers.at("Authorization").substr(7));
      const Answer answer = city->http.post(asked.path, asked.body + " ", headers, asked.content_type);
      EXPECT_TRUE(answer.status == 401 || code_of(answer) == "422 idempotency-key-reused")
          << asked.path << " " << code_of(answer);
    }
    PlayedTest::TearDownTestSuite();
  }

  static Headers at(const std::string& version) { return cli::match(version); }
  static JsonValue done(const Person& who, const std::string& path, const std::string& body,
                        Headers more = {}) {
    const Answer answer = city->post(&who, path, body, std::move(more));
    EXPECT_TRUE(answer.status == 200 || answer.status == 201) << path << " " << answer.body;
    return parsed(answer);
  }
  // An act on what stands at this version, and not at another one.
  static JsonValue changed(const Person& who, const std::string& path, const std::string& body,
                           const Headers& version) {
    refused("412 stale-version", who, path, body, at("77"));
    return done(who, path, body, version);
  }
  static void refused(const std::string& expected, const Person& who, const std::string& path,
                      const std::string& body, Headers more = {}) {
    EXPECT_EQ(code_of(city->post(&who, path, body, std::move(more))), expected) << path;
  }
  static void shown(const Person& who, const std::string& path) {
    EXPECT_EQ(city->get(&who, path).status, 200) << path;
  }
  static void refused_letter(const std::string& expected, const std::string& credential) {
    EXPECT_EQ(code_of(city->get(&city->r.city1, "/v1/credentials/" + credential + "/letter")), expected);
  }
  static std::string document(const std::string& kind) {
    return field(done(city->r.city1, "/v1/intake-documents",
                      "{\"channel\":\"fax\",\"received_on\":\"2026-11-22\",\"kind\":" + cli::json_string(kind) +
                          ",\"sender\":\"x\"}"),
                 "data.id");
  }
  static std::string registration() {
    return "{\"kind\":\"add_users\",\"form_id\":\"1-2\",\"form_version\":\"2026-04\",\"intake_document_id\":" +
           cli::json_string(document("registration")) +
           ",\"facility_id\":" + cli::json_string(city->r.clinic_id) + "}";
  }
  static std::string room_request(const std::string& consents) {
    const std::string kono = cli::json_string(city->r.kono.account_id);
    return "{\"form_version\":\"2026-04\",\"care_recipient\":{\"name\":\"藤沢 実\",\"kana\":\"ふじさわ "
           "みのる\",\"sex\":\"male\",\"born_on\":\"S12.5.6\"},\"main_doctor\":{\"account_id\":" +
           kono + ",\"agreed\":true},\"facilities\":[{\"facility_id\":" + cli::json_string(city->r.clinic_id) +
           ",\"accounts\":[" + kono + "]}],\"consent_forms\":[" + consents + "]}";
  }
  static std::string electronic_sheet() {
    const std::string scan = city->story.upload(city->r.kono, cli::sample_scan("同意書"), "application/pdf");
    return "{\"type\":\"electronic\",\"grantor\":{\"kind\":\"self\"},\"family_data\":\"none\",\"scope\":{"
           "\"recipient_kinds\":[\"clinic\"],\"data_kinds\":[\"all\"]},\"signed_on\":\"2026-11-20\","
           "\"explained_by\":" +
           cli::json_string(city->r.kono.account_id) +
           ",\"material_version\":\"2026-04\",\"attachment_id\":" + cli::json_string(scan) + "}";
  }
  // A room whose only consents are electronic ones, one or two; the id of the first form comes along.
  static std::pair<std::string, std::string> room_of_electronic_consent(bool two = false) {
    const std::string sheets = electronic_sheet() + (two ? "," + electronic_sheet() : "");
    const JsonValue asked = done(city->r.kono, "/v1/room-requests", room_request(sheets));
    const std::string form = field(asked, "data.consent_form_ids.0");
    const std::string verify = "/v1/consent-forms/" + form + "/verify", checks = R"({"checks":["signature"]})";
    changed(city->r.city1, verify, checks, at("2"));
    refused("409 wrong-state", city->r.city1, verify, checks, at("3"));
    if (two) {
      const std::string other = field(asked, "data.consent_form_ids.1");
      changed(city->r.city1, "/v1/consent-forms/" + other + "/verify", checks, at("2"));
    }
    return {field(changed(city->r.city2, "/v1/room-requests/" + field(asked, "data.id") + "/approve", "{}",
                          at("1")),
                  "data.room_id"),
            form};
  }
  static std::string withdrawal(const std::string& scope, const std::string& more = "") {
    return "{\"scope\":" + cli::json_string(scope) + more +
           ",\"intake_document_id\":" + cli::json_string(document("withdrawal_notice")) +
           R"(,"received_on":"2026-11-22","requested_by":{"kind":"self"}})";
  }
  static std::string note(const std::string& more = "") {
    return R"({"kind":"notice","text":"x","about":"recipient","sensitivity":"normal")" + more + "}";
  }

  static inline std::vector<client::Question> accepted;
};

}  // namespace renkei::testing
