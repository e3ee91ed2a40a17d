// 第三者提供の記録 (APPI Arts. 29, 33(5)): which facility could see the record of the room, from when, until
// when and on which consent. Taken from the same rows as the list; a system's log may be that record.
#include "domain/room/events.h"
#include "replay/disclosure/pdf/sections.h"
#include "replay/disclosure/pdf/table.h"
#include "replay/disclosure/pdf/wording.h"

namespace renkei::packet::pdf {
namespace {

// What opens or ends the sharing: facilities come and go, sharing stops, the room closes and opens again.
bool changes_sharing(const Row& row) {
  switch (row.usage.type) {
    case room::RoomOpened::kType.number:
    case room::RoomFacilityAdded::kType.number:
    case room::RoomFacilityEnded::kType.number:
    case room::RoomSharingStopped::kType.number:
    case room::RoomClosed::kType.number:
    case room::RoomReopened::kType.number:
      return row.shown();
    default:
      return false;
  }
}

std::string introduction(const Book& book) {
  const std::string extract = "どの事業所と、いつから、いつまで、何を根拠に共有したかを、" +
                              book.flow.page_of("usage") + "ページからの一覧から抜き出しています。";
  if (book.model.rules.joint_use)
    return "部屋に参加した事業所どうしの共有は、公表された共同利用によるもので、第三者への提供にはあたりません"
           "。"
           "ご参考までに、" +
           extract;
  return "部屋に書かれた記録は、部屋に参加した事業所が見られるようになります（第三者への提供）。この共有は、" +
         book.flow.page_of("consents") + "ページの同意によるものです。" + extract;
}

}  // namespace

bool Book::tells_provisions() const {
  const auto& kinds = model.facts.kinds;
  return shows_rows() &&
         std::find(kinds.begin(), kinds.end(), DisclosureKind::third_party_records) != kinds.end();
}

void write_provisions(Book& book) {
  Flow& flow = book.flow;
  flow.heading("第三者への提供の記録", "provisions");
  flow.paragraph(introduction(book), flow.body());
  RowReader reader(book.model.dictionary);
  Table table(flow, {{"番号", 0.7}, {"日付", 1.5}, {"できごと", 2}, {"事業所", 2.6}, {"根拠", 1.2}},
              {flow.sizes().table + 0.5, false, 1.4});
  bool any = false;
  for (const Row& row : book.model.rows) {
    const RowWords words = reader.read(row);
    if (!changes_sharing(row)) continue;
    any = true;
    table.row({std::to_string(row.ordinal()), era_date(date_in_japan(row.usage.recorded_at)),
               words.object + "の" + words.operation, facts_words(row.facts), words.basis});
  }
  table.close();
  if (!any) flow.paragraph("この期間に、共有を始めた記録や終えた記録はありません。", flow.body());
  flow.paragraph(
      "このシステムから他のシステムへの複写の記録はありません。紙や電話など、このシステムの外での提供の記録は、"
      "それぞれの事業所が持っています。",
      flow.body());
}

}  // namespace renkei::packet::pdf
