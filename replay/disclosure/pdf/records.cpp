// What was recorded: the person's details, and what was written, in order, each with its corrections and its
// retraction below it; photos with the record that they belong to.
#include <unordered_map>

#include "replay/disclosure/pdf/sections.h"
#include "replay/disclosure/pdf/table.h"
#include "replay/disclosure/pdf/wording.h"

namespace renkei::packet::pdf {
namespace {

constexpr std::uint16_t kPosted = 1501, kCorrected = 1502, kRetracted = 1503;

bool is_detail(std::uint16_t type) { return type / 100 == 11; }

class Records {
 public:
  explicit Records(Book& book) : book_(book), model_(book.model), flow_(book.flow) {}

  Result<void, PdfError> write() {
    flow_.heading("記録されている内容", "records");
    details();
    gather_changes();
    RowReader reader(model_.dictionary);
    bool any = false;
    for (const Row& row : model_.rows) {
      if (book_.stop.load(std::memory_order_relaxed)) return Unexpected{PdfError{PdfError::Kind::stopped, ""}};
      const RowWords words = reader.read(row);
      if (!stands_alone(row)) continue;
      if (!any) flow_.subheading("書かれた記録（日付の順）");
      any = true;
      if (auto written = entry(row, words); !written) return written;
    }
    if (!any) flow_.paragraph("この書面に内容を含める記録はありません。", flow_.body());
    return {};
  }

 private:
  void details() {
    Table table(flow_, {{"", 1}, {"", 3}}, {flow_.sizes().body, false, 1.45});
    table.row({"お名前", model_.facts.subject_name + "（" + model_.facts.subject_kana + "）"});
    if (model_.facts.born_on) table.row({"生年月日", both_dates(*model_.facts.born_on)});
    for (const Row& row : model_.rows) {
      if (!row.shown() || !is_detail(row.usage.type)) continue;
      for (const Fact& fact : row.facts) table.row({fact.label, fact.value});
    }
  }

  // A correction or retraction stands below what it changes, if that is shown.
  void gather_changes() {
    for (std::size_t i = 0; i < model_.rows.size(); ++i) {
      const Row& row = model_.rows[i];
      if (!row.shown() || row.content == nullptr) continue;
      if (row.usage.type == kPosted) changes_.try_emplace(row.content->message);
      if (row.usage.type != kCorrected && row.usage.type != kRetracted) continue;
      const auto post = changes_.find(row.content->message);
      if (post != changes_.end()) {
        post->second.push_back(i);
        below_.insert(row.ordinal());
      }
    }
  }

  bool stands_alone(const Row& row) const {
    if (row.status == RowStatus::withheld) {
      const StatedRow& stated = row.withheld->stated;
      return !stated.operation.empty() && stated.object == "記録";
    }
    if (!row.shown() || below_.count(row.ordinal()) != 0) return false;
    const std::uint16_t type = row.usage.type;
    return type == kPosted || type == kCorrected || type == kRetracted;
  }

  Result<void, PdfError> entry(const Row& row, const RowWords& words) {
    flow_.space(0.3 * flow_.body().line_height());
    flow_.need(4 * flow_.body().line_height());
    bar(head_text(row, words));
    if (row.status == RowStatus::withheld) {
      say("この記録はお見せしていません。理由：" + ground_words(model_.dictionary, *row.withheld));
      if (!row.withheld->note.empty()) say(row.withheld->note);
      return {};
    }
    if (row.content_state == ContentState::other_facility) {
      say(words.facility + "の記録です。" + content_elsewhere(model_, row, words));
      return {};
    }
    if (row.usage.type == kRetracted) {
      say("この取消しの対象は、この書面に内容をお見せしていない記録です。");
      return {};
    }
    if (row.content == nullptr) return {};
    say(row.content->text);
    for (const PacketFile& file : row.content->files) {
      if (auto shown = write_file(book_, file); !shown) return shown;
    }
    const auto changes = changes_.find(row.content->message);
    if (row.usage.type != kPosted || changes == changes_.end()) return {};
    for (const std::size_t i : changes->second) change(model_.rows[i]);
    return {};
  }

  std::string head_text(const Row& row, const RowWords& words) const {
    std::string text = "番号" + std::to_string(row.ordinal());
    if (row.status == RowStatus::withheld) {
      if (row.withheld->stated.recorded_on) text += "　" + era_date(*row.withheld->stated.recorded_on);
      return text + (words.facility.empty() ? "" : "　" + words.facility);
    }
    text += "　" + era_date(date_in_japan(row.usage.recorded_at)) + " " +
            clock_time(row.usage.recorded_at).substr(0, 5);
    text += "　" + words.facility + "　" + words.actor;
    if (row.usage.type == kCorrected) text += "　【訂正】";
    if (row.usage.type == kRetracted) text += "　【取消し】";
    if (row.content == nullptr) return text;
    if (row.content->kind) text += "　〔" + std::string(kind_word(*row.content->kind)) + "〕";
    if (row.content->about_family) text += "　〔ご家族の情報〕";
    return text;
  }

  void bar(const std::string& text) {
    const Style style{flow_.sizes().small + 0.5, true, 1.5};
    const Lines& lines = flow_.typesetter().cell(text, style, flow_.width() - 8);
    const double height = static_cast<double>(lines.size()) * style.line_height();
    if (Canvas* canvas = flow_.canvas()) canvas->fill(flow_.left(), flow_.y(), flow_.width(), height + 2, 0.92);
    flow_.label(text, style, flow_.left() + 4, flow_.y() + 1, flow_.width() - 8);
    flow_.advance(height + 5);
  }

  void say(const std::string& text) {
    flow_.paragraph(text, flow_.body(), {.indent = flow_.sizes().body, .after = 0.25});
  }

  void change(const Row& row) {
    const Style head{flow_.sizes().small + 0.5, true, 1.5};
    const double indent = 3 * flow_.sizes().body;
    const std::string when =
        era_date(date_in_japan(row.usage.recorded_at)) + " " + clock_time(row.usage.recorded_at).substr(0, 5);
    const std::string number = "（番号" + std::to_string(row.ordinal()) + "）";
    flow_.need(3 * flow_.body().line_height());
    if (row.usage.type == kRetracted) {
      flow_.paragraph(
          "▲ 取消し　" + when + number + (row.content->reason.empty() ? "" : "　理由：" + row.content->reason),
          head, {.indent = indent});
      return;
    }
    flow_.paragraph("▲ 訂正　" + when + number + "　理由：" + row.content->reason + "　訂正後の内容：", head,
                    {.indent = indent, .after = 0});
    flow_.paragraph(row.content->text, flow_.body(), {.indent = indent, .after = 0.25});
  }

  Book& book_;
  const Model& model_;
  Flow& flow_;
  std::unordered_map<MessageId, std::vector<std::size_t>> changes_;
  std::set<std::uint64_t> below_;
};

}  // namespace

Result<void, PdfError> write_records(Book& book) { return Records(book).write(); }

}  // namespace renkei::packet::pdf
