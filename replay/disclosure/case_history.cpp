#include "replay/disclosure/case_history.h"

#include <algorithm>
#include <map>
#include <set>

#include "domain/domain_event.h"
#include "eventstore/codec/compact.h"
#include "projections/usage_history.h"
#include "replay/packet/content.h"

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

using Texts = std::vector<std::pair<std::uint64_t, MessageId>>;  // by ordinal

// The rows of these messages as posted and as corrected.
Texts texts_of(const ViewReader& views, const HistoryReader& history, const CareRecipientId& subject,
               std::uint64_t below_position, const std::function<bool(const MessageId&)>& wanted) {
  Texts texts;
  usage_history(views, subject, below_position, [&](const UsageRow& row) {
    if (!is_text(row.type)) return true;
    const MessageId message = message_of(history.read(row.position).event);
    if (wanted(message)) texts.emplace_back(row.ordinal, message);
    return true;
  });
  return texts;
}

// The case that a usage report was made for.
DisclosureRequestId case_of(const ViewReader& views, const UsageReportId& report) {
  const auto row = views.get(static_cast<std::size_t>(Family::states),
                             stream_prefix({Aggregate::usage_report, report.octets}));
  if (!row) return {};
  return from_compact<usage_report::State>(from_compact<SnapshotRow>(*row).state).disclosure_request;
}

}  // namespace

std::optional<disclosure::Deliberation> deliberation_of(const HistoryReader& history, const disclosure::Case& c,
                                                        std::uint64_t below_position) {
  disclosure::Deliberation weighed;
  weighed.case_version = c.version;
  for (const std::uint64_t position : c.weighed_at) {
    if (position >= below_position) break;
    const auto opened = history.open(position);
    if (!opened) return std::nullopt;
    std::visit(
        [&](const auto& e) {
          if constexpr (requires { weighed.take(e); }) weighed.take(e);
        },
        opened->event);
  }
  return weighed;
}

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
  const auto wanted = [&](const MessageId& message) { return messages.contains(message); };
  for (const auto& [ordinal, message] : texts_of(views, history, subject, below_position, wanted))
    ordinals.push_back(ordinal);
  return ordinals;
}

std::vector<disclosure::WithheldItem> other_versions(const ViewReader& views, const HistoryReader& history,
                                                     const CareRecipientId& subject,
                                                     std::uint64_t below_position,
                                                     const std::vector<disclosure::WithheldItem>& withheld) {
  std::vector<disclosure::WithheldItem> others;
  if (withheld.empty()) return others;
  std::map<std::uint64_t, const disclosure::WithheldItem*> items;
  for (const auto& item : withheld) items.emplace(item.ordinal, &item);
  std::map<MessageId, const disclosure::WithheldItem*> messages;
  usage_history(views, subject, below_position, [&](const UsageRow& row) {
    const auto item = items.find(row.ordinal);
    if (item != items.end() && is_text(row.type))
      messages.emplace(message_of(history.read(row.position).event), item->second);
    return true;
  });
  if (messages.empty()) return others;
  const auto wanted = [&](const MessageId& message) { return messages.contains(message); };
  for (const auto& [ordinal, message] : texts_of(views, history, subject, below_position, wanted)) {
    if (items.contains(ordinal)) continue;
    others.push_back(*messages.at(message));
    others.back().ordinal = ordinal;
  }
  return others;
}

std::optional<disclosure::HistoryFacts> case_history(const ViewReader& views, const HistoryReader& history,
                                                     const disclosure::Case& c) {
  auto weighed = deliberation_of(history, c, UINT64_MAX);
  if (!weighed) return std::nullopt;
  const CareRecipientId& subject = c.subject;
  disclosure::HistoryFacts facts;
  facts.deliberation = std::move(*weighed);
  facts.versions = other_versions(views, history, subject, UINT64_MAX, facts.deliberation.withheld);
  facts.period_last = 0;
  facts.third_party = third_party_ordinals(views, history, subject, UINT64_MAX);
  usage_history(views, subject, UINT64_MAX, [&](const UsageRow& row) {
    facts.rows = row.ordinal;
    // Times never go back along a history, so the period is one run of ordinals.
    const CivilDate on = date_in_japan(row.recorded_at);
    const bool early = c.period.from_on && on < *c.period.from_on,
               late = c.period.to_on && on > *c.period.to_on;
    if (early) facts.period_first = row.ordinal + 1;
    if (!late) facts.period_last = row.ordinal;
    const bool known =
        std::find(facts.authors.begin(), facts.authors.end(), row.facility) != facts.authors.end();
    if (packet::is_record(row.type) && !early && !late && !known) facts.authors.push_back(row.facility);
    if (row.type != usage_report::UsageReportProvided::kType.number) return true;
    const Recorded recorded = history.read(row.position);
    const auto& provided = std::get<usage_report::UsageReportProvided>(recorded.event);
    if (case_of(views, provided.usage_report) == c.id) facts.usage_report = provided.usage_report;
    return true;
  });
  return facts;
}

}  // namespace renkei
