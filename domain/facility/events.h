// 事業所, its environment and its システム管理担当者.
#pragma once

#include "domain/event_type.h"
#include "domain/values/forms.h"

namespace renkei::facility {

struct FacilityRegistered {
  static constexpr EventType kType{601, "FacilityRegistered", Aggregate::facility};
  FacilityId facility;
  std::string facility_kind;
  std::vector<std::string> sectors;
  RegistrationRequestId request;
  PledgeId pledge;
  FacilitySheet sheet;
  template <class V>
  static void describe(V& v) {
    v.stream("facility_id", &FacilityRegistered::facility);
    v.clear("facility_kind", &FacilityRegistered::facility_kind, text(60));
    v.clear("sectors", &FacilityRegistered::sectors, items(2));
    v.clear("request_id", &FacilityRegistered::request);
    v.clear("pledge_id", &FacilityRegistered::pledge);
    v.sealed("sheet", &FacilityRegistered::sheet);
  }
};

struct EnvironmentRecognised {  // III.3(3) last bullet, product.md no. 5
  static constexpr EventType kType{602, "EnvironmentRecognised", Aggregate::facility};
  FacilityId facility;
  EnvironmentId environment;
  CivilDate until_on;
  std::string network, antivirus;
  template <class V>
  static void describe(V& v) {
    v.stream("facility_id", &EnvironmentRecognised::facility);
    v.clear("environment_id", &EnvironmentRecognised::environment);
    v.clear("until_on", &EnvironmentRecognised::until_on);
    v.sealed("network", &EnvironmentRecognised::network, text(60));
    v.sealed("antivirus", &EnvironmentRecognised::antivirus, text(120));
  }
};

struct FacilitySystemManagerAppointed {  // III.3(3) first bullet
  static constexpr EventType kType{603, "FacilitySystemManagerAppointed", Aggregate::facility};
  FacilityId facility;
  AccountId account;
  template <class V>
  static void describe(V& v) {
    v.stream("facility_id", &FacilitySystemManagerAppointed::facility);
    v.clear("account_id", &FacilitySystemManagerAppointed::account);
  }
};

struct FacilitySuspended {
  static constexpr EventType kType{604, "FacilitySuspended", Aggregate::facility};
  FacilityId facility;
  std::string reason;
  template <class V>
  static void describe(V& v) {
    v.stream("facility_id", &FacilitySuspended::facility);
    v.sealed("reason", &FacilitySuspended::reason, text(2000));
  }
};

struct FacilityReinstated {
  static constexpr EventType kType{605, "FacilityReinstated", Aggregate::facility};
  FacilityId facility;
  template <class V>
  static void describe(V& v) {
    v.stream("facility_id", &FacilityReinstated::facility);
  }
};

struct EnvironmentDeclared {  // yearly, against the city's EnvironmentStandard (product.md no. 5)
  static constexpr EventType kType{606, "EnvironmentDeclared", Aggregate::facility};
  FacilityId facility;
  EnvironmentId environment;
  std::string network, antivirus;
  template <class V>
  static void describe(V& v) {
    v.stream("facility_id", &EnvironmentDeclared::facility);
    v.clear("environment_id", &EnvironmentDeclared::environment);
    v.sealed("network", &EnvironmentDeclared::network, text(60));
    v.sealed("antivirus", &EnvironmentDeclared::antivirus, text(120));
  }
};

struct EnvironmentObjected {  // a declaration not recognised, or a recognition taken back
  static constexpr EventType kType{607, "EnvironmentObjected", Aggregate::facility};
  FacilityId facility;
  EnvironmentId environment;
  std::string reason;
  template <class V>
  static void describe(V& v) {
    v.stream("facility_id", &EnvironmentObjected::facility);
    v.clear("environment_id", &EnvironmentObjected::environment);
    v.sealed("reason", &EnvironmentObjected::reason, text(2000));
  }
};

}  // namespace renkei::facility
