#pragma once

#include "domain/disclosure/deliberation.h"
#include "domain/disclosure/state.h"
#include "domain/policy/disclosure_rules.h"

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
  std::optional<std::string> representative_name;  // of who asks for the person; the letter goes to this name
  std::optional<std::string> representative_proof;
  template <class V>
  static void describe(V& v) {
    v.field("documents", &VerifyIdentity::documents, code_words(1, 5));
    v.field("representative_name", &VerifyIdentity::representative_name, text(100));
    v.field("representative_proof", &VerifyIdentity::representative_proof, text(200));
  }
};

struct ClarifyScope {
  RecordsScope records = RecordsScope::own;
  DisclosurePeriod period;
  std::vector<DisclosureKind> kinds;
  template <class V>
  static void describe(V& v) {
    v.field("records", &ClarifyScope::records);
    v.field("period", &ClarifyScope::period);
    v.field("kinds", &ClarifyScope::kinds, some_items(3));
  }
};

struct RecordOpinion {
  OpinionAnswer answer = OpinionAnswer::agree;
  std::string ground;
  bool staff_named = false;
  std::string note;
  template <class V>
  static void describe(V& v) {
    v.field("answer", &RecordOpinion::answer);
    v.field("ground", &RecordOpinion::ground, code_word(40));
    v.field("staff_named", &RecordOpinion::staff_named);
    v.field("note", &RecordOpinion::note, text(2000));
  }
};

struct Withholding {  // how much is shown of it follows from the published ground where nothing is said
  std::uint64_t ordinal = 0;
  std::string ground;
  std::optional<GroundDisplay> ground_display;
  std::optional<RowDisplay> row_display;
  template <class V>
  static void describe(V& v) {
    v.field("ordinal", &Withholding::ordinal, number(1, 1'000'000'000));
    v.field("ground", &Withholding::ground, code_words(1, 40));
    v.field("ground_display", &Withholding::ground_display);
    v.field("row_display", &Withholding::row_display);
  }
};

struct WithholdItems {
  std::vector<Withholding> items;
  std::vector<std::uint64_t> lifted;
  std::string private_reason;
  template <class V>
  static void describe(V& v) {
    v.field("items", &WithholdItems::items, renkei::items(256));
    v.field("lifted", &WithholdItems::lifted, renkei::items(256));
    v.field("private_reason", &WithholdItems::private_reason, text(2000));
  }
};

struct DecideDisclosure {
  DisclosureResult result = DisclosureResult::full;
  std::string ground;  // with `none`
  bool staff_named = false;
  std::uint32_t fee_yen = 0;
  template <class V>
  static void describe(V& v) {
    v.field("result", &DecideDisclosure::result);
    v.field("ground", &DecideDisclosure::ground, code_word(40));
    v.field("staff_named", &DecideDisclosure::staff_named);
    v.field("fee_yen", &DecideDisclosure::fee_yen, number(0, 1'000'000));
  }
};

struct SendNotice {
  HandoverMethod method = HandoverMethod::counter;
  CivilDate sent_on;
  template <class V>
  static void describe(V& v) {
    v.field("method", &SendNotice::method);
    v.field("sent_on", &SendNotice::sent_on);
  }
};

struct DeliverPacket {
  PacketId packet_id;
  HandoverMethod method = HandoverMethod::counter;
  CivilDate delivered_on;
  template <class V>
  static void describe(V& v) {
    v.field("packet_id", &DeliverPacket::packet_id);
    v.field("method", &DeliverPacket::method);
    v.field("delivered_on", &DeliverPacket::delivered_on);
  }
};

struct CloseCase {
  DisclosureClosure closure = DisclosureClosure::completed;
  template <class V>
  static void describe(V& v) {
    v.field("closure", &CloseCase::closure);
  }
};

// The case of a register that a command is about, on the day on which it comes.
struct Matter {
  const State& state;
  const DisclosureRequestId& id;
  FacilityId facility;  // whose register it is: the asked provider, or the city as holder
  const policy::DisclosureRules& rules;
  CivilDate today;
  bool by_city = false;  // the city as holder
};

// What the history tells that a decision about the case needs.
struct HistoryFacts {
  std::uint64_t rows = 0;                  // the newest ordinal
  std::vector<std::uint64_t> third_party;  // what was posted here about another person and retracted (no. 40)
  std::vector<FacilityId> authors;         // of records within the period; zero: the city
  std::optional<UsageReportId> usage_report;  // the city's part of this very case, in the provider's hands
  Deliberation deliberation;                  // what was weighed so far
  std::vector<WithheldItem> versions;  // the other versions of messages of which one is withheld, likewise
  std::uint64_t period_first = 1, period_last = UINT64_MAX;  // ordinals of the period asked for
};

// `facility_knows_person`: the asked facility takes or took part in a room of the person, or registered them;
// the city as holder knows everyone registered. `days`: until the answer is due.
Decision decide(const State& state, const RequestDisclosure& command, DisclosureRequestId id,
                FacilityId facility, bool facility_knows_person, std::uint16_t days, CivilDate today);
Decision decide(const Matter& matter, const VerifyIdentity& command);
// `others`: the facilities beside the asked one whose records are in the person's rooms.
Decision decide(const Matter& matter, const ClarifyScope& command, const std::vector<FacilityId>& others);
// `opinion_of`: the facility that answers.
Decision decide(const Matter& matter, const RecordOpinion& command, const FacilityId& opinion_of);
Decision decide(const Matter& matter, const WithholdItems& command, const HistoryFacts& history);
Decision decide(const Matter& matter, const DecideDisclosure& command, const HistoryFacts& history);
Decision decide(const Matter& matter, const SendNotice& command);
// `at_hand`: the packet named is one of this case, was made, and a download of it did not fail.
Decision decide(const Matter& matter, const DeliverPacket& command, bool at_hand);
Decision decide(const Matter& matter, const CloseCase& command);

}  // namespace renkei::disclosure
