#include "api/handlers/cases.h"

#include "api/handlers/handlers.h"

namespace renkei::api {

FacilityId register_of_city(const CityService& service) { return FacilityId{service.city_key().octets}; }

FacilityId register_of_case(const CityService& service, const DisclosureRequestId& id) {
  const auto views = service.views->snapshot();
  const auto position = object_position(*views.reader, id.view());
  if (!position) return {};
  const Recorded recorded = service.history.read(*position);
  const auto* requested = std::get_if<disclosure::DisclosureRequested>(&recorded.event);
  return requested == nullptr ? FacilityId{} : requested->facility;
}

disclosure::Case view_case(const CityService& service, const ViewReader& views, const DisclosureRequestId& id) {
  const auto cases = view_state<disclosure::State>(views, register_of_case(service, id).octets);
  const disclosure::Case* found = cases.find(id);
  return found == nullptr ? disclosure::Case{} : *found;
}

bool answers_for(Acting& a, const CityService& service, const FacilityId& asked) {
  if (asked == register_of_city(service)) return a.city_role(CityRole::privacy_officer);
  return !asked.is_zero() && asked == a.facility.id && a.system_manager();
}

bool seems_to_answer_for(const Exchange& x, const ViewReader& views, const FacilityId& asked) {
  const SessionGrant& actor = x.session->grant;
  if (asked == register_of_city(x.service))
    return view_state<account::State>(views, actor.account.octets).has(CityRole::privacy_officer);
  return !asked.is_zero() && asked == actor.facility &&
         view_state<facility::State>(views, asked.octets).is_system_manager(actor.account);
}

Rejection not_answering(const Acting& a, const FacilityId& asked) {
  return !asked.is_zero() && asked == a.facility.id ? Rejection::role_required : Rejection::not_found;
}

const policy::DisclosureRules& disclosure_rules(Acting& a, const CityService& service) {
  return a.situation.state<policy::State>(service.city_key()).disclosure;
}

disclosure::Matter matter_of(Acting& a, const CityService& service, const DisclosureRequestId& id,
                             const FacilityId& asked) {
  return {a.situation.state<disclosure::State>(asked), id, asked, disclosure_rules(a, service), a.today(),
          asked.octets == service.city_key().octets};
}

}  // namespace renkei::api
