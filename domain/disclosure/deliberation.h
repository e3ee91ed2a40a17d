// What those who answer for a case weighed: which grounds, for what. No state holds it, since states are folded
// from the clear parts of entries; it is opened from the acts that a case names.
#pragma once

#include "domain/disclosure/events.h"

namespace renkei::disclosure {

struct OpinionGiven {
  FacilityId facility;
  OpinionAnswer answer = OpinionAnswer::agree;
  std::string ground;  // code, where the answer is to withhold
};

struct Deliberation {
  std::uint64_t case_version = 0;  // of the case whose acts these are
  std::vector<OpinionGiven> opinions;
  std::vector<WithheldItem> withheld;  // by ordinal, ascending; with the decision all of them
  std::string ground;                  // code, where nothing is disclosed

  const OpinionGiven* opinion_of(const FacilityId& facility) const;
  // Acts in their order, with their sealed parts.
  void take(const StaffOpinionRecorded& e);
  void take(const WithholdingsRecorded& e);
  void take(const DisclosureDecided& e);
};

// By ordinal, ascending.
void sort_items(std::vector<WithheldItem>& items);

}  // namespace renkei::disclosure
