// One note on disk: a sector of its own, so that a torn write spoils one and never two.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "domain/values/bytes.h"

namespace renkei {

struct CheckpointSlot {
  std::string note;
  std::uint64_t number = 0;  // of a kept checkpoint its own, in a high-water slot how many were kept

  static constexpr std::size_t kBytes = 512;
  Bytes octets() const;
  static std::optional<CheckpointSlot> parse(BytesView octets);  // nullopt: not intact
};

}  // namespace renkei
