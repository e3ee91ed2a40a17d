// The whole usage history, row by row: what is withheld stands in its place as decided (product.md no. 48), and
// what lies outside the asked period is counted.
#include "replay/disclosure/pdf/sections.h"
#include "replay/disclosure/pdf/table.h"
#include "replay/disclosure/pdf/usage_columns.h"
#include "replay/disclosure/pdf/wording.h"

namespace renkei::packet::pdf {
namespace {

constexpr std::size_t kRowsBetweenLooks = 64;  // at `stop`, and between reports of progress

class UsageList {
 public:
  explicit UsageList(Book& book)
      : book_(book),
        model_(book.model),
        table_(book.flow, usage_columns(book.model), usage_style(book.flow.sizes())) {}

  Result<void, PdfError> write() {
    RowReader reader(model_.dictionary);
    for (std::size_t i = 0; i < model_.rows.size(); ++i) {
      if (i % kRowsBetweenLooks == 0) {
        if (book_.stop.load(std::memory_order_relaxed))
          return Unexpected{PdfError{PdfError::Kind::stopped, ""}};
        book_.rows_done(i);
      }
      add(model_.rows[i], reader.read(model_.rows[i]));
    }
    end_run();
    table_.close();
    book_.rows_done(model_.rows.size());
    return {};
  }

 private:
  void add(const Row& row, const RowWords& words) {
    const std::string alike = same_as_neighbours(row);
    if (alike.empty() || alike != run_text_) end_run();
    if (!alike.empty()) {
      if (run_rows_++ == 0) run_from_ = row.ordinal();
      run_text_ = alike;
      return;
    }
    if (row.status == RowStatus::withheld) {
      table_.row(withheld_cells(model_, row, words), {.fill = 0.93});
    } else {
      const bool denied = row.usage.outcome == Outcome::denied;
      table_.row(usage_cells(model_, row, words), {.fill = denied ? 0.95 : 1.0, .bold = denied});
    }
    if (row.ordinal() == book_.digest.first_denied) book_.flow.mark("denied");
  }

  // Rows of which only the number is told; neighbours of one kind are one line.
  std::string same_as_neighbours(const Row& row) const {
    if (row.status == RowStatus::outside_period)
      return "は、ご請求の期間の外の記録です。お見せしない決定をしたものではありません。";
    if (row.status != RowStatus::withheld || row.withheld->stated != StatedRow{}) return "";
    const std::string& note = row.withheld->note;
    return "は、お見せしていない記録です。理由：" + ground_words(model_.dictionary, *row.withheld) +
           (note.empty() ? "" : "。" + note);
  }

  void end_run() {
    if (run_rows_ == 0) return;
    std::string numbers = "番号" + std::to_string(run_from_);
    if (run_rows_ > 1) {
      numbers += "から" + std::to_string(run_from_ + run_rows_ - 1) + "まで（" + grouped(run_rows_) + "件）";
    }
    table_.note(numbers + run_text_, {.fill = 0.93});
    run_rows_ = 0;
    run_text_.clear();
  }

  Book& book_;
  const Model& model_;
  Table table_;
  std::string run_text_;
  std::uint64_t run_from_ = 0, run_rows_ = 0;
};

}  // namespace

Result<void, PdfError> write_usage_list(Book& book) {
  Flow& flow = book.flow;
  flow.heading("利用の記録の一覧", "usage");
  const Model& model = book.model;
  std::string counts = "全部で" + grouped(model.rows.size()) + "件：お見せしている記録" +
                       grouped(model.count(RowStatus::shown)) + "件、お見せしていない記録" +
                       grouped(model.count(RowStatus::withheld)) + "件";
  if (book.digest.outside_period > 0)
    counts += "、ご請求の期間の外の記録" + grouped(book.digest.outside_period) + "件";
  flow.paragraph(counts + "。番号は、" + person_word(model) +
                     "の記録に古いものから順に付いた番号で、抜けはありません。" +
                     (book.shows_rows() ? "読み方は" + flow.page_of("legend") + "ページにあります。" : ""),
                 flow.body());
  write_usage_summary(book);
  if (auto written = UsageList(book).write(); !written) return written;
  write_request_accesses(book);
  return {};
}

}  // namespace renkei::packet::pdf
