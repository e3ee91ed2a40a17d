// The register of one facility's disclosure cases.
#pragma once

#include "domain/evolve.h"

namespace renkei::disclosure {

struct Opinion {  // asked of a facility whose records are in the room; what it says is sealed (deliberation.h)
  FacilityId facility;
  CivilDate due_on;
  bool given = false, staff_named = false;
  template <class V>
  static void describe(V& v) {
    v.field("facility_id", &Opinion::facility);
    v.field("due_on", &Opinion::due_on);
    v.field("given", &Opinion::given);
    v.field("staff_named", &Opinion::staff_named);
  }
};

struct Case {
  DisclosureRequestId id;
  CareRecipientId subject;
  std::string case_number;
  RequesterKind requester = RequesterKind::self;
  DisclosureState status = DisclosureState::received;
  CivilDate received_on, due_on;
  std::optional<DocumentId> document;
  DisclosurePeriod period;
  std::vector<DisclosureKind> kinds;
  DisclosureMethod method = DisclosureMethod::paper;
  RecordsScope records = RecordsScope::own;
  std::vector<Opinion> opinions;
  std::vector<std::uint64_t> weighed_at;  // positions of the acts that a Deliberation is opened from
  std::optional<DisclosureResult> result;
  std::optional<UsageReportId> usage_report;
  bool staff_named = false;
  std::uint32_t fee_yen = 0;
  std::string rules_version;
  std::optional<CivilDate> decided_on, notified_on;
  std::optional<PacketId> packet;  // the one delivered
  bool withdrawn = false;          // by the person: nothing more is done for it
  std::uint64_t version = 0;       // what was done to this case, for If-Match

  bool asks_for(DisclosureKind kind) const;
  bool open() const { return status != DisclosureState::closed; }
  bool decided() const { return result.has_value(); }
  const Opinion* opinion_of(const FacilityId& facility) const;
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
    v.field("period", &Case::period);
    v.field("kinds", &Case::kinds);
    v.field("method", &Case::method);
    v.field("records", &Case::records);
    v.field("opinions", &Case::opinions);
    v.field("weighed_at", &Case::weighed_at);
    v.field("result", &Case::result);
    v.field("usage_report", &Case::usage_report);
    v.field("staff_named", &Case::staff_named);
    v.field("fee_yen", &Case::fee_yen);
    v.field("rules_version", &Case::rules_version);
    v.field("decided_on", &Case::decided_on);
    v.field("notified_on", &Case::notified_on);
    v.field("packet", &Case::packet);
    v.field("withdrawn", &Case::withdrawn);
    v.field("version", &Case::version);
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
void evolve(State& state, const DisclosureScopeClarified& e, const Recorded& at);
void evolve(State& state, const StaffOpinionRecorded& e, const Recorded& at);
void evolve(State& state, const WithholdingsRecorded& e, const Recorded& at);
void evolve(State& state, const DisclosureDecided& e, const Recorded& at);
void evolve(State& state, const DisclosureNoticeSent& e, const Recorded& at);
void evolve(State& state, const DisclosureDelivered& e, const Recorded& at);
void evolve(State& state, const DisclosureClosed& e, const Recorded& at);

}  // namespace renkei::disclosure
