// Steps 1 to 14 of docs/story.md, as the ledger and the answers have them: what each step appended, by whom,
// and what its papers are called.
#include "tests/story/played_story.h"

namespace renkei::testing {
namespace {

using Types = std::vector<std::string>;

// Every pledge of an answer, and the pledges that a step verified.
std::vector<std::string> pledges_of(const Exchange& request) {
  std::vector<std::string> pledges;
  for (int i = 0; !request.field("data.pledge_ids." + std::to_string(i)).empty(); ++i)
    pledges.push_back(request.field("data.pledge_ids." + std::to_string(i)));
  return pledges;
}
std::vector<std::string> verified(const std::vector<Recorded>& entries) {
  std::vector<std::string> pledges;
  for (const Recorded& entry : entries) {
    if (const auto* e = std::get_if<pledge::PledgeVerified>(&entry.event))
      pledges.push_back(to_text(e->pledge));
  }
  return pledges;
}

// A first login and the old password tried again afterwards.
const Types kFirstLogin{"LoginSucceeded", "ActionDenied", "InitialPasswordChanged", "AccountActivated",
                        "LoginFailed"};

void expect_first_login(const std::vector<Recorded>& entries, const cli::Person& who) {
  SCOPED_TRACE(who.login_id);
  ASSERT_EQ(StoryTest::types(entries), kFirstLogin);
  EXPECT_EQ(to_text(event_of<account::LoginSucceeded>(entries[0]).account), who.account_id);
  const auto denied = event_of<account::ActionDenied>(entries[1]);
  EXPECT_EQ(to_text(denied.account), who.account_id) << "a technical refusal stands in the actor's own stream";
  EXPECT_EQ(code_text(denied.rule), "password-change-required");
  EXPECT_EQ(denied.operation, "GET /v1/rooms");
  EXPECT_EQ(to_text(event_of<account::InitialPasswordChanged>(entries[2]).account), who.account_id);
  EXPECT_EQ(to_text(event_of<account::InitialPasswordChanged>(entries[2]).expires_on), "2026-12-22");
  EXPECT_EQ(to_text(event_of<account::AccountActivated>(entries[3]).account), who.account_id);
  EXPECT_EQ(to_text(event_of<account::LoginFailed>(entries[4]).account), who.account_id);
}

// Credentials issued to each of these and handed over in a sealed letter, in one order.
void expect_handed_out(const std::vector<Recorded>& issued, const std::vector<Recorded>& delivered,
                       const std::vector<std::string>& accounts) {
  ASSERT_EQ(issued.size(), accounts.size());
  ASSERT_EQ(delivered.size(), accounts.size());
  for (std::size_t i = 0; i < accounts.size(); ++i) {
    const auto credential = event_of<account::CredentialIssued>(issued[i]);
    EXPECT_EQ(to_text(credential.account), accounts[i]);
    EXPECT_EQ(code_text(credential.kind), "initial");
    const auto letter = event_of<account::CredentialDelivered>(opened(delivered[i]));
    EXPECT_EQ(letter.credential, credential.credential);
    EXPECT_EQ(code_text(letter.method), "sealed_letter");
    EXPECT_EQ(letter.handed_to, "本人");
    EXPECT_EQ(to_text(letter.delivered_on), "2026-11-22");
  }
}

}  // namespace

TEST_F(StoryTest, Step1BeginsWithThePolicyOfTwoPublishersSixFormsAndTwoOfficers) {
  // Given a city that was only just made.
  const std::vector<Recorded> made = entries(0, begun);
  EXPECT_EQ(types(made), (Types{"LedgerInitialised", "PolicyVersionPublished", "DisclosureRulesPublished",
                                "FormTemplatePublished", "FormTemplatePublished", "FormTemplatePublished",
                                "FormTemplatePublished", "FormTemplatePublished", "FormTemplatePublished",
                                "CityRoleGranted", "CredentialIssued", "CityRoleGranted", "CredentialIssued"}));
  // Then the policy has two publishers, and they are the two officers.
  std::vector<std::string> officers;
  for (const Recorded& entry : made) {
    if (const auto* granted = std::get_if<account::CityRoleGranted>(&entry.event))
      officers.push_back(to_text(granted->account));
  }
  EXPECT_EQ(officers, (std::vector{result.city1.account_id, result.city2.account_id}));
  const auto policy = event_of<policy::PolicyVersionPublished>(made.at(1));
  ASSERT_EQ(policy.publishers.size(), 2u);
  EXPECT_EQ(to_text(policy.publishers[0]), officers[0]);
  EXPECT_EQ(to_text(policy.publishers[1]), officers[1]);
}

TEST_F(StoryTest, Step2LetsAnOfficerInOnlyAfterPasswordAndSecondFactor) {
  Types expected;
  for (int officer = 0; officer < 2; ++officer) {
    for (const char* type : {"LoginSucceeded", "ActionDenied", "InitialPasswordChanged", "SecondFactorEnrolled",
                             "AccountActivated"})
      expected.push_back(type);
  }
  EXPECT_EQ(types(entries_of(2)), expected);
  const auto logins = asked(2, "POST /v1/sessions");
  const auto passwords = asked(2, "POST /v1/password-changes");
  const auto factors = asked(2, "POST /v1/second-factors");
  ASSERT_EQ(logins.size(), 2u);
  ASSERT_EQ(passwords.size(), 2u);
  ASSERT_EQ(factors.size(), 2u);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(logins[i].field("data.scope"), "change_password");
    EXPECT_EQ(passwords[i].field("data.scope"), "enrol_second_factor");
    EXPECT_EQ(factors[i].field("data.scope"), "full");
  }
}

