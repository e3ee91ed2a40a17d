// Requests for a room: whom they name, what they lack, and the room that their approval opens.
#include "domain/room_request/commands.h"

#include "tests/domain/room_samples.h"

namespace renkei::testing {
namespace {

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

}  // namespace
}  // namespace renkei::testing
