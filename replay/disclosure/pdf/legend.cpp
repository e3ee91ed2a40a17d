// How to read the list: a sample row with call-outs, the words, the years of both calendars.
#include "replay/disclosure/pdf/sections.h"
#include "replay/disclosure/pdf/table.h"
#include "replay/disclosure/pdf/usage_columns.h"
#include "replay/disclosure/pdf/wording.h"

namespace renkei::packet::pdf {
namespace {

constexpr const char* kNumbers[] = {"①", "②", "③", "④", "⑤", "⑥"};

// The row that the call-outs explain: the first view, else the first shown row.
const Row* sample_of(const Model& model) {
  const Row* sample = nullptr;
  for (const Row& row : model.rows) {
    if (!row.shown()) continue;
    if (sample == nullptr) sample = &row;
    if (act_words(row.usage).operation == "閲覧") return &row;
  }
  return sample;
}

RowWords words_of(const Model& model, const Row& sample) {
  RowReader reader(model.dictionary);
  for (const Row& row : model.rows) {
    const RowWords words = reader.read(row);
    if (&row == &sample) return words;
  }
  return {};
}

std::vector<std::string> call_outs(const Model& model) {
  const std::string number =
      "番号。" + person_word(model) + "の記録に古い順に付いた通し番号です。抜けはありません。";
  const std::string time = "記録された日と時刻（日本時間、時・分・秒）です。";
  const std::string who =
      "事業所と、職種ごとの番号です。同じ番号は同じ人です。お名前を載せるかどうかは、"
      "事業所ごとに決めています。";
  const std::string what = "したことと、その対象です。（　件）は、一度に表示された件数です。";
  const std::string why =
      "利用目的は、方針に定められた文のままです。（システムが操作から判定）は操作から決まったもの、"
      "（利用者が選択）は操作した職員が選んだものです。根拠は、よりどころとなった同意書や登録です。";
  const std::string result = "「実施」は行われたこと、「拒否」は行われなかったことと、その理由です。";
  if (model.large_print) return {number + time, who, what + result + why};
  return {number, time, who, what, why, result};
}

void sample_row(Book& book) {
  const Row* sample = sample_of(book.model);
  if (sample == nullptr) return;
  Flow& flow = book.flow;
  flow.subheading("一覧の1行の見方（例）", 8);
  const Style mark{flow.sizes().body, true, 1.3};
  const std::vector<std::string> texts = call_outs(book.model);
  {
    Table table(flow, usage_columns(book.model), usage_style(flow.sizes()));
    for (std::size_t i = 0; i < texts.size(); ++i)
      flow.label(kNumbers[i], mark, table.x_of(i) + table.width_of(i) / 2 - mark.size / 2, flow.y());
    flow.advance(mark.line_height());
    table.row(usage_cells(book.model, *sample, words_of(book.model, *sample)));
  }
  for (std::size_t i = 0; i < texts.size(); ++i)
    flow.paragraph(texts[i], flow.body(),
                   {.hanging = 1.6 * flow.sizes().body, .after = 0.1, .marker = kNumbers[i]});
}

void words_table(Book& book) {
  const std::string city = city_as_manager(book.model);
  Flow& flow = book.flow;
  flow.subheading("ことばの説明");
  Table table(flow, {{"ことば", 1}, {"意味", 4}}, {std::max(10.0, flow.sizes().table), false, 1.4});
  const std::pair<std::string, std::string> words[] = {
      {"閲覧", "画面に内容を表示したことです。読んだかどうかまでは分かりません。"},
      {"一覧表示", "名前だけが一覧に出たことです。内容は表示されていません。"},
      {"拒否",
       "見よう（書こう）としましたが、条件を満たさないため、行われなかったことです。"
       "内容は表示されていません。"},
      {"記入・訂正・取消し",
       "記録を書いたこと、書き直したこと、取り消したことです。書き直す前の内容も残っています。"},
      {"確認・承認", "記録や書類を確かめて認めたことです。"},
      {"利用状況報告",
       "だれが、いつ、何のために利用したかを" + book.model.city +
           "がまとめ、ご請求を受けた事業所に渡したものです。この書面の「利用の記録」のもとです。"},
      {"開示書面", "ご請求を受けて作成した、この書面と電子データの一式です。"},
      {"ダウンロード", "利用状況報告などを、電子データとして受け取ったことです。"},
      {"部屋", book.model.facts.subject_name + " 様の情報を、決められた事業所の担当者だけで共有する場所です。"},
      {"担当の登録", "事業所が、部屋に入る担当者を決めたことです。"},
      {"共有停止", "同意の撤回などにより、事業所どうしの共有を止めたことです。"},
      {city, "システムを管理し、利用の登録や同意書の確認をする" + book.model.city + "の職員です。"},
      {"貴事業所のシステム管理担当者",
       "各事業所で、自分の事業所の利用者や端末を管理する人です（事業所あての文書での呼び方です）。"},
      {"システム", "人の操作によらず、自動で行われたことです。"}};
  for (const auto& [word, meaning] : words) table.row({word, meaning});
}

void calendar(Book& book) {
  Flow& flow = book.flow;
  int first = year_month_day(date_in_japan(book.model.made_at)).year, last = first;
  if (book.digest.from_on) first = std::min(first, year_month_day(*book.digest.from_on).year);
  std::string years;
  for (int year = std::max(first, last - 9); year <= last; ++year) {
    const std::string era = japanese_era_text(*civil_date(year, 12, 31));
    years += (years.empty() ? "" : "、") + era.substr(0, era.find("年")) + "年は" + std::to_string(year) + "年";
  }
  flow.subheading("和暦と西暦");
  flow.paragraph(years + "です。時刻は日本時間で、24時間の形で書いています。", flow.body());
}

}  // namespace

void write_legend(Book& book) {
  book.flow.heading("一覧の読み方とことばの説明", "legend");
  sample_row(book);
  words_table(book);
  calendar(book);
}

}  // namespace renkei::packet::pdf
