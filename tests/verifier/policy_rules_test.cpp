// The policy's guarantees over history: a small lawful city breaks none, and for each rule there is a ledger,
// with every hash and link right, whose acts break it. What the committer would refuse is recorded here as it
// stands.
#include "replay/verify/policy_rules.h"

#include <gtest/gtest.h>

#include <set>

#include "replay/verify/verify.h"
#include "tests/verifier/lawful_city.h"

namespace renkei::testing {
namespace {

struct Broken {
  std::set<std::string> rules;
  std::uint64_t first = 0;  // position
  int exit_code = 0;
};

// Records the steps as they are and asks the verifier what the policy says of them.
Broken verify(const Steps& steps) {
  LedgerFixture ledger;
  for (const AccountId& id : {kOfficer, kApprover, kDoctor, kNurse})
    EXPECT_TRUE(ledger.keyring->create_key(KeyKind::account, KeyId{id.octets}));
  for (const CareRecipientId& id : {kPerson, kOther})
    EXPECT_TRUE(ledger.keyring->create_key(KeyKind::care_recipient, KeyId{id.octets}));
  for (const Step& s : steps) {
    std::vector<Draft> drafts;
    for (const DomainEvent& event : s.events) drafts.push_back({event, {}, {}});
    ledger.clock.advance_milliseconds(1'000);
    EXPECT_FALSE(ledger.record(drafts, {}, s.act).rejection) << s.name;
  }
  ledger.stop();
  VerifyInput input{*ledger.engine, kLogKey, "o", {}, nullptr, {}, {}};
  input.policy = true;
  Broken broken;
  VerifyReport only{};
  for (const Finding& f : verify_ledger(input).findings) {
    EXPECT_NE(f.kind, "entry-facts") << f.found;
    if (f.kind != "policy") continue;  // this ledger is not signed
    if (broken.rules.empty()) broken.first = f.position;
    broken.rules.insert(f.expected.substr(0, f.expected.find(' ')));
    only.findings.push_back(f);
  }
  broken.exit_code = only.exit_code();
  return broken;
}

std::uint64_t position_of(const Steps& steps, const std::string& name, std::size_t event = 0) {
  std::uint64_t position = event;
  for (const Step& s : steps) {
    if (s.name == name) return position;
    position += s.events.size();
  }
  return UINT64_MAX;
}

// Exactly this rule is broken, first at the event of this step.
void expect_broken(const Steps& steps, const std::string& rule, const std::string& at, std::size_t event = 0) {
  const Broken broken = verify(steps);
  EXPECT_EQ(broken.rules, std::set<std::string>{rule});
  EXPECT_EQ(broken.first, position_of(steps, at, event)) << rule;
  EXPECT_EQ(broken.exit_code, 2);
}

TEST(PolicyRules, AreKeptByALawfulCity) {
  const Broken broken = verify(lawful());
  EXPECT_EQ(broken.rules, std::set<std::string>{});
}

TEST(PolicyRules, EachHasAName) {
  std::set<std::string_view> names;
  for (const auto* rules : {&rules_of_access(), &rules_of_admission()}) {
    for (const PolicyRule& rule : *rules) {
      EXPECT_TRUE(names.insert(rule.name).second) << rule.name;
      EXPECT_FALSE(rule.clause.empty() || rule.guarantee.empty());
    }
  }
  EXPECT_EQ(names.size(), 22u);
}

TEST(PolicyRules, ActorNamed) {
  Steps s = lawful();
  before(s, "view", {"nobody", {}, {consent::ConsentVerified{kForm, kPerson, {}}}});
  const Broken broken = verify(s);
  EXPECT_TRUE(broken.rules.contains("actor-named"));
  EXPECT_EQ(broken.first, position_of(s, "nobody"));
}

TEST(PolicyRules, AccessBeforeBody) {
  Steps s = lawful();
  drop(s, "view");
  expect_broken(s, "access-before-body", "retract", 1);
}

TEST(PolicyRules, ViewOfThePast) {
  Steps s = lawful();
  std::get<access::RecordViewed>(step(s, "view").events[0]).view_position = 1'000;
  expect_broken(s, "view-of-the-past", "view");
}

TEST(PolicyRules, ActiveOnly) {
  Steps s = lawful();
  before(s, "view", {"lock", by(kOfficer), {account::AccountLocked{kNurse}}});
  expect_broken(s, "active-only", "view");
  s = lawful();
  before(s, "view", {"suspend", by(kApprover), {facility::FacilitySuspended{kStation, {}}}});
  expect_broken(s, "active-only", "view");
}

TEST(PolicyRules, PledgeInForce) {
  for (const PledgeId& pledge : {kNursePledge, kStationPledge}) {
    Steps s = lawful();
    before(s, "view", {"revoke", by(kApprover), {pledge::PledgeRevoked{pledge, {}}}});
    expect_broken(s, "pledge-in-force", "view");
  }
}

TEST(PolicyRules, PasswordInTime) {
  Steps s = lawful();
  std::get<account::InitialPasswordChanged>(step(s, "nurse").events[0]).expires_on = kToday.plus_days(-1);
  expect_broken(s, "password-in-time", "view");
}

TEST(PolicyRules, PurposeOfSeven) {
  Steps s = lawful();
  step(s, "view").act.purpose = Purpose::audit;
  expect_broken(s, "purpose-of-seven", "view");
}

TEST(PolicyRules, NoOfficerInRooms) {
  Steps s = lawful();
  before(s, "retract", {"officer-reads", by(kOfficer), {view()}});
  const Broken broken = verify(s);
  EXPECT_TRUE(broken.rules.contains("no-officer-in-rooms"));
  EXPECT_EQ(broken.first, position_of(s, "officer-reads"));
}

TEST(PolicyRules, AssignedOnly) {
  Steps s = lawful();
  before(
      s, "view",
      {"unassign", kByNurse, {room::RoomAssignmentEnded{kRoom, kPerson, test_id<AssignmentId>(0x62), kNurse}}});
  expect_broken(s, "assigned-only", "view");
}

TEST(PolicyRules, PartOfTheRoom) {
  Steps s = lawful();
  before(s, "view", {"leave", by(kOfficer), {room::RoomFacilityEnded{kRoom, kPerson, kStation}}});
  expect_broken(s, "part-of-the-room", "view");
}

TEST(PolicyRules, NoSharingAfterEnd) {
  const Step stop{"stop", by(kOfficer), {room::RoomSharingStopped{kRoom, kPerson, kForm}}};
  Steps s = lawful();
  before(s, "view", stop);
  expect_broken(s, "no-sharing-after-end", "view");
  s = lawful();
  before(s, "post", stop);
  step(s, "view").events = {view(true)};
  expect_broken(s, "no-sharing-after-end", "post");
  s = lawful();
  before(s, "view", {"close", by(kOfficer), {room::RoomClosed{kRoom, kPerson, {}}}});
  expect_broken(s, "no-sharing-after-end", "view");
}

TEST(PolicyRules, LetOwnRecordsBeReadAfterTheEnd) {
  Steps s = lawful();
  before(s, "retract", {"stop", by(kOfficer), {room::RoomSharingStopped{kRoom, kPerson, kForm}}});
  access::RecordViewed photo = view();  // of a message that the clinic itself posted
  photo.object_kind = ObjectKind::attachment;
  photo.first_position = photo.last_position = position_of(s, "post");
  before(s, "retract", {"own", kByDoctor, {view(true), photo}});
  EXPECT_EQ(verify(s).rules, std::set<std::string>{});
  before(s, "retract", {"others", kByNurse, {photo}});
  expect_broken(s, "no-sharing-after-end", "others");
}

TEST(PolicyRules, ConsentInForce) {
  const auto withdraw = [](WithdrawalScope scope, std::optional<FacilityId> facility) {
    consent::ConsentWithdrawn withdrawn;
    withdrawn.consent_form = kForm;
    withdrawn.subject = kPerson;
    withdrawn.scope = scope;
    withdrawn.facility = facility;
    return Step{"withdraw", by(kOfficer), {withdrawn}};
  };
  Steps s = lawful();
  before(s, "view", withdraw(WithdrawalScope::all, {}));
  expect_broken(s, "consent-in-force", "view");
  s = lawful();
  before(s, "view", withdraw(WithdrawalScope::facility, kStation));
  expect_broken(s, "consent-in-force", "view");
}

TEST(PolicyRules, FamilyAndSensitiveData) {
  Steps s = lawful();
  std::get<room::MessagePosted>(step(s, "post").events[0]).about = About::family;
  expect_broken(s, "family-consent", "post");
  s = lawful();
  std::get<room::MessagePosted>(step(s, "post").events[0]).sensitivity = Sensitivity::high;
  EXPECT_EQ(verify(s).rules, std::set<std::string>{});
  std::get<consent::ConsentFormReceived>(step(s, "request").events[2]).type = ConsentType::electronic;
  expect_broken(s, "written-consent", "post");
}

TEST(PolicyRules, SecondPerson) {
  Steps s = lawful();
  step(s, "approve").act = by(kOfficer);
  expect_broken(s, "second-person", "approve");
  s = lawful();
  std::get<policy::PolicyVersionPublished>(step(s, "init").events[1]).publishers = {kOfficer, kOfficer};
  expect_broken(s, "second-person", "init", 1);
  s = lawful();
  std::get<account::CityRoleGranted>(step(s, "init").events[2]).approver = kOfficer;
  expect_broken(s, "second-person", "init", 2);
}

TEST(PolicyRules, OfficersOnly) {
  Steps s = lawful();
  step(s, "consent").act = kByNurse;
  expect_broken(s, "officers-only", "consent");
}

TEST(PolicyRules, PledgeBeforeAccount) {
  Steps s = lawful();
  std::swap(step(s, "verify"), step(s, "approve"));
  expect_broken(s, "pledge-before-account", "approve", 3);
  for (const PledgeId& pledge : {kNursePledge, kStationPledge}) {
    s = lawful();
    before(s, "nurse", {"revoke", by(kApprover), {pledge::PledgeRevoked{pledge, {}}}});
    const Broken broken = verify(s);
    EXPECT_TRUE(broken.rules.contains("pledge-before-account"));
    EXPECT_EQ(broken.first, position_of(s, "nurse", 2));
  }
  s = lawful();
  before(s, "approve", {"revoke", by(kOfficer), {pledge::PledgeRevoked{kClinicPledge, {}}}});
  const Broken broken = verify(s);
  EXPECT_TRUE(broken.rules.contains("pledge-before-account"));
  EXPECT_EQ(broken.first, position_of(s, "approve", 3));
}

TEST(PolicyRules, FirstUse) {
  Steps s = lawful();
  std::swap(step(s, "nurse").events[0], step(s, "nurse").events[2]);
  expect_broken(s, "first-use", "nurse");
}

TEST(PolicyRules, ConsentsBeforeRoom) {
  Steps s = lawful();
  std::swap(step(s, "consent"), step(s, "room"));
  expect_broken(s, "consents-before-room", "room", 1);
  s = lawful();
  std::get<room_request::RoomRequestSubmitted>(step(s, "request").events[1]).subject = kOther;
  expect_broken(s, "consents-before-room", "room", 1);
}

// Sharing that was stopped begins again under new consents, and only so.
TEST(PolicyRules, ConsentsBeforeRoomAgain) {
  const auto request = test_id<RoomRequestId>(0x71);
  const auto again = test_id<ConsentFormId>(0x72);
  consent::ConsentFormReceived signed_again = form();
  signed_again.consent_form = again;
  signed_again.room_request = request;
  room_request::RoomRequestSubmitted asked;
  asked.room_request = request;
  asked.subject = kPerson;
  asked.requested_by = kClinic;
  asked.consent_forms = {again};
  consent::ConsentWithdrawn withdrawn;
  withdrawn.consent_form = kForm;
  withdrawn.subject = kPerson;
  Steps s = lawful();
  before(s, "view", {"stop", by(kOfficer), {withdrawn, room::RoomSharingStopped{kRoom, kPerson, kForm}}});
  before(s, "view", {"again", kByDoctor, {asked, signed_again}});
  before(s, "view", {"verified", by(kOfficer), {consent::ConsentVerified{again, kPerson, {}}}});
  before(s, "view",
         {"reopen",
          by(kApprover),
          {room_request::RoomRequestApproved{request, kPerson, kRoom},
           room::RoomOpened{kRoom, kPerson, request, {again}}}});
  EXPECT_EQ(verify(s).rules, std::set<std::string>{});
  drop(s, "verified");
  const Broken broken = verify(s);
  EXPECT_TRUE(broken.rules.contains("consents-before-room"));
  EXPECT_EQ(broken.first, position_of(s, "reopen", 1));
}

TEST(PolicyRules, IdentityBeforeReport) {
  Steps s = lawful();
  std::swap(step(s, "identity"), step(s, "ask"));
  expect_broken(s, "identity-before-report", "ask");
}

TEST(PolicyRules, ReportInOrder) {
  Steps s = lawful();
  std::swap(step(s, "make"), step(s, "provide"));
  expect_broken(s, "report-in-order", "provide");
  s = lawful();
  step(s, "take").act = kByNurse;
  expect_broken(s, "report-in-order", "take");
}

TEST(PolicyRules, WrongPersonIsIncident) {
  Steps s = lawful();
  std::get<room::MessageRetracted>(step(s, "retract").events[0]).incident.reset();
  expect_broken(s, "wrong-person-is-incident", "retract");
}

}  // namespace
}  // namespace renkei::testing
