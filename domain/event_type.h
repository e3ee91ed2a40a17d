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
  // Sealed parts are filled up to a multiple of so many octets, where their length would tell what they say.
  std::uint16_t payload_multiple = 8;
};

}  // namespace renkei
