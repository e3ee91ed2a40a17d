// What a person's history tells a decision about their disclosure case. One range scan; entries are read only
// where their facts are needed.
#pragma once

#include "domain/disclosure/commands.h"
#include "eventstore/history_reader.h"
#include "eventstore/view_store.h"

namespace renkei {

// What was weighed, from the case's acts below a position; nullopt where one is sealed for good.
std::optional<disclosure::Deliberation> deliberation_of(const HistoryReader& history, const disclosure::Case& c,
                                                        std::uint64_t below_position);

// The ordinals of what was posted in the person's rooms about someone else and retracted, with its corrections
// (product.md no. 40).
std::vector<std::uint64_t> third_party_ordinals(const ViewReader& views, const HistoryReader& history,
                                                const CareRecipientId& subject, std::uint64_t below_position);

// A message that is withheld is withheld as posted and as corrected: for each row of its other versions an item
// like the one given for it.
std::vector<disclosure::WithheldItem> other_versions(const ViewReader& views, const HistoryReader& history,
                                                     const CareRecipientId& subject,
                                                     std::uint64_t below_position,
                                                     const std::vector<disclosure::WithheldItem>& withheld);

// nullopt where what was weighed is sealed for good.
std::optional<disclosure::HistoryFacts> case_history(const ViewReader& views, const HistoryReader& history,
                                                     const disclosure::Case& c);

}  // namespace renkei
