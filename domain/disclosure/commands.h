#pragma once

#include "domain/disclosure/state.h"
#include "domain/policy/policy.h"

namespace renkei::disclosure {

struct Requester {
  RequesterKind kind = RequesterKind::self;
  template <class V>
  static void describe(V& v) {
    v.field("kind", &Requester::kind);
  }
};

struct RequestDisclosure {  // no field can hold a reason: asking for one is improper (APPI guidance Ⅳ-16)
  Requester requester;
  CareRecipientId care_recipient_id;
  CivilDate received_on;
  DisclosurePeriod period;
  std::vector<DisclosureKind> kinds;
  DisclosureMethod method = DisclosureMethod::paper;
  std::optional<DocumentId> intake_document_id;
  template <class V>
  static void describe(V& v) {
    v.field("requester", &RequestDisclosure::requester);
    v.field("care_recipient_id", &RequestDisclosure::care_recipient_id);
    v.field("received_on", &RequestDisclosure::received_on);
    v.field("period", &RequestDisclosure::period);
    v.field("kinds", &RequestDisclosure::kinds, some_items(3));
    v.field("method", &RequestDisclosure::method);
    v.field("intake_document_id", &RequestDisclosure::intake_document_id);
  }
};

struct VerifyIdentity {
  std::vector<std::string> documents;
  std::optional<std::string> representative_proof;
  template <class V>
  static void describe(V& v) {
    v.field("documents", &VerifyIdentity::documents, code_words(1, 5));
    v.field("representative_proof", &VerifyIdentity::representative_proof, text(200));
  }
};

// `facility_knows_person`: the asked facility takes or took part in a room of the person, or registered them.
Decision decide(const State& state, const RequestDisclosure& command, DisclosureRequestId id,
                FacilityId facility, bool facility_knows_person, const policy::Policy& policy, CivilDate today);
Decision decide(const State& state, const VerifyIdentity& command, const DisclosureRequestId& id,
                FacilityId facility);

}  // namespace renkei::disclosure
