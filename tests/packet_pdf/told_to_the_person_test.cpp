// What page 1 counts and what the letter claims to hold: no more than is so (product.md nos. 3, 46).
#include <gtest/gtest.h>

#include "replay/disclosure/pdf/letter_texts.h"
#include "replay/disclosure/pdf/usage_digest.h"
#include "sample_model.h"
#include "sample_rows.h"

namespace renkei::testing {
namespace {

using packet::pdf::digest_of;
using packet::pdf::included_text;
using packet::pdf::nothing_else_text;
using packet::pdf::Unusual;
using packet::pdf::UsageDigest;

bool says(const std::string& text, const char* words) { return text.find(words) != std::string::npos; }

// The sample's words, and no rows yet.
packet::Model empty_model() {
  packet::Model model = sample_model(SampleKind::full);
  model.rows.clear();
  return model;
}

TEST(PageOne, CountsLooksAtTheHandlingOfTheRequestApart) {
  packet::Model model = empty_model();
  SampleRows rows(model.rows);
  rows.at(20, 10, 0).view(kMiki, ObjectKind::messages, 3);
  for (const ObjectKind kind : {ObjectKind::disclosure_request, ObjectKind::usage_report, ObjectKind::packet})
    rows.view(kKono, kind, 1);
  rows.view(kMorimoto, ObjectKind::disclosure_request, 1);
  const UsageDigest digest = digest_of(model);
  EXPECT_EQ(digest.views, 1u);
  EXPECT_EQ(digest.case_views, 4u);
  EXPECT_EQ(digest.facility_people, 1u);
  EXPECT_EQ(digest.city_people, 0u);
  EXPECT_TRUE(digest.unusual.empty()) << "the city looked at the request, as it must";
}

TEST(PageOne, TellsANightOncePerPersonAndDayAndTheCityBeforeIt) {
  packet::Model model = empty_model();
  SampleRows rows(model.rows);
  rows.at(20, 1, 0).view(kNightNurse, ObjectKind::messages, 3);
  rows.posted(kNightNurse, 7, MessageKind::notice, "夜間の記録");
  rows.add(1504, kNightNurse);
  rows.at(20, 10, 0).view(kMorimoto, ObjectKind::consent_form, 1);
  rows.at(21, 1, 0).view(kNightNurse, ObjectKind::messages, 1);
  const UsageDigest digest = digest_of(model);
  ASSERT_EQ(digest.unusual.size(), 3u);
  EXPECT_EQ(digest.unusual[0].kind, Unusual::Kind::city);
  EXPECT_EQ(digest.unusual[1].kind, Unusual::Kind::night);
  EXPECT_EQ(digest.unusual[1].times, 3u) << "one sentence for the whole night";
  EXPECT_EQ(digest.unusual[2].times, 1u) << "the next day is another";
}

TEST(ScopeOfTheLetter, ClaimsNothingIsMissingOnlyWhereNothingIs) {
  packet::Model model = sample_model(SampleKind::full);
  std::erase_if(model.rows, [](const packet::Row& row) { return !row.shown(); });
  const char *all = "この書面に含めていないものはありません", *but_for = "のほかに、";
  EXPECT_TRUE(says(nothing_else_text(model), all));
  EXPECT_FALSE(says(nothing_else_text(model), but_for));
  SampleRows(model.rows).outside_period();
  EXPECT_TRUE(says(nothing_else_text(model), "対象の期間の外の記録のほかに、"));
  model = sample_model(SampleKind::part);
  EXPECT_TRUE(says(nothing_else_text(model), "開示しないこととした記録"));
  model.facts.result = DisclosureResult::none;
  EXPECT_FALSE(says(nothing_else_text(model), all));
  EXPECT_TRUE(says(nothing_else_text(model), "どの記録の内容もお見せしていません"));
  model.rows.clear();
  EXPECT_TRUE(says(nothing_else_text(model), "記録は見つかりませんでした"));
}

TEST(ScopeOfTheLetter, NamesRecordsOnlyWhereTheyWereAskedForAndExist) {
  packet::Model model = sample_model(SampleKind::full);
  EXPECT_TRUE(says(included_text(model), "書いた記録"));
  model.facts.kinds = {DisclosureKind::usage};
  EXPECT_FALSE(says(included_text(model), "書いた記録"));
  EXPECT_TRUE(says(included_text(model), "ご請求の対象に入っていない"));
  model.facts.kinds = {DisclosureKind::records, DisclosureKind::usage};
  model.facts.result = DisclosureResult::no_data;
  EXPECT_FALSE(says(included_text(model), "書いた記録"));
  EXPECT_TRUE(says(included_text(model), "にはありませんでした"));
}

}  // namespace
}  // namespace renkei::testing
