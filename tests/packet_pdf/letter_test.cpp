// The checklist of product.md no. 50, on the text of the letters as a reader of the PDF finds it.
#include "written_pdf.h"

namespace renkei::testing {
namespace {

// Every one of `words` stands in the text of the sample.
void expect_says(SampleKind kind, const std::vector<std::string>& words) {
  const std::string text = written(kind).text();
  for (const std::string& w : words) EXPECT_NE(text.find(w), std::string::npos) << w;
}
void expect_never_says(SampleKind kind, const std::vector<std::string>& words) {
  const std::string text = written(kind).text();
  for (const std::string& w : words) EXPECT_EQ(text.find(w), std::string::npos) << w;
}

// What the letters of a provider to the person have in common.
const std::vector<std::string> kToThePerson{
    "しらさぎ在宅クリニック",
    "河野真一㊞",
    "土器町東1丁目1番1号",
    "電話0877-00-1111",
    "個人情報相談窓口",  // who answers
    "担当者：",
    "請求番号開R8-001",
    "香川ハル様",
    "請求の理由はお尋ねしていません",
    "手数料はいただきません（根拠：個人情報の保護に関する法律第38条）。",
    "個人情報の保護に関する法律第34条",
    "個人情報の保護に関する法律第35条",
    "訂正等・利用停止等の請求書",
    "丸亀市地域包括支援センター",
    "個人情報保護委員会",
    "認定個人情報保護団体",
    "2週間を経過した後は、裁判所に訴え",
    "個人情報の保護に関する法律第39条",
    "含まれる範囲／含まれない範囲と、その請求先",
    "a1b2c3d4e5f6a7b8"};

TEST(Letter, OfEachKindToThePersonHoldsTheChecklist) {
  for (const SampleKind kind : {SampleKind::full, SampleKind::part, SampleKind::none, SampleKind::no_data})
    expect_says(kind, kToThePerson);
}

TEST(Letter, SaysItsResultInTheWordsOfTheLaw) {
  expect_says(SampleKind::full, {"すべて開示します（全部開示）", "保有個人データの開示について"});
  expect_says(SampleKind::part, {"一部を除いて開示します（一部開示）"});
  expect_says(SampleKind::none, {"開示しない旨の決定をしました"});
  expect_says(SampleKind::no_data, {"当事業所にはありませんでした（不存在）"});
  expect_never_says(SampleKind::none, {"不存在", "全部開示"});
  expect_never_says(SampleKind::no_data, {"開示しない旨の決定"});
}

TEST(Letter, GivesTheGroundOfEachWithheldClassAsDecided) {
  const std::string letter = written(SampleKind::part).text(1) + written(SampleKind::part).text(2);
  EXPECT_NE(letter.find("個人情報の保護に関する法律第33条第2項第1号（別の方の情報であり"), std::string::npos);
  EXPECT_NE(letter.find("別の方の情報が誤って投稿され、取り消されました"), std::string::npos);
  // Of the other class only the article: how grave it is stays unsaid.
  expect_never_says(SampleKind::part, {"生命、身体、財産"});
  expect_says(SampleKind::part, {"個人情報の保護に関する法律第36条"});
}

TEST(Letter, NamesThoseWhoseRecordsAreNotIncluded) {
  expect_says(SampleKind::part, {"居宅介護支援事業所うちわの里", "0877-00-2222", "訪問看護ステーション土器川"});
}

TEST(Letter, ToTheBereavedStandsOnItsOwnRules) {
  expect_says(SampleKind::bereaved, {"故香川ハル様ご遺族香川修様", "お申し出になった方ご遺族香川修様",
                                     "心よりお悔やみ", "診療情報の提供等に関する指針", "一部を除いて提供します",
                                     "請求の理由はお尋ねしていません", "申し出先", "SHA-256"});
  expect_says(SampleKind::bereaved, {"診療情報の提供等に関する指針8"});
  expect_never_says(SampleKind::bereaved,
                    {"第33条", "第38条", "第39条", "第34条", "第35条", "あなた", "保有個人データ"});
}

TEST(Letter, OfTheCityAsHolderInstructsOnReview) {
  expect_says(SampleKind::city, {"保有個人情報開示決定通知書", "審査請求について（教示）",
                                 "3か月以内に、丸亀市長に対して審査請求",
                                 "個人情報の保護に関する法律第82条第1項", "個人情報の保護に関する法律第90条",
                                 "個人情報の保護に関する法律第98条", "90日以内", "市長丸亀太郎（見本）㊞"});
  expect_never_says(SampleKind::city, {"第33条", "第39条", "第34条", "第38条", "当事業所の窓口"});
}

TEST(Letter, WithoutANameHasALineToSignOn) {
  expect_never_says(SampleKind::bereaved, {"河野真一"});
  expect_says(SampleKind::bereaved, {"㊞"});
}

TEST(Letter, NeverCallsTheCityOrAFacilityByTheOthersName) {
  for (const SampleKind kind : {SampleKind::full, SampleKind::part, SampleKind::bereaved, SampleKind::city}) {
    std::string text = written(kind).text();
    for (const char* good : {"丸亀市（システム管理", "貴事業所のシステム管理担当者"}) {
      for (std::size_t at; (at = text.find(good)) != std::string::npos;)
        text.erase(at, std::string(good).size());
    }
    EXPECT_EQ(text.find("システム管理"), std::string::npos);
    EXPECT_EQ(text.find("改ざんなし"), std::string::npos);
  }
}

TEST(Letter, EveryReferenceToThePageOfAPartIsRight) {
  const WrittenPdf& pdf = written(SampleKind::part);
  const std::pair<const char*, const char*> parts[] = {{"（まとめ）", "だれに見られたか令和"},
                                                       {"利用の記録の一覧", "利用の記録の一覧全部で"},
                                                       {"専門家の方へ", "専門家の方へ事項"}};
  const std::string letter = pdf.text(1) + pdf.text(2) + pdf.text(3) + pdf.text(4);
  for (const auto& [entry, heading] : parts) {
    const std::size_t page = pdf.page_with(heading);
    ASSERT_GT(page, 0u) << heading;
    EXPECT_NE(letter.find(entry + std::to_string(page)), std::string::npos) << entry << page;
  }
}

TEST(Letter, NamesWhoToAskWhereNamesAreShown) {
  packet::Model model = sample_model(SampleKind::no_data);
  model.contact_person = "三木 恵";
  EXPECT_NE(WrittenPdf(model, "contact").text().find("担当者：三木恵"), std::string::npos);
}

// An auditor may look at a case before it is decided: the copy says so, and is no letter to anybody.
TEST(AuditorsCopy, SaysWhatItIsAndClaimsNoDecision) {
  packet::Model model = sample_model(SampleKind::full);
  model.audience = PacketAudience::auditor;
  model.facts.result.reset();
  model.facts.decided_on.reset();
  model.facts.notified_on.reset();
  const std::string text = WrittenPdf(model, "auditor").text();
  for (const char* said : {"開示請求の記録（監査用の写し）", "ご本人にお渡しする書面ではありません",
                           "決定はされていません", "操作した職員の氏名を含め", "別紙1"})
    EXPECT_NE(text.find(said), std::string::npos) << said;
  for (const char* unsaid :
       {"お知らせします", "㊞", "全部開示", "訂正等・利用停止等の請求書", "裁判所への訴え"})
    EXPECT_EQ(text.find(unsaid), std::string::npos) << unsaid;
}

}  // namespace
}  // namespace renkei::testing
