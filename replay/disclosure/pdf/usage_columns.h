// The columns of the usage list: six on normal paper, three with more lines in large print.
#pragma once

#include "replay/disclosure/pdf/table.h"

namespace renkei::packet::pdf {

Style usage_style(const Sizes& sizes);
std::vector<Column> usage_columns(const Model& model);
Cells usage_cells(const Model& model, const Row& row, const RowWords& words);
Cells withheld_cells(const Model& model, const Row& row, const RowWords& words);

}  // namespace renkei::packet::pdf
