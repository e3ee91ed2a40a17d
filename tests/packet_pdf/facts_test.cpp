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

// The form by which a room was asked for, and the words with which it was returned, refused, closed or joined.
TEST(Facts, OfTheStepsOfARoomAreWhatWasWritten) {
  const auto name_of = [](const FacilityId& id) {
    return std::string(id == kClinic ? "クリニック" : "ステーション");
  };
  room_request::RoomRequestSubmitted request;
  request.facilities = {{kClinic, {}}, {kStation, {}}};
  request.main_doctor_agreed = true;
  request.defects = {{"/x", "y", "同意書がありません。", ""}};
  EXPECT_EQ(lines(packet::facts_of(request, name_of)),
            "参加する事業所：クリニック、ステーション\n主治医の了解：あり\n受付時に分かった補正事項：同意書があ"
            "りません。\n");
  EXPECT_EQ(lines(packet::facts_of(room_request::RoomRequestReturned{{}, {}, "押印がありません"}, name_of)),
            "補正を求めた内容：押印がありません\n");
  EXPECT_EQ(lines(packet::facts_of(room_request::RoomRequestRejected{{}, {}, "同意がないため"}, name_of)),
            "不承認の理由：同意がないため\n");
  EXPECT_EQ(lines(packet::facts_of(room::RoomClosed{{}, {}, "転居"}, name_of)), "閉鎖の理由：転居\n");
  EXPECT_EQ(lines(packet::facts_of(room::RoomReopened{{}, {}, "帰宅"}, name_of)), "再開の理由：帰宅\n");
  room::RoomMemberAssigned assigned;
  assigned.facility = kStation;
  assigned.from_on = *civil_date(2026, 11, 21);
  assigned.basis = "夜間の急変に対応するため";
  EXPECT_EQ(lines(packet::facts_of(assigned, name_of)),
            "事業所：ステーション\n担当の期間：令和8年11月21日（2026年11月21日）から\n"
            "登録の理由：夜間の急変に対応するため\n");
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
