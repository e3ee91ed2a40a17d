// Where each care recipient's history ends, in one snapshot of the views: one step per person, however long
// their histories are.
#pragma once

#include <functional>

#include "domain/values/ids.h"
#include "eventstore/view_store.h"

namespace renkei {

// Persons with an entry below a position, by id, ascending, with the ordinal of the last one there and its leaf
// hash.
void person_heads(const ViewReader& views, std::uint64_t below_position,
                  const std::function<void(const CareRecipientId& subject, std::uint64_t ordinal,
                                           const Digest& leaf)>& visit);

}  // namespace renkei
