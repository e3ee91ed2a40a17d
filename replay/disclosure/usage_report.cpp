#include "replay/disclosure/usage_report.h"

#include <array>

#include "eventstore/crypto/hmac.h"
#include "eventstore/json/json_write.h"
#include "replay/disclosure/packet_words.h"

namespace renkei {
namespace {

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

std::vector<packet::RowWords> UsageReportBuilder::rows(const CareRecipientId& subject,
                                                       std::uint64_t tree_size) {
  PacketWords words(views_, names_, city_, city_name_);
  usage_history(views_, subject, tree_size, [&](const UsageRow& usage) {
    words.use(usage);
    return true;
  });
  const packet::Dictionary dictionary = words.take();
  packet::RowReader reader(dictionary);
  std::vector<packet::RowWords> rows;
  usage_history(views_, subject, tree_size, [&](const UsageRow& usage) {
    packet::Row row;
    row.usage = usage;
    rows.push_back(reader.read(row));
    return true;
  });
  return rows;
}

std::string UsageReportBuilder::csv(const std::vector<packet::RowWords>& rows) {
  std::string out =
      "\xEF\xBB\xBF\"番号\",\"台帳位置\",\"日時（日本時間）\",\"書面の日付\",\"事業所\",\"職種\",\"利用者\","
      "\"操作\",\"対象\",\"件数\","
      "\"利用目的\",\"利用目的の判定\",\"根拠\",\"結果\",\"拒否の理由\"\r\n";
  for (const packet::RowWords& r : rows) {
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

std::string UsageReportBuilder::json(const std::vector<packet::RowWords>& rows) { return to_json(rows); }

std::string UsageReportBuilder::jsonl(const std::vector<packet::RowWords>& rows) {
  std::string out;
  for (const packet::RowWords& r : rows) out += to_json(r) + "\n";
  return out;
}

Digest usage_report_digest(BytesView data_key, BytesView csv) {
  const Digest key = hmac_sha256(data_key, {"renkei usage report key v1"});
  return hmac_sha256(key.view(), {csv});
}

}  // namespace renkei
