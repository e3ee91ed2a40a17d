#pragma once

#include "domain/facility/state.h"

namespace renkei::device {

struct State {
  static constexpr Aggregate kAggregate = Aggregate::device;
  bool exists = false;
  DeviceState status = DeviceState::registered;
  DeviceId id;
  FacilityId facility;
  std::uint64_t registered_position = 0;

  bool in_use() const { return exists && status == DeviceState::registered; }
  template <class V>
  static void describe(V& v) {
    v.field("exists", &State::exists);
    v.field("status", &State::status);
    v.field("id", &State::id);
    v.field("facility", &State::facility);
    v.field("registered_position", &State::registered_position);
  }
};
inline void evolve(State& state, const DeviceRegistered& e, const Recorded& at) {
  state = {true, DeviceState::registered, e.device, e.facility, at.position};
}
inline void evolve(State& state, const DeviceLost&, const Recorded&) { state.status = DeviceState::lost; }
inline void evolve(State& state, const DeviceRetired&, const Recorded&) { state.status = DeviceState::retired; }

struct RegisterDevice {
  std::optional<FacilityId> facility_id;  // the city names it; a system manager's is his own
  std::string kind, os, browser;
  template <class V>
  static void describe(V& v) {
    v.field("facility_id", &RegisterDevice::facility_id);
    v.field("kind", &RegisterDevice::kind, required_text(40));
    v.field("os", &RegisterDevice::os, required_text(60));
    v.field("browser", &RegisterDevice::browser, required_text(60));
  }
};
struct ReportDeviceLost {
  template <class V>
  static void describe(V&) {}
};
struct RetireDevice {
  template <class V>
  static void describe(V&) {}
};

// Under the recognised environment of its facility, at once and without the city (product.md no. 5).
inline Decision decide(const State& state, const RegisterDevice& command, DeviceId id,
                       const facility::State& facility, CivilDate today) {
  if (state.exists) return Unexpected{Rejection::already_exists};
  if (!facility.exists) {
    return Unexpected{
        WrongValue{"/facility_id", "この事業所は登録されていません。", "There is no such facility."}};
  }
  if (facility.status != FacilityStatus::active) return Unexpected{Rejection::facility_suspended};
  if (!facility.environment_in_force(today)) return Unexpected{Rejection::environment_not_recognised};
  return std::vector{Draft{DeviceRegistered{id, facility.id, command.kind, command.os, command.browser},
                           Basis{BasisKind::pledge, facility.pledge.octets, "III.3(3)"},
                           {}}};
}
inline Decision decide(const State& state, const ReportDeviceLost&) {
  if (!state.exists) return Unexpected{Rejection::not_found};
  if (!state.in_use()) return Unexpected{Rejection::wrong_state};
  return std::vector{Draft{DeviceLost{state.id}, Basis{BasisKind::none, {}, "III.3(3)"}, {}}};
}
inline Decision decide(const State& state, const RetireDevice&) {
  if (!state.exists) return Unexpected{Rejection::not_found};
  if (!state.in_use()) return Unexpected{Rejection::wrong_state};
  return std::vector{Draft{DeviceRetired{state.id}, Basis{BasisKind::none, {}, "III.3(3)"}, {}}};
}

}  // namespace renkei::device
