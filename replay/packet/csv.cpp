#include "replay/packet/csv.h"

#include "eventstore/merkle/utf8.h"

namespace renkei::packet {
namespace {

constexpr std::array<std::string_view, 21> kColumns{"番号",
                                                    "台帳位置",
                                                    "日時（日本時間）",
                                                    "書面の日付",
                                                    "事業所",
                                                    "職種",
                                                    "利用者",
                                                    "操作",
                                                    "対象",
                                                    "件数",
                                                    "利用目的",
                                                    "利用目的の判定",
                                                    "根拠",
                                                    "結果",
                                                    "理由",
                                                    "開示の区分",
                                                    "不開示の根拠",
                                                    "内容の扱い",
                                                    "内容",
                                                    "訂正・取消しの理由",
                                                    "添付"};
using Cells = std::array<std::string, kColumns.size()>;

bool starts_formula(char32_t c) {
  switch (c) {
    case U'=':
    case U'+':
    case U'-':
    case U'@':
    case U'＝':
    case U'＋':
    case U'－':
    case U'＠':
    case U'−':   // U+2212, the minus sign
    case U'﹢':  // U+FE62 … U+FE6B, the small forms
    case U'﹣':
    case U'﹦':
    case U'﹫':
      return true;
    default:
      return false;
  }
}

// What a spreadsheet may drop from the front of a cell before it looks whether a formula begins.
bool may_be_dropped(char32_t c) {
  return c < U' ' || c == 0x7F || c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || is_unicode_space(c);
}

bool could_run(std::string_view cell) {
  if (!cell.empty() && (cell[0] == '\t' || cell[0] == '\r' || cell[0] == '\n')) return true;
  while (const auto c = take_utf8(cell)) {
    if (!may_be_dropped(*c)) return starts_formula(*c);
  }
  return !cell.empty();  // not UTF-8: nobody knows what a reader makes of it
}

void append_cell(std::string& line, std::string_view value) {
  line += '"';
  if (could_run(value)) line += '\'';
  for (const char c : value) {
    if (c == '"') line += '"';
    line += c;
  }
  line += '"';
}

template <class Texts>
std::string line_of(const Texts& cells) {
  std::string line;
  for (const auto& cell : cells) {
    if (!line.empty()) line += ',';
    append_cell(line, cell);
  }
  return line + "\r\n";
}

std::string_view status_words(RowStatus status) {
  switch (status) {
    case RowStatus::shown:
      return "開示";
    case RowStatus::withheld:
      return "不開示";
    case RowStatus::outside_period:
      return "請求の期間外";
  }
  return "";
}

std::string_view content_words(ContentState state) {
  switch (state) {
    case ContentState::none:
      return "";
    case ContentState::shown:
      return "記載";
    case ContentState::other_facility:
      return "記録した事業所にご請求ください";
  }
  return "";
}

std::string ground_words(const Dictionary& dictionary, const Withheld& withheld) {
  const GroundWord* ground = dictionary.ground(withheld.ground);
  if (ground == nullptr || ground->ja.empty()) return withheld.article;
  return withheld.article.empty() ? ground->ja : withheld.article + "　" + ground->ja;
}

std::string file_names(const std::vector<PacketFile>& files) {
  std::string names;
  for (const PacketFile& file : files) names += (names.empty() ? "" : "; ") + file.name;
  return names;
}

Cells cells_of(const Dictionary& dictionary, const Row& row, RowWords words) {
  const Content* content = row.shown() ? row.content.get() : nullptr;
  return {std::to_string(words.ordinal),
          words.position == 0 ? "" : std::to_string(words.position),
          std::move(words.recorded_at),
          std::move(words.occurred_on),
          std::move(words.facility),
          std::move(words.profession),
          std::move(words.actor),
          std::move(words.operation),
          std::move(words.object),
          words.count == 0 ? "" : std::to_string(words.count),
          std::move(words.purpose),
          std::move(words.purpose_source),
          std::move(words.basis),
          std::move(words.outcome),
          std::move(words.reason),
          std::string(status_words(row.status)),
          row.withheld == nullptr ? "" : ground_words(dictionary, *row.withheld),
          std::string(row.shown() ? content_words(row.content_state) : ""),
          content == nullptr ? "" : content->text,
          content == nullptr ? "" : content->reason,
          content == nullptr ? "" : file_names(content->files)};
}

}  // namespace

void write_csv(const Dictionary& dictionary, const std::vector<Row>& rows, const Sink& sink) {
  PieceWriter out(sink);
  out.write("\xEF\xBB\xBF");
  out.write(line_of(kColumns));
  RowReader reader(dictionary);
  for (const Row& row : rows) out.write(line_of(cells_of(dictionary, row, reader.read(row))));
  out.flush();
}

}  // namespace renkei::packet
