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
  std::string representative_name, representative_proof;  // both empty where the person asks
  template <class V>
  static void describe(V& v) {
    v.stream("facility_id", &IdentityVerified::facility);
    v.clear("disclosure_request_id", &IdentityVerified::disclosure_request);
    v.subject("subject_id", &IdentityVerified::subject);
    v.clear("documents", &IdentityVerified::documents, some_items(5));
    v.sealed("representative_name", &IdentityVerified::representative_name, text(100));
    v.sealed("representative_proof", &IdentityVerified::representative_proof, text(200));
  }
};

struct DisclosureScopeClarified {  // product.md no. 3: own records, or those of the whole room
  static constexpr EventType kType{1803, "DisclosureScopeClarified", Aggregate::disclosure};
  FacilityId facility;
  DisclosureRequestId disclosure_request;
  CareRecipientId subject;
  RecordsScope records = RecordsScope::own;
  DisclosurePeriod period;
  std::vector<DisclosureKind> kinds;
  std::vector<FacilityId> asked;  // whose records are in the room: each is asked for its opinion
  std::optional<CivilDate> opinions_due_on;
  template <class V>
  static void describe(V& v) {
    v.stream("facility_id", &DisclosureScopeClarified::facility);
    v.clear("disclosure_request_id", &DisclosureScopeClarified::disclosure_request);
    v.subject("subject_id", &DisclosureScopeClarified::subject);
    v.clear("records", &DisclosureScopeClarified::records);
    v.clear("period", &DisclosureScopeClarified::period);
    v.clear("kinds", &DisclosureScopeClarified::kinds, some_items(3));
    v.clear("asked", &DisclosureScopeClarified::asked, items(50));
    v.clear("opinions_due_on", &DisclosureScopeClarified::opinions_due_on);
  }
};

// Why something is withheld is sealed wherever it is recorded: the person gets these entries as they are, and a
// ground that is not named to them (product.md no. 48) must not stand in one. Not even its length is told.
inline constexpr std::uint16_t kWeighedOctets = 2'048;

struct StaffOpinionRecorded {  // of a facility whose records or staff are concerned
  static constexpr EventType kType{1804, "StaffOpinionRecorded", Aggregate::disclosure, 2, kWeighedOctets};
  FacilityId facility;
  DisclosureRequestId disclosure_request;
  CareRecipientId subject;
  FacilityId opinion_of;
  OpinionAnswer answer = OpinionAnswer::agree;
  std::string ground;  // code, where the answer is to withhold
  bool staff_named = false;
  std::string note;
  template <class V>
  static void describe(V& v) {
    v.stream("facility_id", &StaffOpinionRecorded::facility);
    v.clear("disclosure_request_id", &StaffOpinionRecorded::disclosure_request);
    v.subject("subject_id", &StaffOpinionRecorded::subject);
    v.clear("opinion_of", &StaffOpinionRecorded::opinion_of);
    v.clear("staff_named", &StaffOpinionRecorded::staff_named);
    v.sealed("answer", &StaffOpinionRecorded::answer);
    v.sealed("ground", &StaffOpinionRecorded::ground, text(40));
    v.sealed("note", &StaffOpinionRecorded::note, text(2000));
  }
};

struct WithheldItem {  // one row of the person's history, by its ordinal (product.md no. 48)
  std::uint64_t ordinal = 0;
  std::string ground;
  GroundDisplay ground_display = GroundDisplay::specific;
  RowDisplay row_display = RowDisplay::normal;
  bool operator==(const WithheldItem&) const = default;
  template <class V>
  static void describe(V& v) {
    v.field("ordinal", &WithheldItem::ordinal);
    v.field("ground", &WithheldItem::ground);
    v.field("ground_display", &WithheldItem::ground_display);
    v.field("row_display", &WithheldItem::row_display);
  }
};

