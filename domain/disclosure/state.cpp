#include "domain/disclosure/state.h"

#include <algorithm>

namespace renkei::disclosure {
namespace {

// The case that an event is about, one act later.
Case& acted_on(State& state, const DisclosureRequestId& id, const Recorded& at) {
  for (Case& c : state.cases) {
    if (c.id != id) continue;
    ++c.version;
    return c;
  }
  throw CorruptHistory("an act on no disclosure case at position " + std::to_string(at.position));
}

}  // namespace

const Case* State::find(const DisclosureRequestId& id) const {
  for (const Case& c : cases) {
    if (c.id == id) return &c;
  }
  return nullptr;
}

bool Case::asks_for(DisclosureKind kind) const {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

const Opinion* Case::opinion_of(const FacilityId& facility) const {
  for (const Opinion& o : opinions) {
    if (o.facility == facility) return &o;
  }
  return nullptr;
}

void evolve(State& state, const DisclosureRequested& e, const Recorded& at) {
  const int year = era_year(date_in_japan(at.recorded_at));
  state.numbered = state.numbering_year == year ? state.numbered + 1 : 1;
  state.numbering_year = year;
  Case opened;
  opened.id = e.disclosure_request;
  opened.subject = e.subject;
  opened.case_number = e.case_number;
  opened.requester = e.requester;
  opened.received_on = e.received_on;
  opened.due_on = e.due_on;
  opened.document = e.document;
  opened.period = e.period;
  opened.kinds = e.kinds;
  opened.method = e.method;
  opened.version = 1;
  state.cases.push_back(std::move(opened));
}

void evolve(State& state, const IdentityVerified& e, const Recorded& at) {
  acted_on(state, e.disclosure_request, at).status = DisclosureState::identity_verified;
}

void evolve(State& state, const DisclosureScopeClarified& e, const Recorded& at) {
  Case& c = acted_on(state, e.disclosure_request, at);
  // An answer was given to one question: another one is asked anew.
  const bool same = c.records == e.records && c.period == e.period && c.kinds == e.kinds;
  c.status = DisclosureState::scope_clarified;
  c.records = e.records;
  c.period = e.period;
  c.kinds = e.kinds;
  std::vector<Opinion> opinions;
  for (const FacilityId& facility : e.asked) {
    const Opinion* before = same ? c.opinion_of(facility) : nullptr;
    opinions.push_back(
        before != nullptr ? *before : Opinion{facility, e.opinions_due_on.value_or(c.due_on), false, false});
  }
  c.opinions = std::move(opinions);
}

void evolve(State& state, const StaffOpinionRecorded& e, const Recorded& at) {
  Case& c = acted_on(state, e.disclosure_request, at);
  c.weighed_at.push_back(at.position);
  for (Opinion& o : c.opinions) {
    if (o.facility != e.opinion_of) continue;
    o.given = true;
    o.staff_named = e.staff_named;
  }
}

void evolve(State& state, const WithholdingsRecorded& e, const Recorded& at) {
  acted_on(state, e.disclosure_request, at).weighed_at.push_back(at.position);
}

void evolve(State& state, const DisclosureDecided& e, const Recorded& at) {
  Case& c = acted_on(state, e.disclosure_request, at);
  c.weighed_at.push_back(at.position);
  c.status = DisclosureState::decided;
  c.result = e.result;
  c.usage_report = e.usage_report;
  c.staff_named = e.staff_named;
  c.fee_yen = e.fee_yen;
  c.rules_version = e.rules_version;
  c.decided_on = date_in_japan(at.recorded_at);
}

void evolve(State& state, const DisclosureNoticeSent& e, const Recorded& at) {
  Case& c = acted_on(state, e.disclosure_request, at);
  c.status = DisclosureState::notified;
  c.notified_on = e.sent_on;
}

void evolve(State& state, const DisclosureDelivered& e, const Recorded& at) {
  Case& c = acted_on(state, e.disclosure_request, at);
  c.status = DisclosureState::delivered;
  c.packet = e.packet;
}

void evolve(State& state, const DisclosureClosed& e, const Recorded& at) {
  Case& c = acted_on(state, e.disclosure_request, at);
  c.status = DisclosureState::closed;
  c.withdrawn = e.closure == DisclosureClosure::request_withdrawn;
}

}  // namespace renkei::disclosure