TEST_F(StoryTest, Step3ReceivesTheFirstPaperOfTheYear) {
  ASSERT_EQ(types(entries_of(3)), Types{"IntakeDocumentReceived"});
  const auto paper = event_of<intake::IntakeDocumentReceived>(opened(entries_of(3)[0]));
  EXPECT_EQ(paper.receipt_number, "R8-0001");
  EXPECT_EQ(code_text(paper.channel), "counter");
  EXPECT_EQ(code_text(paper.kind), "registration");
  EXPECT_EQ(paper.sender, "しらさぎ在宅クリニック");
  EXPECT_EQ(paper.attachments.size(), 1u) << "the scan";
  EXPECT_EQ(answered(3, "POST /v1/intake-documents", 201).field("data.receipt_number"), "R8-0001");
}

TEST_F(StoryTest, NumbersThePapersOfTheYearInTheOrderOfTheirReceipt) {
  std::vector<std::string> numbers, channels;
  for (const Recorded& entry : entries(begun, ended)) {
    if (const auto* paper = std::get_if<intake::IntakeDocumentReceived>(&entry.event)) {
      numbers.push_back(paper->receipt_number);
      channels.emplace_back(code_text(paper->channel));
    }
  }
  EXPECT_EQ(numbers, (std::vector<std::string>{"R8-0001", "R8-0002", "R8-0003", "R8-0004"}));
  EXPECT_EQ(channels, (std::vector<std::string>{"counter", "fax", "post", "counter"}));
}

TEST_F(StoryTest, Steps4To6EnterARequestWithTwoDefectsAndSendItBack) {
  // Given a form with a short code and a pledge missing: what there is of it is kept.
  const auto entered = entries_of(4);
  ASSERT_EQ(types(entered),
            (Types{"RegistrationRequestSubmitted", "PledgeSubmitted", "PledgeSubmitted", "PledgeSubmitted"}));
  const auto request = event_of<registration::RegistrationRequestSubmitted>(entered[0]);
  EXPECT_FALSE(request.complete);
  EXPECT_EQ(request.defect_codes, (std::vector<std::string>{"facility-code-length", "pledge-missing"}));
  EXPECT_FALSE(request.due_on) << "the days begin with a complete request";
  // When it is approved all the same, nothing happens.
  EXPECT_EQ(types(entries_of(5)), Types{});
  // Then it goes back with both.
  ASSERT_EQ(types(entries_of(6)), Types{"RegistrationRequestReturned"});
  EXPECT_EQ(event_of<registration::RegistrationRequestReturned>(entries_of(6)[0]).defect_count, 2u);
}

