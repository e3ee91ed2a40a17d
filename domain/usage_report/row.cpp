#include "domain/usage_report/row.h"

#include "domain/domain_event.h"

namespace renkei {

UsageRow usage_row(const Recorded& r, const Digest& leaf) {
  UsageRow row{r.position,
               r.subject_ordinal,
               leaf,
               r.recorded_at,
               r.occurred_on ? r.occurred_on->days : 0,
               event_type(r.event).number,
               r.act.actor.account,
               r.act.actor.facility,
               r.act.actor.profession,
               r.act.actor.role,
               r.act.purpose,
               r.act.purpose_source,
               r.basis.kind,
               EventId{r.basis.id},
               r.outcome,
               r.act.policy_number};
  if (const auto* viewed = std::get_if<access::RecordViewed>(&r.event)) {
    row.object_kind = viewed->object_kind;
    row.count = viewed->count;
  } else if (std::holds_alternative<access::RecordListed>(r.event)) {
    row.object_kind = ObjectKind::room_list;
    row.count = 1;
  } else if (const auto* denied = std::get_if<access::AccessDenied>(&r.event)) {
    row.rule = denied->rule;
    row.operation = denied->operation;
    row.count = denied->count;
  }
  return row;
}

}  // namespace renkei
