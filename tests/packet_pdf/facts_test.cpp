#include "replay/packet/facts.h"

#include <gtest/gtest.h>

#include "sample_rows.h"

namespace renkei::testing {
namespace {

std::string lines(const std::vector<packet::Fact>& facts) {
  std::string text;
  for (const packet::Fact& fact : facts) text += fact.label + "：" + fact.value + "\n";
  return text;
}

TEST(Facts, OfAConsentAreTheLinesOfItsForm) {
  const auto name_of = [](const FacilityId& id) {
    return std::string(id == kClinic ? "しらさぎ在宅クリニック" : "");
  };
  consent::ConsentFormReceived form;
  form.grantor = {GrantorKind::family_representative, "香川 修", "長男", ""};
  form.signed_on = *civil_date(2026, 11, 19);
  form.family_data = FamilyData::present;
  form.scope.facilities = {kClinic, kStation};
  form.scope.recipient_kinds = {"pharmacy"};
  form.scope.data_kinds = {"all"};
  form.material_version = "2026-04";
  EXPECT_EQ(lines(packet::facts_of(form, name_of)),
            "同意した方：ご家族の代表　香川 修（長男）\n署名の日：令和8年11月19日（2026年11月19日）\n"
            "共有する相手：しらさぎ在宅クリニック、および同意書に書かれた種類の事業所\n共有する内容：すべて\n"
            "家族の個人データ：用いる\n説明資料の版：2026-04\n");
}

TEST(Facts, OfAPersonLeaveOutWhatIsNotWritten) {
  care_recipient::CareRecipientRegistered person;
  person.demographics.sex = Sex::female;
  person.demographics.care_level = "要介護2";
  EXPECT_EQ(lines(packet::facts_of(person, {})), "性別：女性\n要介護状態区分：要介護2\n");
  EXPECT_TRUE(packet::facts_of(room::RoomOpened{}, {}).empty());
}

}  // namespace
}  // namespace renkei::testing
