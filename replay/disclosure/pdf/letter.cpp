// The letter: who answers, what was decided and why, and what the person can do now (product.md no. 50). What
// the law says comes from the published policy, word for word.
#include "replay/disclosure/pdf/letter_texts.h"
#include "replay/disclosure/pdf/sections.h"
#include "replay/disclosure/pdf/table.h"
#include "replay/disclosure/pdf/wording.h"

namespace renkei::packet::pdf {
namespace {

constexpr double kShortItem = 0.25;      // of a page: stays whole
constexpr double kLinesWithHeading = 7;  // of a longer one: its table begins below the heading

class Letter {
 public:
  explicit Letter(Book& book) : book_(book), model_(book.model), flow_(book.flow) {}

  void write() {
    flow_.mark("letter");
    if (Canvas* canvas = flow_.canvas()) canvas->bookmark(document_title(model_), flow_.page(), 0);
    if (for_auditor(model_)) return write_for_auditor();
    head();
    flow_.space(flow_.body().line_height());
    flow_.title(document_title(model_));
    flow_.paragraph(opening(model_) + pointer(), flow_.body(), {.after = 0.6});
    item(for_bereaved(model_) ? "お申し出の内容" : "ご請求の内容", &Letter::request);
    item("決定の内容", &Letter::decision);
    if (model_.count(RowStatus::withheld) > 0) item("お見せしていない記録と、その理由", &Letter::withheld);
    item("この書面に含まれる範囲／含まれない範囲と、その請求先", &Letter::scope);
    item("手数料", &Letter::fee);
    item(for_bereaved(model_) ? "お申し出の理由について" : "請求の理由について", &Letter::no_reason_asked);
    if (!for_bereaved(model_)) item("内容の訂正・利用停止などを求めるとき", &Letter::correction);
    item("ご不明な点、ご不服、苦情の申し出先", &Letter::complaints);
    if (!for_bereaved(model_))
      item(by_city(model_) ? "審査請求について（教示）" : "裁判所への訴えについて", &Letter::remedy);
    item("添付資料と、この書面のつくり", &Letter::contents);
    item("この書面が本物であることの確かめ方", &Letter::fingerprint);
  }

 private:
  // No letter: a cover that says what this is.
  void write_for_auditor() {
    const Paragraph right{.after = 0, .to_the_right = true};
    flow_.paragraph("請求番号　" + model_.facts.number, flow_.body(), right);
    flow_.paragraph(both_dates(date_in_japan(model_.made_at)), flow_.body(), right);
    flow_.title(document_title(model_));
    flow_.paragraph(auditors_opening(), flow_.body(), {.after = 0.6});
    item("請求の内容", &Letter::request);
    item("決定の内容", &Letter::decision);
    item("この写しに含まれる範囲", &Letter::everything);
    item("添付資料と、この写しのつくり", &Letter::contents);
    item("この写しが本物であることの確かめ方", &Letter::fingerprint);
  }
  void everything() { say(auditors_scope(model_)); }

  // To the one page that most people want first.
  std::string pointer() const {
    if (for_bereaved(model_) || model_.count(RowStatus::shown) == 0) return "";
    return "どなたが" + person_word(model_) + "の情報を見たかは、" + flow_.page_of("overview") +
           "ページに1枚にまとめています。まずそちらをご覧ください。";
  }
  void say(const std::string& text) { flow_.paragraph(text, flow_.body(), {.indent = indent()}); }
  double indent() const { return 1.5 * flow_.sizes().body; }

  void item(const std::string& heading, void (Letter::*content)()) {
    const std::string numbered = std::to_string(++items_) + "　" + heading;
    flow_.together(kShortItem, [&](Flow& flow) {
      Book book = book_.on(flow);
      Letter letter(book);
      flow.subheading(numbered, kLinesWithHeading);
      (letter.*content)();
    });
  }

