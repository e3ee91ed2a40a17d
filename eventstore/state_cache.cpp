#include "eventstore/state_cache.h"

#include "eventstore/codec/compact.h"
#include "eventstore/codec/event_codec.h"

namespace renkei {

template <class State>
struct StateCache::HeldState final : StateCache::Held {
  State value;
  void apply(const Recorded& recorded) override { evolve_any(value, recorded); }
  const void* state() const override { return &value; }
};

StateCache::StateCache(const LedgerEngine& engine, const HistoryIndex& index, const TailIndex& tail,
                       std::size_t capacity)
    : engine_(engine), index_(index), tail_(tail), capacity_(capacity) {}
StateCache::~StateCache() = default;

StateCache::Held& StateCache::use(const StreamKey& stream) {
  const auto found = held_.find(stream);
  Held& held = found == held_.end() ? load(stream) : *found->second;
  if (held.place != recent_.begin()) recent_.splice(recent_.begin(), recent_, held.place);
  return held;
}

const void* StateCache::find(const StreamKey& stream, std::uint64_t* version) {
  const Held& held = use(stream);
  if (version != nullptr) *version = held.version;
  return held.state();
}

StateCache::Held& StateCache::load(const StreamKey& stream) {
  std::unique_ptr<Held> held;
  const bool known = with_state_of(stream.aggregate, [&]<class S>() {
    auto fresh = std::make_unique<HeldState<S>>();
    if (const auto snapshot = index_.snapshot(stream)) {
      fresh->value = from_compact<S>(snapshot->state);
      fresh->version = snapshot->version;
    }
    held = std::move(fresh);
  });
  ENSURE(known);
  // First the views, then the tail: an entry folded in between is in both, and told apart by its version.
  for (const bool from_tail : {false, true}) {
    const auto positions =
        from_tail ? tail_.positions(stream, held->version) : index_.positions(stream, held->version);
    for (const std::uint64_t position : positions) {
      const auto entry = engine_.entry(position);
      if (!entry) throw CorruptHistory("no entry at position " + std::to_string(position));
      const Recorded recorded = decode_entry(*entry);
      if (recorded.stream_version != held->version + 1) {
        throw CorruptHistory("a gap in a stream before position " + std::to_string(position));
      }
      held->apply(recorded);
      held->version = recorded.stream_version;
      held->last_position = position;
    }
  }
  recent_.push_front(stream);
  held->place = recent_.begin();
  return *(held_[stream] = std::move(held));
}

void StateCache::apply(const Recorded& recorded) {
  const StreamKey stream{event_type(recorded.event).aggregate, place_of(recorded.event).stream};
  Held& held = use(stream);
  ENSURE(held.version + 1 == recorded.stream_version);
  held.apply(recorded);
  held.version = recorded.stream_version;
  held.last_position = recorded.position;
}

void StateCache::trim(std::uint64_t durable) {
  auto last = recent_.end();
  while (held_.size() > capacity_ && last != recent_.begin()) {
    --last;
    const auto held = held_.find(*last);
    if (held->second->version != 0 && held->second->last_position >= durable) continue;
    last = recent_.erase(last);
    held_.erase(held);
  }
}

}  // namespace renkei
