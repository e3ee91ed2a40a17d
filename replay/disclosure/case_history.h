// What a person's history tells a decision about their disclosure case. One range scan; entries are read only
// where their facts are needed.
#pragma once

#include "domain/disclosure/commands.h"
#include "eventstore/history_reader.h"
#include "eventstore/view_store.h"

namespace renkei {

// The ordinals of what was posted in the person's rooms about someone else and retracted, with its corrections
// (product.md no. 40).
std::vector<std::uint64_t> third_party_ordinals(const ViewReader& views, const HistoryReader& history,
                                                const CareRecipientId& subject, std::uint64_t below_position);

disclosure::HistoryFacts case_history(const ViewReader& views, const HistoryReader& history,
                                      const CareRecipientId& subject, const DisclosureRequestId& id);

}  // namespace renkei
