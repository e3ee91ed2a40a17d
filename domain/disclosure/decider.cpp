#include <algorithm>
#include <cstdio>

#include "domain/disclosure/commands.h"

namespace renkei::disclosure {
namespace {

Basis basis(const DisclosureRequestId& id) { return basis_of(BasisKind::disclosure_request, id, "III.3(5)"); }

std::optional<Refusal> wrong_period(const DisclosurePeriod& period) {
  if (period.from_on && period.to_on && *period.to_on < *period.from_on)
    return Refusal(over_before_it_begins("/period/to_on"));
  return {};
}

// Why nothing can be withheld or decided yet, or any more. Of what was weighed since the history was looked
// through, the decision would know nothing.
std::optional<Rejection> out_of_order(const Matter& m, const Case& c, const HistoryFacts& history) {
  if (!c.open()) return Rejection::wrong_state;
  if (c.decided()) return Rejection::already_decided;
  if (c.status != DisclosureState::scope_clarified) return Rejection::scope_not_clarified;
  // Every answer shows the person's history, whatever was asked beside it: a provider has it from the city only
  // (policy III.3(5), product.md nos. 1 and 2).
  const bool needs_report = !m.by_city || c.asks_for(DisclosureKind::usage);
  if (needs_report && !history.usage_report) return Rejection::usage_report_not_provided;
  if (history.deliberation.case_version != c.version) return Rejection::stale_version;
  return {};
}

WrongValue unknown_ground(std::string pointer) {
  return {std::move(pointer), "公表された方針に定める理由の符号を指定してください。",
          "Name a ground of the published policy."};
}

const policy::WithholdingGround* ground_of(const Matter& m, const Case& c, const std::string& code) {
  return m.rules.ground(policy::route_of(m.by_city, c.requester), code);
}

// Whoever recorded something since the others were asked is to be asked as well: the scope is clarified again.
bool somebody_unasked(const Matter& m, const Case& c, const HistoryFacts& history) {
  if (c.records != RecordsScope::room || m.rules.joint_use || !c.asks_for(DisclosureKind::records))
    return false;
  return std::any_of(history.authors.begin(), history.authors.end(), [&](const FacilityId& author) {
    return !author.is_zero() && author != m.facility && c.opinion_of(author) == nullptr;
  });
}

bool opinions_missing(const Case& c, CivilDate today) {
  return std::any_of(c.opinions.begin(), c.opinions.end(),
                     [&](const Opinion& o) { return !o.given && today <= o.due_on; });
}

// What is withheld in the end: as recorded, the same message before and after a correction, and what concerns
// another person.
std::vector<WithheldItem> all_withheld(const HistoryFacts& history, const policy::DisclosureRules& rules) {
  std::vector<WithheldItem> all = history.deliberation.withheld;
  const auto add = [&](const WithheldItem& added) {
    const bool known = std::any_of(all.begin(), all.end(),
                                   [&](const WithheldItem& item) { return item.ordinal == added.ordinal; });
    if (!known) all.push_back(added);
  };
  for (const WithheldItem& item : history.versions) add(item);
  for (const std::uint64_t ordinal : history.third_party)
    add({ordinal, rules.third_party_ground, GroundDisplay::specific, RowDisplay::normal});
  sort_items(all);
  return all;
}

// Of a facility that answered so everything it recorded is withheld, without being listed.
bool withheld_by_others(const Case& c, const HistoryFacts& history) {
  return std::any_of(c.opinions.begin(), c.opinions.end(), [&](const Opinion& o) {
    const OpinionGiven* given = o.given ? history.deliberation.opinion_of(o.facility) : nullptr;
    return given != nullptr && given->answer == OpinionAnswer::withhold &&
           std::find(history.authors.begin(), history.authors.end(), o.facility) != history.authors.end();
  });
}

// Who asks for the person gives a name and a proof; who asks for himself is named in the register already.
std::optional<WrongValue> wrong_representative(RequesterKind who, const VerifyIdentity& command) {
  const bool named = !command.representative_name.value_or("").empty();
  if (who == RequesterKind::self) {
    if (!named) return {};
    return WrongValue{"/representative_name", "ご本人の請求では、代理の方のお名前は要りません。",
                      "The person asks: there is no representative to name."};
  }
  if (!named)
    return WrongValue{"/representative_name", "ご本人以外の請求では、請求する方のお名前を記入してください。",
                      "Name who asks for the person."};
  if (command.representative_proof.value_or("").empty())
    return WrongValue{"/representative_proof", "ご本人以外の請求には、代理を示す書類が必要です。",
                      "Who does not ask for himself must prove that he may ask."};
  return {};
}

bool withholds_in_period(const std::vector<WithheldItem>& withheld, const HistoryFacts& history) {
  return std::any_of(withheld.begin(), withheld.end(), [&](const WithheldItem& item) {
    return item.ordinal >= history.period_first && item.ordinal <= history.period_last;
  });
}

// Records that were asked for and would be disclosed: who has them can't answer that there are none.
bool has_asked_records(const Matter& m, const Case& c, const HistoryFacts& history) {
  if (!c.asks_for(DisclosureKind::records)) return false;
  return std::any_of(history.authors.begin(), history.authors.end(), [&](const FacilityId& author) {
    if (author == m.facility || (m.by_city && author.is_zero())) return true;
    if (c.records == RecordsScope::own || author.is_zero()) return false;
    const OpinionGiven* given = history.deliberation.opinion_of(author);
    return m.rules.joint_use || (given != nullptr && given->answer == OpinionAnswer::agree);
  });
}

bool contradicts(DisclosureResult result, bool something_withheld, bool records_asked_for) {
  switch (result) {
    case DisclosureResult::full:
      return something_withheld;
    case DisclosureResult::part:
      return !something_withheld;
    case DisclosureResult::no_data:
      return records_asked_for;
    case DisclosureResult::none:
      break;
  }
  return false;
}

// A day that is written down afterwards: not before what it follows, not after today.
std::optional<Refusal> wrong_day(const char* pointer, CivilDate on, std::optional<CivilDate> after,
                                 CivilDate today) {
  if (on > today) return Refusal(after_today(pointer));
  if (after && on < *after) return Refusal(before_what_it_follows(pointer, *after));
  return {};
}

}  // namespace

Decision decide(const State& state, const RequestDisclosure& command, DisclosureRequestId id,
                FacilityId facility, bool facility_knows_person, std::uint16_t days, CivilDate today) {
  if (!facility_knows_person) return Unexpected{Rejection::not_found};
  if (command.received_on > today) return Unexpected{after_today("/received_on")};
  if (const auto wrong = wrong_period(command.period)) return Unexpected{*wrong};
  const int year = era_year(today);
  const std::uint32_t running = state.numbering_year == year ? state.numbered + 1 : 1;
  char number[40];
  std::snprintf(number, sizeof number, "開R%d-%03u", year, running);
  DisclosureRequested event{facility,
                            id,
                            command.care_recipient_id,
                            number,
                            command.requester.kind,
                            command.received_on,
                            command.received_on.plus_days(days),
                            command.period,
                            command.kinds,
                            command.method,
                            command.intake_document_id};
  return std::vector{Draft{std::move(event), basis(id), command.received_on}};
}

Decision decide(const Matter& m, const VerifyIdentity& command) {
  const Case* found = m.state.find(m.id);
  if (found == nullptr) return Unexpected{Rejection::not_found};
  if (found->status != DisclosureState::received) return Unexpected{Rejection::wrong_state};
  if (const auto wrong = wrong_representative(found->requester, command)) return Unexpected{*wrong};
  for (std::size_t i = 0; i < command.documents.size(); ++i) {
    if (m.rules.identity_document(command.documents[i]) == nullptr)
      return Unexpected{WrongValue{"/documents/" + std::to_string(i),
                                   "本人確認に使える書類の種類ではありません。",
                                   "Not among the documents that identify who asks."}};
  }
  return std::vector{Draft{
      IdentityVerified{m.facility, m.id, found->subject, command.documents,
                       command.representative_name.value_or(""), command.representative_proof.value_or("")},
      basis(m.id),
      {}}};
}

Decision decide(const Matter& m, const ClarifyScope& command, const std::vector<FacilityId>& others) {
  const Case* c = m.state.find(m.id);
  if (c == nullptr) return Unexpected{Rejection::not_found};
  if (c->decided()) return Unexpected{Rejection::already_decided};
  if (c->status != DisclosureState::identity_verified && c->status != DisclosureState::scope_clarified)
    return Unexpected{Rejection::wrong_state};
  if (const auto wrong = wrong_period(command.period)) return Unexpected{*wrong};
  DisclosureScopeClarified event{m.facility,     m.id,          c->subject, command.records,
                                 command.period, command.kinds, {},         {}};
  if (command.records == RecordsScope::room && !m.rules.joint_use && !others.empty()) {
    event.asked = others;
    event.opinions_due_on = m.today.plus_days(m.rules.opinion_days);
  }
  return std::vector{Draft{std::move(event), basis(m.id), {}}};
}

Decision decide(const Matter& m, const RecordOpinion& command, const FacilityId& opinion_of) {
  const Case* c = m.state.find(m.id);
  const Opinion* asked = c == nullptr ? nullptr : c->opinion_of(opinion_of);
  if (asked == nullptr) return Unexpected{Rejection::not_found};
  if (c->decided()) return Unexpected{Rejection::already_decided};
  if (c->status != DisclosureState::scope_clarified || asked->given) return Unexpected{Rejection::wrong_state};
  const bool withhold = command.answer == OpinionAnswer::withhold;
  if (withhold ? ground_of(m, *c, command.ground) == nullptr : !command.ground.empty())
    return Unexpected{unknown_ground("/ground")};
  return std::vector{Draft{StaffOpinionRecorded{m.facility, m.id, c->subject, opinion_of, command.answer,
                                                command.ground, command.staff_named, command.note},
                           basis(m.id),
                           {}}};
}

Decision decide(const Matter& m, const WithholdItems& command, const HistoryFacts& history) {
  const Case* c = m.state.find(m.id);
  if (c == nullptr) return Unexpected{Rejection::not_found};
  if (const auto why = out_of_order(m, *c, history)) return Unexpected{*why};
  WithholdingsRecorded event{m.facility, m.id, c->subject, {}, command.lifted, command.private_reason};
  for (std::size_t i = 0; i < command.items.size(); ++i) {
    const Withholding& w = command.items[i];
    const std::string at = "/items/" + std::to_string(i);
    const policy::WithholdingGround* ground = ground_of(m, *c, w.ground);
    if (ground == nullptr) return Unexpected{unknown_ground(at + "/ground")};
    if (w.ordinal > history.rows) {
      return Unexpected{WrongValue{at + "/ordinal", "利用状況報告にある番号を指定してください。",
                                   "Name a number that stands in the usage report."}};
    }
    event.items.push_back({w.ordinal, w.ground, w.ground_display.value_or(ground->ground_display),
                           w.row_display.value_or(ground->row_display)});
  }
  if (event.items.empty() && event.lifted.empty()) {
    return Unexpected{WrongValue{"/items", "開示しない項目を指定してください。", "Name what is withheld."}};
  }
  return std::vector{Draft{std::move(event), basis(m.id), {}}};
}

Decision decide(const Matter& m, const DecideDisclosure& command, const HistoryFacts& history) {
  const Case* c = m.state.find(m.id);
  if (c == nullptr) return Unexpected{Rejection::not_found};
  if (const auto why = out_of_order(m, *c, history)) return Unexpected{*why};
  if (opinions_missing(*c, m.today) || somebody_unasked(m, *c, history))
    return Unexpected{Rejection::opinions_missing};
  const bool nothing = command.result == DisclosureResult::none;
  if (nothing ? ground_of(m, *c, command.ground) == nullptr : !command.ground.empty())
    return Unexpected{unknown_ground("/ground")};
  std::vector<WithheldItem> withheld = all_withheld(history, m.rules);
  if (contradicts(command.result, withholds_in_period(withheld, history) || withheld_by_others(*c, history),
                  has_asked_records(m, *c, history)))
    return Unexpected{Rejection::result_contradicts};
  return std::vector{Draft{
      DisclosureDecided{m.facility, m.id, c->subject, command.result, command.ground, std::move(withheld),
                        history.usage_report, command.staff_named, command.fee_yen, m.rules.policy_version},
      basis(m.id),
      {}}};
}

Decision decide(const Matter& m, const SendNotice& command) {
  const Case* c = m.state.find(m.id);
  if (c == nullptr) return Unexpected{Rejection::not_found};
  if (!c->open()) return Unexpected{Rejection::wrong_state};
  if (!c->decided()) return Unexpected{Rejection::decision_required};
  if (c->status != DisclosureState::decided) return Unexpected{Rejection::wrong_state};
  if (const auto wrong = wrong_day("/sent_on", command.sent_on, c->decided_on, m.today))
    return Unexpected{*wrong};
  return std::vector{Draft{DisclosureNoticeSent{m.facility, m.id, c->subject, command.method, command.sent_on},
                           basis(m.id), command.sent_on}};
}

Decision decide(const Matter& m, const DeliverPacket& command, bool at_hand) {
  const Case* c = m.state.find(m.id);
  if (c == nullptr) return Unexpected{Rejection::not_found};
  if (!c->open()) return Unexpected{Rejection::wrong_state};
  if (!c->decided()) return Unexpected{Rejection::decision_required};
  if (c->status == DisclosureState::decided) return Unexpected{Rejection::notice_required};
  if (c->status != DisclosureState::notified) return Unexpected{Rejection::wrong_state};
  if (!at_hand) return Unexpected{Rejection::packet_required};
  if (const auto wrong = wrong_day("/delivered_on", command.delivered_on, c->notified_on, m.today))
    return Unexpected{*wrong};
  return std::vector{Draft{DisclosureDelivered{m.facility, m.id, c->subject, command.packet_id, command.method,
                                               command.delivered_on},
                           basis(m.id), command.delivered_on}};
}

// The person may withdraw the request at any time; a case that was answered to the end is closed after it.
Decision decide(const Matter& m, const CloseCase& command) {
  const Case* c = m.state.find(m.id);
  if (c == nullptr) return Unexpected{Rejection::not_found};
  const bool answered = c->status == DisclosureState::delivered ||
                        (c->status == DisclosureState::notified && c->result != DisclosureResult::full &&
                         c->result != DisclosureResult::part);  // a letter may be all there is to hand over
  if (!c->open() || (command.closure == DisclosureClosure::completed && !answered))
    return Unexpected{Rejection::wrong_state};
  return std::vector{Draft{DisclosureClosed{m.facility, m.id, c->subject, command.closure}, basis(m.id), {}}};
}

}  // namespace renkei::disclosure
