#include "replay/packet/row.h"

#include <array>

namespace renkei::packet {
namespace {

struct Words {
  std::uint16_t type;
  std::string_view operation, object;
};

// Policy and form words for each kind of entry that can stand in a person's history.
constexpr std::array kWords{
    Words{1101, "登録", "暗号鍵の作成"},
    Words{1102, "登録", "療養者の基本情報"},
    Words{1103, "登録", "療養の場所"},
    Words{1201, "受付", "同意書"},
    Words{1202, "説明", "利用目的の説明"},
    Words{1203, "確認", "同意書"},
    Words{1204, "受付", "同意の撤回"},
    Words{1205, "追加", "同意の範囲"},
    Words{1301, "提出", "新規部屋作成依頼書"},
    Words{1302, "補正依頼", "新規部屋作成依頼書"},
    Words{1303, "承認", "新規部屋作成依頼書"},
    Words{1304, "不承認", "新規部屋作成依頼書"},
    Words{1401, "開設", "部屋"},
    Words{1402, "追加", "参加事業所"},
    Words{1403, "終了", "参加事業所"},
    Words{1404, "登録", "担当者"},
    Words{1405, "終了", "担当者"},
    Words{1406, "共有停止", "部屋"},
    Words{1407, "閉鎖", "部屋"},
    Words{1408, "再開", "部屋"},
    Words{1501, "記入", "記録"},
    Words{1502, "訂正", "記録"},
    Words{1503, "取消し", "記録"},
    Words{1504, "確認", "記録"},
    Words{1505, "承認", "記録"},
    Words{1601, "一覧表示", "部屋の一覧"},
    Words{1602, "閲覧", ""},
    Words{1603, "拒否", "部屋の記録"},
    Words{1801, "受付", "開示請求"},
    Words{1802, "確認", "本人確認"},
    Words{1803, "確認", "開示の範囲"},
    Words{1804, "回答", "開示についての意見"},
    Words{1805, "記録", "開示しない項目"},
    Words{1806, "決定", "開示請求"},
    Words{1807, "通知", "開示請求"},
    Words{1808, "交付", "開示書面"},
    Words{1809, "終了", "開示請求"},
    Words{1901, "請求", "利用状況報告"},
    Words{1902, "作成", "利用状況報告"},
    Words{1903, "提供", "利用状況報告"},
    Words{1904, "ダウンロード", "利用状況報告"},
    Words{2001, "作成の開始", "開示書面"},
    Words{2002, "作成", "開示書面"},
    Words{2003, "ダウンロード", "開示書面"},
    Words{2004, "ダウンロードの失敗", "開示書面"},
};

std::string_view object_words(ObjectKind kind) {
  switch (kind) {
    case ObjectKind::messages:
      return "部屋の記録";
    case ObjectKind::message:
      return "記録";
    case ObjectKind::attachment:
      return "写真・文書";
    case ObjectKind::consent_form:
      return "同意書";
    case ObjectKind::care_recipient:
      return "療養者の基本情報";
    case ObjectKind::room:
      return "部屋";
    case ObjectKind::room_request:
      return "新規部屋作成依頼書";
    case ObjectKind::disclosure_request:
      return "開示請求";
    case ObjectKind::room_list:
      return "部屋の一覧";
    case ObjectKind::usage_report:
      return "利用状況報告";
    case ObjectKind::packet:
      return "開示書面";
  }
  return "";
}

std::string basis_words(BasisKind kind, unsigned number, const std::string& city) {
  const std::string n = std::to_string(number);
  switch (kind) {
    case BasisKind::consent:
      return "同意書" + n;
    case BasisKind::pledge:
      return "誓約書";
    case BasisKind::disclosure_request:
      return "開示請求" + n;
    case BasisKind::assignment:
      return "担当の登録";
    case BasisKind::city_duty:
      return city + "の事務";
    case BasisKind::usage_report:
      return "利用状況報告" + n;
    case BasisKind::none:
      return "";
  }
  return "";
}

}  // namespace

ActWords act_words(const UsageRow& usage) {
  for (const Words& w : kWords) {
    if (w.type == usage.type)
      return {w.operation, w.object.empty() ? object_words(usage.object_kind) : w.object};
  }
  return {};
}

std::string_view denial_words(Rejection rule) {
  switch (rule) {
    case Rejection::not_assigned:
      return "担当になっていない";
    case Rejection::facility_not_in_room:
      return "参加していない事業所";
    case Rejection::sharing_stopped:
      return "同意撤回により共有停止中";
    case Rejection::room_closed:
      return "部屋が閉じられている";
    case Rejection::consent_not_effective:
      return "有効な同意がない";
    case Rejection::purpose_not_allowed:
      return "認められない利用目的";
    default:
      return "利用の条件を満たさない";
  }
}

std::string RowReader::actor(const UsageRow& usage) {
  if (usage.account.is_zero()) return "システム";
  const std::string_view profession = dictionary_.profession(usage.policy_number, usage.profession);
  const std::string_view name = dictionary_.staff_name(usage.account);
  if (!name.empty()) return std::string(profession) + " " + std::string(name);
  const auto [found, is_new] = actors_.try_emplace(usage.account);
  if (is_new) {
    const std::string kind = profession.empty() ? "職員" : std::string(profession);
    found->second = kind + std::to_string(++actor_counts_[kind]);
  }
  return found->second;
}

std::string RowReader::basis(const UsageRow& usage) {
  unsigned number = 0;
  if (!usage.basis_id.is_zero()) {
    const auto [found, is_new] = basis_numbers_.try_emplace({usage.basis_kind, EventId{usage.basis_id}}, 0u);
    if (is_new) found->second = ++basis_counts_[usage.basis_kind];
    number = found->second;
  }
  return basis_words(usage.basis_kind, number, dictionary_.city);
}

RowWords RowReader::read(const Row& row) {
  const UsageRow& u = row.usage;
  RowWords words;
  words.ordinal = u.ordinal;
  if (!row.shown()) {
    if (row.withheld == nullptr) return words;
    const Withheld& w = *row.withheld;
    if (w.stated.recorded_on) words.recorded_at = to_text(*w.stated.recorded_on);
    words.facility = w.stated.facility;
    words.operation = w.stated.operation;
    words.object = w.stated.object;
    words.reason = w.note;
    return words;
  }
  words.position = u.position;
  words.recorded_at = japan_clock_text(u.recorded_at);
  if (u.occurred_on != 0) words.occurred_on = to_text(CivilDate{u.occurred_on});
  words.facility = u.facility.is_zero() ? dictionary_.city + "（システム管理者）"
                                        : std::string(dictionary_.facility(u.facility));
  words.profession = dictionary_.profession(u.policy_number, u.profession);
  words.actor = actor(u);
  const ActWords act = act_words(u);
  words.operation = act.operation;
  words.object = act.object;
  words.count = u.count;
  words.purpose = dictionary_.purpose(u.policy_number, u.purpose);
  words.purpose_source = u.purpose_source == PurposeSource::chosen ? "利用者が選択" : "システムが操作から判定";
  words.basis = basis(u);
  words.outcome = u.outcome == Outcome::denied ? "拒否" : "実施";
  if (u.outcome == Outcome::denied) words.reason = denial_words(u.rule);
  return words;
}

}  // namespace renkei::packet