TEST_F(StoryTest, Step7CompletesTheRequestByFax) {
  const auto entered = entries_of(7);
  ASSERT_EQ(types(entered),
            (Types{"IntakeDocumentReceived", "RegistrationRequestResubmitted", "PledgeSubmitted",
                   "PledgeSubmitted", "PledgeSubmitted", "PledgeSubmitted"}));
  EXPECT_EQ(code_text(event_of<intake::IntakeDocumentReceived>(entered[0]).channel), "fax");
  const auto request = event_of<registration::RegistrationRequestResubmitted>(entered[1]);
  EXPECT_TRUE(request.complete);
  ASSERT_TRUE(request.due_on);
  EXPECT_EQ(to_text(*request.due_on), "2026-11-29") << "seven days";
}

TEST_F(StoryTest, Steps8And9VerifyThePledgesAndNeedASecondPerson) {
  ASSERT_EQ(types(entries_of(8)), Types(4, "PledgeVerified"));
  EXPECT_EQ(verified(entries_of(8)), pledges_of(answered(7, "POST .*/resubmit", 200)));
  // Given that 森本 entered it herself, when she approves it, then the refusal is in her stream alone.
  ASSERT_EQ(types(entries_of(9)), Types{"ActionDenied"});
  const auto denied = event_of<account::ActionDenied>(entries_of(9)[0]);
  EXPECT_EQ(to_text(denied.account), result.city1.account_id);
  EXPECT_EQ(code_text(denied.rule), "second-person-required");
  EXPECT_EQ(denied.operation, "POST /v1/registration-requests/{id}/approve");
}

TEST_F(StoryTest, Step10ApprovesOnceHoweverOftenItIsAsked) {
  const auto calls = asked(10, "POST .*/approve");
  ASSERT_EQ(calls.size(), 3u);
  // When 大西 approves, the facility and all that belongs to it is there.
  const auto approved = entries_of(calls[0]);
  ASSERT_EQ(types(approved),
            (Types{"RegistrationRequestApproved", "FacilityRegistered", "EnvironmentRecognised",
                   "DeviceRegistered", "DeviceRegistered", "DeviceRegistered", "AccountCreated",
                   "AccountCreated", "AccountCreated", "FacilitySystemManagerAppointed"}));
  for (const Recorded& entry : approved) EXPECT_EQ(actor(entry), result.city2.account_id);
  EXPECT_EQ(to_text(event_of<facility::FacilityRegistered>(approved[1]).facility), result.clinic_id);
  EXPECT_EQ(to_text(event_of<facility::FacilitySystemManagerAppointed>(approved[9]).account),
            result.kono.account_id);
  // When the same call comes again with its key, then the answer is the same and the ledger is too.
  EXPECT_EQ(calls[1].asked.headers.at("Idempotency-Key"), calls[0].asked.headers.at("Idempotency-Key"));
  EXPECT_EQ(calls[1].answer.status, 200);
  EXPECT_EQ(calls[1].answer.body, calls[0].answer.body);
  EXPECT_EQ(calls[1].after, calls[0].after);
  // When the key comes with another body, nothing is done.
  EXPECT_EQ(calls[2].asked.headers.at("Idempotency-Key"), calls[0].asked.headers.at("Idempotency-Key"));
  EXPECT_EQ(calls[2].answer.status, 422);
  EXPECT_EQ(calls[2].after, calls[0].after);
}

