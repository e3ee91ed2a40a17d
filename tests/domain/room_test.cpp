// Consent and its withdrawal, room requests, messages and assignments.
#include "domain/room/commands.h"

#include "domain/consent/commands.h"
#include "domain/room_request/commands.h"
#include "tests/domain/given.h"

namespace renkei::testing {
namespace {

const FacilityId kClinic = id<FacilityId>(21), kOffice = id<FacilityId>(22);
const AccountId kNurse = id<AccountId>(11), kManager = id<AccountId>(12);

consent::State form_of(GrantorKind grantor, std::uint8_t n, bool verified = true) {
  consent::ConsentFormReceived e;
  e.consent_form = id<ConsentFormId>(n);
  e.grantor_kind = grantor;
  e.family_data = FamilyData::present;
  e.scope = {{"clinic"}, {kOffice}, {"all"}};
  auto state = given<consent::State>({e});
  if (verified) apply(state, consent::ConsentVerified{e.consent_form, {}, {"signature"}});
  return state;
}

room::State open_room() {
  return given<room::State>(
      {room::RoomOpened{id<RoomId>(31), id<CareRecipientId>(41), {}, {id<ConsentFormId>(61)}},
       room::RoomFacilityAdded{id<RoomId>(31), {}, kClinic, "clinic", {}},
       room::RoomFacilityAdded{id<RoomId>(31), {}, kOffice, "home_care_support_office", {}}});
}

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

const room_request::CareRecipientSheet kHaru{"香川 ハル", "かがわ はる", Sex::female, "昭和10年3月3日", {}, "",
                                             ""};

struct RoomRequestsAbout : ::testing::Test {
  room_request::SubmitRoomRequest form;
  RoomRequestsAbout() {
    form.main_doctor = {kNurse, true};
    form.consent_forms.resize(1);
    form.consent_forms[0].explained_by = kNurse;
  }
  Decision submit() {
    return decide_submit({}, form, Actor{kNurse, kClinic, 4, ActorRole::system_user, {}},
                         {id<RoomRequestId>(71), id<CareRecipientId>(41), {id<ConsentFormId>(63)}},
                         {{{}}, {{}}});
  }
};

TEST_F(RoomRequestsAbout, SomebodyNewRegisterThePerson) {
  form.care_recipient = kHaru;
  EXPECT_EQ(names(submit()), (Names{"SubjectKeyCreated", "CareRecipientRegistered", "RoomRequestSubmitted",
                                    "ConsentFormReceived", "PurposeExplained"}));
}

TEST_F(RoomRequestsAbout, AKnownPersonRegisterNobody) {  // I-※2
  form.care_recipient_id = id<CareRecipientId>(41);
  const Decision decision = submit();
  EXPECT_EQ(names(decision), (Names{"RoomRequestSubmitted", "ConsentFormReceived", "PurposeExplained"}));
  EXPECT_EQ(first<consent::ConsentFormReceived>(decision).subject, id<CareRecipientId>(41));
  EXPECT_EQ(first<room_request::RoomRequestSubmitted>(decision).defect_codes, Names{"consent-not-attached"});
}

TEST_F(RoomRequestsAbout, NobodyOrTwoPersonsAreRefused) {
  EXPECT_EQ(names(submit()), refused(Rejection::invalid_value));
  form.care_recipient = kHaru;
  form.care_recipient_id = id<CareRecipientId>(41);
  EXPECT_EQ(names(submit()), refused(Rejection::invalid_value));
}

TEST(RoomRequests, MayNameWhomTheFacilityRegisteredOrHasOrHadAPartWith) {
  const FacilityId stranger = id<FacilityId>(23);
  care_recipient::State person;
  person.registered_by = kClinic;
  room::State room = open_room();
  EXPECT_TRUE(room_request::knows(kClinic, person, {}));
  EXPECT_FALSE(room_request::knows(kOffice, person, {}));
  EXPECT_TRUE(room_request::knows(kOffice, person, room));
  apply(room, room::RoomFacilityEnded{room.id, room.subject, kOffice});
  EXPECT_TRUE(room_request::knows(kOffice, person, room));
  EXPECT_FALSE(room_request::knows(stranger, person, room));
}

TEST(RoomRequests, NameTheirDefects) {
  room_request::SubmitRoomRequest form;
  form.care_recipient = kHaru;
  form.main_doctor = {kNurse, true};
  room_request::ConsentSheet self;
  self.family_data = FamilyData::present;
  self.explained_by = kNurse;
  self.attachment_id = id<AttachmentId>(4);
  room_request::ConsentSheet family = self;
  family.grantor.kind = GrantorKind::family_representative;
  form.consent_forms = {self, family};
  const auto codes_with = [&](const std::function<void(room_request::SubmitRoomRequest&)>& change) {
    auto changed = form;
    change(changed);
    Names codes;
    for (const Defect& d : room_request::defects_of(changed)) codes.push_back(d.code);
    return codes;
  };
  using F = room_request::SubmitRoomRequest;
  EXPECT_EQ(codes_with([](F&) {}), Names{});
  EXPECT_EQ(codes_with([](F& f) { f.care_recipient->kana.clear(); }), Names{"kana-missing"});
  EXPECT_EQ(codes_with([](F& f) { f.care_recipient->born_on = "昭和64年1月8日"; }),
            Names{"birth-date-unreadable"});
  EXPECT_EQ(codes_with([](F& f) { f.main_doctor.agreed = false; }), Names{"main-doctor-not-agreed"});
  EXPECT_EQ(codes_with([](F& f) { f.consent_forms[0].attachment_id.reset(); }), Names{"consent-not-attached"});
  EXPECT_EQ(codes_with([](F& f) { f.consent_forms.erase(f.consent_forms.begin()); }), Names{"consent-missing"});
  EXPECT_EQ(codes_with([](F& f) { f.consent_forms.pop_back(); }), Names{"family-consent-missing"});
  EXPECT_EQ(codes_with([](F& f) {
              for (auto& c : f.consent_forms) c.explained_by.reset();
            }),
            Names{"explanation-missing"});
}

struct RoomApproval : ::testing::Test {
  room_request::State state{true,    id<RoomRequestId>(71),   id<CareRecipientId>(41),
                            kClinic, RequestState::submitted, kNurse,
                            {},      {id<ConsentFormId>(61)}, 0,
                            {}};
  std::vector<consent::State> consents{form_of(GrantorKind::self, 61),
                                       form_of(GrantorKind::family_representative, 62)};
  std::vector<facility::State> facilities{
      given<facility::State>({facility::FacilityRegistered{kClinic, "clinic", {}, {}, {}, {}}}),
      given<facility::State>(
          {facility::FacilityRegistered{kOffice, "home_care_support_office", {}, {}, {}, {}}})};
  std::vector<std::vector<account::State>> accounts{
      {given<account::State>({account::AccountCreated{kNurse, {}, kClinic, 4, {}, {}, "", "", ""}})}, {}};
  AccountId approver = id<AccountId>(2);
  room::State present;
  std::vector<consent::State> present_consents;
  Decision approve() {
    return room_request::decide_approve({state,
                                         consents,
                                         facilities,
                                         accounts,
                                         approver,
                                         present,
                                         present_consents,
                                         id<RoomId>(32),
                                         {id<AssignmentId>(51)}},
                                        kToday);
  }
};

TEST_F(RoomApproval, OpensTheRoomWithItsFacilitiesAndMembers) {
  EXPECT_EQ(names(approve()), (Names{"RoomRequestApproved", "RoomOpened", "RoomFacilityAdded",
                                     "RoomFacilityAdded", "RoomMemberAssigned"}));
}

// Sharing begins again on new consents alone, and with those whom the new form names (product.md no. 24).
TEST_F(RoomApproval, OpensThePersonsStoppedRoomAgain) {
  present = open_room();
  apply(present,
        room::RoomMemberAssigned{present.id, {}, id<AssignmentId>(52), kNurse, kClinic, kToday, {}, {}, ""});
  apply(present, room::RoomFacilityAdded{present.id, {}, id<FacilityId>(23), "hospital", {}});
  apply(present, room::RoomSharingStopped{present.id, present.subject, id<ConsentFormId>(60)});
  const Decision decision = approve();
  EXPECT_EQ(names(decision), (Names{"RoomRequestApproved", "RoomOpened", "RoomFacilityEnded"}));
  follow(present, decision);
  EXPECT_EQ(present.id, id<RoomId>(31));
  EXPECT_EQ(present.status, RoomStatus::open);
  EXPECT_EQ(present.consent_forms, std::vector{id<ConsentFormId>(61)});
  EXPECT_TRUE(present.takes_part(kClinic, kToday) && present.takes_part(kOffice, kToday));
  EXPECT_FALSE(present.takes_part(id<FacilityId>(23), kToday));
  EXPECT_TRUE(present.assigned(kNurse, kNow));
}

// Whatever was withdrawn is undone by a newer form only, and no form is replaced by an older one.
TEST_F(RoomApproval, NeedsFormsThatAreNewerThanWhatStands) {
  present = open_room();
  for (consent::State& c : consents) c.received_at = 100;
  present_consents = {form_of(GrantorKind::self, 60)};
  present_consents[0].received_at = 90;
  EXPECT_TRUE(approve());
  present_consents[0].withdrawn_at = 101;
  EXPECT_EQ(names(approve()), refused(Rejection::consent_not_verified));
  present_consents[0].withdrawn_at = 99;
  EXPECT_TRUE(approve());
  present_consents[0].received_at = 101;
  EXPECT_EQ(names(approve()), refused(Rejection::consent_not_verified));
}

TEST_F(RoomApproval, TakesBackWhoHadLeftOrWasToLeave) {
  present = given<room::State>(
      {room::RoomOpened{id<RoomId>(31), id<CareRecipientId>(41), {}, {}},
       room::RoomFacilityAdded{id<RoomId>(31), {}, kClinic, "clinic", kToday},
       room::RoomFacilityAdded{id<RoomId>(31), {}, kOffice, "home_care_support_office", {}},
       room::RoomFacilityEnded{id<RoomId>(31), {}, kOffice},
       room::RoomMemberAssigned{
           id<RoomId>(31), {}, id<AssignmentId>(52), kNurse, kClinic, kToday, kToday, {}, ""}});
  const Decision decision = approve();
  EXPECT_EQ(names(decision), (Names{"RoomRequestApproved", "RoomOpened", "RoomFacilityAdded",
                                    "RoomFacilityAdded", "RoomMemberAssigned"}));
  follow(present, decision);
  EXPECT_TRUE(present.takes_part(kClinic, kToday.plus_days(1)) && present.takes_part(kOffice, kToday));
}

// Who was assigned when the facility's part ended is named on the new form, and is assigned by it.
TEST_F(RoomApproval, AssignsAnewWhomAFacilityThatComesBackNames) {
  present = given<room::State>(
      {room::RoomOpened{id<RoomId>(31), id<CareRecipientId>(41), {}, {}},
       room::RoomFacilityAdded{id<RoomId>(31), {}, kClinic, "clinic", {}},
       room::RoomFacilityAdded{id<RoomId>(31), {}, kOffice, "home_care_support_office", {}},
       room::RoomMemberAssigned{id<RoomId>(31), {}, id<AssignmentId>(52), kNurse, kClinic, kToday, {}, {}, ""},
       room::RoomFacilityEnded{id<RoomId>(31), {}, kClinic}});
  const Decision decision = approve();
  EXPECT_EQ(names(decision), (Names{"RoomRequestApproved", "RoomOpened", "RoomFacilityAdded",
                                    "RoomAssignmentEnded", "RoomMemberAssigned"}));
  follow(present, decision);
  EXPECT_TRUE(present.assigned(kNurse, kNow));
  EXPECT_TRUE(present.takes_part(kClinic, kToday.plus_days(1)) && present.takes_part(kOffice, kToday));
}

TEST_F(RoomApproval, IsRefusedForEachReasonAlone) {
  const auto with = [](const std::function<void(RoomApproval_IsRefusedForEachReasonAlone_Test&)>& change) {
    RoomApproval_IsRefusedForEachReasonAlone_Test fresh;
    change(fresh);
    return names(fresh.approve());
  };
  using T = RoomApproval_IsRefusedForEachReasonAlone_Test;
  EXPECT_EQ(with([](T& t) { t.state.exists = false; }), refused(Rejection::not_found));
  EXPECT_EQ(with([](T& t) { t.state.status = RequestState::approved; }), refused(Rejection::wrong_state));
  EXPECT_EQ(with([](T& t) { t.approver = kNurse; }), refused(Rejection::second_person_required));
  EXPECT_EQ(with([](T& t) { t.state.defect_count = 1; }), refused(Rejection::request_has_defects));
  EXPECT_EQ(with([](T& t) { t.consents.clear(); }), refused(Rejection::consent_not_verified));
  EXPECT_EQ(with([](T& t) { t.consents[1].status = ConsentState::received; }),
            refused(Rejection::consent_not_verified));
  EXPECT_EQ(with([](T& t) { t.consents[0].excluded_facilities = {kOffice}; }),
            refused(Rejection::consent_not_verified));
  EXPECT_EQ(with([](T& t) { t.facilities[1].status = FacilityStatus::suspended; }),
            refused(Rejection::facility_suspended));
  EXPECT_EQ(with([](T& t) { t.accounts[0][0].facility = kOffice; }), refused(Rejection::wrong_state));
}

struct Messages : ::testing::Test {
  room::State room = open_room();
  std::vector<consent::State> consents{form_of(GrantorKind::self, 61),
                                       form_of(GrantorKind::family_representative, 62)};
  room::PostMessage command{MessageKind::visit_record, "血圧", {},   About::recipient,
                            Sensitivity::normal,       {},     false};
  room::Message message{true, id<MessageId>(81), id<RoomId>(31), {}, kNurse, kClinic, About::recipient, 7, 7, 3,
                        false};
  policy::Deadlines deadlines;
  Decision post() { return decide_post(room, consents, command, id<MessageId>(81), {}, {}, kToday, deadlines); }
  Decision retract(RetractionReason why, const AccountId& by = kNurse) {
    return decide_retract(message, {why}, Actor{by, kClinic, 4, ActorRole::system_user, {}}, id<IncidentId>(91),
                          {{kManager}, 5}, {});
  }
};

TEST_F(Messages, MayBeWrittenAsLateAsThePolicySays) {
  for (const std::uint16_t late : {std::uint16_t{7}, std::uint16_t{3}}) {
    deadlines.late_entry_days = late;
    const std::vector<std::pair<std::int32_t, bool>> cases{
        {1, false}, {0, true}, {-late, true}, {-late - 1, false}};
    for (const auto& [days, accepted] : cases) {
      command.occurred_on = kToday.plus_days(days);
      EXPECT_EQ(post().has_value(), accepted) << days;
    }
  }
  EXPECT_EQ(post().error().values.front().ja, "きょうまでの3日以内の日付にしてください。");
}

TEST_F(Messages, AboutTheFamilyNeedTheFamilysConsentAndStandOnIt) {
  command.about = About::family;
  const Decision decision = post();
  ASSERT_TRUE(decision);
  EXPECT_EQ(decision->front().basis.id, id<ConsentFormId>(62).octets);
  consents.pop_back();
  EXPECT_EQ(names(post()), refused(Rejection::family_consent_required));
  command.about = About::recipient;
  EXPECT_TRUE(post());
}

TEST_F(Messages, OfHighSensitivityNeedAWrittenConsent) {
  command.sensitivity = Sensitivity::high;
  EXPECT_TRUE(post());
  consents[0].type = ConsentType::electronic;
  EXPECT_EQ(names(post()), refused(Rejection::explicit_consent_required));
}

TEST_F(Messages, AboutTheFamilyAreCorrectedOnlyWhileTheFamilyConsents) {
  message.about = About::family;
  const auto correct = [&] { return decide_correct(message, {"直した", "誤記"}, kNurse, consents, {}); };
  EXPECT_TRUE(correct());
  consents.pop_back();
  EXPECT_EQ(names(correct()), refused(Rejection::family_consent_required));
}

TEST_F(Messages, AreCorrectedByTheirAuthorOnly) {
  const auto correct = [&](const AccountId& by) {
    return decide_correct(message, {"直した", "誤記"}, by, consents, {});
  };
  EXPECT_EQ(first<room::MessageCorrected>(correct(kNurse)).version, 4u);
  EXPECT_EQ(names(correct(kManager)), refused(Rejection::not_author));
  message.retracted = true;
  EXPECT_EQ(names(correct(kNurse)), refused(Rejection::already_retracted));
  message = {};
  EXPECT_EQ(names(correct(kNurse)), refused(Rejection::not_found));
}

TEST_F(Messages, AboutAnotherPersonBecomeAnIncidentWhenRetracted) {
  const Decision wrong = retract(RetractionReason::wrong_care_recipient);
  EXPECT_EQ(names(wrong), (Names{"MessageRetracted", "IncidentReported"}));
  EXPECT_EQ(first<incident::IncidentReported>(wrong).readers, std::vector{kManager});
  EXPECT_TRUE(place_of(wrong->back().event).subject.is_zero());
  for (const RetractionReason why : {RetractionReason::duplicate, RetractionReason::mistake}) {
    EXPECT_EQ(names(retract(why)), Names{"MessageRetracted"});
    EXPECT_EQ(first<room::MessageRetracted>(retract(why)).incident, std::nullopt);
  }
  EXPECT_EQ(names(retract(RetractionReason::mistake, kManager)), refused(Rejection::not_author));
  message.retracted = true;
  EXPECT_EQ(names(retract(RetractionReason::mistake)), refused(Rejection::already_retracted));
}

TEST(Assignments, OfOneselfLastAsLongAsThePolicySays) {
  const auto nurse =
      given<account::State>({account::AccountCreated{kNurse, {}, kClinic, 4, {}, {}, "", "", ""}});
  policy::Deadlines deadlines;
  deadlines.self_assigned_hours = 12;
  room::State room = open_room();
  follow(room, decide_assign_oneself(room, {"代理訪問"}, nurse, id<AssignmentId>(51), kNow, deadlines));
  EXPECT_TRUE(room.assigned(kNurse, kNow.plus_seconds(12 * 3'600 - 1)));
  EXPECT_FALSE(room.assigned(kNurse, kNow.plus_seconds(12 * 3'600)));
}

TEST(Assignments, AreMadeAndEndedByTheOwnFacilityOnly) {
  room::State room = open_room();
  const auto clinic = given<facility::State>({facility::FacilityRegistered{kClinic, "clinic", {}, {}, {}, {}}});
  const auto nurse =
      given<account::State>({account::AccountCreated{kNurse, {}, kClinic, 4, {}, {}, "", "", ""}});
  facility::State stranger = clinic;
  stranger.id = id<FacilityId>(99);
  const auto assign = [&](const room::State& r, const facility::State& f, const account::State& a,
                          CivilDate from = kToday, std::optional<CivilDate> until = {}) {
    return decide_assign(r, {kNurse, from, until, "担当"}, f, a, id<AssignmentId>(51), kToday);
  };
  EXPECT_EQ(names(assign({}, clinic, nurse)), refused(Rejection::not_found));
  EXPECT_EQ(names(assign(room, stranger, nurse)), refused(Rejection::not_found));
  EXPECT_EQ(names(assign(room, clinic, {})), refused(Rejection::not_found));
  EXPECT_EQ(names(assign(room, clinic, nurse, kToday, kToday.plus_days(-1))),
            refused(Rejection::invalid_value));
  room::State stopped = room;
  stopped.status = RoomStatus::sharing_stopped;
  EXPECT_EQ(names(assign(stopped, clinic, nurse)), refused(Rejection::room_not_open));
  follow(room, assign(room, clinic, nurse));
  EXPECT_EQ(names(assign(room, clinic, nurse)), refused(Rejection::already_exists));
  EXPECT_EQ(names(decide_end_assignment(room, id<AssignmentId>(51), stranger)), refused(Rejection::not_found));
  EXPECT_EQ(names(decide_end_assignment(room, id<AssignmentId>(52), clinic)), refused(Rejection::not_found));
  follow(room, decide_end_assignment(room, id<AssignmentId>(51), clinic));
  EXPECT_FALSE(room.assigned(kNurse, kNow));
  EXPECT_EQ(names(decide_end_assignment(room, id<AssignmentId>(51), clinic)), refused(Rejection::wrong_state));
}

}  // namespace
}  // namespace renkei::testing
