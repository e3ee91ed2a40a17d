#include "replay/verify/policy_rules.h"

namespace renkei {

void PolicyRules::check(const Recorded& event) {
  for (const auto* rules : {&rules_of_access(), &rules_of_admission()}) {
    for (const PolicyRule& rule : *rules) {
      if (const std::string found = rule.broken(past_, event); !found.empty())
        find_(event.position, rule, found);
    }
  }
  remember(event);
}

void PolicyRules::remember(const Recorded& event) {
  past_.states.apply(event);
  if (std::holds_alternative<room::MessagePosted>(event.event)) {
    past_.posted_by[event.position] = event.act.actor.facility;
  } else if (std::holds_alternative<access::RecordViewed>(event.event)) {
    past_.last_view[{event.act.actor.account, event.subject}] = event.position;
  } else if (const auto* retracted = std::get_if<room::MessageRetracted>(&event.event)) {
    past_.last_retraction = *retracted;
  }
}

}  // namespace renkei
