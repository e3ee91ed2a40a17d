// Which state folds which aggregate's stream.
#pragma once

#include "domain/access/state.h"
#include "domain/account/state.h"
#include "domain/care_recipient/state.h"
#include "domain/consent/state.h"
#include "domain/device/state.h"
#include "domain/disclosure/state.h"
#include "domain/facility/state.h"
#include "domain/incident/state.h"
#include "domain/intake/state.h"
#include "domain/ledger/state.h"
#include "domain/packet/state.h"
#include "domain/pledge/state.h"
#include "domain/policy/state.h"
#include "domain/registration/state.h"
#include "domain/room/state.h"
#include "domain/room_request/state.h"
#include "domain/usage_report/state.h"

namespace renkei {

// Calls f.template operator()<State>() for the state of an aggregate; false when the aggregate has none.
template <class F>
bool with_state_of(Aggregate aggregate, F&& f) {
  const auto when = [&]<class S>() {
    if (S::kAggregate != aggregate) return false;
    f.template operator()<S>();
    return true;
  };
  return when.template operator()<ledger::State>() || when.template operator()<policy::State>() ||
         when.template operator()<intake::State>() || when.template operator()<registration::State>() ||
         when.template operator()<pledge::State>() || when.template operator()<facility::State>() ||
         when.template operator()<account::State>() || when.template operator()<device::State>() ||
         when.template operator()<care_recipient::State>() || when.template operator()<consent::State>() ||
         when.template operator()<room_request::State>() || when.template operator()<room::State>() ||
         when.template operator()<access::State>() || when.template operator()<incident::State>() ||
         when.template operator()<disclosure::State>() || when.template operator()<usage_report::State>() ||
         when.template operator()<packet::State>();
}

using StreamId = std::array<std::uint8_t, 16>;

// Names a stream: an aggregate and an id.
struct StreamKey {
  Aggregate aggregate = Aggregate::ledger;
  StreamId id{};
  auto operator<=>(const StreamKey&) const = default;
};

}  // namespace renkei

template <>
struct std::hash<renkei::StreamKey> {
  std::size_t operator()(const renkei::StreamKey& key) const noexcept {
    std::size_t h = 0;  // the tail of the id: registers differ there, random ids everywhere
    std::memcpy(&h, key.id.data() + 8, sizeof h);
    return h * 31 + static_cast<std::size_t>(key.aggregate) + key.id[0];
  }
};
