#include <cstdio>

#include "domain/disclosure/commands.h"

namespace renkei::disclosure {

const Case* State::find(const DisclosureRequestId& id) const {
  for (const Case& c : cases) {
    if (c.id == id) return &c;
  }
  return nullptr;
}

void evolve(State& state, const DisclosureRequested& e, const Recorded& at) {
  const int year = era_year(date_in_japan(at.recorded_at));
  state.numbered = state.numbering_year == year ? state.numbered + 1 : 1;
  state.numbering_year = year;
  state.cases.push_back({e.disclosure_request, e.subject, e.case_number, e.requester, DisclosureState::received,
                         e.received_on, e.due_on, e.document});
}

void evolve(State& state, const IdentityVerified& e, const Recorded& at) {
  for (Case& c : state.cases) {
    if (c.id != e.disclosure_request) continue;
    c.status = DisclosureState::identity_verified;
    return;
  }
  require_history(false, at);
}

Decision decide(const State& state, const RequestDisclosure& command, DisclosureRequestId id,
                FacilityId facility, bool facility_knows_person, const policy::Policy& policy,
                CivilDate today) {
  if (!facility_knows_person) return Unexpected{Rejection::not_found};
  if (command.received_on > today) {
    return Unexpected{after_today("/received_on")};
  }
  if (command.period.from_on && command.period.to_on && *command.period.to_on < *command.period.from_on) {
    return Unexpected{over_before_it_begins("/period/to_on")};
  }
  const int year = era_year(today);
  const std::uint32_t running = state.numbering_year == year ? state.numbered + 1 : 1;
  char number[40];
  std::snprintf(number, sizeof number, "開R%d-%03u", year, running);
  DisclosureRequested event{facility,
                            id,
                            command.care_recipient_id,
                            number,
                            command.requester.kind,
                            command.received_on,
                            command.received_on.plus_days(policy.deadlines.disclosure_days),
                            command.period,
                            command.kinds,
                            command.method,
                            command.intake_document_id};
  return std::vector{
      Draft{std::move(event), basis_of(BasisKind::disclosure_request, id, "III.3(5)"), command.received_on}};
}

Decision decide(const State& state, const VerifyIdentity& command, const DisclosureRequestId& id,
                FacilityId facility) {
  const Case* found = state.find(id);
  if (found == nullptr) return Unexpected{Rejection::not_found};
  if (found->status != DisclosureState::received) return Unexpected{Rejection::wrong_state};
  if (found->requester != RequesterKind::self && command.representative_proof.value_or("").empty()) {
    return Unexpected{WrongValue{"/representative_proof", "ご本人以外の請求には、代理を示す書類が必要です。",
                                 "Who does not ask for himself must prove that he may ask."}};
  }
  return std::vector{Draft{IdentityVerified{facility, id, found->subject, command.documents,
                                            command.representative_proof.value_or("")},
                           basis_of(BasisKind::disclosure_request, id, "III.3(5)"),
                           {}}};
}

}  // namespace renkei::disclosure
