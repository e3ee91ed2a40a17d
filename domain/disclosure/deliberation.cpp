#include "domain/disclosure/deliberation.h"

#include <algorithm>

namespace renkei::disclosure {

void sort_items(std::vector<WithheldItem>& items) {
  std::sort(items.begin(), items.end(),
            [](const WithheldItem& a, const WithheldItem& b) { return a.ordinal < b.ordinal; });
}

const OpinionGiven* Deliberation::opinion_of(const FacilityId& facility) const {
  for (const OpinionGiven& o : opinions) {
    if (o.facility == facility) return &o;
  }
  return nullptr;
}

void Deliberation::take(const StaffOpinionRecorded& e) {
  std::erase_if(opinions, [&](const OpinionGiven& o) { return o.facility == e.opinion_of; });
  opinions.push_back({e.opinion_of, e.answer, e.ground});
}

void Deliberation::take(const WithholdingsRecorded& e) {
  const auto drop = [&](std::uint64_t ordinal) {
    std::erase_if(withheld, [&](const WithheldItem& item) { return item.ordinal == ordinal; });
  };
  for (const std::uint64_t ordinal : e.lifted) drop(ordinal);
  for (const WithheldItem& item : e.items) {
    drop(item.ordinal);
    withheld.push_back(item);
  }
  sort_items(withheld);
}

void Deliberation::take(const DisclosureDecided& e) {
  ground = e.ground;
  withheld = e.withheld;
}

}  // namespace renkei::disclosure
