// The page that everyone understands (product.md no. 46): one sentence, one table, and what is unusual. At most
// one sheet: what has no room there is in the list behind.
#include "replay/disclosure/pdf/sections.h"
#include "replay/disclosure/pdf/table.h"
#include "replay/disclosure/pdf/wording.h"

namespace renkei::packet::pdf {
namespace {

class Overview {
 public:
  Overview(Book& book, std::size_t seen_max, std::size_t unusual_max)
      : model_(book.model),
        digest_(book.digest),
        flow_(book.flow),
        seen_max_(seen_max),
        unusual_max_(unusual_max),
        text_{std::max(12.0, flow_.sizes().body), false, 1.55} {}

  void write() {
    const bool self = model_.facts.requester == RequesterKind::self;
    flow_.heading((self ? "あなた" : model_.facts.subject_name + " 様") + "の情報は、だれに見られたか",
                  "overview");
    flow_.paragraph(sentence(), {text_.size, false, 1.75}, {.after = 0.5});
    if (model_.count(RowStatus::shown) == 0) return;
    if (!digest_.seen.empty()) seen_table();
    unusual();
    flow_.paragraph(
        "このページのことば：「閲覧（見る）」は画面に内容を表示したこと、"
        "「一覧表示」は名前だけが一覧に出たこと、「拒否」は見よう（書こう）としたが行われなかったことです。回数"
        "は、"
        "お見せしている記録から数えています。一つひとつの記録は" +
            flow_.page_of("usage") + "ページからの一覧にあります。",
        flow_.small());
  }

 private:
  std::string person() const { return person_word(model_); }

  std::string period() const {
    const CivilDate from =
        model_.facts.period.from_on.value_or(digest_.from_on.value_or(model_.facts.received_on));
    const CivilDate to = model_.facts.period.to_on.value_or(digest_.to_on.value_or(model_.facts.received_on));
    return era_period(from, std::max(from, to));
  }

  // The sentence of product.md no. 46.
  std::string sentence() const {
    const UsageDigest& d = digest_;
    if (model_.count(RowStatus::shown) == 0) {
      return "　ご請求の記録は、" +
             std::string(d.withheld > 0 ? "お見せしない決定をしました" : "ご請求の期間にはありません") +
             "。お見せしていない記録：" + grouped(d.withheld) + "件" +
             (d.withheld == 0 ? "。" : "（理由は" + flow_.page_of("withheld") + "ページ）。");
    }
    std::string text = "　" + period() + "に、" + person() + "の情報は、";
    if (d.views == 0) {
      text += "このシステムの画面では見られていません。";
    } else {
      if (d.facilities > 0)
        text += std::to_string(d.facilities) + "つの事業所の" + grouped(d.facility_people) + "人";
      if (d.facilities > 0 && d.city_people > 0) text += "と";
      if (d.city_people > 0) text += model_.city + "の職員" + grouped(d.city_people) + "人";
      text += "が、合わせて" + grouped(d.views) + "回見ました。";
    }
    text += d.changes_denied ? "見よう、または書こうとして断られたこと：" : "見ようとして断られたこと：";
    text += grouped(d.denials) + "回";
    text += d.denials == 0 ? "。" : "（理由は" + flow_.page_of("denied") + "ページ）。";
    text += d.views_without_basis == 0
                ? "同意のない閲覧：見つかっていません。"
                : "同意などの根拠の記録がない閲覧：" + grouped(d.views_without_basis) + "回。";
    text += "他のシステムへの複写：0回。";
    text += "お見せしていない記録：" + grouped(d.withheld) + "件";
    text += d.withheld == 0 ? "。" : "（理由は" + flow_.page_of("withheld") + "ページ）。";
    if (d.case_views > 0)
      text += "このほか、開示のご請求の手続きのための閲覧：" + grouped(d.case_views) + "回。";
    return text;
  }

  std::vector<Column> seen_columns() const {
    if (model_.large_print) return {{"事業所・職種", 3}, {"人数・回数", 1.4}, {"最初と最後", 2}};
    return {{"事業所", 3.1}, {"職種", 1.9}, {"人数", 0.8}, {"見た回数", 1.1}, {"最初", 1.9}, {"最後", 1.9}};
  }

