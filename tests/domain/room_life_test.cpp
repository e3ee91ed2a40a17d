// What happens to a room and its records later: supplements, closing, 代行入力, acknowledgements, the setting.
#include "domain/consent/commands.h"
#include "domain/room/commands.h"
#include "tests/domain/given.h"

namespace renkei::testing {
namespace {

const FacilityId kClinic = id<FacilityId>(21), kOffice = id<FacilityId>(22), kHospital = id<FacilityId>(23);
const AccountId kDoctor = id<AccountId>(11), kClerk = id<AccountId>(12);

consent::State form_of(GrantorKind grantor, std::uint8_t n) {
  consent::ConsentFormReceived e;
  e.consent_form = id<ConsentFormId>(n);
  e.grantor_kind = grantor;
  e.scope = {{"clinic"}, {kOffice}, {"all"}};
  return given<consent::State>({e, consent::ConsentVerified{e.consent_form, {}, {"signature"}}});
}

struct Supplements : ::testing::Test {
  consent::State form = form_of(GrantorKind::self, 61);
  Decision supplement(ConsentScope added, CivilDate on = kToday) {
    return decide(
        form, consent::SupplementConsent{std::move(added), {}, on, {GrantorKind::self}, {"signature"}}, kToday);
  }
};

TEST_F(Supplements, LetAFurtherFacilityBeCovered) {
  EXPECT_FALSE(form.covers_facility(kHospital, "hospital"));
  const Decision decision = supplement({{"hospital"}, {}, {}});
  EXPECT_EQ(names(decision), Names{"ConsentSupplemented"});
  follow(form, decision);
  EXPECT_TRUE(form.covers_facility(kHospital, "hospital"));
  EXPECT_TRUE(form.covers_facility(kOffice, "home_care_support_office"));
  EXPECT_EQ(names(supplement({{"hospital"}, {}, {}})), refused(Rejection::already_exists));
  EXPECT_EQ(names(supplement({})), refused(Rejection::already_exists));
  EXPECT_EQ(names(supplement({{}, {kHospital}, {}}, kToday.plus_days(1))), refused(Rejection::invalid_value));
}

TEST_F(Supplements, DoNotUndoAWithdrawal) {
  using consent::WithdrawConsent;
  follow(form, decide(form, WithdrawConsent{WithdrawalScope::facility, kOffice, {}, {}, kToday, {}, {}},
                      nullptr, {}, kToday));
  EXPECT_EQ(names(supplement({{}, {kOffice}, {}})), refused(Rejection::wrong_state));
  follow(form, decide(form, WithdrawConsent{WithdrawalScope::data_kind, {}, "medication", {}, kToday, {}, {}},
                      nullptr, {}, kToday));
  EXPECT_EQ(names(supplement({{}, {}, {"medication"}})), refused(Rejection::wrong_state));
  follow(form,
         decide(form, WithdrawConsent{WithdrawalScope::all, {}, {}, {}, kToday, {}, {}}, nullptr, {}, kToday));
  EXPECT_EQ(names(supplement({{"hospital"}, {}, {}})), refused(Rejection::wrong_state));
  form = {};
  EXPECT_EQ(names(supplement({{"hospital"}, {}, {}})), refused(Rejection::not_found));
}

struct RoomLife : ::testing::Test {
  room::State room = given<room::State>(
      {room::RoomOpened{id<RoomId>(31), id<CareRecipientId>(41), {}, {id<ConsentFormId>(61)}},
       room::RoomFacilityAdded{id<RoomId>(31), {}, kClinic, "clinic", {}},
       room::RoomMemberAssigned{
           id<RoomId>(31), {}, id<AssignmentId>(51), kDoctor, kClinic, kToday, {}, {}, ""}});
  std::vector<consent::State> consents{form_of(GrantorKind::self, 61),
                                       form_of(GrantorKind::family_representative, 62)};
  Decision reopen() { return decide_reopen(room, {"再開"}, consents); }
};

TEST_F(RoomLife, ClosesOnceAndOpensAgainUnderAConsentInForce) {
  EXPECT_EQ(names(room::decide_close({}, {"x"})), refused(Rejection::not_found));
  EXPECT_EQ(names(room::decide_reopen({}, {"x"}, consents)), refused(Rejection::not_found));
  EXPECT_EQ(names(reopen()), refused(Rejection::wrong_state));
  follow(room, decide_close(room, {"転居"}));
  EXPECT_EQ(room.status, RoomStatus::closed);
  EXPECT_EQ(names(decide_close(room, {"転居"})), refused(Rejection::wrong_state));
  const Decision decision = reopen();
  EXPECT_EQ(names(decision), Names{"RoomReopened"});
  EXPECT_EQ(decision->front().basis.id, id<ConsentFormId>(61).octets);
  follow(room, decision);
  EXPECT_EQ(room.status, RoomStatus::open);
}

TEST_F(RoomLife, BringsNoAssignmentBackWithAFacility) {
  EXPECT_TRUE(room.assigned(kDoctor, kNow));
  follow(room, decide_end_facility(room, kClinic, kToday));
  EXPECT_TRUE(room.assigned(kDoctor, kNow)) << "for the facility's own records";
  facility::State clinic;
  clinic.exists = true;
  clinic.id = kClinic;
  clinic.facility_kind = "clinic";
  clinic.status = FacilityStatus::active;
  const Decision again = decide_add_facility(room, {kClinic, {}}, clinic, consents, kToday);
  EXPECT_EQ(names(again), (Names{"RoomFacilityAdded", "RoomAssignmentEnded"}));
  follow(room, again);
  EXPECT_TRUE(room.takes_part(kClinic, kToday));
  EXPECT_FALSE(room.assigned(kDoctor, kNow));
}

TEST_F(RoomLife, IsNeverReopenedAroundAWithdrawal) {
  room.status = RoomStatus::sharing_stopped;
  EXPECT_EQ(names(reopen()), refused(Rejection::wrong_state));
  follow(room, decide_close(room, {"終了"}));
  consents[0].status = ConsentState::withdrawn;
  EXPECT_EQ(names(reopen()), refused(Rejection::consent_not_effective));
  consents.push_back(
      form_of(GrantorKind::legal_representative, 63));  // another form does not undo the withdrawal
  EXPECT_EQ(names(reopen()), refused(Rejection::consent_not_effective));
  consents.erase(consents.begin());
  EXPECT_EQ(names(reopen()), Names{"RoomReopened"});
  consents.pop_back();  // the family's own form alone
  EXPECT_EQ(names(reopen()), refused(Rejection::consent_not_effective));
}

TEST_F(RoomLife, LetsAColleagueTypeForSomeoneWhoIsAssigned) {
  auto doctor = given<account::State>({account::AccountCreated{kDoctor, {}, kClinic, 1, {}, {}, "", "", ""},
                                       account::AccountActivated{kDoctor}});
  const Actor clerk{kClerk, kClinic, 17, ActorRole::system_user, {}};
  const auto allowed = [&] { return may_be_written_for(room, doctor, clerk, kNow); };
  EXPECT_TRUE(allowed());
  EXPECT_FALSE(may_be_written_for(room, doctor, Actor{kDoctor, kClinic, 1, ActorRole::system_user, {}}, kNow));
  EXPECT_FALSE(may_be_written_for(room, doctor, Actor{kClerk, kOffice, 17, ActorRole::system_user, {}}, kNow));
  EXPECT_FALSE(may_be_written_for(room, {}, clerk, kNow));
  doctor.status = AccountStatus::closed;
  EXPECT_FALSE(allowed());
  doctor.status = AccountStatus::active;
  room.assignments.clear();
  EXPECT_FALSE(allowed());
}

struct OnBehalf : ::testing::Test {
  room::Message message = typed_by(kClerk);

