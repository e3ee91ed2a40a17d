// What the record proves, in plain words and for a lawyer; never more than is proven (product.md nos. 48, 49;
// the ledger's rules for saying «complete»).
#include "replay/disclosure/pdf/qr.h"
#include "replay/disclosure/pdf/sections.h"
#include "replay/disclosure/pdf/table.h"
#include "replay/disclosure/pdf/wording.h"

namespace renkei::packet::pdf {
namespace {

std::string completeness(const Model& model) {
  const std::string total = grouped(model.rows.size());
  if (model.integrity.mirrored) {
    return "番号1から" + total + "までが、台帳の位置" + grouped(model.integrity.as_of) +
           "の時点で、このシステムに残った記録のすべてです。このことは、" + model.city +
           "とは別の機関（控えの保管者）の署名によっても確かめられます。";
  }
  return "番号1から" + total + "までが記録のすべてであることは、" + model.city +
         "が署名した証明によるものです。" + model.city + "とは別の機関による署名は、まだ付いていません。";
}

void plain_words(Book& book) {
  const Model& model = book.model;
  Flow& flow = book.flow;
  const auto point = [&](const std::string& text) {
    flow.paragraph(text, flow.body(), {.hanging = 1.2 * flow.sizes().body, .after = 0.2, .marker = "・"});
  };
  flow.subheading("この記録から分かること");
  point("この記録は、このシステムに残った操作のすべてです。" + completeness(model));
  if (const std::uint64_t shown = model.count(RowStatus::shown); shown > 0)
    point("お見せしている記録" + grouped(shown) +
          "件は、一つひとつが台帳につながっており、あとから書き換えると分かるしくみになっています。"
          "作成のときに確かめ、改ざんの形跡は見つかりませんでした。");
  if (const std::uint64_t withheld = model.count(RowStatus::withheld); withheld > 0) {
    point("お見せしていない記録" + grouped(withheld) +
          "件については、番号（件数）があることは確かめられますが、それぞれが何の記録かは" + model.city + "と" +
          (by_city(model) ? "" : model.issuer.name + "の") +
          "説明によるものです。裁判所や審査をする機関は、その中身を調べることができます。");
  }
  if (book.digest.outside_period > 0)
    point("ご請求の期間の外の記録" + grouped(book.digest.outside_period) +
          "件も、番号だけは同じように数えられています。");
  flow.subheading("この記録からは分からないこと");
  point("電話、紙、口頭、画面をのぞき見ること、許可なく写真を撮ることは記録されません。");
  point("ほかの人の記録として残された操作や、このシステムに残らなかった操作は、この記録からは分かりません。");
  point("時刻は日本時間で、時計の誤差は1秒以内に管理しています。");
  flow.subheading("ご自分で確かめるには");
  point("確かめるための「確認ページ」は、" + model.city +
        "のサイトから入手したものをお使いください。"
        "この書面一式に入っている確認ページ（verify.html）で確かめた結果は、"
        "「この書面一式の中だけの確認」です。");
  flow.need(5 * flow.body().line_height());  // with the characters themselves
  point("確認ページに出る「鍵の確認文字」が、次の文字と、" + model.city +
        "のサイトにある文字の、両方と同じであることを確かめてください。");
  flow.need(2 * flow.body().line_height());
  flow.paragraph(model.integrity.keys_fingerprint, {flow.sizes().heading, true, 1.8},
                 {.after = 0.2, .centred = true});
  point(
      "この紙（PDF）は、電子データの一覧（manifest.json）に記されたSHA-256によって、"
      "電子データと結び付いています。紙だけでは確かめられません。");
}

// Black squares with the white border that a reader needs, `side` wide in all.
void draw_code(Canvas& canvas, const QrCode& code, double x, double y, double side) {
  constexpr double kQuiet = 4;  // modules
  const double module = side / (static_cast<double>(code.side) + 2 * kQuiet);
  x += kQuiet * module;
  y += kQuiet * module;
  for (std::size_t row = 0; row < code.side; ++row) {
    for (std::size_t from = 0; from < code.side; ++from) {
      std::size_t to = from;
      while (to < code.side && code.dark[row * code.side + to]) ++to;
      if (to == from) continue;
      canvas.fill(x + static_cast<double>(from) * module, y + static_cast<double>(row) * module,
                  static_cast<double>(to - from) * module, module, 0);
      from = to;
    }
  }
}

std::vector<std::string> lines_of(std::string_view note) {
  std::vector<std::string> lines;
  while (!note.empty()) {
    const std::size_t end = std::min(note.find('\n'), note.size());
    lines.emplace_back(note.substr(0, end));
    note.remove_prefix(std::min(end + 1, note.size()));
  }
  return lines;
}

// The code and its text: side by side, in large print one below the other.
void checkpoint(Flow& flow, const std::string& note, bool large) {
  const std::optional<QrCode> code = qr_code(note);
  flow.subheading("署名された台帳の要約（チェックポイント）", 3);
  flow.paragraph(
      "この書面が作られたときの台帳全体を表す文字です。" +
          std::string(code ? "四角い模様（QRコード）は、同じ文字を読み取れるようにしたものです。" : ""),
      flow.body());
  const double side = code ? mm(large ? 62 : 56) : 0, gap = code ? mm(4) : 0;
  const Style text{large ? flow.sizes().table : 8.5, false, 1.4};
  const double beside = large ? 0 : side + gap;
  if (code) {
    flow.need(side + 4);
    const double x = flow.left() + (large ? (flow.width() - side) / 2 : 0);
    if (Canvas* canvas = flow.canvas()) draw_code(*canvas, *code, x, flow.y(), side);
    if (large) flow.advance(side + 4);
  }
  const double top = flow.y();
  for (const std::string& line : lines_of(note))
    flow.paragraph(line.empty() ? "　" : line, text, {.indent = beside, .after = 0});
  if (!large && flow.y() < top + side) flow.advance(top + side - flow.y());
}

void facts_table(Book& book) {
  const Model& model = book.model;
  const Integrity& i = model.integrity;
  const Style style{book.flow.sizes().table, false, 1.4};
  Table table(book.flow, {{"事項", 1.2}, {"内容", 4}}, style);
  table.row({"鍵の確認文字", i.keys_fingerprint});
  table.row({"作成者", model.issuer.name + "（利用の記録は" + city_as_manager(model) + "が提供）"});
  table.row({"作成の時刻",
             both_dates(date_in_japan(model.made_at)) + " " + clock_time(model.made_at) + "（日本時間）"});
  table.row({"ソフトウェア", i.software + "、開示書面 形式1"});
  table.row({"方針の版", model.rules.policy_version});
  table.row({"台帳の名前", i.origin});
  table.row({"台帳の検証鍵", i.log_vkey});
  table.row({"開示書面の検証鍵", i.packet_vkey});
  table.row(
      {"チェックポイント", "大きさ " + std::to_string(i.checkpoint_size) + "\n根（root）" + i.checkpoint_root});
  table.row({"控えの保管者の署名", i.mirrored ? "あり（方針に名前のある保管者によるもの）" : "なし"});
  table.row({"最終番号の証明", "SubjectHeadsSealed の位置 " + std::to_string(i.heads_position) +
                                   "、対象の時点 " + std::to_string(i.as_of) + "、人数 " +
                                   std::to_string(i.heads_count)});
  table.row({"件数", "全部 " + std::to_string(model.rows.size()) + " ＝ お見せしている記録 " +
                         std::to_string(model.count(RowStatus::shown)) + " ＋ お見せしていない記録 " +
                         std::to_string(model.count(RowStatus::withheld)) + " ＋ 期間の外 " +
                         std::to_string(model.count(RowStatus::outside_period))});
  for (const Integrity::Font& font : book.fonts) table.row({"書体 " + font.name, "SHA-256 " + font.sha256});
}

}  // namespace

void write_integrity(Book& book) {
  book.flow.heading("この記録の確かさについて", "integrity");
  plain_words(book);
  book.flow.together(
      0.7, [&](Flow& flow) { checkpoint(flow, book.model.integrity.checkpoint_note, book.model.large_print); });
}

void write_lawyers_page(Book& book) {
  const Model& model = book.model;
  Flow& flow = book.flow;
  flow.heading("専門家の方へ", "lawyers");
  facts_table(book);
  const Style style{std::max(10.0, flow.sizes().table), false, 1.5};
  const auto point = [&](const std::string& head, const std::string& text) {
    flow.need(3 * style.line_height());
    flow.paragraph(head, {style.size, true, 1.5}, {.after = 0});
    flow.paragraph(text, style, {.indent = style.size, .after = 0.3});
  };
  point("2つの日付",
        "「日時」（recorded_at）はシステムが記録した時刻、「書面の日付」（occurred_on）は紙に書かれた日付で、"
        "申し出によるものです。");
  point("時計について",
        "記録の順序は時刻ではなく台帳の位置によります。時計が疑わしい間は記録も表示も行われず、"
        "その確認は台帳に残ります（ClockConfirmed）。時刻そのものは" +
            model.city + "の時計によるもので、外部の時刻認証ではありません。");
  point("証明されること",
        "お見せしている記録が台帳にあること、その順序と番号に抜けがないこと、"
        "内容の文字と添付ファイルが台帳の要約値と一致すること（entries、payloads、proof-nodes、"
        "checkpoint による）。番号" +
            grouped(model.rows.size()) + "が最後であることは、subject-heads と" +
            (model.integrity.mirrored
                 ? "控えの保管者の署名による（位置" + grouped(model.integrity.as_of) + "の時点で完全）。"
                 : model.city + "の署名による（" + model.city + "の署名した陳述のとおり完全）。"));
  point("説明によるものにとどまること",
        "事業所名・職種・利用目的などのことば、お見せしていない記録の日付や種類、この紙の体裁。"
        "続けてお見せしていない記録は、番号（件数）は証明されますが、一つひとつの同一性は" +
            model.city +
            "の説明によるもので、裁判所や審査をする機関が調べることができます。"
            "お見せしていない記録も要約値と番号は入っており、前後の記録から台帳での位置や"
            "およその時刻が分かることがあります。");
  point("ほかの道具での確かめ方",
        "renkei check-packet 書面一式.zip --policy 方針 のほか、proofs/ の各ファイルは C2SP tlog-proof、"
        "署名は C2SP signed-note（Ed25519）、木は RFC 6962 の形であり、"
        "それらを扱う第三者の道具でも確かめられます。形式は docs/formats/packet.md に公開されています。");
  point("控えの保管者の署名の請求先",
        city_as_manager(model) + "にお尋ねください。" +
            (model.integrity.mirrored ? "" : "現在、方針に名前のある控えの保管者はありません。"));
}

}  // namespace renkei::packet::pdf
