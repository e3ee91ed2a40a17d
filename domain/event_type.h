// What every event struct says of itself, as `static constexpr EventType kType`. Numbers are stored: never
// reused.
#pragma once

#include <cstdint>
#include <string_view>

#include "domain/values/codes.h"

namespace renkei {

struct EventType {
  std::uint16_t number;
  std::string_view name;  // past tense, as in docs/events.md
  Aggregate aggregate;
  std::uint16_t schema_version = 1;
};

}  // namespace renkei
