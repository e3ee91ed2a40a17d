// 漏えい等 (policy III.3(3)): references only, no subject; its states come with the duties stage.
#pragma once

#include "domain/describe.h"
#include "domain/event_type.h"

namespace renkei::incident {

struct IncidentReported {
  static constexpr EventType kType{1701, "IncidentReported", Aggregate::incident};
  IncidentId incident;
  bool suspected = true;
  std::optional<MessageId> message;
  FacilityId facility;
  std::vector<AccountId> readers;
  template <class V>
  static void describe(V& v) {
    v.stream("incident_id", &IncidentReported::incident);
    v.clear("suspected", &IncidentReported::suspected);
    v.clear("message_id", &IncidentReported::message);
    v.clear("facility_id", &IncidentReported::facility);
    v.clear("readers", &IncidentReported::readers, items(256));
  }
};

}  // namespace renkei::incident