  Cells seen_cells(const Seen& seen) const {
    const std::string people = grouped(seen.people.size()) + "人", times = grouped(seen.times) + "回",
                      first = era_date(date_in_japan(seen.first)), last = era_date(date_in_japan(seen.last));
    if (model_.large_print)
      return {seen.facility + "\n" + seen.role, people + "、" + times, first + "\n" + last};
    return {seen.facility, seen.role, people, times, first, last};
  }

  void seen_table() {
    Table table(flow_, seen_columns(), {std::max(10.5, flow_.sizes().table), false, 1.4});
    for (std::size_t i = 0; i < std::min(seen_max_, digest_.seen.size()); ++i)
      table.row(seen_cells(digest_.seen[i]));
    if (seen_max_ >= digest_.seen.size()) return;
    std::uint64_t times = 0;
    for (std::size_t i = seen_max_; i < digest_.seen.size(); ++i) times += digest_.seen[i].times;
    table.note("ほか" + grouped(digest_.seen.size() - seen_max_) + "組（合わせて" + grouped(times) +
               "回）は、" + flow_.page_of("usage") + "ページからの一覧にあります。");
  }

  void unusual() {
    if (digest_.unusual.empty()) {
      flow_.paragraph(
          "断られた操作、担当でない方が自分で担当に入ったこと、夜間（22時から5時）の利用、" + model_.city +
              "の職員の閲覧（ご請求の手続きのためのものを除きます）、印刷や出力は、記録されていません。",
          text_);
      return;
    }
    flow_.subheading("ふだんと違う利用など、知っておいていただきたいこと", 1);
    const std::size_t shown = std::min(unusual_max_, digest_.unusual.size());
    for (std::size_t i = 0; i < shown; ++i)
      flow_.paragraph(line(digest_.unusual[i]), text_,
                      {.hanging = text_.size * 1.2, .after = 0.1, .marker = "・"});
    const std::uint64_t rest = digest_.unusual.size() - shown + digest_.unusual_left_out;
    if (rest > 0) {
      flow_.paragraph(
          "ほか" + grouped(rest) + "件は、" + flow_.page_of("usage") + "ページからの一覧にあります。", text_,
          {.hanging = text_.size * 1.2, .marker = "・"});
    }
    flow_.space(0.4 * text_.line_height());
  }

  static std::string line(const Unusual& u) {
    const std::string when = era_date(u.on);
    const std::string who = u.facility + "の" + u.actor;
    const std::string times = u.times > 1 ? "（" + grouped(u.times) + "回）" : "";
    switch (u.kind) {
      case Unusual::Kind::denied:
        if (u.tried == Operation::manage)
          return when + "、" + who + "が" + u.what + "の設定を変えようとしましたが、変えられませんでした" +
                 times + "。理由：" + u.reason + "。";
        if (u.tried != Operation::read)
          return when + "、" + who + "が" + u.what + "に書き込もうとしましたが、書き込まれませんでした" +
                 times + "。理由：" + u.reason + "。";
        return when + "、" + who + "が" + u.what + "を見ようとしましたが、表示されませんでした" + times +
               "。理由：" + u.reason + "。";
      case Unusual::Kind::self_assigned:
        return when + "、" + who + "が、自分で担当に入りました" + times + "。";
      case Unusual::Kind::night:
        return when + " " + u.time + (u.times > 1 ? "ほか" : "") + "、" + who +
               "が、夜間（22時から5時）にこのシステムを使いました" + times + "。";
      case Unusual::Kind::city:
        return when + "、" + who + "が、確認のため" + u.what + "を見ました" + times + "。";
      case Unusual::Kind::exported:
        return when + "、" + who + "が、" + u.what + "を印刷または出力しました" + times + "。";
    }
    return "";
  }

  const Model& model_;
  const UsageDigest& digest_;
  Flow& flow_;
  const std::size_t seen_max_, unusual_max_;
  const Style text_;
};

}  // namespace

void write_overview(Book& book) {
  const bool large = book.model.large_print;
  std::size_t seen_max = large ? 20 : 10, unusual_max = large ? 12 : 8;
  // How much fits on a sheet is tried out, without drawing.
  while (!large && unusual_max > 1) {
    Flow trial = book.flow.trial();
    Book measured = book.on(trial);
    const std::size_t first = trial.page();
    Overview(measured, seen_max, unusual_max).write();
    if (trial.page() == first) break;
    --unusual_max;
    if (seen_max > 5) --seen_max;
  }
  Overview(book, seen_max, unusual_max).write();
}

}  // namespace renkei::packet::pdf
