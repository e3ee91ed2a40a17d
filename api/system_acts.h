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

// What the server does later at somebody's request, as that one's act: decided on the newest states, answered
// when durable.
std::unique_ptr<Proposal> later_act(Act act, std::function<Decision(Situation&)> decide,
                                    std::function<void(Committed)> done);

}  // namespace renkei::api
