#include "replay/packet/facts.h"

namespace renkei::packet {
namespace {

using Facts = std::vector<Fact>;

void add(Facts& facts, const char* label, std::string value) {
  if (!value.empty()) facts.push_back({label, std::move(value)});
}

std::string both(CivilDate date) {
  const std::string era = japanese_era_text(date), western = western_text(date);
  return era == western ? western : era + "（" + western + "）";
}

std::string_view sex_word(Sex sex) {
  switch (sex) {
    case Sex::female:
      return "女性";
    case Sex::male:
      return "男性";
    case Sex::other:
      return "その他";
    case Sex::unknown:
      return "";
  }
  return "";
}

std::string_view setting_word(CareSetting setting) {
  switch (setting) {
    case CareSetting::home:
      return "ご自宅";
    case CareSetting::hospital:
      return "入院中";
    case CareSetting::short_stay:
      return "短期入所中";
    case CareSetting::facility:
      return "施設に入所中";
  }
  return "";
}

std::string_view grantor_word(GrantorKind kind) {
  switch (kind) {
    case GrantorKind::self:
      return "ご本人";
    case GrantorKind::family_representative:
      return "ご家族の代表";
    case GrantorKind::family_member:
      return "ご家族";
    case GrantorKind::legal_representative:
      return "法定代理人";
    case GrantorKind::agent:
      return "任意代理人";
  }
  return "";
}

std::string_view withdrawal_word(WithdrawalScope scope) {
  switch (scope) {
    case WithdrawalScope::all:
      return "すべての共有";
    case WithdrawalScope::facility:
      return "一つの事業所との共有";
    case WithdrawalScope::data_kind:
      return "一つの種類の情報の共有";
    case WithdrawalScope::family:
      return "ご家族の情報の共有";
  }
  return "";
}

std::string grantor_words(const Grantor& grantor) {
  std::string words = std::string(grantor_word(grantor.kind)) + "　" + grantor.name;
  if (!grantor.relation.empty()) words += "（" + grantor.relation + "）";
  return words;
}

void add_scope(Facts& facts, const ConsentScope& scope, const FacilityNames& name_of) {
  std::string facilities;
  for (const FacilityId& id : scope.facilities) {
    const std::string name = name_of(id);
    if (!name.empty()) facilities += (facilities.empty() ? "" : "、") + name;
  }
  if (!scope.recipient_kinds.empty())
    facilities += std::string(facilities.empty() ? "" : "、および") + "同意書に書かれた種類の事業所";
  add(facts, "共有する相手", facilities);
  const bool all = scope.data_kinds.size() == 1 && scope.data_kinds[0] == "all";
  add(facts, "共有する内容", all ? "すべて" : scope.data_kinds.empty() ? "なし" : "同意書に書かれた種類の情報");
}

Facts of(const care_recipient::CareRecipientRegistered& e, const FacilityNames&) {
  const Demographics& d = e.demographics;
  Facts facts;
  add(facts, "性別", std::string(sex_word(d.sex)));
  const std::string code = d.address.postal_code.empty() ? "" : "〒" + d.address.postal_code + "　";
  add(facts, "ご住所", d.address.text.empty() ? "" : code + d.address.text);
  add(facts, "電話番号", d.tel);
  add(facts, "要介護状態区分", d.care_level);
  return facts;
}

Facts of(const care_recipient::CareSettingChanged& e, const FacilityNames&) {
  return {{"療養の場所", std::string(setting_word(e.setting)) + "（" + both(e.from_on) + "から）"}};
}

Facts of(const consent::ConsentFormReceived& e, const FacilityNames& name_of) {
  Facts facts;
  add(facts, "同意した方", grantor_words(e.grantor));
  add(facts, "代わりに署名した理由", e.grantor.reason);
  add(facts, "代筆した方", e.scribe);
  add(facts, "署名の日", both(e.signed_on));
  add_scope(facts, e.scope, name_of);
  add(facts, "家族の個人データ", e.family_data == FamilyData::present ? "用いる" : "用いない（家族はいない）");
  add(facts, "説明資料の版", e.material_version);
  return facts;
}

Facts of(const consent::PurposeExplained& e, const FacilityNames&) {
  Facts facts{{"説明の日", both(e.explained_on)}};
  add(facts, "説明資料の版", e.material_version);
  return facts;
}

Facts of(const consent::ConsentWithdrawn& e, const FacilityNames& name_of) {
  Facts facts{{"撤回の範囲", std::string(withdrawal_word(e.scope))},
              {"撤回した方", std::string(grantor_word(e.requested_by))},
              {"受け付けた日", both(e.received_on)}};
  if (e.facility) add(facts, "事業所", name_of(*e.facility));
  if (e.handover_until) add(facts, "引き継ぎの期限", both(*e.handover_until));
  return facts;
}

Facts of(const consent::ConsentSupplemented& e, const FacilityNames& name_of) {
  Facts facts{{"署名した方", std::string(grantor_word(e.signed_by))}, {"署名の日", both(e.signed_on)}};
  add_scope(facts, e.added, name_of);
  return facts;
}

Facts of(const room_request::RoomRequestSubmitted& e, const FacilityNames& name_of) {
  Facts facts;
  std::string facilities, defects;
  for (const room_request::RequestedFacility& f : e.facilities) {
    const std::string name = name_of(f.facility);
    if (!name.empty()) facilities += (facilities.empty() ? "" : "、") + name;
  }
  for (const Defect& d : e.defects) defects += (defects.empty() ? "" : "、") + d.ja;
  add(facts, "参加する事業所", facilities);
  add(facts, "主治医の了解", e.main_doctor_agreed ? "あり" : "記入なし");
  add(facts, "受付時に分かった補正事項", defects);
  return facts;
}

Facts of(const room_request::RoomRequestReturned& e, const FacilityNames&) {
  Facts facts;
  add(facts, "補正を求めた内容", e.note);
  return facts;
}

Facts of(const room_request::RoomRequestRejected& e, const FacilityNames&) {
  Facts facts;
  add(facts, "不承認の理由", e.reason);
  return facts;
}

Facts of(const room::RoomMemberAssigned& e, const FacilityNames& name_of) {
  Facts facts;
  add(facts, "事業所", name_of(e.facility));
  add(facts, "担当の期間", both(e.from_on) + "から" + (e.until_on ? both(*e.until_on) + "まで" : ""));
  add(facts, "登録の理由", e.basis);
  return facts;
}

Facts of(const room::RoomClosed& e, const FacilityNames&) {
  Facts facts;
  add(facts, "閉鎖の理由", e.reason);
  return facts;
}

Facts of(const room::RoomReopened& e, const FacilityNames&) {
  Facts facts;
  add(facts, "再開の理由", e.reason);
  return facts;
}

Facts of(const room::RoomFacilityAdded& e, const FacilityNames& name_of) {
  Facts facts;
  add(facts, "事業所", name_of(e.facility));
  if (e.until_on) add(facts, "期限", both(*e.until_on));
  return facts;
}

Facts of(const room::RoomFacilityEnded& e, const FacilityNames& name_of) {
  Facts facts;
  add(facts, "事業所", name_of(e.facility));
  return facts;
}

}  // namespace

std::vector<Fact> facts_of(const DomainEvent& event, const FacilityNames& name_of) {
  return std::visit(
      [&](const auto& e) -> Facts {
        if constexpr (requires { of(e, name_of); }) {
          return of(e, name_of);
        } else {
          return {};
        }
      },
      event);
}

std::string_view retraction_words(RetractionReason reason) {
  switch (reason) {
    case RetractionReason::wrong_care_recipient:
      return "別の方の記録だったため";
    case RetractionReason::duplicate:
      return "同じ記録が二つあったため";
    case RetractionReason::mistake:
      return "書き誤りのため";
  }
  return "";
}

}  // namespace renkei::packet
