// Consents and explanations in their order, the rooms and who took part in them, and how the request for
// disclosure was handled.
#include <algorithm>

#include "replay/disclosure/pdf/sections.h"
#include "replay/disclosure/pdf/table.h"
#include "replay/disclosure/pdf/wording.h"

namespace renkei::packet::pdf {

namespace {

constexpr std::uint16_t kConsents = 12, kRoomRequests = 13, kRooms = 14;  // hundreds of an entry's type

std::vector<Column> columns() { return {{"番号", 0.7}, {"記録の日時", 1.5}, {"だれが", 2}, {"何を", 3.8}}; }

Cells cells_of(const Row& row, const RowWords& words, const std::string& what) {
  return {std::to_string(row.ordinal()),
          era_date(date_in_japan(row.usage.recorded_at)) + "\n" + clock_time(row.usage.recorded_at),
          words.facility + "\n" + words.actor, what};
}

std::string not_in_here(const Model& model, const Row& row, const RowWords& words) {
  return row.content_state == ContentState::other_facility ? "\n" + content_elsewhere(model, row, words) : "";
}

bool of_rooms(const Row& row) {
  const int kind = row.usage.type / 100;
  return row.shown() && (kind == kRoomRequests || kind == kRooms);
}

}  // namespace

bool Book::tells_rooms() const { return std::any_of(model.rows.begin(), model.rows.end(), of_rooms); }

Result<void, PdfError> write_consents(Book& book) {
  Flow& flow = book.flow;
  flow.heading("同意と説明の記録", "consents");
  RowReader reader(book.model.dictionary);
  Table table(flow, columns(), {flow.sizes().table + 0.5, false, 1.4});
  std::vector<const PacketFile*> scans;
  bool any = false;
  for (const Row& row : book.model.rows) {
    const RowWords words = reader.read(row);
    if (!row.shown() || row.usage.type / 100 != kConsents) continue;
    any = true;
    std::string what = words.object + (words.object.ends_with("の説明") ? "" : "の" + words.operation);
    if (!words.basis.empty()) what += "（" + words.basis + "）";
    if (row.usage.occurred_on != 0) what += "\n書面の日付：" + both_dates(CivilDate{row.usage.occurred_on});
    for (const Fact& fact : row.facts) what += "\n" + fact.label + "：" + fact.value;
    what += not_in_here(book.model, row, words);
    if (row.content != nullptr) {
      for (const PacketFile& file : row.content->files) {
        if (file.media == MediaType::pdf)
          flow.mark(mark_of(file));
        else
          scans.push_back(&file);
        what += "\n添付：" + file.name + "（" + std::string(media_word(file.media)) + "、" +
                file_size(file.bytes) + "）";
      }
    }
    table.row(cells_of(row, words, what));
  }
  table.close();
  for (const PacketFile* scan : scans) {
    if (auto shown = write_file(book, *scan); !shown) return shown;
  }
  if (!any)
    flow.paragraph(book.model.count(RowStatus::withheld) > 0
                       ? "この書面でお見せしている、同意と説明の記録はありません。"
                       : "この期間に、同意と説明の記録はありません。",
                   flow.body());
  return {};
}

// Which rooms there were and when, who asked for them, and who took part (domain.md §7, part C).
void write_rooms(Book& book) {
  if (!book.tells_rooms()) return;
  Flow& flow = book.flow;
  flow.heading("部屋と、参加した事業所・担当者の記録", "rooms");
  RowReader reader(book.model.dictionary);
  Table table(flow, columns(), {flow.sizes().table + 0.5, false, 1.4});
  for (const Row& row : book.model.rows) {
    const RowWords words = reader.read(row);
    if (!of_rooms(row)) continue;
    std::string what = words.object + "の" + words.operation;
    for (const Fact& fact : row.facts) what += "\n" + fact.label + "：" + fact.value;
    table.row(cells_of(row, words, what + not_in_here(book.model, row, words)));
  }
}

void write_case(Book& book) {
  Flow& flow = book.flow;
  const CaseFacts& facts = book.model.facts;
  flow.heading("この請求の経過", "case");
  Table table(flow, {{"できごと", 1.2}, {"日付", 2.5}, {"説明", 2.8}}, {flow.sizes().table + 1, false, 1.45});
  const auto line = [&](const char* what, const std::optional<CivilDate>& on, const std::string& text) {
    if (on) table.row({what, both_dates(*on), text});
  };
  const std::string city = city_as_manager(book.model);
  line("請求の受付", facts.received_on, "請求番号 " + facts.number + "。理由はお尋ねしていません。");
  line("本人確認", facts.identity_verified_on,
       "確認した書類の種類だけを記録し、番号や写しは記録していません。");
  line("範囲の確認", facts.scope_clarified_on, "お見せする範囲を確認しました。");
  line("利用の記録の提供", facts.usage_provided_on, city + "から利用の記録の提供を受けました。");
  line("決定", facts.decided_on, "開示するかどうかを決めました。");
  line("お知らせ", facts.notified_on, "この書面の手紙の日付です。");
  line("この書面の作成", date_in_japan(book.model.made_at),
       "作成の時刻 " + clock_time(book.model.made_at) + "（日本時間）");
}

}  // namespace renkei::packet::pdf
