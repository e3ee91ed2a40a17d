// A folded aggregate state and the octets last written of it. Private to the fold.
#pragma once

#include "eventstore/codec/compact.h"
#include "projections/fold.h"

namespace renkei {

struct Fold::HeldState {
  virtual ~HeldState() = default;
  virtual void apply(const Recorded& recorded) = 0;
  virtual Bytes octets() const = 0;
  Bytes written;
  std::uint64_t written_version = 0;
};

template <class State>
struct Fold::TypedState final : Fold::HeldState {
  State value;
  void apply(const Recorded& recorded) override { evolve_any(value, recorded); }
  Bytes octets() const override { return to_compact(value); }
};

template <class State, class AnyId>
const State& Fold::state(const AnyId& id) {
  return static_cast<const TypedState<State>&>(held_state({State::kAggregate, id.octets})).value;
}

}  // namespace renkei
