#include "replay/disclosure/pdf/table.h"

namespace renkei::packet::pdf {
namespace {

constexpr double kPad = 3;  // between the grid and the text
constexpr double kLine = 0.4, kGrey = 0.55;

template <class F>
void for_each_piece(std::string_view text, F&& f) {
  while (true) {
    const std::size_t end = text.find('\n');
    f(text.substr(0, end));
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

}  // namespace

Table::Table(Flow& flow, std::vector<Column> columns, const Style& style)
    : flow_(flow),
      columns_(std::move(columns)),
      style_(style),
      head_{style.size, true, style.leading, style.grey} {
  for (const Column& column : columns_) total_ += column.share;
}

double Table::x_of(std::size_t column) const {
  double before = 0;
  for (std::size_t i = 0; i < column; ++i) before += columns_[i].share;
  return flow_.left() + flow_.width() * before / total_;
}
double Table::width_of(std::size_t column) const { return flow_.width() * columns_[column].share / total_; }

std::size_t Table::lines_of(const Cells& cells, const Style& style) {
  std::size_t most = 1;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const double width = (cells.size() == 1 ? flow_.width() : width_of(i)) - 2 * kPad;
    std::size_t lines = 0;
    for_each_piece(cells[i], [&](std::string_view piece) {
      lines += flow_.typesetter().cell(piece, style, width).size();
    });
    most = std::max(most, lines);
  }
  return most;
}

// Draws the lines `from` … `to` of a cell at the flow's height.
void Table::cell(std::string_view text, const Style& style, std::size_t column, std::size_t from,
                 std::size_t to) {
  const bool across = column >= columns_.size();
  const double x = across ? flow_.left() + kPad : x_of(column) + kPad;
  const double width = (across ? flow_.width() : width_of(column)) - 2 * kPad;
  std::size_t number = 0;
  for_each_piece(text, [&](std::string_view piece) {
    for (const Line& line : flow_.typesetter().cell(piece, style, width)) {
      if (number >= from && number < to) {
        const double y = flow_.y() + kPad + static_cast<double>(number - from) * style.line_height();
        flow_.canvas()->text(line, x, y + style.baseline(), style.grey);
      }
      ++number;
    }
  });
}

void Table::draw(const Cells& cells, const Style& style, double fill, std::size_t from, std::size_t to) {
  const double height = static_cast<double>(to - from) * style.line_height() + 2 * kPad;
  const double y = flow_.y();
  if (Canvas* canvas = flow_.canvas()) {
    if (fill < 1) {
      canvas->fill(flow_.left(), y, flow_.width(), height, fill);
      canvas->rule(flow_.left(), y, flow_.left() + flow_.width(), y, kLine, kGrey);  // the fill lies on it
    }
    for (std::size_t i = 0; i < cells.size(); ++i)
      cell(cells[i], style, cells.size() == 1 ? columns_.size() : i, from, to);
    canvas->rule(flow_.left(), y + height, flow_.left() + flow_.width(), y + height, kLine, kGrey);
  }
  if (cells.size() == 1 && columns_.size() > 1) {
    notes_.push_back(y);
    notes_.push_back(y + height);
  }
  flow_.advance(height);
}

void Table::open_part() {
  part_top_ = flow_.y();
  notes_.clear();
  Cells titles;
  bool any = false;
  for (const Column& column : columns_) {
    titles.push_back(column.title);
    any = any || !column.title.empty();
  }
  if (Canvas* canvas = flow_.canvas())
    canvas->rule(flow_.left(), part_top_, flow_.left() + flow_.width(), part_top_, 2 * kLine, kGrey);
  if (any) draw(titles, head_, 0.88, 0, lines_of(titles, head_));
}

void Table::close_part() {
  Canvas* canvas = flow_.canvas();
  if (canvas != nullptr && part_top_ >= 0) {
    notes_.push_back(flow_.y());
    for (std::size_t i = 0; i <= columns_.size(); ++i) {
      const double x = i == columns_.size() ? flow_.left() + flow_.width() : x_of(i);
      if (i == 0 || i == columns_.size()) {
        canvas->rule(x, part_top_, x, flow_.y(), kLine, kGrey);
        continue;
      }
      double from = part_top_;
      for (std::size_t n = 0; n < notes_.size(); n += 2) {
        if (notes_[n] > from) canvas->rule(x, from, x, notes_[n], kLine, kGrey);
        if (n + 1 < notes_.size()) from = notes_[n + 1];
      }
    }
  }
  part_top_ = -1;
}

void Table::row(const Cells& cells, const RowLook& look) {
  Style style = style_;
  style.bold = look.bold;
  const std::size_t lines = lines_of(cells, style);
  const double height = static_cast<double>(lines) * style.line_height() + 2 * kPad;
  const double head = part_top_ < 0 ? 2 * head_.line_height() + 2 * kPad : 0;
  std::size_t from = 0;
  if (height + head > flow_.room() && height < 0.4 * flow_.page_height()) {
    close_part();
    flow_.new_page();
  }
  while (from < lines) {
    if (part_top_ < 0) {
      flow_.need(2 * head_.line_height() + style.line_height() + 4 * kPad);
      open_part();
    }
    const auto fitting =
        static_cast<std::size_t>(std::max(0.0, (flow_.room() - 2 * kPad) / style.line_height()));
    const std::size_t to = std::min(lines, from + fitting);
    if (to > from) draw(cells, style, look.fill, from, to);
    from = to;
    if (from < lines) {
      close_part();
      flow_.new_page();
    }
  }
}

void Table::note(std::string_view text, const RowLook& look) { row({std::string(text)}, look); }

void Table::close() {
  if (part_top_ < 0) return;
  close_part();
  flow_.space(0.5 * style_.line_height());
}

}  // namespace renkei::packet::pdf
