// Whether rows are outside the asked period as the manifest says. Times never go back along a history, so one
// entry shows it for all rows before it, or after it: the builder puts the neighbours of the period in
// (docs/formats/packet.md, "entries, payloads").
#include <algorithm>

#include "replay/packet/check_parts.h"

namespace renkei::packet {
namespace {

enum class Side { before, within, after };

Side side_of(const disclosure::DisclosurePeriod& period, CivilDate on) {
  if (period.from_on && on < *period.from_on) return Side::before;
  if (period.to_on && on > *period.to_on) return Side::after;
  return Side::within;
}

}  // namespace

void check_period(Examined& x) {
  std::uint64_t before_until = 0, after_from = UINT64_MAX;
  const auto find = [&](std::uint64_t ordinal, const char* found) {
    x.find("period", "row " + std::to_string(ordinal), found);
  };
  for (const auto& [ordinal, on] : x.days) {
    const bool shown = x.manifest.rows[ordinal - 1].status == RowStatus::shown;
    const Side side = side_of(x.manifest.facts.period, on);
    if (side == Side::before && !shown) before_until = ordinal;
    if (side == Side::after && !shown) after_from = std::min(after_from, ordinal);
    if ((side == Side::within) != shown)
      find(ordinal, shown ? "is outside the period, and is shown" : "is within the period");
  }
  for (const ManifestRow& row : x.manifest.rows) {
    if (row.status == RowStatus::outside_period && row.ordinal > before_until && row.ordinal < after_from)
      find(row.ordinal, "nothing shows that it is outside the period");
  }
}

}  // namespace renkei::packet
