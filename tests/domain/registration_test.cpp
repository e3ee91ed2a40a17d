// Intake, the registration form and its defects, pledges, the two-person rule.
#include "domain/intake/commands.h"
#include "domain/registration/commands.h"
#include "tests/domain/given.h"

namespace renkei::testing {
namespace {

using registration::SubmitRegistrationRequest;
using Change = std::function<void(SubmitRegistrationRequest&)>;
const AccountId kFirst = id<AccountId>(1), kSecond = id<AccountId>(2);

SubmitRegistrationRequest whole_form() {
  SubmitRegistrationRequest form;
  form.intake_document_id = id<DocumentId>(3);
  form.form_id = "1-1";
  form.form_version = "2026-04";
  form.facility = FacilitySheet{
      "しらさぎ在宅クリニック", "", "clinic", {{"medical", "9999999"}}, {}, "", "", "", {"河野 真一"}};
  form.users = {{"河野 真一", "こうの", "physician", true, {}, ""},
                {"三木 恵", "みき", "nurse", false, {}, ""}};
  form.environment = EnvironmentSheet{"wired_private", "導入済み", {{"tablet", "iOS 18", "Safari"}}};
  const auto pledge = [](PledgeScope scope, std::optional<std::uint32_t> user) {
    return PledgeSheet{scope, user, "署名", day(2026, 11, 13), "2026-04", id<AttachmentId>(4)};
  };
  form.pledges = {pledge(PledgeScope::facility, {}), pledge(PledgeScope::user, 0),
                  pledge(PledgeScope::user, 1)};
  return form;
}

Names defect_codes(const Change& change) {
  SubmitRegistrationRequest form = whole_form();
  change(form);
  Names codes;
  for (const Defect& d : registration::defects_of(form, policy_in_force())) {
    EXPECT_FALSE(d.ja.empty() || d.en.empty() || d.pointer.empty()) << d.code;
    codes.push_back(d.code);
  }
  return codes;
}

TEST(RegistrationDefects, NameEverythingThatIsMissingOrWrong) {
  using F = SubmitRegistrationRequest;
  EXPECT_EQ(defect_codes([](F&) {}), Names{});
  EXPECT_EQ(defect_codes([](F& f) { f.facility.reset(); }), Names{"facility-name-missing"});
  EXPECT_EQ(defect_codes([](F& f) { f.facility->name.clear(); }), Names{"facility-name-missing"});
  EXPECT_EQ(defect_codes([](F& f) { f.facility->head.name.clear(); }), Names{"head-missing"});
  EXPECT_EQ(defect_codes([](F& f) { f.facility->facility_kind = "castle"; }), Names{"facility-kind-unknown"});
  EXPECT_EQ(defect_codes([](F& f) { f.form_id = "2-1"; }), Names{"form-kind-mismatch"});
  EXPECT_EQ(defect_codes([](F& f) { f.facility->codes.clear(); }), Names{"facility-code-missing"});
  EXPECT_EQ(defect_codes([](F& f) { f.pledges.erase(f.pledges.begin()); }), Names{"pledge-missing"});
  EXPECT_EQ(defect_codes([](F& f) { f.pledges[2].attachment_id.reset(); }), Names{"pledge-missing"});
  EXPECT_EQ(defect_codes([](F& f) { f.pledges[1].signer.clear(); }), Names{"pledge-unsigned"});
  EXPECT_EQ(defect_codes([](F& f) { f.pledges[1].signed_on.reset(); }), Names{"pledge-undated"});
  EXPECT_EQ(defect_codes([](F& f) { f.pledges[2].user_index = 7; }), Names{"pledge-missing"});
  EXPECT_EQ(defect_codes([](F& f) { f.users.clear(); }), (Names{"users-missing", "system-manager-missing"}));
  EXPECT_EQ(defect_codes([](F& f) { f.users[1].name.clear(); }), Names{"user-name-missing"});
  EXPECT_EQ(defect_codes([](F& f) { f.users[1].profession = "wizard"; }), Names{"profession-unknown"});
  EXPECT_EQ(defect_codes([](F& f) { f.users[0].is_system_manager = false; }), Names{"system-manager-missing"});
  EXPECT_EQ(defect_codes([](F& f) { f.environment.reset(); }), Names{"environment-missing"});
  EXPECT_EQ(defect_codes([](F& f) { f.environment->network.clear(); }), Names{"environment-missing"});
  EXPECT_EQ(defect_codes([](F& f) { f.environment->antivirus.clear(); }), Names{"antivirus-missing"});
}

TEST(RegistrationDefects, TakeCodesOfSevenOrTenDigits) {
  const auto code = [](const std::string& system, const std::string& value) {
    return defect_codes([&](SubmitRegistrationRequest& f) { f.facility->codes = {{system, value}}; });
  };
  for (const char* good : {"9999999", "3719999999"}) EXPECT_EQ(code("medical", good), Names{}) << good;
  for (const char* bad :
       {"", "999999", "99999999", "999999999", "12345678901", "999-999", "９９９９９９９", " 999999"}) {
    EXPECT_EQ(code("medical", bad), Names{"facility-code-length"}) << bad;
  }
  EXPECT_EQ(code("care", "3799999999"), Names{});
  EXPECT_EQ(code("care", "9999999"), Names{"facility-code-length"});
}

TEST(RegistrationDefects, AcceptNamesInEveryScript) {  // 異体字, with a variation selector and beyond the BMP
  for (const char* name : {"髙﨑 邉", "葛󠄀城 太郎", "𠮷野 家子", "O'Brien Ánna", "アレックス"}) {
    EXPECT_EQ(defect_codes([&](SubmitRegistrationRequest& f) { f.users[1].name = name; }), Names{}) << name;
  }
}

TEST(RegistrationDefects, StandInTheLetter) {
  SubmitRegistrationRequest form = whole_form();
  form.facility->codes[0].value = "999999";
  const auto letter =
      registration::defect_letter("しらさぎ在宅クリニック", registration::defects_of(form, policy_in_force()),
                                  "至急", kToday, policy_in_force());
  for (const char* part : {"令和8年11月22日", "しらさぎ在宅クリニック 御中", "1. 医療機関コードは7桁です。",
                           "至急", "丸亀市地域包括支援センター"}) {
    EXPECT_NE(letter.find(part), std::string::npos) << part;
  }
}

struct Registration : ::testing::Test {
  registration::State state;
  std::vector<PledgeId> pledge_ids{id<PledgeId>(51), id<PledgeId>(52), id<PledgeId>(53)};
  SubmitRegistrationRequest form = whole_form();
  registration::ApprovalIds ids{id<FacilityId>(21),
                                id<EnvironmentId>(22),
                                {id<AccountId>(11), id<AccountId>(12)},
                                {id<PersonId>(13), id<PersonId>(14)},
                                {id<DeviceId>(15)}};

