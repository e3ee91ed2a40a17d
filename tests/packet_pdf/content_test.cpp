// What stands on the pages behind the letter, and what never does.
#include <map>
#include <regex>

#include "domain/domain_event.h"
#include "written_pdf.h"

namespace renkei::testing {
namespace {

constexpr const char* kWithheldText = "山田様のデイサービス";

TEST(Content, TheOverviewIsOneSheetWithTheSentence) {
  const WrittenPdf& pdf = written(SampleKind::part);
  const std::size_t page = pdf.page_with("だれに見られたか令和8年11月19日から11月27日までに、");
  ASSERT_GT(page, 0u);
  const std::string text = pdf.text(page);
  EXPECT_NE(text.find("あなたの情報は、3つの事業所の3人と丸亀市の職員1人が、合わせて8回見ました。"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("見よう、または書こうとして断られたこと：3回（理由は"), std::string::npos);
  EXPECT_NE(text.find("同意のない閲覧：見つかっていません。"), std::string::npos);
  EXPECT_NE(text.find("他のシステムへの複写：0回。"), std::string::npos);
  EXPECT_NE(text.find("お見せしていない記録：2件（理由は"), std::string::npos);
  EXPECT_NE(
      text.find("事務員1が部屋の記録を見ようとしましたが、表示されませんでした。理由：担当になっていない。"),
      std::string::npos);
  EXPECT_NE(text.find("部屋の記録に書き込もうとしましたが、書き込まれませんでした。"), std::string::npos);
  EXPECT_NE(text.find("自分で担当に入りました"), std::string::npos);
  EXPECT_NE(text.find("夜間（22時から5時）に"), std::string::npos);
  EXPECT_NE(text.find("このページのことば"), std::string::npos) << "the page's end is on the same sheet";
}

TEST(Content, AKeyThatIsBrokenOverLinesHasNoSignOfItsOwn) {
  for (const bool large : {false, true}) {
    const std::string text = written(SampleKind::part, large).text();
    const packet::Integrity integrity = sample_model(SampleKind::part).integrity;
    for (const std::string& key : {integrity.log_vkey, integrity.packet_vkey})
      EXPECT_NE(text.find(key), std::string::npos) << key << large;
  }
}

TEST(Content, CorrectionsStandBelowWhatTheyCorrect) {
  const std::string text = written(SampleKind::full).text();
  const std::size_t first = text.find("朝1回1錠に減らします"),
                    second = text.find("朝1回半錠（10mg）に減らします");
  ASSERT_NE(first, std::string::npos);
  ASSERT_NE(second, std::string::npos);
  EXPECT_LT(first, second);
  EXPECT_NE(text.find("▲訂正令和8年11月20日18:55（番号25）理由：用量の誤記"), std::string::npos);
  EXPECT_NE(text.find("▲取消し"), std::string::npos);
  EXPECT_NE(text.find("SpO₂"), std::string::npos);
}

TEST(Content, ARetractionOfWhatIsNotShownSaysSo) {
  EXPECT_NE(
      written(SampleKind::part).text().find("【取消し】この取消しの対象は、この書面に内容をお見せしていない"),
      std::string::npos);
}

// The maker of a model gives such a row nothing to print (tests/packet/absent_words_test.cpp); were it to, the
// pages would not.
TEST(Content, OfARowThatIsNotShownNothingIsPrintedThatItHolds) {
  const auto printed = [](packet::RowStatus status) {
    packet::Model model = sample_model(SampleKind::part);
    for (packet::Row& row : model.rows) {
      if (row.status != status) continue;
      row.usage.type = room::MessagePosted::kType.number;
      packet::Content content;
      content.kind = MessageKind::visit_record;
      content.text = kWithheldText;
      row.content = std::make_shared<const packet::Content>(std::move(content));
    }
    return WrittenPdf(model, "leaking").text();
  };
  EXPECT_NE(printed(packet::RowStatus::shown).find(kWithheldText), std::string::npos) << "it would be printed";
  for (const auto status : {packet::RowStatus::withheld, packet::RowStatus::outside_period})
    EXPECT_EQ(printed(status).find(kWithheldText), std::string::npos) << code_text(status);
}

TEST(Content, StaffAreNamedWhereTheDictionaryNamesThem) {
  packet::Model model = sample_model(SampleKind::full);
  const AccountId account = model.rows[5].usage.account;
  model.dictionary.staff = {{account, "河野 真一"}};
  const WrittenPdf pdf(model, "named");
  EXPECT_NE(pdf.text().find("医師河野真一"), std::string::npos);
}

TEST(Content, EveryPageTellsCaseAndNumber) {
  for (const bool large : {false, true}) {
    const WrittenPdf& pdf = written(SampleKind::part, large);
    ASSERT_GT(pdf.pages(), 8u);
    for (std::size_t page = 1; page <= pdf.pages(); ++page) {
      const std::string foot =
          "請求番号開R8-001" + std::to_string(page) + "／" + std::to_string(pdf.pages()) + "ページ";
      EXPECT_NE(pdf.text(page).find(foot), std::string::npos) << page;
    }
  }
}

TEST(Content, TheListHasItsHeaderOnEveryPage) {
  const WrittenPdf& pdf = written(SampleKind::part);
  const std::size_t first = pdf.page_with("利用の記録の一覧全部で"),
                    next = pdf.page_with("一覧の読み方とことばの説明一覧の1行の見方");
  ASSERT_GT(next, first + 1);
  for (std::size_t page = first; page < next; ++page) {
    const std::string text = pdf.text(page);
    for (const char* title : {"番号", "日時", "だれが", "何を", "利用目的・根拠", "結果"})
      EXPECT_NE(text.find(title), std::string::npos) << page << title;
  }
}

TEST(Content, TheListHoldsEveryNumberOnce) {
  const WrittenPdf& pdf = written(SampleKind::part);
  const std::string text = pdf.text();
  EXPECT_NE(text.find("番号1から3まで（3件）は、ご請求の期間の外の記録です"), std::string::npos);
  EXPECT_NE(text.find("は、お見せしていない記録です。理由：個人情報の保護に関する法律第33条第2項第1号"),
            std::string::npos);
  const packet::Model model = sample_model(SampleKind::part);
  EXPECT_NE(text.find("全部で" + std::to_string(model.rows.size()) + "件：お見せしている記録" +
                      std::to_string(model.rows.size() - 5) + "件"),
            std::string::npos);
}

TEST(Content, NothingMoreIsClaimedThanIsProven) {
  const std::string text = written(SampleKind::part).text();
  EXPECT_NE(text.find("丸亀市が署名した証明によるものです"), std::string::npos);
  EXPECT_NE(text.find("電話、紙、口頭、画面をのぞき見ること、許可なく写真を撮ることは記録されません。"),
            std::string::npos);
  EXPECT_NE(text.find("丸亀市のサイトから入手したものをお使いください"), std::string::npos);
  EXPECT_NE(text.find("改ざんの形跡は見つかりませんでした"), std::string::npos);
  EXPECT_EQ(text.find("時点で完全"), std::string::npos);
  packet::Model mirrored = sample_model(SampleKind::full);
  mirrored.integrity.mirrored = true;
  EXPECT_NE(WrittenPdf(mirrored, "mirrored").text().find("の時点で完全"), std::string::npos);
}

TEST(Content, AttachmentsAreListedWithPageAndDigest) {
  const WrittenPdf& pdf = written(SampleKind::full);
  const std::size_t page = pdf.page_with("添付：attachments/207-1.jpg");
  ASSERT_GT(page, 0u);
  const std::string text = pdf.text(pdf.page_with("別紙1添付資料の一覧ファイル名"));
  EXPECT_NE(text.find("attachments/207-1.jpg"), std::string::npos);
  EXPECT_NE(text.find("4d7297bce1"), std::string::npos);
}

TEST(Content, ProvisionsToThirdPartiesAreToldWhereTheyWereAskedFor) {
  const WrittenPdf& pdf = written(SampleKind::full);
  const std::size_t page = pdf.page_with("第三者への提供の記録部屋に書かれた記録は、部屋に参加した事業所が");
  ASSERT_GT(page, 0u);
  EXPECT_NE(pdf.text(page).find("参加事業所の追加居宅介護支援事業所うちわの里"), std::string::npos);
  EXPECT_NE(pdf.text(page).find("部屋の共有停止"), std::string::npos);
  EXPECT_EQ(written(SampleKind::part).text().find("第三者への提供の記録部屋に"), std::string::npos);
}

TEST(Content, JointUseIsNoProvision) {
  packet::Model model = sample_model(SampleKind::full);
  model.rules.joint_use = true;
  EXPECT_NE(WrittenPdf(model, "joint").text().find("第三者への提供にはあたりません"), std::string::npos);
}

// 16 points; head and foot of a page have 14.
TEST(Content, LargePrintIsLargeEverywhere) {
  const WrittenPdf& pdf = written(SampleKind::full, true);
  const std::string xml = output_of("pdftohtml -xml -zoom 1 -i -stdout '" + pdf.path() + "'");
  const std::regex font("<fontspec id=\"(\\d+)\" size=\"(\\d+)\""),
      text("<text top=\"(-?\\d+)\"[^>]* font=\"(\\d+)\"");
  std::map<std::string, int> sizes;
  for (std::sregex_iterator f(xml.begin(), xml.end(), font), end; f != end; ++f)
    sizes[(*f)[1]] = std::stoi((*f)[2]);
  std::size_t texts = 0;
  for (std::sregex_iterator t(xml.begin(), xml.end(), text), end; t != end; ++t, ++texts) {
    const int top = std::stoi((*t)[1]);
    const bool furniture = top < 60 || top > 790;  // of 842 points
    EXPECT_GE(sizes[(*t)[2]], furniture ? 14 : 16) << t->str();
  }
  EXPECT_GT(texts, 500u);
}

TEST(Content, ACharacterThatNoFontHasIsWrittenOut) {
  packet::Model model = sample_model(SampleKind::full);
  model.facts.subject_name = "𠮷髙 春";
  model.contact_desk = "窓口\U0001F9D1";
  const std::string text = WrittenPdf(model, "rare").text(1);
  EXPECT_NE(text.find("𠮷髙春"), std::string::npos);
  EXPECT_NE(text.find("〔U+1F9D1〕"), std::string::npos);
}

}  // namespace
}  // namespace renkei::testing
