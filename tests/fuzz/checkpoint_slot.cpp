// Slots of the high-water mark and of kept checkpoints. Their check is made good, so that the rest is reached.
#include "eventstore/checkpoint_slot.h"

#include "eventstore/crypto/sha256.h"
#include "tests/fuzz/targets.h"
#include "tests/support/notes.h"

namespace renkei::fuzz {
namespace {

constexpr std::size_t kCheckAt = CheckpointSlot::kBytes - 8;

Bytes with_good_check(BytesView octets) {
  Bytes slot(octets.substr(0, kCheckAt));
  slot.resize(kCheckAt, '\0');
  return slot + Bytes(sha256({slot}).view().substr(0, 8));
}

void check_slot(BytesView octets) {
  const auto slot = CheckpointSlot::parse(octets);
  if (!slot) return;
  must_hold(!slot->note.empty(), "a slot holds a note");
  const auto again = CheckpointSlot::parse(slot->octets());
  must_hold(again && again->note == slot->note && again->number == slot->number,
            "a slot says the same when written anew");
}

void run_checkpoint_slot(BytesView octets) {
  check_slot(octets);
  check_slot(with_good_check(octets));
}

std::vector<Bytes> checkpoint_slot_seeds() {
  namespace published = testing_support;
  return {CheckpointSlot{published::kSofaText + "\n" + published::kSofaLine, 7}.octets(),
          CheckpointSlot{"a", UINT64_MAX}.octets(), CheckpointSlot{std::string(494, 'n'), 0}.octets()};
}

}  // namespace

FuzzTarget checkpoint_slot() { return {"checkpoint_slot", run_checkpoint_slot, checkpoint_slot_seeds}; }

}  // namespace renkei::fuzz
