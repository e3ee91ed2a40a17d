#include "replay/packet/model.h"

#include <algorithm>

namespace renkei::packet {

std::size_t Model::count(RowStatus status) const {
  return static_cast<std::size_t>(
      std::count_if(rows.begin(), rows.end(), [&](const Row& row) { return row.status == status; }));
}

}  // namespace renkei::packet
