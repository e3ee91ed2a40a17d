// What the server records of itself, on nobody's behalf.
#pragma once

#include <functional>

#include "eventstore/clock_guard.h"
#include "eventstore/proposal.h"
#include "eventstore/rocks/rocks_engine.h"

namespace renkei::api {

// A torn tail was set aside (docs/formats/ledger.md). Recorded once, however often it is asked for.
std::unique_ptr<Proposal> tail_discarded(const KeyId& ledger, const TornTail& torn,
                                         std::function<void(bool recorded)> done);
// The operator vouches for the clock.
std::unique_ptr<Proposal> clock_accepted(const KeyId& ledger, const ClockGuard::Doubt& doubt);

}  // namespace renkei::api