struct WithholdingsRecorded {  // before the decision; what is written here of an ordinal replaces what was
  static constexpr EventType kType{1805, "WithholdingsRecorded", Aggregate::disclosure, 2, kWeighedOctets};
  FacilityId facility;
  DisclosureRequestId disclosure_request;
  CareRecipientId subject;
  std::vector<WithheldItem> items;
  std::vector<std::uint64_t> lifted;  // ordinals that are not withheld after all
  std::string private_reason;         // for the provider's own file: never leaves the house
  template <class V>
  static void describe(V& v) {
    v.stream("facility_id", &WithholdingsRecorded::facility);
    v.clear("disclosure_request_id", &WithholdingsRecorded::disclosure_request);
    v.subject("subject_id", &WithholdingsRecorded::subject);
    v.sealed("items", &WithholdingsRecorded::items, renkei::items(256));
    v.sealed("lifted", &WithholdingsRecorded::lifted, renkei::items(256));
    v.sealed("private_reason", &WithholdingsRecorded::private_reason, text(2000));
  }
};

struct DisclosureDecided {
  static constexpr EventType kType{1806, "DisclosureDecided", Aggregate::disclosure, 2, kWeighedOctets};
  FacilityId facility;
  DisclosureRequestId disclosure_request;
  CareRecipientId subject;
  DisclosureResult result = DisclosureResult::full;
  std::string ground;                         // code, where nothing is disclosed
  std::vector<WithheldItem> withheld;         // all of them, those that concern another person too (no. 40)
  std::optional<UsageReportId> usage_report;  // the city's part
  bool staff_named = false;                   // the asked facility's own (no. 47)
  std::uint32_t fee_yen = 0;
  std::string rules_version;  // of the published rules that the grounds stand in
  template <class V>
  static void describe(V& v) {
    v.stream("facility_id", &DisclosureDecided::facility);
    v.clear("disclosure_request_id", &DisclosureDecided::disclosure_request);
    v.subject("subject_id", &DisclosureDecided::subject);
    v.clear("result", &DisclosureDecided::result);
    v.clear("usage_report_id", &DisclosureDecided::usage_report);
    v.clear("staff_named", &DisclosureDecided::staff_named);
    v.clear("fee_yen", &DisclosureDecided::fee_yen);
    v.clear("rules_version", &DisclosureDecided::rules_version, text(20));
    v.sealed("ground", &DisclosureDecided::ground, text(40));
    v.sealed("withheld", &DisclosureDecided::withheld, items(256));
  }
};

struct DisclosureNoticeSent {  // 開示決定等の通知
  static constexpr EventType kType{1807, "DisclosureNoticeSent", Aggregate::disclosure};
  FacilityId facility;
  DisclosureRequestId disclosure_request;
  CareRecipientId subject;
  HandoverMethod method = HandoverMethod::counter;
  CivilDate sent_on;
  template <class V>
  static void describe(V& v) {
    v.stream("facility_id", &DisclosureNoticeSent::facility);
    v.clear("disclosure_request_id", &DisclosureNoticeSent::disclosure_request);
    v.subject("subject_id", &DisclosureNoticeSent::subject);
    v.clear("method", &DisclosureNoticeSent::method);
    v.clear("sent_on", &DisclosureNoticeSent::sent_on);
  }
};

struct DisclosureDelivered {
  static constexpr EventType kType{1808, "DisclosureDelivered", Aggregate::disclosure};
  FacilityId facility;
  DisclosureRequestId disclosure_request;
  CareRecipientId subject;
  PacketId packet;
  HandoverMethod method = HandoverMethod::counter;
  CivilDate delivered_on;
  template <class V>
  static void describe(V& v) {
    v.stream("facility_id", &DisclosureDelivered::facility);
    v.clear("disclosure_request_id", &DisclosureDelivered::disclosure_request);
    v.subject("subject_id", &DisclosureDelivered::subject);
    v.clear("packet_id", &DisclosureDelivered::packet);
    v.clear("method", &DisclosureDelivered::method);
    v.clear("delivered_on", &DisclosureDelivered::delivered_on);
  }
};

struct DisclosureClosed {
  static constexpr EventType kType{1809, "DisclosureClosed", Aggregate::disclosure};
  FacilityId facility;
  DisclosureRequestId disclosure_request;
  CareRecipientId subject;
  DisclosureClosure closure = DisclosureClosure::completed;
  template <class V>
  static void describe(V& v) {
    v.stream("facility_id", &DisclosureClosed::facility);
    v.clear("disclosure_request_id", &DisclosureClosed::disclosure_request);
    v.subject("subject_id", &DisclosureClosed::subject);
    v.clear("closure", &DisclosureClosed::closure);
  }
};

}  // namespace renkei::disclosure
