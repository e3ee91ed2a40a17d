// Devices under a facility's recognised environment (product.md no. 5).
#pragma once

#include "domain/describe.h"
#include "domain/event_type.h"

namespace renkei::device {

struct DeviceRegistered {
  static constexpr EventType kType{1001, "DeviceRegistered", Aggregate::device};
  DeviceId device;
  FacilityId facility;
  std::string kind, os, browser;
  template <class V>
  static void describe(V& v) {
    v.stream("device_id", &DeviceRegistered::device);
    v.clear("facility_id", &DeviceRegistered::facility);
    v.sealed("kind", &DeviceRegistered::kind, text(40));
    v.sealed("os", &DeviceRegistered::os, text(60));
    v.sealed("browser", &DeviceRegistered::browser, text(60));
  }
};

struct DeviceLost {
  static constexpr EventType kType{1002, "DeviceLost", Aggregate::device};
  DeviceId device;
  template <class V>
  static void describe(V& v) {
    v.stream("device_id", &DeviceLost::device);
  }
};

struct DeviceRetired {  // taken out of use by its facility
  static constexpr EventType kType{1003, "DeviceRetired", Aggregate::device};
  DeviceId device;
  template <class V>
  static void describe(V& v) {
    v.stream("device_id", &DeviceRetired::device);
  }
};

}  // namespace renkei::device