  facility::State joined;
  pledge::State joined_pledge;

  registration::NewPledges pledges() const { return {pledge_ids, {{}, {}, {}}}; }
  Decision submit() {
    return decide_submit(state, form, id<RegistrationRequestId>(31), pledges(), policy_in_force(), kToday);
  }
  Decision resubmit() { return decide_resubmit(state, form, pledges(), policy_in_force(), kToday); }
  Decision send_back() {
    return decide_return(state, {"直してください"}, form.form(), {}, policy_in_force(), kToday);
  }
  Decision approve(const AccountId& by = kSecond, PledgeState pledges = PledgeState::verified) {
    std::vector<pledge::State> states;
    for (std::size_t i = 0; i < pledge_ids.size(); ++i) {
      states.push_back({true, pledge_ids[i], state.id, i == 0 ? PledgeScope::facility : PledgeScope::user,
                        i == 0 ? std::nullopt : std::optional(static_cast<std::uint32_t>(i - 1)), true,
                        pledges});
    }
    return registration::decide_approve({state, form.form(), states, joined, joined_pledge, by, ids},
                                        policy_in_force(), kToday);
  }
  void submitted() { follow(state, submit(), kFirst); }
};

TEST_F(Registration, IsReceivedWithItsDefectsAndStartsTheClockWhenComplete) {
  form.environment.reset();
  const auto incomplete = first<registration::RegistrationRequestSubmitted>(submit());
  EXPECT_FALSE(incomplete.complete);
  EXPECT_EQ(incomplete.due_on, std::nullopt);
  EXPECT_EQ(incomplete.defect_codes, Names{"environment-missing"});
  form = whole_form();
  const Decision decision = submit();
  EXPECT_EQ(names(decision),
            (Names{"RegistrationRequestSubmitted", "PledgeSubmitted", "PledgeSubmitted", "PledgeSubmitted"}));
  EXPECT_EQ(first<registration::RegistrationRequestSubmitted>(decision).due_on, kToday.plus_days(7));
}

TEST_F(Registration, OpensTheFacilityItsDevicesAndAccountsInOneAct) {
  submitted();
  const Decision decision = approve();
  EXPECT_EQ(names(decision),
            (Names{"RegistrationRequestApproved", "FacilityRegistered", "EnvironmentRecognised",
                   "DeviceRegistered", "AccountCreated", "AccountCreated", "FacilitySystemManagerAppointed"}));
  EXPECT_EQ(first<facility::EnvironmentRecognised>(decision).until_on, day(2027, 11, 22));
  EXPECT_EQ(first<account::AccountCreated>(decision).pledge, pledge_ids[1]);
  EXPECT_EQ(first<facility::FacilityRegistered>(decision).pledge, pledge_ids[0]);
}

TEST_F(Registration, NeedsASecondPerson) {
  submitted();
  EXPECT_EQ(names(approve(kFirst)), refused(Rejection::second_person_required));
  EXPECT_TRUE(approve(kSecond));
}

TEST_F(Registration, TakesWhoTypedTheLastVersionAsTheFirstPerson) {
  submitted();
  follow(state, send_back(), kSecond);
  follow(state, resubmit(), kSecond);
  EXPECT_EQ(names(approve(kSecond)), refused(Rejection::second_person_required));
  EXPECT_TRUE(approve(kFirst));
}

TEST_F(Registration, IsNotApprovedWithDefectsOrUnverifiedPledges) {
  form.environment.reset();
  submitted();
  EXPECT_EQ(names(approve()), refused(Rejection::request_has_defects));
  state.complete = true;
  EXPECT_EQ(names(approve(kSecond, PledgeState::submitted)), refused(Rejection::pledge_not_in_force));
  EXPECT_EQ(names(approve(kSecond, PledgeState::revoked)), refused(Rejection::pledge_not_in_force));
}

// A facility that gave its word no longer, or may not use the system, takes nobody in.
TEST_F(Registration, OfMoreUsersNeedsTheFacilitysOwnPledgeInForce) {
  submitted();
  state.kind = RegistrationKind::add_users;
  state.facility = id<FacilityId>(23);
  joined = given<facility::State>({facility::FacilityRegistered{state.facility, "clinic", {}, {}, {}, {}}});
  for (const PledgeState pledged : {PledgeState::submitted, PledgeState::revoked}) {
    joined_pledge.status = pledged;
    EXPECT_EQ(names(approve()), refused(Rejection::pledge_not_in_force));
  }
  joined_pledge.status = PledgeState::verified;
  EXPECT_EQ(first<account::AccountCreated>(approve()).facility, state.facility);
  joined.status = FacilityStatus::suspended;
  EXPECT_EQ(names(approve()), refused(Rejection::facility_suspended));
}

TEST_F(Registration, KeepsToItsOrder) {
  EXPECT_EQ(names(send_back()), refused(Rejection::not_found));
  EXPECT_EQ(names(resubmit()), refused(Rejection::not_found));
  EXPECT_EQ(names(approve()), refused(Rejection::not_found));
  EXPECT_EQ(names(decide(state, registration::RejectRegistrationRequest{"x"})), refused(Rejection::not_found));
  EXPECT_EQ(names(decide(state, registration::WithdrawRegistrationRequest{})), refused(Rejection::not_found));
  submitted();
  EXPECT_EQ(names(submit()), refused(Rejection::already_exists));
  EXPECT_EQ(names(resubmit()), refused(Rejection::wrong_state));
  follow(state, send_back());
  EXPECT_EQ(names(approve()), refused(Rejection::wrong_state));
  EXPECT_EQ(names(send_back()), refused(Rejection::wrong_state));
  EXPECT_TRUE(decide(state, registration::RejectRegistrationRequest{"x"}));
  EXPECT_TRUE(decide(state, registration::WithdrawRegistrationRequest{}));
  follow(state, resubmit());
  follow(state, approve());
  for (const Decision& late :
       {approve(), send_back(), resubmit(), decide(state, registration::RejectRegistrationRequest{"x"}),
        decide(state, registration::WithdrawRegistrationRequest{})}) {
    EXPECT_EQ(names(late), refused(Rejection::wrong_state));
  }
}

TEST(Pledges, AreVerifiedOnceAndRevokedOnce) {
  pledge::State state;
  EXPECT_EQ(names(decide(state, pledge::VerifyPledge{{"signature"}}, true)), refused(Rejection::not_found));
  EXPECT_EQ(names(decide(state, pledge::RevokePledge{"x"})), refused(Rejection::not_found));
  state = given<pledge::State>(
      {pledge::PledgeSubmitted{id<PledgeId>(51), {}, PledgeScope::user, 0, {}, "", {}, ""}});
  follow(state, decide(state, pledge::VerifyPledge{{"signature"}}, true));
  EXPECT_EQ(names(decide(state, pledge::VerifyPledge{{"signature"}}, true)), refused(Rejection::wrong_state));
  follow(state, decide(state, pledge::RevokePledge{"x"}));
  EXPECT_EQ(names(decide(state, pledge::RevokePledge{"x"})), refused(Rejection::wrong_state));
  EXPECT_EQ(names(decide(state, pledge::VerifyPledge{{"signature"}}, true)), refused(Rejection::wrong_state));
}

TEST(Pledges, AreVerifiedOnlyForARequestThatIsOpenAndNamesThem) {
  const auto submitted = given<pledge::State>(
      {pledge::PledgeSubmitted{id<PledgeId>(51), {}, PledgeScope::user, 0, {}, "", {}, ""}});
  EXPECT_EQ(names(decide(submitted, pledge::VerifyPledge{{"signature"}}, false)),
            refused(Rejection::wrong_state));
  registration::State request;
  request.exists = true;
  request.pledges = {id<PledgeId>(52)};  // entered again: 51 is of the form before
  EXPECT_FALSE(awaits(request, id<PledgeId>(51)));
  for (const auto& [status, open] :
       std::vector<std::pair<RequestState, bool>>{{RequestState::submitted, true},
                                                  {RequestState::returned, true},
                                                  {RequestState::approved, false},
                                                  {RequestState::rejected, false},
                                                  {RequestState::withdrawn, false}}) {
    request.status = status;
    EXPECT_EQ(awaits(request, id<PledgeId>(52)), open);
  }
}

TEST(Intake, NumbersReceiptsByTheJapaneseYear) {
  const auto number = [](std::uint64_t received, Instant now) {
    const auto decision =
        decide(intake::State{received},
               intake::ReceiveIntakeDocument{Channel::counter, day(2026, 1, 1), IntakeKind::other, {}, ""},
               id<DocumentId>(1), {}, now);
    return first<intake::IntakeDocumentReceived>(decision).receipt_number;
  };
  const Instant last = at("2026-12-31T14:59:59.999999Z"), next = at("2026-12-31T15:00:00Z");
  EXPECT_EQ(number(0, last), "R8-0001");
  EXPECT_EQ(number(9'998, last), "R8-9999");
  EXPECT_EQ(number(9'999, last), "R8-10000");
  EXPECT_EQ(number(0, next), "R9-0001");
  EXPECT_NE(intake::register_for(last), intake::register_for(next));
}

TEST(Intake, ReceivesNothingFromTomorrow) {
  const intake::ReceiveIntakeDocument tomorrow{Channel::fax, kToday.plus_days(1), IntakeKind::other, {}, ""};
  EXPECT_EQ(names(decide(intake::State{}, tomorrow, id<DocumentId>(1), {}, kNow)),
            refused(Rejection::invalid_value));
  EXPECT_TRUE(decide(intake::State{}, tomorrow, id<DocumentId>(1), {}, at("2026-11-22T15:00:00Z")));
}

}  // namespace
}  // namespace renkei::testing
