// How an operator vouches for the wall clock: `renkei clock accept` leaves a file in SECRETS that says how far
// wall time and time since boot are apart; the server takes it when its own clocks say the same. It therefore
// holds for this clock and this boot only, and for nobody who can't write to SECRETS.
#pragma once

#include <optional>

#include "eventstore/clock_guard.h"
#include "eventstore/files/files.h"

namespace renkei::api {

Result<void, FileError> leave_clock_acceptance(Files& files, const std::string& secrets, const Clock& clock);
// True when there is one for the clock as it stands. It is used up either way.
bool take_clock_acceptance(Files& files, const std::string& secrets, const Clock& clock);

}  // namespace renkei::api
