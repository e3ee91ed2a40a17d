// Accounts, credentials and facilities.
#include <set>

#include "domain/account/commands.h"
#include "domain/facility/state.h"
#include "tests/domain/given.h"

namespace renkei::testing {
namespace {

using namespace account;

struct Accounts : ::testing::Test {
  State user = given<State>({AccountCreated{
      id<AccountId>(11), id<PersonId>(12), id<FacilityId>(21), 4, id<PledgeId>(51), {}, "", "", ""}});
  State officer =
      given<State>({CityRoleGranted{id<AccountId>(1), id<PersonId>(2), {CityRole::approver}, {}, ""}});
  const State nobody;

  static Decision issue(const State& s, CredentialKind kind = CredentialKind::initial) {
    return decide(s, IssueCredential{id<CredentialId>(61), kind}, policy_in_force(), kToday);
  }
  static Decision change(const State& s, CivilDate today = kToday) {
    return decide(s, RecordPasswordChange{true}, policy_in_force(), today);
  }
  static void activate(State& s) {
    follow(s, issue(s));
    follow(s, change(s));
  }
};

TEST_F(Accounts, GetOneInitialCredentialAndReissuesAfter) {
  EXPECT_EQ(names(issue(nobody)), refused(Rejection::not_found));
  const Decision issued = issue(user);
  EXPECT_EQ(first<CredentialIssued>(issued).valid_until_on, kToday.plus_days(30));
  follow(user, issued);
  EXPECT_EQ(names(issue(user)), refused(Rejection::secret_already_shown));
  EXPECT_EQ(names(issue(user, CredentialKind::reissue)), Names{"CredentialIssued"});
}

TEST_F(Accounts, AreHandedTheirCredentialOnce) {
  const DeliverCredential deliver{DeliveryMethod::sealed_letter, "本人", kToday};
  EXPECT_EQ(names(decide(nobody, deliver)), refused(Rejection::not_found));
  EXPECT_EQ(names(decide(user, deliver)), refused(Rejection::wrong_state));
  follow(user, issue(user));
  follow(user, decide(user, deliver));
  EXPECT_EQ(names(decide(user, deliver)), refused(Rejection::wrong_state));
  follow(user, issue(user, CredentialKind::reissue));
  EXPECT_TRUE(decide(user, deliver));
}

TEST_F(Accounts, AreActivatedByTheFirstPasswordChange) {
  follow(user, issue(user));
  const Decision first_change = change(user);
  EXPECT_EQ(names(first_change), (Names{"InitialPasswordChanged", "AccountActivated"}));
  follow(user, first_change);
  EXPECT_EQ(names(change(user)), Names{"PasswordChanged"});
  follow(user, issue(user, CredentialKind::reissue));
  EXPECT_EQ(names(change(user)), Names{"InitialPasswordChanged"});
}

TEST_F(Accounts, AreNotActivatedWithoutPledgesInForce) {
  follow(user, issue(user));
  const RecordPasswordChange without{false};
  EXPECT_EQ(names(decide(user, without, policy_in_force(), kToday)), refused(Rejection::pledge_not_in_force));
  follow(user, change(user));
  EXPECT_EQ(names(decide(user, without, policy_in_force(), kToday)), Names{"PasswordChanged"});
  EXPECT_EQ(names(decide(officer, without, policy_in_force(), kToday)), Names{"InitialPasswordChanged"});
}

// What somebody who guesses passwords can bring about must not make a lock stale.
TEST_F(Accounts, CountWhatIsDoneToThemAndNotWhoComesAndGoes) {
  std::set<std::string> uncounted;
  for_each_event_type([&]<class E>() {
    if constexpr (E::kType.aggregate == Aggregate::account) {
      State state;
      apply(state, E{});
      if (state.acts == 0) uncounted.emplace(E::kType.name);
      EXPECT_LE(state.acts, 1u) << E::kType.name;
    }
  });
  EXPECT_EQ(uncounted,
            (std::set<std::string>{"ActionDenied", "LoginFailed", "LoginSucceeded", "SessionEnded"}));
}

TEST_F(Accounts, OfTheCityAreActivatedByTheSecondFactor) {
  EXPECT_EQ(names(decide(officer, EnrolSecondFactor{})), refused(Rejection::wrong_state));
  EXPECT_EQ(names(change(officer)), Names{"InitialPasswordChanged"});
  follow(officer, change(officer));
  const Decision enrolled = decide(officer, EnrolSecondFactor{});
  EXPECT_EQ(names(enrolled), (Names{"SecondFactorEnrolled", "AccountActivated"}));
  follow(officer, enrolled);
  EXPECT_EQ(names(decide(officer, EnrolSecondFactor{})), refused(Rejection::already_exists));
}

TEST_F(Accounts, HaveAPasswordForOneMonthClampedToItsEnd) {
  const auto expires = [&](CivilDate today) {
    return first<InitialPasswordChanged>(change(user, today)).expires_on;
  };
  EXPECT_EQ(expires(day(2026, 1, 31)), day(2026, 2, 28));
  EXPECT_EQ(expires(day(2028, 1, 31)), day(2028, 2, 29));
  EXPECT_EQ(expires(day(2026, 12, 31)), day(2027, 1, 31));
  policy::Policy two = policy_in_force();
  two.password.max_age_months = 2;
  EXPECT_EQ(first<InitialPasswordChanged>(decide(user, RecordPasswordChange{true}, two, day(2026, 11, 22)))
                .expires_on,
            day(2027, 1, 22));
}

TEST_F(Accounts, KeepAPasswordUntilTheEndOfItsLastDay) {
  activate(user);
  EXPECT_TRUE(user.password_current(day(2026, 12, 22)));
  EXPECT_FALSE(user.password_current(day(2026, 12, 23)));
  EXPECT_FALSE(nobody.password_current(kToday));
}

// What each state allows: lock, unlock, suspend, reinstate, close, password change, reissue.
TEST_F(Accounts, AllowInEachStateOnlyWhatItShould) {
  const auto allowed = [](const State& s) {
    std::string set;
    if (decide(s, LockAccount{})) set += "lock ";
    if (decide(s, UnlockAccount{})) set += "unlock ";
    if (decide(s, SuspendAccount{"x"})) set += "suspend ";
    if (decide(s, ReinstateAccount{})) set += "reinstate ";
    if (decide(s, CloseAccount{kToday}, kToday)) set += "close ";
    if (change(s)) set += "password ";
    if (issue(s, CredentialKind::reissue)) set += "reissue ";
    return set;
  };
  EXPECT_EQ(allowed(nobody), "");
  for (const AccountStatus status : {AccountStatus::created, AccountStatus::active}) {
    user.status = status;
    EXPECT_EQ(allowed(user), "lock suspend close password reissue ");
  }
  user.status = AccountStatus::locked;
  EXPECT_EQ(allowed(user), "unlock close ");
  user.status = AccountStatus::suspended;
  EXPECT_EQ(allowed(user), "reinstate close ");
  user.status = AccountStatus::closed;
  EXPECT_EQ(allowed(user), "");
}

TEST_F(Accounts, ComeBackAsTheyWereAfterALockOrSuspension) {
  for (int activated = 0; activated < 2; ++activated) {
    if (activated == 1) activate(user);
    const AccountStatus before = user.status;
    follow(user, decide(user, LockAccount{}));
    EXPECT_EQ(user.status, AccountStatus::locked);
    follow(user, decide(user, UnlockAccount{}));
    EXPECT_EQ(user.status, before);
    follow(user, decide(user, SuspendAccount{"x"}));
    follow(user, decide(user, ReinstateAccount{}));
    EXPECT_EQ(user.status, before);
  }
}

TEST_F(Accounts, AreNotClosedForADayStillToCome) {
  EXPECT_EQ(names(decide(user, CloseAccount{kToday.plus_days(1)}, kToday)), refused(Rejection::invalid_value));
  EXPECT_EQ(decide(user, CloseAccount{kToday}, kToday)->front().occurred_on, kToday);
}

TEST_F(Accounts, CountFailedLoginsUntilASuccess) {
  apply(user, LoginFailed{user.id, 3});
  apply(user, LoginFailed{user.id, 1});
  EXPECT_EQ(user.failed_logins, 4u);
  apply(user, LoginSucceeded{});
  EXPECT_EQ(user.failed_logins, 0u);
}

TEST_F(Accounts, CannotBeCreatedTwice) {
  EXPECT_THROW(apply(user, AccountCreated{}), CorruptHistory);
  EXPECT_THROW(apply(user, facility::FacilitySuspended{}), CorruptHistory);  // another aggregate's
}

TEST(Facilities, AreSuspendedByAPersonWhoSawTheImpact) {
  facility::State state;
  EXPECT_EQ(names(decide(state, facility::SuspendFacility{"x", true})), refused(Rejection::not_found));
  EXPECT_EQ(names(decide(state, facility::ReinstateFacility{})), refused(Rejection::not_found));
  state = given<facility::State>({facility::FacilityRegistered{id<FacilityId>(21), "clinic", {}, {}, {}, {}}});
  EXPECT_EQ(names(decide(state, facility::ReinstateFacility{})), refused(Rejection::wrong_state));
  EXPECT_EQ(names(decide(state, facility::SuspendFacility{"x", false})), refused(Rejection::invalid_value));
  follow(state, decide(state, facility::SuspendFacility{"x", true}));
  EXPECT_EQ(names(decide(state, facility::SuspendFacility{"x", true})), refused(Rejection::wrong_state));
  follow(state, decide(state, facility::ReinstateFacility{}));
  EXPECT_EQ(state.status, FacilityStatus::active);
}

}  // namespace
}  // namespace renkei::testing
