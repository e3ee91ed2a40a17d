// How much the long loops do, and how long a wait may last. Under a sanitizer everything runs several times
// slower; the one number that says so comes from the preset.
#pragma once

#include <algorithm>

#ifndef RENKEI_SLOWDOWN
#define RENKEI_SLOWDOWN 1
#endif

namespace renkei::testing {

inline constexpr int kSlowdown = RENKEI_SLOWDOWN;

// Rounds of a loop that is as long as the time allows; never fewer than `least`, where less would show nothing.
template <class N>
constexpr N rounds(N usual, N least = 1) {
  return std::max<N>(least, static_cast<N>(usual / static_cast<N>(kSlowdown)));
}

// How long to wait for something before it counts as failed.
template <class Duration>
constexpr Duration patience(Duration usual) {
  return usual * kSlowdown;
}

}  // namespace renkei::testing