TEST_F(StoryTest, Step11ShowsASecretOnceAndHandsItOverInALetter) {
  const auto done = entries_of(11);
  ASSERT_EQ(done.size(), 6u);
  expect_handed_out({done.begin(), done.begin() + 3}, {done.begin() + 3, done.end()},
                    {result.kono.account_id, result.miki.account_id, result.nishioka.account_id});
  // Then each letter was given once, with the login id and the password that were issued.
  const Exchange issued = answered(11, "POST /v1/credentials", 201);
  const auto letters = asked(11, "GET /v1/credentials/.*/letter");
  ASSERT_EQ(letters.size(), 6u);
  for (std::size_t i = 0; i < 6; ++i) {
    EXPECT_EQ(letters[i].answer.status, i % 2 == 0 ? 200 : 409) << i;
    for (const char* secret : {"login_id", "initial_password", "device_enrolment_code"}) {
      const std::string text = issued.field("data." + std::to_string(i / 2) + "." + secret);
      ASSERT_NE(text, "");
      EXPECT_EQ(letters[i].answer.body.find(text) != std::string::npos, i % 2 == 0) << secret << " " << i;
    }
  }
  EXPECT_EQ(answered(11, "POST /v1/credentials", 409).field("code"), "secret-already-shown");
}

TEST_F(StoryTest, Step12AdmitsTheOfficeCompleteAtOnce) {
  const auto done = entries_of(12);
  ASSERT_EQ(types(done), (Types{"IntakeDocumentReceived",
                                "RegistrationRequestSubmitted",
                                "PledgeSubmitted",
                                "PledgeSubmitted",
                                "PledgeSubmitted",
                                "PledgeVerified",
                                "PledgeVerified",
                                "PledgeVerified",
                                "RegistrationRequestApproved",
                                "FacilityRegistered",
                                "EnvironmentRecognised",
                                "DeviceRegistered",
                                "DeviceRegistered",
                                "AccountCreated",
                                "AccountCreated",
                                "FacilitySystemManagerAppointed",
                                "CredentialIssued",
                                "CredentialIssued",
                                "CredentialDelivered",
                                "CredentialDelivered"}));
  EXPECT_TRUE(event_of<registration::RegistrationRequestSubmitted>(done[1]).complete);
  EXPECT_EQ(verified(done), pledges_of(answered(12, "POST /v1/registration-requests", 201)));
  EXPECT_EQ(actor(done[7]), result.city1.account_id);
  EXPECT_EQ(actor(done[8]), result.city2.account_id);
  EXPECT_EQ(to_text(event_of<facility::FacilityRegistered>(done[9]).facility), result.office_id);
  EXPECT_EQ(event_of<facility::FacilityRegistered>(done[9]).facility_kind, "home_care_support_office");
  EXPECT_EQ(to_text(event_of<facility::FacilitySystemManagerAppointed>(done[15]).account),
            result.fujikawa.account_id);
  expect_handed_out({done.begin() + 16, done.begin() + 18}, {done.begin() + 18, done.end()},
                    {result.fujikawa.account_id, result.takagi.account_id});
}

TEST_F(StoryTest, Steps13And14BeginWithAPasswordOfOnesOwn) {
  expect_first_login(entries_of(13), result.kono);
  const auto others = entries_of(14);
  ASSERT_EQ(others.size(), 20u);
  const std::vector<cli::Person> people{result.miki, result.nishioka, result.fujikawa, result.takagi};
  for (std::size_t i = 0; i < people.size(); ++i) {
    const auto first = others.begin() + static_cast<std::ptrdiff_t>(i * 5);
    expect_first_login({first, first + 5}, people[i]);
  }
}

TEST_F(StoryTest, Steps13And14BindEachPersonToADeviceThatTheirFacilityDeclared) {
  std::map<std::string, std::string> declared;  // device → its facility
  for (const Recorded& entry : entries(begun, ended)) {
    if (const auto* e = std::get_if<device::DeviceRegistered>(&entry.event))
      declared[to_text(e->device)] = to_text(e->facility);
  }
  EXPECT_EQ(declared.size(), 5u);
  std::set<std::string> bound;
  for (const int step : {13, 14}) {
    for (const Exchange& login : asked(step, "POST /v1/sessions")) {
      if (login.answer.status != 201) continue;
      const std::string device = login.field("data.device.device_id");
      ASSERT_TRUE(declared.contains(device)) << device;
      EXPECT_EQ(declared.at(device), login.field("data.facility_id"));
      bound.insert(device);
    }
  }
  EXPECT_EQ(bound.size(), 5u) << "one for each of the five";
}

}  // namespace renkei::testing
