// The bounds under which whole cities run in tests: those of the product, or, with RENKEI_TEST_BOUNDS=smallest
// in the environment, every one at its minimum. Bounds decide when something is cached, batched, folded or
// flushed, never what is recorded or answered: the same tests pass under both (story_smallest, api_smallest,
// faults_smallest in tests/CMakeLists.txt).
#pragma once

#include <cstdlib>
#include <string_view>

#include "eventstore/committer.h"
#include "projections/views.h"

namespace renkei::testing {

inline constexpr CommitterLimits kSmallestCommitter{.queue = 2, .batch = 1, .batch_bytes = 1, .states = 1};
inline constexpr ViewsLimits kSmallestViews{
    .lag_entries = 1, .lag_bytes = 1, .flush_entries = 1, .flush_milliseconds = 1, .batch_entries = 1};

inline bool smallest_bounds() {
  static const char* const asked = std::getenv("RENKEI_TEST_BOUNDS");
  return asked != nullptr && std::string_view(asked) == "smallest";
}
inline CommitterLimits committer_bounds() { return smallest_bounds() ? kSmallestCommitter : CommitterLimits{}; }
inline ViewsLimits view_bounds() { return smallest_bounds() ? kSmallestViews : ViewsLimits{}; }

}  // namespace renkei::testing
