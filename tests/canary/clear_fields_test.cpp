// What an entry says in clear must not be free text that someone types. Each such field of the API is given a
// canary, and no entry may have taken it.
#include "domain/consent/commands.h"
#include "domain/disclosure/commands.h"
#include "domain/pledge/state.h"
#include "domain/registration/commands.h"
#include "domain/room_request/commands.h"
#include "tests/api/played_city.h"
#include "tests/canary/canary_play.h"
#include "tests/canary/every_body.h"
#include "tests/canary/places.h"

namespace renkei::testing {
namespace {

struct ClearFields : ::testing::Test {
  std::string taken(const Answer& answer) const { return field(parsed(answer), "data.id"); }

  void type_into_pledges() {
    auto form = filled<registration::SubmitRegistrationRequest>(canaries, "SubmitRegistrationRequest");
    form.kind = RegistrationKind::new_facility;
    form.facility_id.reset();
    const Answer received =
        city.post(&r.city1, "/v1/intake-documents",
                  R"({"channel":"counter","received_on":"2026-11-20","kind":"registration","sender":"x"})");
    form.intake_document_id = *id_from_text<DocumentId>(taken(received));
    form.pledges.at(0).attachment_id.reset();
    form.pledges.at(0).text_version = canaries.text("PledgeSheet/text_version");
    Answer answer = city.post(&r.city1, "/v1/registration-requests", to_json(form));
    if (answer.status != 201) {
      form.pledges.at(0).text_version = "2026-04";
      answer = city.post(&r.city1, "/v1/registration-requests", to_json(form));
    }
    ASSERT_EQ(answer.status, 201) << answer.body;
    city.post(&r.city1, "/v1/pledges/" + field(parsed(answer), "data.pledge_ids.0") + "/verify",
              to_json(filled<pledge::VerifyPledge>(canaries, "VerifyPledge")), cli::match("1"));
  }

  // One request for each field, so that one refusal hides no other field.
  void type_into_room_requests() {
    using Change = std::function<void(room_request::SubmitRoomRequest&, const std::string&)>;
    const std::map<std::string, Change> fields{
        {"SubmitRoomRequest/form_version", [](auto& q, const std::string& text) { q.form_version = text; }},
        {"ConsentSheet/material_version",
         [](auto& q, const std::string& text) { q.consent_forms[0].material_version = text; }},
        {"ConsentSheet/scope/recipient_kinds",
         [](auto& q, const std::string& text) { q.consent_forms[0].scope.recipient_kinds = {text}; }},
        {"ConsentSheet/scope/data_kinds",
         [](auto& q, const std::string& text) { q.consent_forms[0].scope.data_kinds = {text}; }},
        {"nothing", [](auto&, const std::string&) {}}};
    for (const auto& [name, change] : fields) {
      room_request::SubmitRoomRequest request =
          filled<room_request::SubmitRoomRequest>(canaries, "SubmitRoomRequest, sealed");
      request.care_recipient_id.reset();
      request.form_version = "2026-04";
      request.facilities = {{*id_from_text<FacilityId>(r.clinic_id), {}}};
      request.main_doctor = {*id_from_text<AccountId>(r.kono.account_id), true};
      room_request::ConsentSheet& sheet = request.consent_forms.at(0);
      sheet.scope = {{"clinic"}, {}, {"all"}};
      sheet.explained_by = request.main_doctor.account_id;
      sheet.material_version = "2026-04";
      sheet.attachment_id.reset();
      change(request, canaries.text(name));
      const Answer answer = city.post(&r.kono, "/v1/room-requests", to_json(request));
      if (name == "nothing") {
        ASSERT_EQ(answer.status, 201) << answer.body;
        const std::string form = "/v1/consent-forms/" + field(parsed(answer), "data.consent_form_ids.0");
        city.post(&r.city1, form + "/verify",
                  to_json(filled<consent::VerifyConsent>(canaries, "VerifyConsent")),
                  city.current(&r.city1, form));
      }
    }
  }

  void type_into_supplements() {
    const Answer document =
        city.post(&r.city1, "/v1/intake-documents",
                  R"({"channel":"counter","received_on":"2026-11-20","kind":"other","sender":"x"})");
    using Change = std::function<void(consent::SupplementConsent&, const std::string&)>;
    const std::map<std::string, Change> fields{
        {"SupplementConsent/added/recipient_kinds",
         [](auto& s, const std::string& text) { s.added.recipient_kinds = {text}; }},
        {"SupplementConsent/added/data_kinds",
         [](auto& s, const std::string& text) { s.added.data_kinds = {text}; }},
        {"SupplementConsent/checks", [](auto& s, const std::string& text) { s.checks = {text}; }}};
    for (const auto& [name, change] : fields) {
      consent::SupplementConsent supplement;
      supplement.added.recipient_kinds = {"hospital"};
      supplement.intake_document_id = *id_from_text<DocumentId>(taken(document));
      supplement.signed_on = date_in_japan(city.clock.now());
      supplement.checks = {"signature"};
      change(supplement, canaries.text(name));
      const Answer answer = city.post(&r.city1, "/v1/consent-forms/" + r.self_consent_id + "/supplement",
                                      to_json(supplement), cli::match("3"));
      EXPECT_EQ(code_of(answer), "400 invalid-value") << name;
    }
  }

