// A table that breaks well: its header stands on every page, a row stays whole unless it is long, and what is
// long breaks between lines.
#pragma once

#include "replay/disclosure/pdf/flow.h"

namespace renkei::packet::pdf {

struct Column {
  std::string title;
  double share = 1;  // of the width
};

// The texts of a row's cells; a line feed begins a new line.
using Cells = std::vector<std::string>;

struct RowLook {
  double fill = 1;  // grey behind the row
  bool bold = false;
};

class Table {
 public:
  Table(Flow& flow, std::vector<Column> columns, const Style& style);
  ~Table() { close(); }
  Table(const Table&) = delete;
  Table& operator=(const Table&) = delete;

  void row(const Cells& cells, const RowLook& look = {});
  void note(std::string_view text, const RowLook& look = {});  // across all columns
  void close();  // draws what frames the last part; the flow goes on below

  double x_of(std::size_t column) const;
  double width_of(std::size_t column) const;

 private:
  std::size_t lines_of(const Cells& cells, const Style& style);
  void open_part();
  void draw(const Cells& cells, const Style& style, double fill, std::size_t from, std::size_t to);
  void cell(std::string_view text, const Style& style, std::size_t column, std::size_t from, std::size_t to);
  void close_part();

  Flow& flow_;
  const std::vector<Column> columns_;
  const Style style_, head_;
  double total_ = 0;
  double part_top_ = -1;       // of the grid on this page; negative: no part is open
  std::vector<double> notes_;  // pairs of y between which no inner line is drawn
};

}  // namespace renkei::packet::pdf
