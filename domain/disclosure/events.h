// 開示請求 (policy III.3(5)): the person asks the provider. Nothing here can hold a reason for asking.
#pragma once

#include "domain/describe.h"
#include "domain/event_type.h"

namespace renkei::disclosure {

struct DisclosurePeriod {
  std::optional<CivilDate> from_on, to_on;
  bool operator==(const DisclosurePeriod&) const = default;
  template <class V>
  static void describe(V& v) {
    v.field("from_on", &DisclosurePeriod::from_on);
    v.field("to_on", &DisclosurePeriod::to_on);
  }
};

struct DisclosureRequested {
  static constexpr EventType kType{1801, "DisclosureRequested", Aggregate::disclosure};
  FacilityId facility;  // the stream is the register of the asked facility
  DisclosureRequestId disclosure_request;
  CareRecipientId subject;
  std::string case_number;  // "開R8-001"
  RequesterKind requester = RequesterKind::self;
  CivilDate received_on, due_on;
  DisclosurePeriod period;
  std::vector<DisclosureKind> kinds;
  DisclosureMethod method = DisclosureMethod::paper;
  std::optional<DocumentId> document;  // the paper it came on, where the city received it
  template <class V>
  static void describe(V& v) {
    v.stream("facility_id", &DisclosureRequested::facility);
    v.clear("disclosure_request_id", &DisclosureRequested::disclosure_request);
    v.subject("subject_id", &DisclosureRequested::subject);
    v.clear("case_number", &DisclosureRequested::case_number, text(30));
    v.clear("requester", &DisclosureRequested::requester);
    v.clear("received_on", &DisclosureRequested::received_on);
    v.clear("due_on", &DisclosureRequested::due_on);
    v.clear("period", &DisclosureRequested::period);
    v.clear("kinds", &DisclosureRequested::kinds, some_items(3));
    v.clear("method", &DisclosureRequested::method);
    v.clear("intake_document_id", &DisclosureRequested::document);
  }
};

struct IdentityVerified {  // kinds of documents only, never their numbers
  static constexpr EventType kType{1802, "IdentityVerified", Aggregate::disclosure};
  FacilityId facility;
  DisclosureRequestId disclosure_request;
  CareRecipientId subject;
  std::vector<std::string> documents;
  std::string representative_proof;
  template <class V>
  static void describe(V& v) {
    v.stream("facility_id", &IdentityVerified::facility);
    v.clear("disclosure_request_id", &IdentityVerified::disclosure_request);
    v.subject("subject_id", &IdentityVerified::subject);
    v.clear("documents", &IdentityVerified::documents, some_items(5));
    v.sealed("representative_proof", &IdentityVerified::representative_proof, text(200));
  }
};

}  // namespace renkei::disclosure
