// The access rule, condition by condition: which one is named, in which class, and at which instant it changes.
#include "domain/access_rule.h"

#include "tests/domain/given.h"

namespace renkei::testing {
namespace {

using Change = std::function<void(struct World&)>;

// A nurse of a clinic in an open room under a verified consent: everything permits.
struct World {
  account::State account;
  facility::State facility;
  pledge::State user_pledge, facility_pledge;
  bool device_known = true;
  room::State room;
  std::vector<consent::State> consents;
  Operation operation = Operation::read;
  bool own = false;
  Purpose purpose = Purpose::care;
  std::optional<MessageKind> kind = {};
  Instant now = kNow;

  World() {
    account.exists = account.activated = true;
    account.id = id<AccountId>(11);
    account.facility = id<FacilityId>(21);
    account.status = AccountStatus::active;
    account.password_expires_on = day(2026, 12, 22);
    facility.exists = true;
    facility.id = id<FacilityId>(21);
    facility.facility_kind = "clinic";
    facility.environment_until = day(2027, 11, 22);
    user_pledge.exists = facility_pledge.exists = true;
    user_pledge.status = facility_pledge.status = PledgeState::verified;
    room.exists = true;
    room.id = id<RoomId>(31);
    room.subject = id<CareRecipientId>(41);
    room.facilities = {{facility.id, "clinic", {}, false}};
    room.assignments = {{id<AssignmentId>(51), account.id, facility.id, day(2026, 11, 20), {}, {}, false}};
    consents.push_back(verified(61, GrantorKind::self, FamilyData::present));
    consents.push_back(verified(62, GrantorKind::family_representative, FamilyData::present));
  }
  consent::State verified(std::uint8_t n, GrantorKind grantor, FamilyData family) const {
    consent::State c;
    c.exists = true;
    c.id = id<ConsentFormId>(n);
    c.status = ConsentState::verified;
    c.grantor_kind = grantor;
    c.family_data = family;
    c.scope = {{}, {facility.id}, {"all"}};
    return c;
  }
  Standing standing() const { return {account, facility, user_pledge, facility_pledge, device_known}; }
  Result<Basis, Denial> check() const {
    return check_access(standing(), {room, consents, operation, own, About::recipient, purpose, kind}, now);
  }
};

std::string answer(const World& w) {
  const auto result = w.check();
  if (result) return "permit";
  return std::string(code_text(result.error().denial_class)) + " " +
         std::string(code_text(result.error().rule));
}

// One line per condition, in the order of the rule: how to break it, and what it is called then.
struct Condition {
  const char* name;
  Change breaks;
  const char* named;
};
const std::vector<Condition>& conditions() {
  static const std::vector<Condition> all{
      {"account", [](World& w) { w.account.status = AccountStatus::locked; }, "technical account-suspended"},
      {"facility", [](World& w) { w.facility.status = FacilityStatus::suspended; },
       "technical facility-suspended"},
      {"user pledge", [](World& w) { w.user_pledge.status = PledgeState::revoked; },
       "technical pledge-not-in-force"},
      {"password", [](World& w) { w.account.password_expires_on.reset(); },
       "technical password-change-required"},
      {"environment", [](World& w) { w.facility.environment_until.reset(); },
       "technical environment-not-recognised"},
      {"device", [](World& w) { w.device_known = false; }, "technical device-not-registered"},
      {"participation", [](World& w) { w.room.facilities[0].ended = true; }, "insider facility-not-in-room"},
      {"assignment", [](World& w) { w.room.assignments[0].ended = true; }, "insider not-assigned"},
      {"room state", [](World& w) { w.room.status = RoomStatus::closed; }, "insider room-closed"},
      {"consent", [](World& w) { w.consents[0].status = ConsentState::withdrawn; },
       "insider consent-not-effective"},
      {"purpose", [](World& w) { w.purpose = Purpose::audit; }, "insider purpose-not-allowed"},
  };
  return all;
}

TEST(AccessRule, PermitsOnTheConsentWhenEveryConditionHolds) {
  const World w;
  const auto result = w.check();
  ASSERT_TRUE(result);
  EXPECT_EQ(*result, basis_of(BasisKind::consent, w.consents[0].id, "III.3(4)"));
}

TEST(AccessRule, NamesEachConditionThatFailsAlone) {
  for (const Condition& condition : conditions()) {
    World w;
    condition.breaks(w);
    EXPECT_EQ(answer(w), condition.named) << condition.name;
  }
}

TEST(AccessRule, NamesTheFirstConditionThatFails) {
  for (std::size_t i = 0; i < conditions().size(); ++i) {
    for (std::size_t j = i + 1; j < conditions().size(); ++j) {
      World w;
      conditions()[j].breaks(w);
      conditions()[i].breaks(w);
      EXPECT_EQ(answer(w), conditions()[i].named) << conditions()[i].name << " before " << conditions()[j].name;
    }
  }
}

TEST(AccessRule, RefusesEveryAccountStateButActive) {
  for (const auto& [status, name] : codes(AccountStatus{})) {
    World w;
    w.account.status = status;
    EXPECT_EQ(answer(w), status == AccountStatus::active ? "permit" : "technical account-suspended") << name;
  }
  World unknown;
  unknown.account.exists = false;
  EXPECT_EQ(answer(unknown), "technical account-suspended");
}

TEST(AccessRule, RefusesEveryFacilityAndPledgeStateButTheGoodOne) {
  for (const auto& [status, name] : codes(FacilityStatus{})) {
    World w;
    w.facility.status = status;
    EXPECT_EQ(answer(w), status == FacilityStatus::active ? "permit" : "technical facility-suspended") << name;
  }
  for (const auto& [status, name] : codes(PledgeState{})) {
    for (pledge::State World::*pledge : {&World::user_pledge, &World::facility_pledge}) {
      World w;
      (w.*pledge).status = status;
      EXPECT_EQ(answer(w), status == PledgeState::verified ? "permit" : "technical pledge-not-in-force")
          << name;
    }
  }
}

TEST(AccessRule, TellsAnOutsiderFromAnInsiderByTheAssignmentOnly) {
  for (std::size_t i = 6; i < conditions().size(); ++i) {  // from participation on
    World w;
    conditions()[i].breaks(w);
    w.room.assignments.clear();
    EXPECT_EQ(answer(w).substr(0, 8), "outsider") << conditions()[i].name;
  }
  World unknown;
  unknown.room = {};
  EXPECT_EQ(answer(unknown), "outsider facility-not-in-room");
}

TEST(AccessRule, KeepsSomeoneWhoseAssignmentIsStillToComeAnOutsider) {  // product.md no. 18: present or past
  World w;
  w.room.assignments[0].from_on = kToday.plus_days(1);
  EXPECT_EQ(answer(w), "outsider not-assigned");
}

// A limit on a day lasts until its 24:00 in Japan: permitted a microsecond before, refused from then on.
void expect_change_at(const World& w, Instant limit, const std::string& before, const std::string& after) {
  for (const auto& [offset, expected] : {std::pair{-1, before}, {0, after}, {1, after}}) {
    World then = w;
    then.now = {limit.microseconds + offset};
    EXPECT_EQ(answer(then), expected) << offset << " µs";
  }
}

TEST(AccessRule, LetsAPasswordExpireAtTheEndOfItsLastDay) {
  World w;
  w.account.password_expires_on = kToday;
  expect_change_at(w, at("2026-11-22T15:00:00Z"), "permit", "technical password-change-required");
}

TEST(AccessRule, LetsTheEnvironmentEndAtTheEndOfItsLastDay) {
  World w;
  w.facility.environment_until = kToday;
  expect_change_at(w, at("2026-11-22T15:00:00Z"), "permit", "technical environment-not-recognised");
}

TEST(AccessRule, LetsAFacilityTakePartUntilTheEndOfItsLastDay) {
  World w;
  w.room.facilities[0].until_on = kToday;
  expect_change_at(w, at("2026-11-22T15:00:00Z"), "permit", "insider facility-not-in-room");
}

TEST(AccessRule, LetsAnAssignmentRunFromItsFirstDayToTheEndOfItsLast) {
  World w;
  w.room.assignments[0].from_on = kToday;
  w.room.assignments[0].until_on = kToday;
  expect_change_at(w, at("2026-11-21T15:00:00Z"), "outsider not-assigned", "permit");
  expect_change_at(w, at("2026-11-22T15:00:00Z"), "permit", "insider not-assigned");
}

TEST(AccessRule, EndsASelfAssignmentAtItsInstant) {
  World w;
  w.room.assignments[0].until_at = at("2026-11-22T03:00:00.5Z");
  expect_change_at(w, at("2026-11-22T03:00:00.5Z"), "permit", "insider not-assigned");
}

TEST(AccessRule, CountsAnyOfSeveralAssignmentsAndTheNewestParticipation) {
  World w;
  w.room.assignments[0].ended = true;
  w.room.assignments.push_back({id<AssignmentId>(52), w.account.id, w.facility.id, kToday, {}, {}, false});
  w.room.facilities[0].ended = true;
  w.room.facilities.push_back({w.facility.id, "clinic", {}, false});
  EXPECT_EQ(answer(w), "permit");
}

TEST(AccessRule, LetsEachFacilityReadItsOwnAfterAWithdrawal) {  // product.md no. 24
  World w;
  w.room.status = RoomStatus::sharing_stopped;
  w.consents[0].status = ConsentState::withdrawn;
  EXPECT_EQ(answer(w), "insider sharing-stopped");
  w.own = true;
  const auto result = w.check();
  ASSERT_TRUE(result);
  EXPECT_EQ(*result, basis_of(BasisKind::assignment, w.room.id, "III.3(4)"));
  for (const auto& [operation, name] : codes(Operation{})) {
    if (operation == Operation::read || operation == Operation::retract) continue;
    w.operation = operation;
    EXPECT_EQ(answer(w), "insider sharing-stopped") << name;
  }
}

TEST(AccessRule, LetsAnAuthorTakeBackAPostAfterAWithdrawal) {  // about the wrong person, say: no. 40
  World w;
  w.room.status = RoomStatus::sharing_stopped;
  w.consents[0].status = ConsentState::withdrawn;
  w.operation = Operation::retract;
  EXPECT_EQ(answer(w), "permit");
}

TEST(AccessRule, LetsAFacilityWhosePartHasEndedReadItsOwn) {  // no. 24: its own records stay its own
  World w;
  w.room.facilities[0].ended = true;
  EXPECT_EQ(answer(w), "insider facility-not-in-room");
  w.own = true;
  EXPECT_EQ(answer(w), "permit");
  w.operation = Operation::post;
  EXPECT_EQ(answer(w), "insider facility-not-in-room");
  w.room.facilities.clear();
  w.operation = Operation::read;
  EXPECT_EQ(answer(w), "insider facility-not-in-room");
}

TEST(AccessRule, AllowsInEachRoomStateOnlyWhatItShould) {
  const auto allowed = [](RoomStatus status, Operation operation, bool own) {
    World w;
    w.room.status = status;
    w.operation = operation;
    w.own = own;
    return answer(w);
  };
  EXPECT_EQ(allowed(RoomStatus::closing, Operation::post, false), "permit");  // no. 25
  EXPECT_EQ(allowed(RoomStatus::closing, Operation::manage, false), "insider room-not-open");
  EXPECT_EQ(allowed(RoomStatus::closed, Operation::read, true), "permit");
  EXPECT_EQ(allowed(RoomStatus::closed, Operation::read, false), "insider room-closed");
  EXPECT_EQ(allowed(RoomStatus::closed, Operation::post, true), "insider room-closed");
  EXPECT_EQ(allowed(RoomStatus::open, Operation::manage, false), "permit");
}

TEST(AccessRule, TakesOnlyAConsentOfThePersonThatCoversTheFacility) {
  const auto with = [](const Change& change) {
    World w;
    change(w);
    return answer(w);
  };
  const std::string no = "insider consent-not-effective";
  EXPECT_EQ(with([](World& w) { w.consents.erase(w.consents.begin()); }), no);  // the family's alone
  EXPECT_EQ(with([](World& w) { w.consents[0].status = ConsentState::received; }), no);
  EXPECT_EQ(with([](World& w) { w.consents[0].status = ConsentState::refused; }), no);
  EXPECT_EQ(with([](World& w) { w.consents[0].scope.facilities.clear(); }), no);
  EXPECT_EQ(with([](World& w) { w.consents[0].excluded_facilities = {w.facility.id}; }), no);
  EXPECT_EQ(with([](World& w) { w.consents[0].scope.data_kinds.clear(); }), no);
  EXPECT_EQ(with([](World& w) { w.consents[0].scope = {{"clinic"}, {}, {"all"}}; }), "permit");
  EXPECT_EQ(with([](World& w) { w.consents[0].grantor_kind = GrantorKind::legal_representative; }), "permit");
  EXPECT_EQ(with([](World& w) { w.consents[0].family_excluded = true; }), "permit");
}

// A kind of record may be withdrawn from a form, or be all that it covers (product.md no. 24).
TEST(AccessRule, TakesOnlyAConsentThatCoversTheKindOfRecord) {
  const auto with = [](std::optional<MessageKind> kind, const Change& change) {
    World w;
    w.kind = kind;
    change(w);
    return answer(w);
  };
  const std::string no = "insider consent-not-effective";
  const auto excluded = [](World& w) { w.consents[0].excluded_data_kinds = {"medication"}; };
  EXPECT_EQ(with(MessageKind::medication, excluded), no);
  EXPECT_EQ(with(MessageKind::measurement, excluded), "permit");
  EXPECT_EQ(with({}, excluded), "permit");
  const auto only = [](World& w) { w.consents[0].scope.data_kinds = {"medication"}; };
  EXPECT_EQ(with(MessageKind::medication, only), "permit");
  EXPECT_EQ(with(MessageKind::measurement, only), no);
  EXPECT_EQ(with({}, only), "permit");
  const auto all = [](World& w) { w.consents[0].excluded_data_kinds = {"all"}; };
  EXPECT_EQ(with(MessageKind::medication, all), no);
  EXPECT_EQ(with({}, all), no);
  const auto own = [&](World& w) { all(w), w.own = true; };
  EXPECT_EQ(with(MessageKind::medication, own), "permit") << "one's own records stay readable";
}

TEST(AccessRule, AllowsExactlyThePolicysSevenPurposes) {
  std::size_t permitted = 0;
  for (const auto& [purpose, name] : codes(Purpose{})) {
    World w;
    w.purpose = purpose;
    permitted += answer(w) == "permit";
  }
  EXPECT_EQ(permitted, 7u);
}

TEST(AccessRule, ChecksACityAccountsOwnStandingOnly) {
  World w;
  w.account.city_roles = {CityRole::intake_officer};
  w.account.facility = {};
  w.facility = {};
  w.user_pledge = w.facility_pledge = {};
  w.device_known = false;
  EXPECT_TRUE(check_standing(w.standing(), w.now));
  EXPECT_EQ(answer(w), "insider facility-not-in-room");  // a role is never an assignment (no. 45)
  w.account.password_expires_on.reset();
  EXPECT_EQ(answer(w), "technical password-change-required");
}

TEST(AccessRule, UsesFamilyDataOnlyOnTheFamilysOwnConsent) {  // product.md no. 4
  const auto with = [](const Change& change) {
    World w;
    change(w);
    return family_consent(w.consents);
  };
  EXPECT_EQ(with([](World&) {}), id<ConsentFormId>(62));
  EXPECT_EQ(with([](World& w) { w.consents.pop_back(); }), std::nullopt);
  EXPECT_EQ(with([](World& w) { w.consents[0].family_data = FamilyData::none; }), std::nullopt);
  EXPECT_EQ(with([](World& w) { w.consents[0].status = ConsentState::withdrawn; }), std::nullopt);
  EXPECT_EQ(with([](World& w) { w.consents[1].status = ConsentState::received; }), std::nullopt);
  EXPECT_EQ(with([](World& w) { w.consents[0].family_excluded = true; }), std::nullopt);
  EXPECT_EQ(with([](World& w) { w.consents[1].family_excluded = true; }), std::nullopt);
  EXPECT_EQ(with([](World& w) { w.consents[1].grantor_kind = GrantorKind::family_member; }),
            id<ConsentFormId>(62));
}

}  // namespace
}  // namespace renkei::testing
