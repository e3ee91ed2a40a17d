// One line of a person's usage history (利用状況), as far as the entry alone tells it: numbers and ids, no
// words.
#pragma once

#include "domain/envelope.h"
#include "domain/rejection.h"

namespace renkei {

struct UsageRow {
  std::uint64_t position = 0, ordinal = 0;
  Digest leaf;
  Instant recorded_at;
  std::int32_t occurred_on = 0;
  std::uint16_t type = 0;
  AccountId account;
  FacilityId facility;
  std::uint16_t profession = 0;
  ActorRole role = ActorRole::system;
  Purpose purpose = Purpose::care;
  PurposeSource purpose_source = PurposeSource::operation;
  BasisKind basis_kind = BasisKind::none;
  EventId basis_id;  // sixteen octets of whatever kind of id
  Outcome outcome = Outcome::success;
  std::uint32_t policy_number = 0;
  ObjectKind object_kind = ObjectKind::room;  // of an access
  std::uint32_t count = 0;                    // objects shown, or equal denials
  Rejection rule = Rejection::not_found;      // of a denial
  Operation operation = Operation::read;      // of a denial

  template <class V>
  static void describe(V& v) {
    v.field("position", &UsageRow::position);
    v.field("ordinal", &UsageRow::ordinal);
    v.field("leaf_hash", &UsageRow::leaf);
    v.field("recorded_at", &UsageRow::recorded_at);
    v.field("occurred_on", &UsageRow::occurred_on);
    v.field("type", &UsageRow::type);
    v.field("account_id", &UsageRow::account);
    v.field("facility_id", &UsageRow::facility);
    v.field("profession", &UsageRow::profession);
    v.field("role", &UsageRow::role);
    v.field("purpose", &UsageRow::purpose);
    v.field("purpose_source", &UsageRow::purpose_source);
    v.field("basis_kind", &UsageRow::basis_kind);
    v.field("basis_id", &UsageRow::basis_id);
    v.field("outcome", &UsageRow::outcome);
    v.field("policy_number", &UsageRow::policy_number);
    v.field("object_kind", &UsageRow::object_kind);
    v.field("count", &UsageRow::count);
    v.field("rule", &UsageRow::rule);
    v.field("operation", &UsageRow::operation);
  }
};

// `leaf`: the hash of the entry that `recorded` was read from.
UsageRow usage_row(const Recorded& recorded, const Digest& leaf);

}  // namespace renkei
