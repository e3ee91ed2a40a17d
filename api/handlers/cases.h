// Whose a disclosure case is: the register of the asked facility, or that of the city as holder (ADR 3).
#pragma once

#include "api/exchange.h"
#include "domain/disclosure/commands.h"

namespace renkei::api {

// The city's own register, under the id of its ledger.
FacilityId register_of_city(const CityService& service);
// Where the case lies; zero: there is no such case.
FacilityId register_of_case(const CityService& service, const DisclosureRequestId& id);
// The case as the views have it; without an id where there is none.
disclosure::Case view_case(const CityService& service, const ViewReader& views, const DisclosureRequestId& id);

// The asked facility's system manager, or the city's privacy officer where the city was asked.
bool answers_for(Acting& a, const CityService& service, const FacilityId& asked);
// The same as far as the views tell: what takes long is begun for such actors only. The committer decides.
bool seems_to_answer_for(const Exchange& x, const ViewReader& views, const FacilityId& asked);
// Why the actor can't act on the case: one of the asked facility lacks the role, others don't know of it.
Rejection not_answering(const Acting& a, const FacilityId& asked);

const policy::DisclosureRules& disclosure_rules(Acting& a, const CityService& service);
disclosure::Matter matter_of(Acting& a, const CityService& service, const DisclosureRequestId& id,
                             const FacilityId& asked);

}  // namespace renkei::api
