#include "replay/disclosure/usage_report.h"

#include "eventstore/crypto/hmac.h"
#include "eventstore/json/json_write.h"

namespace renkei {
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
    Words{1901, "請求", "利用状況報告"},
    Words{1902, "作成", "利用状況報告"},
    Words{1903, "提供", "利用状況報告"},
    Words{1904, "ダウンロード", "利用状況報告"},
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
  }
  return "";
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

std::string basis_words(BasisKind kind, unsigned number) {
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
      return "丸亀市の事務";
    case BasisKind::usage_report:
      return "利用状況報告" + n;
    case BasisKind::none:
      return "";
  }
  return "";
}

// A spreadsheet must never run a cell.
std::string csv_cell(std::string_view value) {
  std::string cell = "\"";
  if (!value.empty() && std::string_view("=+-@\t\r").find(value[0]) != std::string_view::npos) cell += '\'';
  for (const char c : value) {
    if (c == '"') cell += '"';
    cell += c;
  }
  return cell + "\"";
}

}  // namespace

std::string UsageReportBuilder::actor_label(const UsageRow& usage, const std::string& profession) {
  if (usage.account.is_zero()) return "システム";
  const auto [found, is_new] = actors_.try_emplace(usage.account);
  if (is_new) {
    const std::string kind = profession.empty() ? "職員" : profession;
    found->second = kind + std::to_string(++actor_counts_[kind]);
  }
  return found->second;
}

UsageReportRow UsageReportBuilder::row(const UsageRow& u) {
  const policy::Policy& policy = city_.in_force(date_in_japan(u.recorded_at));
  UsageReportRow r;
  r.ordinal = u.ordinal;
  r.position = u.position;
  r.recorded_at = japan_clock_text(u.recorded_at);
  if (u.occurred_on != 0) r.occurred_on = to_text(CivilDate{u.occurred_on});
  r.facility = u.facility.is_zero() ? "丸亀市（システム管理者）" : names_.facility(views_, u.facility);
  if (const auto* profession = policy.profession(u.profession)) r.profession = profession->ja;
  r.actor = actor_label(u, r.profession);
  for (const Words& w : kWords) {
    if (w.type != u.type) continue;
    r.operation = w.operation;
    r.object = w.object.empty() ? object_words(u.object_kind) : w.object;
  }
  r.count = u.count;
  r.purpose = policy.purpose_label(u.purpose);
  r.purpose_source = u.purpose_source == PurposeSource::chosen ? "利用者が選択" : "システムが操作から判定";
  unsigned number = 0;
  if (!u.basis_id.is_zero()) {
    const auto [found, is_new] = basis_numbers_.try_emplace(u.basis_id, 0u);
    if (is_new) found->second = static_cast<unsigned>(basis_numbers_.size());
    number = found->second;
  }
  r.basis = basis_words(u.basis_kind, number);
  r.outcome = u.outcome == Outcome::denied ? "拒否" : "実施";
  if (u.outcome == Outcome::denied) r.reason = denial_words(u.rule);
  return r;
}

std::vector<UsageReportRow> UsageReportBuilder::rows(const CareRecipientId& subject, std::uint64_t tree_size) {
  std::vector<UsageReportRow> rows;
  usage_history(views_, subject, tree_size, [&](const UsageRow& usage) {
    rows.push_back(row(usage));
    return true;
  });
  return rows;
}

std::string UsageReportBuilder::csv(const std::vector<UsageReportRow>& rows) {
  std::string out =
      "\xEF\xBB\xBF\"番号\",\"台帳位置\",\"日時（日本時間）\",\"書面の日付\",\"事業所\",\"職種\",\"利用者\","
      "\"操作\",\"対象\",\"件数\","
      "\"利用目的\",\"利用目的の判定\",\"根拠\",\"結果\",\"拒否の理由\"\r\n";
  for (const UsageReportRow& r : rows) {
    const std::array<std::string, 15> cells{std::to_string(r.ordinal),
                                            std::to_string(r.position),
                                            r.recorded_at,
                                            r.occurred_on,
                                            r.facility,
                                            r.profession,
                                            r.actor,
                                            r.operation,
                                            r.object,
                                            r.count == 0 ? "" : std::to_string(r.count),
                                            r.purpose,
                                            r.purpose_source,
                                            r.basis,
                                            r.outcome,
                                            r.reason};
    for (std::size_t i = 0; i < cells.size(); ++i) out += (i == 0 ? "" : ",") + csv_cell(cells[i]);
    out += "\r\n";
  }
  return out;
}

std::string UsageReportBuilder::json(const std::vector<UsageReportRow>& rows) { return to_json(rows); }

std::string UsageReportBuilder::jsonl(const std::vector<UsageReportRow>& rows) {
  std::string out;
  for (const UsageReportRow& r : rows) out += to_json(r) + "\n";
  return out;
}

Digest usage_report_digest(BytesView data_key, BytesView csv) {
  const Digest key = hmac_sha256(data_key, {"renkei usage report key v1"});
  return hmac_sha256(key.view(), {csv});
}

}  // namespace renkei
