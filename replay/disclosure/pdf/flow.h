// Puts lines, headings and pages under one another. Runs twice over the same sections: first without a canvas,
// to learn how many pages there are and on which one everything stands, then drawing.
#pragma once

#include <functional>
#include <map>

#include "replay/disclosure/pdf/canvas.h"

namespace renkei::packet::pdf {

struct Sizes {  // in points; large print has nothing below 16 but head and foot of a page, which are 14
  double body, small, table, title, heading, subheading, margin_mm;
};
constexpr Sizes kNormalPrint{11, 9, 9, 17, 14, 11.5, 20};
constexpr Sizes kLargePrint{16, 16, 16, 21, 19, 17, 16};

struct RunningTexts {
  std::string left, right, case_number;
};

// Page on which something stands, by name; of the run before.
using Marks = std::map<std::string, std::size_t>;

struct Paragraph {
  double indent = 0;             // of every line
  double hanging = 0;            // further; there stands
  double after = 0.4;            // space below, in lines
  std::string_view marker = {};  // before the first line: 「・」
  bool centred = false, to_the_right = false;
};

class Flow {
 public:
  Flow(Typesetter& typesetter, const Sizes& sizes, RunningTexts texts, const Marks& before, std::size_t pages,
       Canvas* canvas);

  const Sizes& sizes() const { return sizes_; }
  Style body() const { return {sizes_.body}; }
  Style small() const { return {sizes_.small, false, 1.5}; }
  Style bold() const { return {sizes_.body, true}; }

  double left() const { return mm(sizes_.margin_mm); }
  double width() const { return kPageWidth - 2 * left(); }
  double top() const { return mm(24); }
  double bottom() const { return kPageHeight - mm(20); }
  double y() const { return y_; }
  double room() const { return bottom() - y_; }
  double page_height() const { return bottom() - top(); }

  void new_page();               // unless this one is still empty
  void need(double height);      // a new page if there is less room
  void new_part();               // goes on here if a quarter of the page is left, else on a new page
  void space(double height);     // none at the top of a page
  void advance(double height) {  // over what was drawn
    y_ += height;
    empty_ = false;
  }
  // What belongs together stays on one page, unless it is longer than a share of a page: it is tried out first,
  // without drawing.
  void together(double longest, const std::function<void(Flow&)>& write);

  void paragraph(std::string_view text, const Style& style, const Paragraph& how = {});
  void title(std::string_view text);
  // A heading begins with a mark and a bookmark of the same name, and keeps some lines below it.
  void heading(const std::string& text, const std::string& mark);
  void subheading(std::string_view text, double keep_lines = 3);
  // One line of text somewhere, not moving on.
  void label(std::string_view text, const Style& style, double x, double y, double width = 0);

  void mark(const std::string& name);
  std::size_t page() const { return page_; }
  std::string page_of(const std::string& name) const;  // "3"
  const Marks& marks() const { return marks_; }

  Typesetter& typesetter() { return typesetter_; }
  Canvas* canvas() { return canvas_; }
  void finish();
  Flow trial() const;  // goes on from here without drawing

 private:
  void furnish_page();

  Typesetter& typesetter_;
  Sizes sizes_;
  RunningTexts texts_;
  const Marks& before_;
  std::size_t pages_;
  Canvas* canvas_;
  Marks marks_;
  std::size_t page_ = 1;
  double y_;
  bool empty_ = true;
};

}  // namespace renkei::packet::pdf
