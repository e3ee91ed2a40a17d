// ハル signs again after she withdrew (I-※2, product.md nos. 24–25): a new form 5-1 about a known person
// registers nobody, and opens the room that was stopped once the new consents are verified.
#include "tests/api/played_city.h"

namespace renkei::testing {
namespace {

struct RenewedConsent : PlayedTest {
  static void SetUpTestSuite() {
    PlayedTest::SetUpTestSuite();
    cli::StoryResult& r = city->r;
    for (Person* who : {&r.city1, &r.city2, &r.kono, &r.miki, &r.nishioka, &r.fujikawa, &r.takagi})
      city->log_in_again(*who);
  }
  static std::string sheet(const Person& who, const std::string& grantor, const std::string& more = "") {
    const std::string scan = city->story.upload(who, cli::sample_scan("同意書"), "application/pdf");
    return "{\"type\":\"written\",\"grantor\":{\"kind\":" + cli::json_string(grantor) +
           R"(},"family_data":"present","scope":{"recipient_kinds":["clinic","home_care_support_office"],)" +
           R"("data_kinds":["all"]},"signed_on":"2026-11-22","material_version":"2026-04","attachment_id":)" +
           cli::json_string(scan) + more + "}";
  }
  // Form 5-1 about this person, asking for the clinic and, if named, the office.
  static std::string form(const Person& who, const std::string& person, bool office = true) {
    const cli::StoryResult& r = city->r;
    const std::string doctor = cli::json_string(r.kono.account_id);
    return R"({"form_version":"2026-04",)" + person + ",\"main_doctor\":{\"account_id\":" + doctor +
           R"(,"agreed":true},"facilities":[{"facility_id":)" + cli::json_string(r.clinic_id) +
           ",\"accounts\":[" + doctor + "," + cli::json_string(r.miki.account_id) + "]}" +
           (office ? ",{\"facility_id\":" + cli::json_string(r.office_id) + ",\"accounts\":[" +
                         cli::json_string(r.fujikawa.account_id) + "]}"
                   : "") +
           "],\"consent_forms\":[" + sheet(who, "self", ",\"explained_by\":" + doctor) + "," +
           sheet(who, "family_representative") + "]}";
  }
  static std::string known(const std::string& id) { return "\"care_recipient_id\":" + cli::json_string(id); }
  static std::string unknown_person() {
    return R"("care_recipient":{"name":"藤沢 実","kana":"ふじさわ みのる","sex":"male","born_on":"S12.5.6"})";
  }
  static JsonValue ask(const Person& who, const std::string& body) {
    const Answer answer = city->post(&who, "/v1/room-requests", body);
    EXPECT_EQ(answer.status, 201) << answer.body;
    return parsed(answer);
  }
  static void verify(const JsonValue& asked) {
    for (const char* n : {"0", "1"}) {
      const std::string path = "/v1/consent-forms/" + field(asked, std::string("data.consent_form_ids.") + n);
      const Answer verified = city->post(&city->r.city1, path + "/verify", R"({"checks":["signature"]})",
                                         city->current(&city->r.city1, path));
      EXPECT_EQ(verified.status, 200) << verified.body;
    }
  }
  static Answer approve(const JsonValue& asked) {
    return city->post(&city->r.city2, "/v1/room-requests/" + field(asked, "data.id") + "/approve", "{}",
                      cli::match("1"));
  }
  static Answer withdraw(const std::string& form_id) {
    const Answer notice = city->post(
        &city->r.city1, "/v1/intake-documents",
        R"({"channel":"counter","received_on":"2026-11-22","kind":"withdrawal_notice","sender":"x"})");
    const std::string path = "/v1/consent-forms/" + form_id;
    return city->post(
        &city->r.city1, path + "/withdraw",
        "{\"scope\":\"all\",\"intake_document_id\":" + cli::json_string(field(parsed(notice), "data.id")) +
            R"(,"received_on":"2026-11-22","requested_by":{"kind":"self"}})",
        city->current(&city->r.city1, path));
  }
  static std::size_t registrations_of(const std::string& person) {
    const auto id = id_from_text<CareRecipientId>(person);
    std::size_t count = 0;
    for (std::uint64_t p = 0; p < city->size(); ++p) {
      const Recorded recorded = city->service->history.read(p);
      const auto* e = std::get_if<care_recipient::CareRecipientRegistered>(&recorded.event);
      count += e != nullptr && e->care_recipient == *id;
    }
    return count;
  }
  static std::string without_instance(std::string body) { return body.erase(body.find("urn:uuid:"), 45); }
};

TEST_F(RenewedConsent, OpensTheStoppedRoomAgain) {
  const cli::StoryResult& r = city->r;
  ASSERT_EQ(withdraw(r.self_consent_id).status, 200);
  EXPECT_EQ(code_of(city->get(&r.fujikawa, city->messages())), "403 sharing-stopped");
  const std::uint64_t before = city->size();
  const JsonValue asked = ask(r.kono, form(r.kono, known(r.care_recipient_id)));
  EXPECT_EQ(field(asked, "data.care_recipient_id"), r.care_recipient_id);
  EXPECT_EQ(city->since(before), (std::vector<std::string>{"RoomRequestSubmitted", "ConsentFormReceived",
                                                           "ConsentFormReceived", "PurposeExplained"}));
  EXPECT_EQ(registrations_of(r.care_recipient_id), 1u);
  EXPECT_EQ(code_of(approve(asked)), "409 consent-not-verified");
  EXPECT_EQ(code_of(city->get(&r.fujikawa, city->messages())), "403 sharing-stopped");
  verify(asked);
  EXPECT_EQ(code_of(city->get(&r.fujikawa, city->messages())), "403 sharing-stopped");
  EXPECT_EQ(field(parsed(approve(asked)), "data.room_id"), r.room_id);
  const Answer page = city->get(&r.fujikawa, city->messages());
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("フロセミド"), std::string::npos) << "what was shared before";
  const JsonValue room = parsed(city->get(&r.kono, "/v1/rooms/" + r.room_id));
  EXPECT_EQ(field(room, "data.state"), "open");
  EXPECT_EQ(field(room, "data.consent_form_ids.0"), field(asked, "data.consent_form_ids.0"));
  EXPECT_EQ(field(room, "data.facilities"), "[2]") << "both stayed";
  const Answer posted = city->post(&r.kono, city->messages(),
                                   R"({"kind":"notice","text":"x","about":"family","sensitivity":"high"})");
  EXPECT_EQ(posted.status, 201) << posted.body;
  const Answer again = withdraw(field(asked, "data.consent_form_ids.0"));
  EXPECT_EQ(field(parsed(again), "data.rooms.0.id"), r.room_id) << again.body;
  EXPECT_EQ(code_of(city->get(&r.fujikawa, city->messages())), "403 sharing-stopped");
}

TEST_F(RenewedConsent, LeavesOutWhomTheNewFormDoesNotName) {
  const cli::StoryResult& r = city->r;
  const JsonValue asked = ask(r.fujikawa, form(r.fujikawa, known(r.care_recipient_id), false));
  verify(asked);
  EXPECT_EQ(field(parsed(approve(asked)), "data.room_id"), r.room_id);
  EXPECT_EQ(city->get(&r.miki, city->messages()).status, 200);
  EXPECT_EQ(code_of(city->get(&r.fujikawa, city->messages())), "403 facility-not-in-room");
  EXPECT_EQ(city->get(&r.fujikawa, city->messages() + "?author_facility=own").status, 200);
}

TEST_F(RenewedConsent, OfWhomTheFacilityDoesNotKnowIsNotFound) {
  const cli::StoryResult& r = city->r;
  const std::string stranger =
      field(ask(r.kono, form(r.kono, unknown_person(), false)), "data.care_recipient_id");
  EXPECT_NE(stranger, r.care_recipient_id);
  const std::uint64_t before = city->size();
  const Answer hidden = city->post(&r.takagi, "/v1/room-requests", form(r.takagi, known(stranger)));
  EXPECT_EQ(code_of(hidden), "404 not-found");
  EXPECT_EQ(city->since(before), std::vector<std::string>{"AccessDenied"});
  const Answer none =
      city->post(&r.takagi, "/v1/room-requests", form(r.takagi, known(to_text(test_id<CareRecipientId>(7)))));
  EXPECT_EQ(without_instance(hidden.body), without_instance(none.body));
  EXPECT_EQ(city->size(), before + 1);
  ask(r.nishioka, form(r.nishioka, known(stranger), false));  // a colleague of who registered the person
}

TEST_F(RenewedConsent, NamesOnePersonInOneWay) {
  const cli::StoryResult& r = city->r;
  for (const std::string& person :
       {std::string(R"("care_recipient":null)"), unknown_person() + "," + known(r.care_recipient_id),
        unknown_person() + "," + known(to_text(test_id<CareRecipientId>(7)))}) {
    const std::uint64_t before = city->size();
    const Answer answer = city->post(&r.miki, "/v1/room-requests", form(r.miki, person));
    EXPECT_EQ(code_of(answer), "400 invalid-value") << person;
    EXPECT_EQ(field(parsed(answer), "errors.0.pointer"), "/care_recipient_id");
    EXPECT_EQ(city->size(), before);
  }
}

// Two forms about the same person, none of which found a room: the second one opens the first one's again.
TEST_F(RenewedConsent, GivesAPersonOneRoom) {
  const cli::StoryResult& r = city->r;
  const JsonValue first = ask(r.kono, form(r.kono, unknown_person()));
  const JsonValue second = ask(r.miki, form(r.miki, known(field(first, "data.care_recipient_id"))));
  verify(first);
  verify(second);
  const std::string room = field(parsed(approve(first)), "data.room_id");
  EXPECT_EQ(field(parsed(approve(second)), "data.room_id"), room);
  EXPECT_NE(room, r.room_id);
}

}  // namespace
}  // namespace renkei::testing
