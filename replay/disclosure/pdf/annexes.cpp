// Annex 1: the attachments, each with its page and SHA-256. Annex 2: a form for correction or suspension with
// everything filled in that is known.
#include "eventstore/crypto/base64.h"
#include "replay/disclosure/pdf/letter_texts.h"
#include "replay/disclosure/pdf/sections.h"
#include "replay/disclosure/pdf/table.h"
#include "replay/disclosure/pdf/wording.h"

namespace renkei::packet::pdf {
namespace {

// Scans are not drawn into the pages: who asked for paper gets copies of them.
constexpr std::string_view kPapersApart =
    "文書（PDF）の写しは、窓口でお渡しします。お受け取りでないときは、お申し出ください。";

std::string in_two_halves(const std::string& digits) {
  return digits.substr(0, digits.size() / 2) + "\n" + digits.substr(digits.size() / 2);
}

// A box to tick, drawn so that it needs no font.
void choice(Flow& flow, const std::string& text) {
  const Style body = flow.body();
  const double size = 0.85 * body.size;
  flow.need(body.line_height());
  if (Canvas* canvas = flow.canvas())
    canvas->frame(flow.left() + body.size, flow.y() + (body.line_height() - size) / 2, size, size, 0.8, 0);
  flow.paragraph(text, body, {.indent = 2.4 * body.size, .after = 0});
}

}  // namespace

void write_attachments(Book& book) {
  Flow& flow = book.flow;
  flow.heading("別紙1　添付資料の一覧", "attachments");
  std::size_t count = 0;
  bool papers = false;
  {
    const bool large = book.model.large_print;
    Table table(flow,
                {{"番号", 0.7}, {"ファイル名", 2.1}, {"種類・大きさ", 1.5}, {"ページ", 0.8}, {"SHA-256", 3.0}},
                {large ? book.flow.sizes().table : 8.5, false, 1.35});
    for (const Row& row : book.model.rows) {
      if (row.content == nullptr) continue;
      for (const PacketFile& file : row.content->files) {
        ++count;
        papers |= file.media == MediaType::pdf;
        const std::string digits = hex(file.sha256.view());
        table.row({std::to_string(row.ordinal()), file.name,
                   std::string(media_word(file.media)) + "\n" + file_size(file.bytes),
                   flow.page_of(mark_of(file)), large ? digits : in_two_halves(digits)});
      }
    }
  }
  if (count == 0) {
    flow.paragraph("添付資料はありません。", flow.body());
    return;
  }
  if (papers && book.model.facts.method == DisclosureMethod::paper)
    flow.paragraph(std::string(kPapersApart), flow.body());
  flow.paragraph("全部で" + grouped(count) +
                     "件です。SHA-256は、電子データのファイルが同じものであることを確かめるための値です。",
                 flow.body());
}

std::string form_annex(const Book& book) { return book.has_rows() ? "別紙2" : "別紙"; }

void write_correction_form(Book& book) {
  const Model& model = book.model;
  Flow& flow = book.flow;
  const Style body = flow.body();
  flow.heading(form_annex(book) + "　訂正等・利用停止等の請求書", "form");
  flow.title((by_city(model) ? std::string("保有個人情報") : std::string("保有個人データ")) +
             "の訂正等・利用停止等の請求書");
  flow.paragraph("　　　　年　　　月　　　日", body, {.after = 0.4, .to_the_right = true});
  flow.paragraph(by_city(model) ? model.city + "長　様" : model.issuer.name + "　御中",
                 {flow.sizes().subheading, true});
  Table table(flow, {{"", 1}, {"", 3}}, {body.size, false, 1.5});
  table.row({"開示の請求番号", model.facts.number});
  table.row({"ご本人の氏名", model.facts.subject_name + "（" + model.facts.subject_kana + "）"});
  if (model.facts.born_on) table.row({"生年月日", both_dates(*model.facts.born_on)});
  table.row({"ご住所・電話番号", "\n"});
  table.row({"請求する方の署名", "（ご本人・法定代理人・任意代理人）\n"});
  table.close();
  flow.paragraph("次のとおり請求します。", body, {.after = 0.2});
  const std::string correction = correction_reference(model), suspension = suspension_reference(model);
  choice(flow, "訂正　" + correction);
  choice(flow, "追加　" + correction);
  choice(flow, "削除　" + correction);
  choice(flow, "利用の停止・消去　" + suspension);
  choice(flow, "第三者への提供の停止　" + suspension);
  flow.space(0.5 * body.line_height());
  flow.together(0.7, [&](Flow& whole) {
    Table wish(whole, {{"", 1}, {"", 3}}, {body.size, false, 1.5});
    wish.row({"対象の記録\n（一覧の番号）", "\n"});
    wish.row({"どのようにしてほしいか", "\n\n\n"});
    wish.row({"そのわけ・資料", "\n\n\n"});
  });
  flow.paragraph("窓口では、本人確認の書類をお見せください。", flow.small(), {.after = 0});
  flow.paragraph("提出先：" + model.issuer.name + "　" + model.contact_desk + "　" + reachable(model.issuer),
                 flow.small());
}

}  // namespace renkei::packet::pdf
