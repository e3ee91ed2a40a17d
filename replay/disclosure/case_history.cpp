#include "replay/disclosure/case_history.h"

#include <algorithm>
#include <set>

#include "domain/domain_event.h"
#include "eventstore/codec/compact.h"
#include "projections/usage_history.h"

namespace renkei {
namespace {

bool is_text(std::uint16_t type) {
  return type == room::MessagePosted::kType.number || type == room::MessageCorrected::kType.number;
}

MessageId message_of(const DomainEvent& event) {
  if (const auto* posted = std::get_if<room::MessagePosted>(&event)) return posted->message;
  if (const auto* corrected = std::get_if<room::MessageCorrected>(&event)) return corrected->message;
  return {};
}

// The case that a usage report was made for.
DisclosureRequestId case_of(const ViewReader& views, const UsageReportId& report) {
  const auto row = views.get(static_cast<std::size_t>(Family::states),
                             stream_prefix({Aggregate::usage_report, report.octets}));
  if (!row) return {};
  return from_compact<usage_report::State>(from_compact<SnapshotRow>(*row).state).disclosure_request;
}

}  // namespace

std::vector<std::uint64_t> third_party_ordinals(const ViewReader& views, const HistoryReader& history,
                                                const CareRecipientId& subject, std::uint64_t below_position) {
  std::set<MessageId> messages;
  usage_history(views, subject, below_position, [&](const UsageRow& row) {
    if (row.type != room::MessageRetracted::kType.number) return true;
    const Recorded recorded = history.read(row.position);
    const auto& retracted = std::get<room::MessageRetracted>(recorded.event);
    if (retracted.reason == RetractionReason::wrong_care_recipient) messages.insert(retracted.message);
    return true;
  });
  std::vector<std::uint64_t> ordinals;
  if (messages.empty()) return ordinals;
  usage_history(views, subject, below_position, [&](const UsageRow& row) {
    if (is_text(row.type) && messages.contains(message_of(history.read(row.position).event)))
      ordinals.push_back(row.ordinal);
    return true;
  });
  return ordinals;
}

disclosure::HistoryFacts case_history(const ViewReader& views, const HistoryReader& history,
                                      const CareRecipientId& subject, const DisclosureRequestId& id) {
  disclosure::HistoryFacts facts;
  facts.third_party = third_party_ordinals(views, history, subject, UINT64_MAX);
  usage_history(views, subject, UINT64_MAX, [&](const UsageRow& row) {
    facts.rows = row.ordinal;
    const bool known =
        std::find(facts.authors.begin(), facts.authors.end(), row.facility) != facts.authors.end();
    if (is_text(row.type) && !known) facts.authors.push_back(row.facility);
    if (row.type != usage_report::UsageReportProvided::kType.number) return true;
    const Recorded recorded = history.read(row.position);
    const auto& provided = std::get<usage_report::UsageReportProvided>(recorded.event);
    if (case_of(views, provided.usage_report) == id) facts.usage_report = provided.usage_report;
    return true;
  });
  return facts;
}

}  // namespace renkei
