#pragma once

#include "domain/disclosure/state.h"
#include "domain/policy/policy.h"

namespace renkei::usage_report {

struct State {
  static constexpr Aggregate kAggregate = Aggregate::usage_report;
  bool exists = false;
  UsageReportId id;
  CareRecipientId subject;
  DisclosureRequestId disclosure_request;
  FacilityId facility;
  UsageReportState status = UsageReportState::requested;
  std::uint64_t checkpoint_size = 0, rows = 0;
  Digest digest;
  CivilDate due_on;

  template <class V>
  static void describe(V& v) {
    v.field("exists", &State::exists);
    v.field("id", &State::id);
    v.field("subject", &State::subject);
    v.field("disclosure_request", &State::disclosure_request);
    v.field("facility", &State::facility);
    v.field("status", &State::status);
    v.field("checkpoint_size", &State::checkpoint_size);
    v.field("rows", &State::rows);
    v.field("digest", &State::digest);
    v.field("due_on", &State::due_on);
  }
};

inline void evolve(State& state, const UsageReportRequested& e, const Recorded& at) {
  require_history(!state.exists, at);
  state.exists = true;
  state.id = e.usage_report;
  state.subject = e.subject;
  state.disclosure_request = e.disclosure_request;
  state.facility = e.facility;
  state.due_on = e.due_on;
}
inline void evolve(State& state, const UsageReportGenerated& e, const Recorded&) {
  state.status = UsageReportState::generated;
  state.checkpoint_size = e.checkpoint_size;
  state.rows = e.rows;
  state.digest = e.digest;
}
inline void evolve(State& state, const UsageReportProvided&, const Recorded&) {
  state.status = UsageReportState::provided;
}
inline void evolve(State&, const UsageReportDownloaded&, const Recorded&) {}

struct RequestUsageReport {
  std::optional<DisclosureRequestId> disclosure_request_id;
  template <class V>
  static void describe(V& v) {
    v.field("disclosure_request_id", &RequestUsageReport::disclosure_request_id);
  }
};
struct GenerateUsageReport {  // built before by the shell at a signed checkpoint
  std::uint64_t checkpoint_size = 0, rows = 0;
  Digest digest;
};
struct ProvideUsageReport {};
struct DownloadUsageReport {
  ReportFormat format = ReportFormat::csv;
};

// Only for a case of the same facility whose requester's identity is verified (product.md no. 2).
Decision decide(const State& state, const RequestUsageReport& command, const disclosure::State& cases,
                UsageReportId id, FacilityId facility, const policy::Policy& policy, CivilDate today);
// `cases`: the register of the report's facility. There is no report without a case (product.md
// no. 2): it is made and provided while that is open, and given out until the person withdraws it.
Decision decide(const State& state, const GenerateUsageReport& command, const disclosure::State& cases);
Decision decide(const State& state, const ProvideUsageReport&, const disclosure::State& cases);
Decision decide(const State& state, const DownloadUsageReport& command, const disclosure::State& cases,
                const FacilityId& facility);

}  // namespace renkei::usage_report
