// Values of commands that are well-formed and can't be used: a file that is not there, a paper that nobody
// received, an account nobody knows, a date that has not come. Each is named by its pointer, and nothing is
// stored.
#include "tests/api/played_city.h"

namespace renkei::testing {
namespace {

struct WrongValues : PlayedTest {};

// A form for a room in which one value is changed.
std::string room_request(const cli::StoryResult& r, const std::string& from, const std::string& to) {
  std::string form =
      "{\"form_version\":\"2026-04\",\"care_recipient\":{\"name\":\"x\",\"sex\":\"other\"},\"main_doctor\":{"
      "\"account_id\":" +
      cli::json_string(r.kono.account_id) +
      "},\"facilities\":[{\"facility_id\":" + cli::json_string(r.clinic_id) + ",\"accounts\":[" +
      cli::json_string(r.miki.account_id) +
      "]}],\"consent_forms\":[{\"type\":\"written\",\"grantor\":{\"kind\":\"self\"},\"family_data\":\"none\","
      "\"signed_on\":\"2026-11-20\",\"explained_by\":" +
      cli::json_string(r.nishioka.account_id) +
      R"(,"scope":{"recipient_kinds":["clinic"],"data_kinds":["all"]},"attachment_id":null}]})";
  return form.replace(form.find(from), from.size(), to);
}

struct WrongCase {
  const Person* who;
  std::string path, body, pointer;
  Headers version = {};
};

std::vector<WrongCase> of_rooms(const cli::StoryResult& r) {
  const std::string account = to_text(test_id<AccountId>(7)), facility = to_text(test_id<FacilityId>(7)),
                    room = "/v1/rooms/" + r.room_id, file = cli::json_string(to_text(test_id<AttachmentId>(7)));
  const std::string note = R"({"kind":"notice","text":"x","about":"recipient","sensitivity":"normal",)";
  return {
      {&r.kono, room + "/messages", note + "\"attachment_ids\":[" + file + "]}", "/attachment_ids/0"},
      {&r.kono, room + "/messages", note + R"("occurred_on":"2026-11-30"})", "/occurred_on"},
      {&r.kono, room + "/assignments",
       "{\"account_id\":" + cli::json_string(r.nishioka.account_id) +
           R"(,"from_on":"2026-11-22","until_on":"2026-11-21","basis":"x"})",
       "/until_on"},
      {&r.city2, room + "/facilities", "{\"facility_id\":" + cli::json_string(facility) + "}", "/facility_id"},
      {&r.kono, "/v1/room-requests", room_request(r, r.clinic_id, facility), "/facilities/0/facility_id"},
      {&r.kono, "/v1/room-requests", room_request(r, r.miki.account_id, account), "/facilities/0/accounts/0"},
      {&r.kono, "/v1/room-requests", room_request(r, r.miki.account_id, r.takagi.account_id),
       "/facilities/0/accounts/0"},
      {&r.kono, "/v1/room-requests", room_request(r, r.kono.account_id, account), "/main_doctor/account_id"},
      {&r.kono, "/v1/room-requests", room_request(r, r.nishioka.account_id, account),
       "/consent_forms/0/explained_by"},
      {&r.kono, "/v1/room-requests", room_request(r, "\"attachment_id\":null", "\"attachment_id\":" + file),
       "/consent_forms/0/attachment_id"},
  };
}

std::vector<WrongCase> of_the_counter(PlayedCity& c) {
  const cli::StoryResult& r = c.r;
  const std::string document = cli::json_string(to_text(test_id<DocumentId>(7))),
                    file = cli::json_string(to_text(test_id<AttachmentId>(7))), tomorrow = R"("2026-11-23")";
  const std::string form =
      R"({"kind":"add_users","form_id":"1-2","form_version":"2026-04","intake_document_id":)" + document;
  const std::string withdraw = "/v1/consent-forms/" + r.self_consent_id + "/withdraw",
                    withdrawal = "{\"intake_document_id\":" + document +
                                 R"(,"received_on":"2026-11-22","requested_by":{"kind":"self"},"scope":"all"})";
  const std::string asking =
      "{\"requester\":{\"kind\":\"self\"},\"care_recipient_id\":" + cli::json_string(r.care_recipient_id) +
      R"(,"kinds":["usage"],"method":"paper","period":)";
  const std::string office = "/v1/facilities/" + r.office_id, takagi = "/v1/accounts/" + r.takagi.account_id;
  return {
      {&r.city1, "/v1/intake-documents",
       R"({"channel":"fax","received_on":"2026-11-22","kind":"other","sender":"x","attachment_ids":[)" + file +
           "]}",
       "/attachment_ids/0"},
      {&r.city1, "/v1/intake-documents",
       R"({"channel":"fax","kind":"other","sender":"x","received_on":)" + tomorrow + "}", "/received_on"},
      {&r.city1, "/v1/registration-requests", form + "}", "/intake_document_id"},
      {&r.city1, withdraw, withdrawal, "/intake_document_id", cli::match("3")},
      {&r.city2, office + "/suspend", R"({"reason":"x"})", "/acknowledge_impact", c.current(&r.city2, office)},
      {&r.city1, takagi + "/close", "{\"left_on\":" + tomorrow + "}", "/left_on", c.current(&r.city1, takagi)},
      {&r.kono, "/v1/disclosure-requests", asking + "{},\"received_on\":" + tomorrow + "}", "/received_on"},
      {&r.kono, "/v1/disclosure-requests",
       asking + R"({"from_on":"2026-11-02","to_on":"2026-11-01"},"received_on":"2026-11-22"})",
       "/period/to_on"},
  };
}

// What a form refers to or says that can't be: the value is named, with a sentence in both languages.
TEST_F(WrongValues, AreNamedByTheirPointers) {
  const Head before = city->service->committer->durable_head();
  std::vector<WrongCase> cases = of_rooms(city->r);
  for (WrongCase& c : of_the_counter(*city)) cases.push_back(std::move(c));
  for (const WrongCase& c : cases) {
    const Answer answer = city->post(c.who, c.path, c.body, c.version);
    EXPECT_EQ(code_of(answer), "400 invalid-value") << c.path << c.pointer << answer.body;
    const JsonValue json = parsed(answer);
    EXPECT_EQ(field(json, "errors.0.pointer"), c.pointer) << c.path;
    EXPECT_FALSE(field(json, "errors.0.ja").empty() || field(json, "errors.0.en").empty()) << c.path;
  }
  EXPECT_EQ(city->service->committer->durable_head(), before);
}

}  // namespace
}  // namespace renkei::testing