  static room::Message typed_by(const AccountId& clerk, MessageKind kind = MessageKind::visit_record) {
    room::MessagePosted e;
    e.message = id<MessageId>(81);
    e.kind = kind;
    Recorded posted = recorded(e, clerk);
    posted.act.actor.facility = kClinic;
    if (clerk != kDoctor) posted.act.actor.on_behalf_of = kDoctor;
    return room::message_from(posted);
  }
  void follow_message(const Decision& decision, const FacilityId& facility = kClinic) {
    ASSERT_TRUE(decision);
    Recorded later = recorded(decision->front().event);
    later.act.actor.facility = facility;
    apply_to_message(message, later);
  }
};

TEST_F(OnBehalf, TheAuthorIsWhoseWordsTheyAre) {
  EXPECT_EQ(message.author, kDoctor);
  EXPECT_EQ(message.entered_by, kClerk);
  EXPECT_TRUE(message.awaits_approval());
  EXPECT_FALSE(typed_by(kDoctor).awaits_approval());
}

TEST_F(OnBehalf, OnlyTheAuthorApprovesAndOnlyOnce) {
  EXPECT_EQ(names(decide_approve(message, kClerk, {})), refused(Rejection::not_author));
  EXPECT_EQ(names(room::decide_approve({}, kDoctor, {})), refused(Rejection::not_found));
  EXPECT_EQ(names(decide_approve(typed_by(kDoctor), kDoctor, {})), refused(Rejection::wrong_state));
  follow_message(decide_correct(message, {"直した", "誤記"}, kClerk, {}, {}));
  const Decision approved = decide_approve(message, kDoctor, {});
  EXPECT_EQ(first<room::MessageApproved>(approved).version, 2u);
  follow_message(approved);
  EXPECT_EQ(names(decide_approve(message, kDoctor, {})), refused(Rejection::wrong_state));
  message.retracted = true;
  EXPECT_EQ(names(decide_approve(message, kDoctor, {})), refused(Rejection::already_retracted));
}

TEST_F(OnBehalf, WhoTypedItMayChangeItUntilItIsApproved) {
  const Actor clerk{kClerk, kClinic, 17, ActorRole::system_user, {}};
  const auto changes = [&] {
    return std::pair(names(decide_correct(message, {"直した", "誤記"}, kClerk, {}, {})),
                     names(decide_retract(message, {RetractionReason::mistake}, clerk, {}, {}, {})));
  };
  EXPECT_EQ(changes(), std::pair(Names{"MessageCorrected"}, Names{"MessageRetracted"}));
  follow_message(decide_approve(message, kDoctor, {}));
  EXPECT_EQ(changes(), std::pair(refused(Rejection::not_author), refused(Rejection::not_author)));
  EXPECT_EQ(names(decide_correct(message, {"直した", "誤記"}, kDoctor, {}, {})), Names{"MessageCorrected"});
}

TEST_F(OnBehalf, HandoversAreAcknowledgedOnceByEachOtherFacility) {
  const auto acknowledge = [&](const FacilityId& facility) {
    return decide_acknowledge(message, facility, {});
  };
  EXPECT_EQ(names(acknowledge(kOffice)), refused(Rejection::wrong_state));  // a visit record asks for nothing
  for (const MessageKind kind : {MessageKind::handover, MessageKind::question}) {
    message = typed_by(kDoctor, kind);
    EXPECT_EQ(names(acknowledge(kClinic)), refused(Rejection::wrong_state));
    follow_message(acknowledge(kOffice), kOffice);
    EXPECT_EQ(names(acknowledge(kOffice)), refused(Rejection::already_exists));
    EXPECT_EQ(names(acknowledge(kHospital)), Names{"MessageAcknowledged"});
    EXPECT_EQ(message.version, 1u);
  }
  message.retracted = true;
  EXPECT_EQ(names(acknowledge(kHospital)), refused(Rejection::already_retracted));
  message = {};
  EXPECT_EQ(names(acknowledge(kOffice)), refused(Rejection::not_found));
}

TEST(CareSettings, FollowOneAnotherAndAreNeverOfADayToCome) {
  using namespace care_recipient;
  State person;
  const auto change = [&](CivilDate from) {
    return decide(person, ChangeCareSetting{CareSetting::hospital, from}, Basis{}, kToday);
  };
  EXPECT_EQ(names(change(kToday)), refused(Rejection::not_found));
  apply(person, CareRecipientRegistered{id<CareRecipientId>(41), id<CareRecipientId>(41), kClinic, {}});
  EXPECT_EQ(person.setting_position, 0u);  // at home
  EXPECT_EQ(names(change(kToday.plus_days(1))), refused(Rejection::invalid_value));
  follow(person, change(kToday.plus_days(-2)));
  EXPECT_NE(person.setting_position, 0u);
  EXPECT_EQ(names(change(kToday.plus_days(-3))), refused(Rejection::wrong_state));
  EXPECT_EQ(change(kToday)->front().occurred_on, kToday);
}

}  // namespace
}  // namespace renkei::testing
