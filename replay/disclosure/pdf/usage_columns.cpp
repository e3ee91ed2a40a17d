#include "replay/disclosure/pdf/usage_columns.h"

#include "replay/disclosure/pdf/wording.h"

namespace renkei::packet::pdf {
namespace {

constexpr std::uint16_t kOfRooms = 14;  // hundreds of an entry's type

struct Parts {
  std::string number, day, time, who, what, why, result;
};

Cells arranged(const Model& model, const Parts& p) {
  if (!model.large_print)
    return {p.number, p.time.empty() ? p.day : p.day + "\n" + p.time, p.who, p.what, p.why, p.result};
  std::string when = "番号" + p.number;
  if (!p.day.empty()) when += "\n" + p.day;
  if (!p.time.empty()) when += "\n" + p.time;
  std::string rest = p.what;
  for (const std::string* part : {&p.result, &p.why}) {
    if (!part->empty()) rest += (rest.empty() ? "" : "\n") + *part;
  }
  return {when, p.who, rest};
}

std::string lines(std::string first, const std::string& second) {
  if (second.empty()) return first;
  return first.empty() ? second : std::move(first) + "\n" + second;
}

}  // namespace

Style usage_style(const Sizes& sizes) { return {sizes.table, false, 1.32}; }

std::vector<Column> usage_columns(const Model& model) {
  if (model.large_print) return {{"番号・日時", 2.9}, {"だれが", 3}, {"何を・結果・利用目的と根拠", 4.4}};
  return {{"番号", 0.85}, {"日時", 1.95},          {"だれが", 2.65},
          {"何を", 1.85}, {"利用目的・根拠", 3.2}, {"結果", 1.5}};
}

Cells usage_cells(const Model& model, const Row& row, const RowWords& words) {
  Parts p;
  p.number = std::to_string(words.ordinal);
  p.day = era_date(date_in_japan(row.usage.recorded_at));
  p.time = clock_time(row.usage.recorded_at);
  p.who = lines(words.facility, words.actor);
  p.what = lines(words.operation,
                 words.object + (words.count > 0 && row.shown() && row.usage.outcome == Outcome::success
                                     ? "（" + grouped(words.count) + "件）"
                                     : ""));
  if (row.usage.type / 100 == kOfRooms) p.what = lines(p.what, facts_words(row.facts));
  p.why = words.purpose + "（" + words.purpose_source + "）";
  if (!words.basis.empty()) p.why += "\n根拠：" + words.basis;
  if (row.usage.occurred_on != 0) p.why += "\n書面の日付：" + era_date(CivilDate{row.usage.occurred_on});
  const bool told = model.large_print && words.operation == words.outcome;  // in the same cell
  p.result = lines(told ? "" : words.outcome, words.reason);
  if (row.usage.outcome == Outcome::denied && words.count > 1) p.result += "\n" + grouped(words.count) + "回";
  return arranged(model, p);
}

Cells withheld_cells(const Model& model, const Row& row, const RowWords& words) {
  const Withheld& withheld = *row.withheld;
  Parts p;
  p.number = std::to_string(words.ordinal);
  if (withheld.stated.recorded_on) p.day = era_date(*withheld.stated.recorded_on);
  p.who = words.facility;
  p.what = lines(words.operation, words.object);
  p.why = lines("お見せしていない記録です。\n理由：" + ground_words(model.dictionary, withheld), withheld.note);
  return arranged(model, p);
}

}  // namespace renkei::packet::pdf
