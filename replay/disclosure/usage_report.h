// 利用状況報告: a person's usage history in words, at a signed checkpoint. A pure function of the ledger below
// that size: regenerated later it is the same octets.
#pragma once

#include "domain/policy/state.h"
#include "projections/usage_history.h"
#include "replay/names.h"
#include "replay/packet/row.h"

namespace renkei {

class UsageReportBuilder {
 public:
  UsageReportBuilder(const ViewReader& views, Names& names, const policy::State& city, std::string city_name)
      : views_(views), names_(names), city_(city), city_name_(std::move(city_name)) {}

  std::vector<packet::RowWords> rows(const CareRecipientId& subject, std::uint64_t tree_size);
  // UTF-8 with BOM, CRLF, every cell quoted, no cell begins as a formula (RFC 4180, ASVS 1.2.10).
  static std::string csv(const std::vector<packet::RowWords>& rows);
  static std::string json(const std::vector<packet::RowWords>& rows);
  static std::string jsonl(const std::vector<packet::RowWords>& rows);

 private:
  const ViewReader& views_;
  Names& names_;
  const policy::State& city_;
  const std::string city_name_;
};

// What binds a report: HMAC-SHA-256 of its CSV under the person's own data key, so that nobody can guess it and
// it dies with the key.
Digest usage_report_digest(BytesView data_key, BytesView csv);

}  // namespace renkei
