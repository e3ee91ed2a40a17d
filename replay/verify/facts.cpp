#include "replay/verify/facts.h"

#include "eventstore/codec/event_codec.h"
#include "eventstore/crypto/base64.h"

namespace renkei {

FactsCheck::FactsCheck(const VerifyInput& input, SubjectsCheck& subjects, FindingList& findings)
    : input_(input),
      subjects_(subjects),
      findings_(findings),
      blobs_held_(input.check_blob && input.engine.kept().payloads),
      rules_([this](std::uint64_t position, const PolicyRule& rule, const std::string& found) {
        find(position, std::string(kPolicyFinding),
             std::string(rule.name) + " (" + std::string(rule.clause) + "): " + std::string(rule.guarantee),
             found);
      }) {}

void FactsCheck::find(std::uint64_t position, std::string kind, std::string expected, std::string found) {
  findings_.add({position, std::move(kind), std::move(expected), std::move(found)});
}

void FactsCheck::check(std::uint64_t position, const EntryView& entry, BytesView octets, bool whole) {
  const EventType* type = event_type(entry.type);
  if (type == nullptr || entry.schema_version > type->schema_version) {
    return findings_.add({position, "unknown-type", "a type this program knows",
                          std::to_string(entry.type) + " version " + std::to_string(entry.schema_version), 4});
  }
  if (by_number_.size() <= entry.type) by_number_.resize(entry.type + 1u);
  ++by_number_[entry.type];
  try {
    const Recorded recorded = decode_entry(entry, octets);
    const DomainEvent& event = recorded.event;
    const auto* first = std::get_if<ledger::LedgerInitialised>(&event);
    if ((first != nullptr) != (position == 0))
      find(position, "first-entry", "LedgerInitialised at position 0 and nowhere else",
           std::string(type->name));
    if (first != nullptr) check_format(position, *first);
    if (const auto* attachments = attachments_of(event)) check_blobs(position, *attachments);
    if (!whole || !findings_.whole_at(position)) return;
    if (const auto* sealed = std::get_if<ledger::SubjectHeadsSealed>(&event))
      subjects_.check_sealed(position, *sealed);
    if (input_.policy && findings_.whole_at(position)) rules_.check(recorded);
  } catch (const CorruptHistory& damage) {
    find(position, "entry-facts", "facts of its type", damage.what());
  }
}

std::map<std::string, std::uint64_t> FactsCheck::by_type() const {
  std::map<std::string, std::uint64_t> counts;
  for (std::size_t number = 0; number < by_number_.size(); ++number) {
    if (by_number_[number] != 0)
      counts[std::string(event_type(static_cast<std::uint16_t>(number))->name)] = by_number_[number];
  }
  return counts;
}

// FORMAT lies beside the ledger and is not signed; the first entry says what it must say.
void FactsCheck::check_format(std::uint64_t position, const ledger::LedgerInitialised& first) {
  if (first.origin != input_.origin) find(position, "origin", first.origin, input_.origin);
  const std::string key = input_.log_key.to_string();
  if (first.log_key != key) find(position, "log-key", first.log_key, key);
  if (!input_.packet_key.empty() && first.packet_key != input_.packet_key)
    find(position, "packet-key", first.packet_key, input_.packet_key);
  if (!input_.city.empty() && first.city != input_.city) find(position, "city", first.city, input_.city);
  if (!input_.ledger_id.is_zero() && first.ledger_id != input_.ledger_id)
    find(position, "ledger-id", hex(first.ledger_id.view()), hex(input_.ledger_id.view()));
}

void FactsCheck::check_blobs(std::uint64_t position, const std::vector<Attachment>& attachments) {
  if (!blobs_held_) return;
  for (const Attachment& a : attachments) {
    ++blobs_;
    std::string problem;
    if (!input_.check_blob(a.blob, problem)) find(position, "blob", hex(a.blob.view()), problem);
  }
}

}  // namespace renkei
