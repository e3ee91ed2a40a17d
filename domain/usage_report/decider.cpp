#include "domain/usage_report/state.h"

namespace renkei::usage_report {
namespace {

Draft draft(const State& state, DomainEvent event) {
  return {std::move(event), basis_of(BasisKind::disclosure_request, state.disclosure_request, "III.3(5)"), {}};
}

bool case_is_open(const State& state, const disclosure::State& cases) {
  const disclosure::Case* found = cases.find(state.disclosure_request);
  return found != nullptr && found->open();
}

}  // namespace

Decision decide(const State& state, const RequestUsageReport& command, const disclosure::State& cases,
                UsageReportId id, FacilityId facility, const policy::Policy& policy, CivilDate today) {
  if (state.exists) return Unexpected{Rejection::already_exists};
  if (!command.disclosure_request_id) return Unexpected{Rejection::disclosure_request_required};
  const disclosure::Case* found = cases.find(*command.disclosure_request_id);
  if (found == nullptr || found->status == DisclosureState::received)
    return Unexpected{Rejection::disclosure_request_required};
  if (!found->open()) return Unexpected{Rejection::wrong_state};
  const CivilDate due = plus_business_days(today, policy.deadlines.usage_report_business_days, policy.holidays);
  return std::vector{Draft{UsageReportRequested{id, found->subject, found->id, facility, due},
                           basis_of(BasisKind::disclosure_request, found->id, "III.3(5)"),
                           {}}};
}

Decision decide(const State& state, const GenerateUsageReport& command, const disclosure::State& cases) {
  if (!state.exists) return Unexpected{Rejection::not_found};
  if (state.status != UsageReportState::requested || !case_is_open(state, cases))
    return Unexpected{Rejection::wrong_state};
  return std::vector{draft(state, UsageReportGenerated{state.id, state.subject, command.checkpoint_size,
                                                       command.rows, command.digest})};
}

Decision decide(const State& state, const ProvideUsageReport&, const disclosure::State& cases) {
  if (!state.exists) return Unexpected{Rejection::not_found};
  if (state.status != UsageReportState::generated || !case_is_open(state, cases))
    return Unexpected{Rejection::wrong_state};
  return std::vector{draft(state, UsageReportProvided{state.id, state.subject})};
}

Decision decide(const State& state, const DownloadUsageReport& command, const disclosure::State& cases,
                const FacilityId& facility) {
  if (!state.exists || state.facility != facility) return Unexpected{Rejection::not_found};
  const disclosure::Case* found = cases.find(state.disclosure_request);
  if (state.status != UsageReportState::provided || found == nullptr || found->withdrawn)
    return Unexpected{Rejection::wrong_state};
  return std::vector{draft(state, UsageReportDownloaded{state.id, state.subject, command.format})};
}

}  // namespace renkei::usage_report