  void type_into_withdrawals() {
    auto withdrawn = filled<consent::WithdrawConsent>(canaries, "WithdrawConsent");
    withdrawn.scope = WithdrawalScope::data_kind;
    withdrawn.facility_id.reset();
    withdrawn.handover_until.reset();
    withdrawn.received_on = date_in_japan(city.clock.now());
    city.post(&r.city1, "/v1/consent-forms/" + r.self_consent_id + "/withdraw", to_json(withdrawn),
              cli::match("3"));
  }

  // Each act with canaries in all its texts, then with those only that an entry does not show.
  void type_into_cases() {
    disclosure::RequestDisclosure asked;
    asked.requester.kind = RequesterKind::agent;
    asked.care_recipient_id = *id_from_text<CareRecipientId>(r.care_recipient_id);
    asked.received_on = date_in_japan(city.clock.now());
    asked.kinds = {DisclosureKind::records};
    const Answer answer = city.post(&r.kono, "/v1/disclosure-requests", to_json(asked));
    ASSERT_EQ(answer.status, 201) << answer.body;
    const std::string path = "/v1/disclosure-requests/" + taken(answer);
    const auto typed = [&](const cli::Person& who, const std::string& verb, const std::string& body) {
      return city.post(&who, path + "/" + verb, body, city.current(&r.kono, path)).status;
    };
    auto identity = filled<disclosure::VerifyIdentity>(canaries, "VerifyIdentity");
    EXPECT_EQ(typed(r.kono, "verify-identity", to_json(identity)), 400);
    identity.documents = {"passport"};
    EXPECT_EQ(typed(r.kono, "verify-identity", to_json(identity)), 200);
    const Answer wanted = city.post(&r.kono, "/v1/usage-reports",
                                    "{\"disclosure_request_id\":" + cli::json_string(taken(answer)) + "}");
    const std::string report = "/v1/usage-reports/" + taken(wanted);
    city.step_up(r.city2);
    for (const char* verb : {"/generate", "/provide"})
      EXPECT_EQ(city.post(&r.city2, report + verb, "{}", city.current(&r.kono, report)).status, 200);
    EXPECT_EQ(typed(r.kono, "clarify-scope", R"({"records":"room","kinds":["records"]})"), 200);
    auto opinion = filled<disclosure::RecordOpinion>(canaries, "RecordOpinion");
    opinion.answer = OpinionAnswer::withhold;
    EXPECT_EQ(typed(r.fujikawa, "opinions", to_json(opinion)), 400);
    opinion.ground = "business_hindrance";
    EXPECT_EQ(typed(r.fujikawa, "opinions", to_json(opinion)), 200);
    auto withheld = filled<disclosure::WithholdItems>(canaries, "WithholdItems");
    withheld.items.resize(1);
    withheld.lifted.clear();
    withheld.items.at(0) = {1, withheld.items.at(0).ground, {}, {}};
    EXPECT_EQ(typed(r.kono, "withholdings", to_json(withheld)), 400);
    withheld.items.at(0).ground = "business_hindrance";
    EXPECT_EQ(typed(r.kono, "withholdings", to_json(withheld)), 200);
    auto decision = filled<disclosure::DecideDisclosure>(canaries, "DecideDisclosure");
    decision.result = DisclosureResult::none;
    EXPECT_EQ(typed(r.kono, "decide", to_json(decision)), 400);
  }

  PlayedCity city;
  cli::StoryResult& r = city.r;
  Canaries canaries;
};

// A new route has to be given a body with canaries, or to be named as one without a body.
TEST(EveryBody, OfARouteThatTakesTextsIsFilled) {
  Canaries canaries;
  std::set<std::string> given = routes_without_body(), wanted;
  given.insert("/v1/attachments");  // a file
  for (const auto& [route, body] : every_body(canaries)) given.insert(route);
  for (const api::Route& route : api::routes()) {
    if (route.method == "POST") wanted.emplace(route.pattern);
  }
  EXPECT_EQ(given, wanted);
}

TEST_F(ClearFields, TakeNoFreeText) {
  type_into_pledges();
  type_into_room_requests();
  type_into_supplements();
  type_into_withdrawals();
  type_into_cases();
  Finds finds;
  const Scanner scanner(canaries.all());
  city.service->city.engine->scan(0, [&](std::uint64_t, BytesView entry) {
    finds.scan(scanner, "entry", entry);
    return true;
  });
  EXPECT_EQ(finds.canaries, std::set<std::string>{});
  EXPECT_EQ(city.failure, "");
}

}  // namespace
}  // namespace renkei::testing