  void head() {
    const Style body = flow_.body();
    const Paragraph right{.after = 0, .to_the_right = true};
    flow_.paragraph("請求番号　" + model_.facts.number, body, right);
    flow_.paragraph(both_dates(letter_date(model_)), body, right);
    flow_.space(0.8 * body.line_height());
    flow_.paragraph(addressee(model_), {flow_.sizes().subheading + 1, true}, {.after = 0.6});
    const Issuer& issuer = model_.issuer;
    const Paragraph block{.indent = flow_.width() * 0.46, .after = 0};
    flow_.paragraph(issuer.name, {flow_.sizes().subheading, true}, block);
    flow_.paragraph(issuer.head.empty() ? head_title(model_) + "　　　　　　　　　　　　㊞"
                                        : head_title(model_) + "　" + issuer.head + "　㊞",
                    body, block);
    if (issuer.head.empty() && flow_.canvas() != nullptr) {
      const double x = flow_.left() + block.indent + 8.5 * body.size;
      flow_.canvas()->rule(x, flow_.y() - 3, flow_.left() + flow_.width() - 2 * body.size, flow_.y() - 3, 0.5,
                           0.3);
    }
    const Style small{flow_.sizes().small, false, 1.5};
    flow_.paragraph((issuer.postal_code.empty() ? "" : "〒" + issuer.postal_code + "　") + issuer.address,
                    small, block);
    flow_.paragraph(reachable(issuer), small, block);
    flow_.paragraph("お問い合わせ先：" + model_.contact_desk, small, block);
    flow_.paragraph(
        "担当者：" + (model_.contact_person.empty() ? "（　　　　　　　　　　　　）" : model_.contact_person),
        small, block);
  }

  void request() {
    const CaseFacts& facts = model_.facts;
    Table table(flow_, {{"", 1}, {"", 3}}, {flow_.sizes().body, false, 1.45});
    table.row({"受付の日", both_dates(facts.received_on)});
    table.row({for_bereaved(model_) ? "お申し出になった方" : "ご請求になった方",
               std::string(requester_word(facts.requester)) +
                   (facts.representative_name.empty() ? "" : "　" + facts.representative_name + " 様")});
    table.row({"どなたの情報か", facts.subject_name + "（" + facts.subject_kana + "）様" +
                                     (facts.born_on ? "\n" + both_dates(*facts.born_on) + "生まれ" : "")});
    table.row({"対象の期間", period_words(model_)});
    table.row({"対象", kinds_words(facts.kinds)});
    table.row({"方法", std::string(method_word(facts.method))});
    if (facts.identity_verified_on)
      table.row(
          {"本人確認", both_dates(*facts.identity_verified_on) + "　" + joined(facts.identity_documents)});
    table.row({"お答えの期限", both_dates(facts.due_on)});
  }

  void decision() {
    Paragraph how{.indent = indent()};
    flow_.paragraph(result_sentence(model_), flow_.bold(), how);
    if (model_.facts.result) say("根拠：" + basis_reference(model_));
    if (model_.facts.decided_on) say("決定の日：" + both_dates(*model_.facts.decided_on));
    if (by_city(model_) && !model_.dictionary.policies.empty() && model_.count(RowStatus::shown) > 0) {
      say("開示する保有個人情報の利用目的：" + model_.dictionary.policies.back().title +
          "に定める利用目的（一件ごとに、利用の記録の一覧に記しています）");
      say("開示の実施の方法：" + std::string(method_word(model_.facts.method)));
    }
  }

  // One line for each class of what is withheld, as much of its ground as was decided (product.md no. 48).
  void withheld() {
    struct Class {
      std::uint64_t rows = 0;
      std::string numbers, note;
    };
    std::map<std::string, Class> classes;
    for (const Row& row : model_.rows) {
      if (row.withheld == nullptr) continue;
      Class& c = classes[ground_words(model_.dictionary, *row.withheld)];
      if (++c.rows <= 12) c.numbers += (c.rows == 1 ? "" : "、") + std::to_string(row.ordinal());
      if (c.rows == 13) c.numbers += "　ほか";
      if (c.note.empty()) c.note = row.withheld->note;
    }
    say("次の記録は、" + withholding_word(model_) +
        "をしました。記録があることと番号は、利用の記録の一覧にそのまま残しています。");
    flow_.need(4 * flow_.body().line_height());
    flow_.mark("withheld");
    {
      Table table(flow_, {{"理由", 4}, {"件数", 0.8}, {"一覧の番号", 1.6}}, {flow_.sizes().body, false, 1.45});
      for (const auto& [ground, c] : classes)
        table.row({c.note.empty() ? ground : ground + "\n" + c.note, grouped(c.rows) + "件", c.numbers});
    }
    if (to_the_person(model_)) say("この説明は、" + model_.rules.reasons + "によるものです。");
  }

