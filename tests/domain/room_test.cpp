// What is written in a room, and who is assigned to it.
#include "tests/domain/room_samples.h"

namespace renkei::testing {
namespace {

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
