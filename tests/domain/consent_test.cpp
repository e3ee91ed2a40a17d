// Consent forms: verified once, withdrawn in whole or in part.
#include "tests/domain/room_samples.h"

namespace renkei::testing {
namespace {

struct Withdrawals : ::testing::Test {
  consent::State self = form_of(GrantorKind::self, 61);
  std::vector<consent::State> forms;  // of the room
  room::State room = open_room();
  Decision withdraw(WithdrawalScope scope, std::optional<FacilityId> facility = {},
                    std::optional<std::string> kind = {}, CivilDate on = kToday) {
    return decide(self, consent::WithdrawConsent{scope, facility, kind, {}, on, {}, {}}, &room, forms, kToday);
  }
};

TEST_F(Withdrawals, OfAllStopSharingAtOnce) {
  const Decision decision = withdraw(WithdrawalScope::all);
  EXPECT_EQ(names(decision), (Names{"ConsentWithdrawn", "RoomSharingStopped"}));
  follow(self, decision);
  follow(room, decision);
  EXPECT_FALSE(self.in_force());
  EXPECT_EQ(room.status, RoomStatus::sharing_stopped);
  EXPECT_EQ(names(withdraw(WithdrawalScope::all)), refused(Rejection::wrong_state));
}

TEST_F(Withdrawals, OfOneFacilityEndItsPartAndLeaveTheRoomOpen) {
  const Decision decision = withdraw(WithdrawalScope::facility, kClinic);
  EXPECT_EQ(names(decision), (Names{"ConsentWithdrawn", "RoomFacilityEnded"}));
  follow(self, decision);
  follow(room, decision);
  EXPECT_EQ(room.status, RoomStatus::open);
  EXPECT_FALSE(room.takes_part(kClinic, kToday));
  EXPECT_TRUE(room.takes_part(kOffice, kToday));
  EXPECT_FALSE(self.covers_facility(kClinic, "clinic"));
  EXPECT_TRUE(self.covers_facility(kOffice, "home_care_support_office"));
  EXPECT_EQ(names(withdraw(WithdrawalScope::facility, id<FacilityId>(99))), Names{"ConsentWithdrawn"});
}

TEST_F(Withdrawals, OfFamilyDataOrOneKindTouchNothingElse) {
  follow(self, withdraw(WithdrawalScope::family));
  EXPECT_TRUE(self.in_force());
  EXPECT_EQ(family_consent({self, form_of(GrantorKind::family_representative, 62)}), std::nullopt);
  const Decision kind = withdraw(WithdrawalScope::data_kind, {}, "medication");
  EXPECT_EQ(names(kind), Names{"ConsentWithdrawn"});
  follow(self, kind);
  EXPECT_FALSE(self.covers_data_kind("medication"));
  EXPECT_TRUE(self.covers_data_kind("measurement"));
}

// What was said on one paper and on a second one is withdrawn once, for both.
TEST_F(Withdrawals, BindEveryFormThatSpeaksForThePerson) {
  consent::State other = form_of(GrantorKind::self, 63);
  const consent::State family = form_of(GrantorKind::family_representative, 62);
  forms = {self, other, family};
  for (const auto& [scope, kind] : {std::pair(WithdrawalScope::family, std::optional<std::string>()),
                                    {WithdrawalScope::data_kind, "medication"}}) {
    const Decision decision = withdraw(scope, {}, kind);
    EXPECT_EQ(names(decision), (Names{"ConsentWithdrawn", "ConsentWithdrawn"}));
    ASSERT_TRUE(decision);
    apply(self, (*decision)[0].event);
    apply(other, (*decision)[1].event);
    forms = {self, other, family};
  }
  EXPECT_EQ(family_consent(forms), std::nullopt);
  EXPECT_FALSE(self.covers_data_kind("medication"));
  EXPECT_FALSE(other.covers_data_kind("medication"));
  EXPECT_EQ(names(withdraw(WithdrawalScope::facility, kClinic)),
            (Names{"ConsentWithdrawn", "ConsentWithdrawn", "RoomFacilityEnded"}));
  EXPECT_EQ(names(withdraw(WithdrawalScope::all)),
            (Names{"ConsentWithdrawn", "ConsentWithdrawn", "RoomSharingStopped"}));
  other.status = ConsentState::withdrawn;
  forms = {self, other, family};
  EXPECT_EQ(names(withdraw(WithdrawalScope::all)), (Names{"ConsentWithdrawn", "RoomSharingStopped"}));
}

TEST_F(Withdrawals, OfTheFamilysFormDoNotStopTheRoom) {
  self = form_of(GrantorKind::family_representative, 62);
  EXPECT_EQ(names(withdraw(WithdrawalScope::all)), Names{"ConsentWithdrawn"});
  EXPECT_EQ(names(withdraw(WithdrawalScope::facility, kClinic)), Names{"ConsentWithdrawn"});
}

TEST_F(Withdrawals, NameExactlyWhatTheirScopeNeeds) {
  for (const Decision& wrong :
       {withdraw(WithdrawalScope::facility), withdraw(WithdrawalScope::all, kClinic),
        withdraw(WithdrawalScope::data_kind), withdraw(WithdrawalScope::data_kind, {}, "x"),
        withdraw(WithdrawalScope::all, {}, "x"), withdraw(WithdrawalScope::all, {}, {}, kToday.plus_days(1))}) {
    EXPECT_EQ(names(wrong), refused(Rejection::invalid_value));
  }
  self = {};
  EXPECT_EQ(names(withdraw(WithdrawalScope::all)), refused(Rejection::not_found));
}

TEST(Consents, AreVerifiedOnce) {
  consent::State state = form_of(GrantorKind::self, 61, false);
  EXPECT_FALSE(state.in_force());
  EXPECT_EQ(names(decide(consent::State{}, consent::VerifyConsent{{"x"}})), refused(Rejection::not_found));
  follow(state, decide(state, consent::VerifyConsent{{"x"}}));
  EXPECT_EQ(names(decide(state, consent::VerifyConsent{{"x"}})), refused(Rejection::wrong_state));
  follow(state, decide(state, consent::WithdrawConsent{WithdrawalScope::all, {}, {}, {}, kToday, {}, {}},
                       nullptr, {}, kToday));
  EXPECT_EQ(names(decide(state, consent::VerifyConsent{{"x"}})), refused(Rejection::wrong_state));
}

}  // namespace
}  // namespace renkei::testing
