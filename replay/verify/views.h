// Whether stored views equal a fresh fold of the same entries. Part of verify.h.
#pragma once

#include <vector>

#include "replay/verify/verify.h"

namespace renkei {

// Findings at the position that the views have reached; none when they will be made anew at the next start
// anyway.
std::vector<Finding> verify_views(const LedgerEngine& engine, const ViewStore& views, std::uint64_t ledger_size,
                                  const std::function<void(std::uint64_t, std::uint64_t)>& progress);

}  // namespace renkei
