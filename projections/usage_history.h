// A person's usage history: every entry of their chain, in order. One range scan.
#pragma once

#include "eventstore/view_store.h"
#include "projections/rows.h"

namespace renkei {

// Rows with a position below `tree_size`, by ordinal, given one after another until `visit` returns false.
void usage_history(const ViewReader& views, const CareRecipientId& subject, std::uint64_t tree_size,
                   const std::function<bool(const UsageRow&)>& visit);

}  // namespace renkei
