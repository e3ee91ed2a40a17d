// What a form or an act says, line by line in words for paper: a consent's grantor and scope, a person's
// details.
#pragma once

#include <functional>

#include "domain/domain_event.h"
#include "replay/packet/row.h"

namespace renkei::packet {

using FacilityNames = std::function<std::string(const FacilityId&)>;

// Of an event whose payload was opened, or that needs none; empty for kinds that have nothing to add.
std::vector<Fact> facts_of(const DomainEvent& event, const FacilityNames& name_of);

std::string_view retraction_words(RetractionReason reason);

}  // namespace renkei::packet