  void scope() {
    flow_.paragraph("【含まれる範囲】", flow_.bold(), {.indent = indent(), .after = 0});
    say(included_text(model_));
    flow_.paragraph("【含まれない範囲と、その請求先】", flow_.bold(), {.indent = indent(), .after = 0});
    if (model_.not_included.empty()) return say(nothing_else_text(model_));
    say("次の事業所が書いた記録の内容は、この書面に含まれません。ご覧になりたいときは、"
        "それぞれの事業所にご請求ください。");
    Table table(flow_, {{"事業所", 1}, {"請求先", 1.2}}, {flow_.sizes().body, false, 1.45});
    for (const NotIncluded& other : model_.not_included) table.row({other.facility, other.contact});
  }

  void fee() { say(fee_text(model_)); }
  void no_reason_asked() { say("この請求にあたり、請求の理由はお尋ねしていません。"); }
  void correction() { say(correction_text(model_, flow_.page_of("form"))); }

  void complaints() {
    say(complaint_text(model_));
    Table table(flow_, {{"申し出先", 1.2}, {"連絡先", 1.4}}, {flow_.sizes().body, false, 1.45});
    table.row({model_.issuer.name, model_.contact_desk + "\n" + reachable(model_.issuer)});
    for (const policy::ComplaintDesk& desk : complaint_desks(model_)) table.row({desk.name, desk.contact});
  }

  void remedy() { say(by_city(model_) ? model_.rules.city_review : model_.rules.suit); }

  void contents() {
    Table table(flow_, {{"この書面のつくり", 5}, {"ページ", 1}}, {flow_.sizes().body, false, 1.4});
    const auto line = [&](const char* what, const char* mark) { table.row({what, flow_.page_of(mark)}); };
    if (book_.has_rows()) {
      line("情報は、だれに見られたか（まとめ）", "overview");
      line("記録されている内容", "records");
      line("同意と説明の記録", "consents");
      if (book_.tells_rooms()) line("部屋と、参加した事業所・担当者の記録", "rooms");
      if (book_.tells_provisions()) line("第三者への提供の記録", "provisions");
    }
    line("この請求の経過", "case");
    if (book_.has_rows()) {
      line("利用の記録の一覧", "usage");
      if (book_.shows_rows()) line("一覧の読み方とことばの説明", "legend");
      line("この記録の確かさについて", "integrity");
      line("専門家の方へ", "lawyers");
      line("別紙1　添付資料の一覧（掲載ページとSHA-256）", "attachments");
    }
    if (has_correction_form(model_)) line((form_annex(book_) + "　訂正等・利用停止等の請求書").c_str(), "form");
  }

  void fingerprint() {
    say("この書面と同じ内容の電子データには電子署名が付いており、本物かどうかを確かめられます（紙だけでは"
        "確かめられません）。そのとき画面に出る「鍵の確認文字」が、次の16文字と同じか、" +
        model_.city + "のサイトに掲載されている文字とも同じかを、見比べてください。");
    flow_.need(3 * flow_.body().line_height());
    flow_.paragraph(model_.integrity.keys_fingerprint, {flow_.sizes().heading, true, 1.8}, {.centred = true});
    if (book_.has_rows())
      say("確かめ方と、この記録から分かること・分からないことは、" + flow_.page_of("integrity") +
          "ページにあります。");
    flow_.paragraph("以上", flow_.body(), {.to_the_right = true});
  }

  static std::string joined(const std::vector<std::string>& texts) {
    std::string all;
    for (const std::string& text : texts) all += (all.empty() ? "" : "、") + text;
    return all;
  }

  Book& book_;
  const Model& model_;
  Flow& flow_;
  unsigned items_ = 0;
};

}  // namespace

void write_letter(Book& book) { Letter(book).write(); }

}  // namespace renkei::packet::pdf
