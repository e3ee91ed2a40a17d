#include "eventstore/checkpoint_slot.h"

#include "domain/check.h"
#include "eventstore/crypto/sha256.h"

namespace renkei {
namespace {

// Slot: length u16 BE of the note · note · zero … · number u64 BE · check (first 8 octets of SHA-256 over the
// 504 before). DO NOT CHANGE: these are on disk.
constexpr std::size_t kNumberAt = 496, kCheckAt = 504, kNoteAt = 2;

}  // namespace

Bytes CheckpointSlot::octets() const {
  Bytes slot(kBytes, '\0');
  ENSURE(note.size() <= kNumberAt - kNoteAt);
  slot[0] = static_cast<char>(note.size() >> 8);
  slot[1] = static_cast<char>(note.size() & 0xFF);
  slot.replace(kNoteAt, note.size(), note);
  for (std::size_t i = 0; i < 8; ++i) slot[kCheckAt - 1 - i] = static_cast<char>(number >> (8 * i) & 0xFF);
  slot.replace(kCheckAt, 8, sha256({BytesView(slot).substr(0, kCheckAt)}).view().substr(0, 8));
  return slot;
}

std::optional<CheckpointSlot> CheckpointSlot::parse(BytesView octets) {
  if (octets.size() != kBytes) return std::nullopt;
  if (sha256({octets.substr(0, kCheckAt)}).view().substr(0, 8) != octets.substr(kCheckAt)) return std::nullopt;
  const auto octet = [&](std::size_t at) { return static_cast<std::uint8_t>(octets[at]); };
  const std::size_t length = static_cast<std::size_t>(octet(0)) << 8 | octet(1);
  if (length == 0 || length > kNumberAt - kNoteAt) return std::nullopt;
  CheckpointSlot slot{std::string(octets.substr(kNoteAt, length)), 0};
  for (std::size_t at = kNumberAt; at < kCheckAt; ++at) slot.number = slot.number << 8 | octet(at);
  return slot;
}

}  // namespace renkei
