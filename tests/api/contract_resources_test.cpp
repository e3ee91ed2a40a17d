// The answers of api/openapi.yaml that depend on the state of environments, devices, rooms and their records.
#include "tests/api/contract_states.h"

namespace renkei::testing {
namespace {

struct Resources : States {
  static std::string unknown(const char* prefix) { return std::string(prefix) + "_" + std::string(26, '0'); }
};

TEST_F(Resources, OfASessionThatStepsUp) {
  Person& who = city->r.takagi;
  const std::string path = "/v1/sessions/current/step-up",
                    body = "{\"password\":" + cli::json_string(who.password) + "}";
  refused("401 credentials-rejected", who, path, R"({"password":"wrong"})");
  const Headers key{{"Idempotency-Key", client::new_idempotency_key()}};
  who.token = field(done(who, path, body, key), "data.token");
  refused("409 secret-already-shown", who, path, body, key);
  refused("422 idempotency-key-reused", who, path, body + " ", key);
}

TEST_F(Resources, OfEnvironments) {
  const cli::StoryResult& r = city->r;
  const std::string sheet = R"({"network":"wired_private","antivirus":"導入済み"})", why = R"({"reason":"x"})";
  refused("403 role-required", r.miki, "/v1/environments", sheet);
  EXPECT_EQ(code_of(city->get(&r.miki, "/v1/environments")), "403 role-required");
  const std::string path = "/v1/environments/" + field(done(r.kono, "/v1/environments", sheet), "data.id");
  refused("409 already-exists", r.kono, "/v1/environments", sheet);
  for (const Person* who : {&r.kono, &r.city1}) shown(*who, path);
  for (const Person* who : {&r.miki, &r.fujikawa}) EXPECT_EQ(code_of(city->get(who, path)), "404 not-found");
  for (const auto& [act, body] : std::map<std::string, std::string>{{"/recognise", "{}"}, {"/object", why}}) {
    refused("403 role-required", r.kono, path + act, body);
    refused("404 not-found", r.city2, "/v1/environments/" + unknown("env") + act, body);
  }
  EXPECT_EQ(field(done(r.city2, path + "/recognise", "{}"), "data.until_on"), "2027-11-22");
  refused("409 wrong-state", r.city2, path + "/recognise", "{}");
  const std::string next = "/v1/environments/" + field(done(r.kono, "/v1/environments", sheet), "data.id");
  done(r.city2, next + "/object", why);
  refused("409 wrong-state", r.city2, next + "/object", why);
  for (const Person* who : {&r.kono, &r.city1}) shown(*who, "/v1/environments?limit=2");
}

TEST_F(Resources, OfDevices) {
  const cli::StoryResult& r = city->r;
  const std::string sheet = R"({"kind":"tablet","os":"iOS 18","browser":"Safari"})",
                    of_office = "{\"facility_id\":" + cli::json_string(r.office_id) + "," + sheet.substr(1);
  refused("403 role-required", r.miki, "/v1/devices", sheet);
  refused("404 not-found", r.kono, "/v1/devices", of_office);
  refused("400 invalid-value", r.city1, "/v1/devices", sheet);  // the city names the facility
  const Headers key{{"Idempotency-Key", client::new_idempotency_key()}};
  const std::string path = "/v1/devices/" + field(done(r.kono, "/v1/devices", sheet, key), "data.id");
  refused("409 secret-already-shown", r.kono, "/v1/devices", sheet, key);
  for (const Person* who : {&r.kono, &r.city1}) {
    shown(*who, path);
    shown(*who, "/v1/devices?limit=2");
  }
  EXPECT_EQ(code_of(city->get(&r.miki, "/v1/devices")), "403 role-required");
  for (const Person* who : {&r.miki, &r.fujikawa}) EXPECT_EQ(code_of(city->get(who, path)), "404 not-found");
  for (const char* act : {"/lost", "/retire"}) {
    refused("404 not-found", r.fujikawa, path + act, "{}");
    refused("404 not-found", r.kono, "/v1/devices/" + unknown("dev") + act, "{}");
  }
  refused("404 not-found", r.miki, path + "/retire", "{}");
  done(r.miki, path + "/lost", "{}");
  const std::string next = "/v1/devices/" + field(done(r.city1, "/v1/devices", of_office), "data.id");
  done(r.fujikawa, next + "/retire", "{}");
  for (const std::string& device : {path, next}) {
    refused("409 wrong-state", r.city1, device + "/lost", "{}");
    refused("409 wrong-state", r.city1, device + "/retire", "{}");
  }
}

TEST_F(Resources, OfARoomThatIsClosedAndReopened) {
  const cli::StoryResult& r = city->r;
  const std::string room = "/v1/rooms/" + r.room_id, why = R"({"reason":"転居のため"})";
  for (const char* act : {"/close", "/reopen"}) {
    refused("403 role-required", r.kono, room + act, why);
    refused("404 not-found", r.city2, "/v1/rooms/" + unknown("room") + act, why);
  }
  refused("409 wrong-state", r.city2, room + "/reopen", why);
  done(r.city2, room + "/close", why);
  refused("409 wrong-state", r.city2, room + "/close", why);
  EXPECT_EQ(code_of(city->get(&r.miki, city->messages())), "403 room-closed");
  EXPECT_EQ(city->get(&r.miki, city->messages() + "?author_facility=own").status, 200);
  refused("403 room-closed", r.kono, city->messages(), note());
  done(r.city2, room + "/reopen", why);
  EXPECT_EQ(city->get(&r.miki, city->messages()).status, 200);
  const auto [second, form] = room_of_electronic_consent();
  done(r.city2, "/v1/rooms/" + second + "/close", why);
  changed(r.city1, "/v1/consent-forms/" + form + "/withdraw", withdrawal("all"), at("3"));
  refused("403 consent-not-effective", r.city2, "/v1/rooms/" + second + "/reopen", why);
}

TEST_F(Resources, OfAssignments) {
  const cli::StoryResult& r = city->r;
  const std::string path = "/v1/rooms/" + r.room_id + "/assignments";
  const Answer made = city->post(
      &r.kono, path,
      "{\"account_id\":" + cli::json_string(r.nishioka.account_id) + R"(,"from_on":"2026-11-22","basis":"x"})");
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string one = made.headers.at("location");
  for (const Person* who : {&r.kono, &r.nishioka, &r.fujikawa}) {
    shown(*who, path);
    shown(*who, one);
  }
  EXPECT_EQ(code_of(city->get(&r.kono, path + "/" + unknown("asg"))), "404 not-found");
  changed(r.kono, one + "/end", "{}", at("1"));
  EXPECT_EQ(field(parsed(city->get(&r.kono, one)), "data.ended"), "true");
}

TEST_F(Resources, OfRecordsThatAreAcknowledgedAndApproved) {
  const cli::StoryResult& r = city->r;
  const std::string handover = R"({"kind":"handover","text":"x","about":"recipient","sensitivity":"normal")";
  const std::string typed =
      "/v1/messages/" + field(done(r.miki, city->messages(),
                                   handover + ",\"on_behalf_of\":" + cli::json_string(r.kono.account_id) + "}"),
                              "data.id");
  refused("428 precondition-required", r.kono, typed + "/approve", "{}");
  refused("400 invalid-value", r.kono, typed + "/approve", "{}", {{"If-Match", "x"}});
  refused("412 stale-version", r.kono, typed + "/approve", "{}", at("7"));
  refused("403 not-author", r.miki, typed + "/approve", "{}", at("1"));
  done(r.kono, typed + "/approve", "{}", at("1"));
  refused("409 wrong-state", r.kono, typed + "/approve", "{}", at("1"));
  refused("409 wrong-state", r.miki, typed + "/acknowledge", "{}");  // the author's own facility
  done(r.fujikawa, typed + "/acknowledge", "{}");
  refused("409 already-exists", r.takagi, typed + "/acknowledge", "{}");
  done(r.kono, typed + "/retract", R"({"reason_code":"duplicate"})", at("1"));
  refused("409 already-retracted", r.kono, typed + "/approve", "{}", at("2"));
  refused("409 already-retracted", r.fujikawa, typed + "/acknowledge", "{}");
  for (const char* act : {"/approve", "/acknowledge"})
    refused("404 not-found", r.kono, "/v1/messages/" + unknown("msg") + act, "{}", at("1"));
  refused("400 invalid-value", r.miki, city->messages(),
          handover + ",\"on_behalf_of\":" + cli::json_string(r.fujikawa.account_id) + "}");
}

TEST_F(Resources, OfASupplementAndTheSetting) {
  const cli::StoryResult& r = city->r;
  const std::string forms = "/v1/consent-forms/", path = forms + r.self_consent_id + "/supplement";
  const auto adding = [](const std::string& kind) {
    return "{\"added\":{\"recipient_kinds\":[" + cli::json_string(kind) +
           "]},\"intake_document_id\":" + cli::json_string(document("other")) +
           R"(,"signed_on":"2026-11-22","signed_by":{"kind":"self"},"checks":["signature"]})";
  };
  const std::string hospital = adding("hospital");
  const std::string own = forms + r.self_consent_id;
  refused("403 role-required", r.kono, path, hospital, at("1"));
  refused("404 not-found", r.city1, forms + unknown("csf") + "/supplement", hospital, at("1"));
  changed(r.city1, path, hospital, city->current(&r.kono, own));
  refused("409 already-exists", r.city1, path, hospital, city->current(&r.kono, own));
  EXPECT_NE(city->get(&r.kono, forms + r.self_consent_id).body.find("hospital"), std::string::npos);
  const auto [room, form] = room_of_electronic_consent();
  changed(r.city1, forms + form + "/withdraw", withdrawal("all"), at("3"));
  refused("409 wrong-state", r.city1, forms + form + "/supplement", hospital, at("4"));

  const std::string settings = "/v1/care-recipients/" + r.care_recipient_id + "/settings";
  const auto since = [](const char* day) {
    return std::string(R"({"setting":"hospital","from_on":")") + day + "\"}";
  };
  EXPECT_EQ(field(parsed(city->get(&r.kono, "/v1/rooms")), "data.0.care_recipient.setting"), "home");
  done(r.kono, settings, since("2026-11-21"));
  refused("409 wrong-state", r.kono, settings, since("2026-11-20"));
  refused("400 invalid-value", r.kono, settings, since("2026-11-23"));
  refused("404 not-found", r.nishioka, settings, since("2026-11-22"));
  refused("404 not-found", r.kono, "/v1/care-recipients/" + unknown("cr") + "/settings", since("2026-11-22"));
  const JsonValue person = parsed(city->get(&r.kono, "/v1/care-recipients/" + r.care_recipient_id));
  EXPECT_EQ(field(person, "data.setting") + field(person, "data.setting_from_on"), "hospital2026-11-21");
}

}  // namespace
}  // namespace renkei::testing
