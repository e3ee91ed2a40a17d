// 利用状況報告: a person's usage history in words, at a signed checkpoint. A pure function of the ledger below
// that size: regenerated later it is the same octets.
#pragma once

#include <map>

#include "domain/policy/state.h"
#include "projections/usage_history.h"
#include "replay/names.h"

namespace renkei {

struct UsageReportRow {  // one line, every column as printed
  std::uint64_t ordinal = 0, position = 0;
  std::string recorded_at, occurred_on, facility, profession, actor, operation, object, purpose, purpose_source,
      basis, outcome, reason;
  std::uint32_t count = 0;
  template <class V>
  static void describe(V& v) {
    v.field("ordinal", &UsageReportRow::ordinal);
    v.field("position", &UsageReportRow::position);
    v.field("recorded_at", &UsageReportRow::recorded_at);
    v.field("occurred_on", &UsageReportRow::occurred_on);
    v.field("facility", &UsageReportRow::facility);
    v.field("profession", &UsageReportRow::profession);
    v.field("actor", &UsageReportRow::actor);
    v.field("operation", &UsageReportRow::operation);
    v.field("object", &UsageReportRow::object);
    v.field("count", &UsageReportRow::count);
    v.field("purpose", &UsageReportRow::purpose);
    v.field("purpose_source", &UsageReportRow::purpose_source);
    v.field("basis", &UsageReportRow::basis);
    v.field("outcome", &UsageReportRow::outcome);
    v.field("reason", &UsageReportRow::reason);
  }
};

class UsageReportBuilder {
 public:
  UsageReportBuilder(const ViewReader& views, Names& names, const policy::State& city)
      : views_(views), names_(names), city_(city) {}

  std::vector<UsageReportRow> rows(const CareRecipientId& subject, std::uint64_t tree_size);
  // UTF-8 with BOM, CRLF, every cell quoted, no cell begins as a formula (RFC 4180, ASVS 1.2.10).
  static std::string csv(const std::vector<UsageReportRow>& rows);
  static std::string json(const std::vector<UsageReportRow>& rows);
  static std::string jsonl(const std::vector<UsageReportRow>& rows);

 private:
  UsageReportRow row(const UsageRow& usage);
  std::string actor_label(const UsageRow& usage, const std::string& profession);

  const ViewReader& views_;
  Names& names_;
  const policy::State& city_;
  std::map<AccountId, std::string>
      actors_;  // stable number per profession within the report (product.md no. 47)
  std::map<std::string, unsigned> actor_counts_;
  std::map<EventId, unsigned> basis_numbers_;
};

// What binds a report: HMAC-SHA-256 of its CSV under the person's own data key, so that nobody can guess it and
// it dies with the key.
Digest usage_report_digest(BytesView data_key, BytesView csv);

}  // namespace renkei
