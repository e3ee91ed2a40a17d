// Steps 15 to 30 of docs/story.md: the room, its records and who read them. "#n" is the n-th entry of the care
// recipient's own history.
#include "eventstore/crypto/base64.h"
#include "tests/story/played_story.h"

namespace renkei::testing {
namespace {

using Types = std::vector<std::string>;

constexpr const char* kMessages = "GET /v1/rooms/.*/messages";
constexpr const char* kPost = "POST /v1/rooms/.*/messages";

// An entry of the history is this person's act, for this purpose, told by the operation.
void expect_act(std::uint64_t ordinal, const cli::Person& who, const std::string& purpose) {
  const Recorded entry = StoryTest::of_history(ordinal);
  EXPECT_EQ(actor(entry), who.account_id) << "#" << ordinal;
  EXPECT_EQ(code_text(entry.act.purpose), purpose) << "#" << ordinal;
  EXPECT_EQ(code_text(entry.act.purpose_source), "operation") << "#" << ordinal;
}

std::string basis(const Recorded& entry) {  // the consent form that an act stands on
  EXPECT_EQ(code_text(entry.basis.kind), "consent");
  return to_text(ConsentFormId{entry.basis.id});
}

std::string text_of_message(std::uint64_t ordinal) {
  return event_of<room::MessagePosted>(opened(StoryTest::of_history(ordinal))).text;
}

}  // namespace

TEST_F(StoryTest, Step15AsksForARoomOnTheConsentOfThePersonAndOfHerFamily) {
  const auto self = event_of<consent::ConsentFormReceived>(opened(of_history(4)));
  EXPECT_EQ(to_text(self.consent_form), result.self_consent_id);
  EXPECT_EQ(code_text(self.grantor_kind), "self");
  EXPECT_EQ(code_text(self.family_data), "present");
  EXPECT_EQ(self.grantor.name, "香川 ハル");
  const auto family = event_of<consent::ConsentFormReceived>(opened(of_history(5)));
  EXPECT_EQ(to_text(family.consent_form), result.family_consent_id);
  EXPECT_EQ(code_text(family.grantor_kind), "family_representative");
  EXPECT_EQ(family.grantor.name, "香川 修");
  EXPECT_EQ(family.grantor.relation, "長男");
  const auto explained = event_of<consent::PurposeExplained>(of_history(6));
  EXPECT_EQ(explained.consent_form, self.consent_form);
  EXPECT_EQ(to_text(explained.explained_by), result.kono.account_id);
  EXPECT_EQ(to_text(explained.explained_on), "2026-11-19") << "令和8年11月19日, as the form says";
  for (std::uint64_t n = 1; n <= 6; ++n) expect_act(n, result.kono, "CARE");
}

TEST_F(StoryTest, Step16ApprovesNoRoomBeforeTheConsentsAreVerified) {
  EXPECT_EQ(answered(16, "POST .*/approve", 409).field("code"), "consent-not-verified");
  EXPECT_EQ(types(entries_of(16)), Types{});
}

TEST_F(StoryTest, Step17GivesATaskForEachConsentThatNamesTheClinicAndNotThePerson) {
  const Exchange tray = answered(17, R"(GET /v1/tasks\?tray=intake)", 200);
  std::vector<std::string> refs;
  for (int i = 0; !tray.field("data." + std::to_string(i)).empty(); ++i) {
    const std::string at = "data." + std::to_string(i) + ".";
    EXPECT_EQ(tray.field(at + "kind"), "verify_consent") << "what the steps before asked for is done";
    refs.push_back(tray.field(at + "ref"));
    EXPECT_EQ(tray.field(at + "label"), "同意書の確認（しらさぎ在宅クリニック）");
    EXPECT_EQ(tray.field(at + "due_on"), "2026-11-24") << "the next business day: Monday is a holiday";
    EXPECT_EQ(tray.field(at + "overdue"), "false");
  }
  std::vector<std::string> consents{result.self_consent_id, result.family_consent_id};
  std::sort(refs.begin(), refs.end());
  std::sort(consents.begin(), consents.end());
  EXPECT_EQ(refs, consents);
  for (const char* person : {"香川", "ハル", "かがわ", "修"})
    EXPECT_EQ(tray.answer.body.find(person), std::string::npos) << person;
}

TEST_F(StoryTest, Step17PutsTheCitysOwnReadsIntoThePersonsHistory) {
  for (const std::uint64_t n : {7u, 8u}) {
    expect_act(n, result.city1, "SYSTEM_ADMIN");
    const auto viewed = event_of<access::RecordViewed>(of_history(n));
    const auto consent = event_of<consent::ConsentFormReceived>(of_history(n - 3));
    EXPECT_EQ(code_text(viewed.object_kind), "consent_form");
    EXPECT_EQ(viewed.count, 1u);
    ASSERT_EQ(consent.attachments.size(), 1u);
    EXPECT_EQ(asked(17, "GET /v1/attachments/.*")[n - 7].asked.path,
              "/v1/attachments/" + to_text(consent.attachments[0].id) + "/content");
  }
}

TEST_F(StoryTest, Step18VerifiesThePersonsConsentAndTheFamilys) {
  EXPECT_EQ(to_text(event_of<consent::ConsentVerified>(of_history(9)).consent_form), result.self_consent_id);
  EXPECT_EQ(to_text(event_of<consent::ConsentVerified>(of_history(10)).consent_form), result.family_consent_id);
  expect_act(9, result.city1, "SYSTEM_ADMIN");
  expect_act(10, result.city1, "SYSTEM_ADMIN");
}

TEST_F(StoryTest, Step19OpensTheRoomToTwoFacilitiesAndFourPersons) {
  EXPECT_EQ(to_text(event_of<room::RoomFacilityAdded>(of_history(13)).facility), result.clinic_id);
  EXPECT_EQ(to_text(event_of<room::RoomFacilityAdded>(of_history(14)).facility), result.office_id);
  std::vector<std::string> assigned;
  for (std::uint64_t n = 15; n <= 18; ++n)
    assigned.push_back(to_text(event_of<room::RoomMemberAssigned>(of_history(n)).account));
  EXPECT_EQ(assigned, (std::vector{result.kono.account_id, result.miki.account_id, result.fujikawa.account_id,
                                   result.takagi.account_id}))
      << "西岡 is not among them";
  for (std::uint64_t n = 11; n <= 18; ++n) expect_act(n, result.city2, "SYSTEM_ADMIN");
  EXPECT_EQ(asked(22, "GET /v1/rooms").at(0).field("data.0.state"), "open");
}

TEST_F(StoryTest, Step20RecordsTheVisitAsWritten) {
  EXPECT_EQ(
      text_of_message(19),
      "11月20日（金）訪問診療。血圧138/76、脈拍72・整、SpO₂ "
      "96％。右下腿のむくみは軽くなっています。フロセミド20mgを朝1回1錠に減らします。次回は12月4日（金）で"
      "す。");
  expect_act(19, result.kono, "CARE");
  EXPECT_EQ(basis(of_history(19)), result.self_consent_id);
  ASSERT_TRUE(of_history(19).occurred_on);
  EXPECT_EQ(to_text(*of_history(19).occurred_on), "2026-11-20") << "the visit, not the writing";
  const Exchange posted = answered(20, kPost, 201);
  EXPECT_EQ(posted.field("receipt.position"), std::to_string(of_history(19).position));
  EXPECT_EQ(posted.field("receipt.leaf_hash"), hex(history()[18].leaf.view()));
}

TEST_F(StoryTest, Step21KeepsThePhotoAsItWasSentAndTellsItsPosition) {
  const Exchange sent = answered(21, "POST /v1/attachments", 201);
  EXPECT_GT(sent.asked.body.size(), 5'000'000u);
  EXPECT_EQ(sent.field("data.notices"), "[1]");
  EXPECT_EQ(sent.field("data.notices.0.code"), "photo-has-position");
  const auto message = event_of<room::MessagePosted>(of_history(20));
  ASSERT_EQ(message.attachments.size(), 1u);
  EXPECT_EQ(to_text(message.attachments[0].id), result.photo_attachment_id);
  EXPECT_EQ(message.attachments[0].bytes, sent.asked.body.size());
  EXPECT_EQ(
      text_of_message(20),
      "足浴後に右下腿を撮影しました。発赤なし、圧痕は軽度です。保湿剤を塗りました。ご本人は『靴下の跡が減って"
      "うれしい』とのこと。");
  expect_act(20, result.miki, "CARE");
  EXPECT_TRUE(answered(23, "GET /v1/attachments/.*", 200).answer.body == sent.asked.body);
}

TEST_F(StoryTest, Step22RecordsTheListOfRoomsOnceInASession) {
  const auto lists = asked(22, "GET /v1/rooms");
  ASSERT_EQ(lists.size(), 2u);
  EXPECT_EQ(types(entries_of(lists[0])), Types{"RecordListed"});
  EXPECT_EQ(types(entries_of(lists[1])), Types{});
  EXPECT_EQ(lists[1].answer.body, lists[0].answer.body);
  EXPECT_EQ(lists[0].field("data.0.unread"), "2");
  expect_act(21, result.fujikawa, "CARE");
}

TEST_F(StoryTest, Step23RecordsTheReadingOfBothMessagesAndOfThePhotoAsCare) {
  const auto page = event_of<access::RecordViewed>(of_history(22));
  EXPECT_EQ(code_text(page.object_kind), "messages");
  EXPECT_EQ(page.count, 2u);
  EXPECT_EQ(page.first_position, of_history(19).position);
  EXPECT_EQ(page.last_position, of_history(20).position);
  const auto photo = event_of<access::RecordViewed>(of_history(23));
  EXPECT_EQ(code_text(photo.object_kind), "attachment");
  EXPECT_EQ(photo.object_id, result.photo_attachment_id);
  for (const std::uint64_t n : {22u, 23u}) {
    expect_act(n, result.fujikawa, "CARE");
    EXPECT_EQ(basis(of_history(n)), result.self_consent_id);
  }
  // When she asks again with the tag that she was given, nothing was read and nothing is recorded.
  const Exchange unchanged = answered(23, kMessages, 304);
  EXPECT_FALSE(unchanged.has_written());
  EXPECT_EQ(unchanged.answer.body, "");
}

TEST_F(StoryTest, Step24CallsTheConferenceOnTheFamilysConsent) {
  const auto message = event_of<room::MessagePosted>(of_history(24));
  EXPECT_EQ(code_text(message.kind), "conference");
  EXPECT_EQ(code_text(message.about), "family");
  expect_act(24, result.fujikawa, "CARE_CONFERENCE");
  EXPECT_EQ(basis(of_history(24)), result.family_consent_id);
  EXPECT_EQ(
      text_of_message(24),
      "11月27日（金）14時から、ご自宅でサービス担当者会議を行います。議題は手すりの追加と通所リハビリの回数です"
      "。長男の修さんも同席されます。ご都合の悪い方は25日（水）までにご連絡ください。");
}

TEST_F(StoryTest, Step25KeepsBothVersionsAndShowsTheNewestAsCorrected) {
  // Given a tag that is stale, the correction is refused and nothing is stored.
  EXPECT_FALSE(answered(25, "POST .*/correct", 412).has_written());
  // When it comes with the right one, the ledger has both texts.
  EXPECT_EQ(types(entries_of(25)), Types{"MessageCorrected"});
  const auto corrected = event_of<room::MessageCorrected>(opened(of_history(25)));
  EXPECT_EQ(to_text(corrected.message), result.first_message_id);
  EXPECT_EQ(corrected.version, 2u);
  EXPECT_EQ(corrected.reason, "用量の誤記");
  EXPECT_NE(corrected.text.find("フロセミド20mgを朝1回半錠（10mg）に減らします。"), std::string::npos);
  EXPECT_NE(text_of_message(19).find("フロセミド20mgを朝1回1錠に減らします。"), std::string::npos);
  // Then the next reader is shown the newest, with a mark, and no other message has one.
  const Exchange page = answered(27, kMessages, 200);
  ASSERT_EQ(page.field("data"), "[4]");
  EXPECT_EQ(page.field("data.3.id"), result.first_message_id);
  EXPECT_EQ(page.field("data.3.text"), corrected.text);
  EXPECT_EQ(page.field("data.3.note"), "訂正あり");
  EXPECT_EQ(page.field("data.3.state"), "corrected");
  EXPECT_EQ(page.field("data.3.versions"), "2");
  for (const char* other : {"data.0.note", "data.1.note", "data.2.note"}) EXPECT_EQ(page.field(other), "");
}

TEST_F(StoryTest, Steps26And27LetTheWrongMessageBeRead) {
  expect_act(26, result.takagi, "CARE");
  EXPECT_EQ(text_of_message(26), "山田様、明日のデイサービスはお休みとのご連絡がありました。");
  expect_act(27, result.miki, "CARE");
  EXPECT_EQ(event_of<access::RecordViewed>(of_history(27)).count, 4u);
}

TEST_F(StoryTest, Step28ReportsASuspectedIncidentThatConcernsNoSubject) {
  const auto done = entries_of(28);
  ASSERT_EQ(types(done), (Types{"MessageRetracted", "IncidentReported"}));
  const auto retracted = event_of<room::MessageRetracted>(done[0]);
  EXPECT_EQ(to_text(retracted.message), result.wrong_message_id);
  EXPECT_EQ(code_text(retracted.reason), "wrong_care_recipient");
  const auto incident = event_of<incident::IncidentReported>(done[1]);
  EXPECT_EQ(retracted.incident, incident.incident);
  EXPECT_TRUE(incident.suspected);
  EXPECT_EQ(to_text(incident.facility), result.office_id);
  ASSERT_EQ(incident.readers.size(), 1u);
  EXPECT_EQ(to_text(incident.readers[0]), result.miki.account_id);
  EXPECT_TRUE(done[1].subject.is_zero());
  EXPECT_EQ(done[1].subject_ordinal, 0u);
  EXPECT_EQ(answered(28, "POST .*/retract", 200).field("data.incident_id"), to_text(incident.incident));
}

TEST_F(StoryTest, Step29ShowsAPlaceholderAndNoOctetOfTheWrongText) {
  expect_act(29, result.miki, "CARE");
  EXPECT_EQ(event_of<access::RecordViewed>(of_history(29)).count, 4u);
  const Exchange page = answered(29, kMessages, 200);
  EXPECT_EQ(page.field("data.0.id"), result.wrong_message_id);
  EXPECT_EQ(page.field("data.0.state"), "retracted");
  EXPECT_EQ(page.field("data.0.text"), "別の方の情報が誤って投稿され、取り消されました");
  for (const char* word : {"山田", "デイサービス", "お休み"})
    EXPECT_EQ(page.answer.body.find(word), std::string::npos) << word;
}

TEST_F(StoryTest, Step30TellsAnOutsiderNothingAndThePersonOfTheAttempt) {
  const auto denied = event_of<access::AccessDenied>(of_history(30));
  EXPECT_EQ(code_text(denied.rule), "not-assigned");
  EXPECT_EQ(code_text(denied.operation), "read");
  expect_act(30, result.nishioka, "CARE");
  EXPECT_EQ(types(entries_of(30)), Types{"AccessDenied"}) << "nothing about a room that there is not";
  // Then the two answers have the same headers, too: by these he can't tell them apart either.
  const auto answers = asked(30, kMessages);
  ASSERT_EQ(answers.size(), 2u);
  auto headers = answers[0].answer.headers, others = answers[1].answer.headers;
  for (auto* each : {&headers, &others}) {
    each->erase("date");
    EXPECT_EQ(each->erase("renkei-request-id"), 1u);
  }
  EXPECT_EQ(headers, others);
}

}  // namespace renkei::testing
