// The register of one facility's disclosure cases.
#pragma once

#include "domain/evolve.h"

namespace renkei::disclosure {

struct Case {
  DisclosureRequestId id;
  CareRecipientId subject;
  std::string case_number;
  RequesterKind requester = RequesterKind::self;
  DisclosureState status = DisclosureState::received;
  CivilDate received_on, due_on;
  std::optional<DocumentId> document;
  template <class V>
  static void describe(V& v) {
    v.field("id", &Case::id);
    v.field("subject", &Case::subject);
    v.field("case_number", &Case::case_number);
    v.field("requester", &Case::requester);
    v.field("status", &Case::status);
    v.field("received_on", &Case::received_on);
    v.field("due_on", &Case::due_on);
    v.field("document", &Case::document);
  }
};

struct State {
  static constexpr Aggregate kAggregate = Aggregate::disclosure;
  std::vector<Case> cases;  // oldest first
  std::int32_t numbering_year = 0;
  std::uint32_t numbered = 0;  // cases of that year

  const Case* find(const DisclosureRequestId& id) const;
  template <class V>
  static void describe(V& v) {
    v.field("cases", &State::cases);
    v.field("numbering_year", &State::numbering_year);
    v.field("numbered", &State::numbered);
  }
};

void evolve(State& state, const DisclosureRequested& e, const Recorded& at);
void evolve(State& state, const IdentityVerified& e, const Recorded& at);

}  // namespace renkei::disclosure
