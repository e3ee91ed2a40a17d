#include "replay/disclosure/pdf/flow.h"

namespace renkei::packet::pdf {

Flow::Flow(Typesetter& typesetter, const Sizes& sizes, RunningTexts texts, const Marks& before,
           std::size_t pages, Canvas* canvas)
    : typesetter_(typesetter),
      sizes_(sizes),
      texts_(std::move(texts)),
      before_(before),
      pages_(pages),
      canvas_(canvas),
      y_(top()) {}

void Flow::label(std::string_view text, const Style& style, double x, double y, double width) {
  if (canvas_ == nullptr) return;
  for (const Line& line : typesetter_.cell(text, style, width)) {
    canvas_->text(line, x, y + style.baseline(), style.grey);
    y += style.line_height();
  }
}

// Case number and page x of y stand on every page, and whose paper it is.
void Flow::furnish_page() {
  if (canvas_ == nullptr) return;
  const Style style{std::min(sizes_.small, 14.0), false, 1.2, 0.25};
  const double head = mm(12);
  label(texts_.left, style, left(), head);
  const double right_width = typesetter_.cell(texts_.right, style, 0)[0].width;
  label(texts_.right, style, left() + width() - right_width, head);
  canvas_->rule(left(), head + style.line_height() + 3, left() + width(), head + style.line_height() + 3, 0.5,
                0.5);
  const std::string number = "請求番号 " + texts_.case_number + "　　" + std::to_string(page_) + "／" +
                             std::to_string(pages_) + " ページ";
  const double number_width = typesetter_.cell(number, style, 0)[0].width;
  label(number, style, (kPageWidth - number_width) / 2, kPageHeight - mm(14));
}

void Flow::new_page() {
  if (empty_) return;
  furnish_page();
  if (canvas_ != nullptr) canvas_->end_page();
  ++page_;
  y_ = top();
  empty_ = true;
}

void Flow::finish() {
  furnish_page();
  if (canvas_ != nullptr) canvas_->end_page();
}

Flow Flow::trial() const {
  Flow flow(*this);
  flow.canvas_ = nullptr;
  return flow;
}

void Flow::need(double height) {
  if (room() < height) new_page();
}

void Flow::new_part() { need(page_height() / 4); }

void Flow::together(double longest, const std::function<void(Flow&)>& write) {
  Flow tried = trial();
  write(tried);
  const bool breaks = tried.page_ == page_ + 1;
  if (breaks && room() + tried.y_ - top() < longest * page_height()) new_page();
  write(*this);
}

void Flow::space(double height) {
  if (empty_) return;
  y_ = std::min(y_ + height, bottom());
}

void Flow::paragraph(std::string_view text, const Style& style, const Paragraph& how) {
  const double column = width() - how.indent - how.hanging;
  const Lines lines = typesetter_.paragraph(text, style, column);
  if (lines.size() > 1 && room() < 2 * style.line_height()) new_page();  // no single first line
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const bool single_last = i + 2 == lines.size() && room() < 2 * style.line_height();
    if (room() < style.line_height() || (single_last && i > 0)) new_page();
    if (canvas_ != nullptr) {
      if (i == 0 && !how.marker.empty()) label(how.marker, style, left() + how.indent, y_);
      double x = left() + how.indent + how.hanging;
      if (how.centred) x += (column - lines[i].width) / 2;
      if (how.to_the_right) x += column - lines[i].width;
      canvas_->text(lines[i], x, y_ + style.baseline(), style.grey);
    }
    y_ += style.line_height();
    empty_ = false;
  }
  space(how.after * style.line_height());
}

void Flow::title(std::string_view text) {
  paragraph(text, {sizes_.title, true, 1.5}, {.after = 0.7, .centred = true});
}

void Flow::heading(const std::string& text, const std::string& name) {
  const Style style{sizes_.heading, true, 1.4};
  space(sizes_.body);
  need(style.line_height() + 5 * body().line_height());
  mark(name);
  if (canvas_ != nullptr) {
    canvas_->bookmark(text, page_, y_ - 4);
    canvas_->fill(left(), y_ + 2, 4, style.line_height() - 4, 0.2);
  }
  paragraph(text, style, {.indent = 10, .after = 0});
  if (canvas_ != nullptr) canvas_->rule(left(), y_ + 2, left() + width(), y_ + 2, 0.8, 0.2);
  y_ += 0.6 * body().line_height();
}

void Flow::subheading(std::string_view text, double keep_lines) {
  const Style style{sizes_.subheading, true, 1.5};
  space(0.35 * body().line_height());
  need(style.line_height() + keep_lines * body().line_height());
  paragraph(text, style, {.after = 0.1});
}

void Flow::mark(const std::string& name) { marks_.emplace(name, page_); }

std::string Flow::page_of(const std::string& name) const {
  const auto found = before_.find(name);
  return found == before_.end() ? "00" : std::to_string(found->second);
}

}  // namespace renkei::packet::pdf
