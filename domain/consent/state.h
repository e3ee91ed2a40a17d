#pragma once

#include <algorithm>

#include "domain/evolve.h"

namespace renkei::consent {

struct State {
  static constexpr Aggregate kAggregate = Aggregate::consent;
  bool exists = false;
  ConsentFormId id;
  CareRecipientId subject;
  RoomRequestId room_request;
  ConsentType type = ConsentType::written;
  GrantorKind grantor_kind = GrantorKind::self;
  FamilyData family_data = FamilyData::none;
  ConsentScope scope;
  ConsentState status = ConsentState::received;
  std::vector<FacilityId> excluded_facilities;  // partial withdrawals (product.md no. 24)
  std::vector<std::string> excluded_data_kinds;
  bool family_excluded = false;
  AccountId entered_by;
  std::uint64_t received_at = 0,
                withdrawn_at = 0;  // positions: of the form, and of the newest withdrawal from it

  bool of_family() const {
    return grantor_kind == GrantorKind::family_representative || grantor_kind == GrantorKind::family_member;
  }
  bool in_force() const { return exists && status == ConsentState::verified; }
  // Covers this facility: named itself or by its kind, and not excluded since.
  bool covers_facility(const FacilityId& facility, const std::string& facility_kind) const;
  // A kind of record ("medication"), or all of them; not withdrawn since (product.md no. 24).
  bool covers_data_kind(const std::string& data_kind) const;
  bool covers_some_data() const;

  template <class V>
  static void describe(V& v) {
    v.field("exists", &State::exists);
    v.field("id", &State::id);
    v.field("subject", &State::subject);
    v.field("room_request", &State::room_request);
    v.field("type", &State::type);
    v.field("grantor_kind", &State::grantor_kind);
    v.field("family_data", &State::family_data);
    v.field("scope", &State::scope);
    v.field("status", &State::status);
    v.field("excluded_facilities", &State::excluded_facilities);
    v.field("excluded_data_kinds", &State::excluded_data_kinds);
    v.field("family_excluded", &State::family_excluded);
    v.field("entered_by", &State::entered_by);
    v.field("received_at", &State::received_at);
    v.field("withdrawn_at", &State::withdrawn_at);
  }
};

void evolve(State& state, const ConsentFormReceived& e, const Recorded& at);
void evolve(State& state, const PurposeExplained& e, const Recorded& at);
void evolve(State& state, const ConsentVerified& e, const Recorded& at);
void evolve(State& state, const ConsentWithdrawn& e, const Recorded& at);
void evolve(State& state, const ConsentSupplemented& e, const Recorded& at);

}  // namespace renkei::consent
