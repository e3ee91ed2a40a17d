// The history in numbers, by month and by purpose, and by itself what the handling of the request left in it
// (domain.md §7, part D).
#include "replay/disclosure/pdf/sections.h"
#include "replay/disclosure/pdf/table.h"
#include "replay/disclosure/pdf/usage_columns.h"
#include "replay/disclosure/pdf/wording.h"

namespace renkei::packet::pdf {
namespace {

Cells cells_of(std::string name, const Tally& tally) {
  return {std::move(name), grouped(tally.views) + "回", grouped(tally.case_views) + "回",
          grouped(tally.denials) + "回", grouped(tally.others) + "回"};
}

// 「令和8年11月」
std::string month_words(std::int32_t first_day) {
  const std::string date = era_date(CivilDate{first_day});
  const std::string month = "月";
  return date.substr(0, date.find(month) + month.size());
}

template <class Tallies, class Words>
void write_tallies(Flow& flow, const char* title, const Tallies& tallies, const Words& words) {
  flow.subheading(std::string(title) + "ごとの回数", 4);
  Table table(
      flow,
      {{title, 2.4}, {"閲覧", 0.9}, {"手続きのための閲覧", 1.8}, {"断られた操作", 1.2}, {"そのほか", 0.9}},
      {flow.sizes().table + 0.5, false, 1.4});
  for (const auto& [name, tally] : tallies) table.row(cells_of(words(name), tally));
}

}  // namespace

void write_usage_summary(Book& book) {
  if (!book.shows_rows()) return;
  write_tallies(book.flow, "月", book.digest.by_month, month_words);
  write_tallies(book.flow, "利用目的", book.digest.by_purpose,
                [](const std::string& purpose) { return purpose; });
  book.flow.paragraph(
      "お見せしている記録を数えています。「手続きのための閲覧」は、開示のご請求の書類を見たものです。"
      "「そのほか」は、記入・登録・一覧表示などです。",
      book.flow.small());
}

void write_request_accesses(Book& book) {
  if (book.digest.of_the_request.empty()) return;
  Flow& flow = book.flow;
  flow.subheading("開示のご請求の手続きのための利用（一覧からの抜き書き）", 4);
  RowReader reader(book.model.dictionary);
  Table table(flow, usage_columns(book.model), usage_style(flow.sizes()));
  std::size_t next = 0;
  for (const std::size_t index : book.digest.of_the_request) {
    for (; next < index; ++next) (void)reader.read(book.model.rows[next]);  // it numbers people as they come
    table.row(usage_cells(book.model, book.model.rows[index], reader.read(book.model.rows[index])));
    next = index + 1;
  }
}

}  // namespace renkei::packet::pdf
