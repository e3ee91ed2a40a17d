#include "domain/consent/commands.h"

namespace renkei::consent {
namespace {

template <class T>
bool contains(const std::vector<T>& values, const T& wanted) {
  return std::find(values.begin(), values.end(), wanted) != values.end();
}

template <class T>
void add_missing(std::vector<T>& values, const std::vector<T>& more) {
  for (const T& value : more) {
    if (!contains(values, value)) values.push_back(value);
  }
}

template <class T>
bool any_of(const std::vector<T>& wanted, const std::vector<T>& values) {
  return std::any_of(wanted.begin(), wanted.end(), [&](const T& one) { return contains(values, one); });
}

bool adds_nothing(const ConsentScope& scope, const ConsentScope& added) {
  ConsentScope wider = scope;
  add_missing(wider.recipient_kinds, added.recipient_kinds);
  add_missing(wider.facilities, added.facilities);
  add_missing(wider.data_kinds, added.data_kinds);
  return wider == scope;
}

std::optional<WrongValue> wrong_value(const WithdrawConsent& command, CivilDate today) {
  if (command.facility_id.has_value() != (command.scope == WithdrawalScope::facility)) {
    return WrongValue{"/facility_id", "範囲が facility のときに限り、事業所を指定してください。",
                      "Name a facility if, and only if, the scope is facility."};
  }
  if (command.data_kind.has_value() != (command.scope == WithdrawalScope::data_kind)) {
    return WrongValue{"/data_kind", "範囲が data_kind のときに限り、情報の種類を指定してください。",
                      "Name a kind of data if, and only if, the scope is data_kind."};
  }
  if (command.data_kind && *command.data_kind != "all" && !code_from_text<MessageKind>(*command.data_kind)) {
    return WrongValue{"/data_kind", "all か、記録の種類の符号を指定してください。",
                      "Give all, or the code of a kind of record."};
  }
  if (command.received_on > today) return after_today("/received_on");
  // A one-day handover, if the person wishes it (product.md no. 24).
  if (command.handover_until && (command.scope != WithdrawalScope::all || *command.handover_until < today ||
                                 *command.handover_until > today.plus_days(1))) {
    return WrongValue{"/handover_until", "すべての撤回のときに限り、きょう又はあすを指定できます。",
                      "Today or tomorrow, and only when everything is withdrawn."};
  }
  return std::nullopt;
}

bool already_withdrawn(const State& state, const WithdrawConsent& command) {
  switch (command.scope) {
    case WithdrawalScope::all:
      return false;  // the form itself would be withdrawn
    case WithdrawalScope::facility:
      return command.facility_id && contains(state.excluded_facilities, *command.facility_id);
    case WithdrawalScope::data_kind:
      return command.data_kind && contains(state.excluded_data_kinds, *command.data_kind);
    case WithdrawalScope::family:
      return state.family_excluded;
  }
  return false;
}

bool may_be_withdrawn(const State& state, const WithdrawConsent& command) {
  return state.status != ConsentState::withdrawn && state.status != ConsentState::refused &&
         !already_withdrawn(state, command);
}

Draft withdrawn(const State& state, const WithdrawConsent& command) {
  return {ConsentWithdrawn{state.id, state.subject, command.scope, command.facility_id,
                           command.data_kind.value_or(""), command.intake_document_id, command.received_on,
                           command.requested_by.kind, command.handover_until},
          basis_of(BasisKind::consent, state.id, "III.3(4)"), command.received_on};
}

}  // namespace

bool State::covers_facility(const FacilityId& facility, const std::string& facility_kind) const {
  if (contains(excluded_facilities, facility)) return false;
  return contains(scope.facilities, facility) || contains(scope.recipient_kinds, facility_kind);
}

bool State::covers_data_kind(const std::string& data_kind) const {
  if (contains(excluded_data_kinds, data_kind) || contains(excluded_data_kinds, std::string("all")))
    return false;
  return contains(scope.data_kinds, std::string("all")) || contains(scope.data_kinds, data_kind);
}

bool State::covers_some_data() const {
  return std::any_of(scope.data_kinds.begin(), scope.data_kinds.end(),
                     [this](const std::string& kind) { return covers_data_kind(kind); });
}

void evolve(State& state, const ConsentFormReceived& e, const Recorded& at) {
  require_history(!state.exists, at);
  state.exists = true;
  state.id = e.consent_form;
  state.subject = e.subject;
  state.room_request = e.room_request;
  state.type = e.type;
  state.grantor_kind = e.grantor_kind;
  state.family_data = e.family_data;
  state.scope = e.scope;
  state.entered_by = at.act.actor.account;
  state.received_at = at.position;
}
void evolve(State&, const PurposeExplained&, const Recorded&) {}
void evolve(State& state, const ConsentVerified&, const Recorded&) { state.status = ConsentState::verified; }
void evolve(State& state, const ConsentWithdrawn& e, const Recorded& at) {
  state.withdrawn_at = at.position;
  switch (e.scope) {
    case WithdrawalScope::all:
      state.status = ConsentState::withdrawn;
      break;
    case WithdrawalScope::facility:
      state.excluded_facilities.push_back(e.facility.value_or(FacilityId{}));
      break;
    case WithdrawalScope::data_kind:
      state.excluded_data_kinds.push_back(e.data_kind);
      break;
    case WithdrawalScope::family:
      state.family_excluded = true;
      break;
  }
}

void evolve(State& state, const ConsentSupplemented& e, const Recorded&) {
  add_missing(state.scope.recipient_kinds, e.added.recipient_kinds);
  add_missing(state.scope.facilities, e.added.facilities);
  add_missing(state.scope.data_kinds, e.added.data_kinds);
}

Decision decide(const State& state, const VerifyConsent& command) {
  if (!state.exists) return Unexpected{Rejection::not_found};
  if (state.status != ConsentState::received) return Unexpected{Rejection::wrong_state};
  return std::vector{Draft{ConsentVerified{state.id, state.subject, command.checks},
                           basis_of(BasisKind::consent, state.id, "III.2"),
                           {}}};
}

Decision decide(const State& state, const SupplementConsent& command, CivilDate today) {
  if (!state.exists) return Unexpected{Rejection::not_found};
  if (!state.in_force()) return Unexpected{Rejection::wrong_state};
  if (command.signed_on > today) return Unexpected{after_today("/signed_on")};
  if (any_of(command.added.facilities, state.excluded_facilities) ||
      any_of(command.added.data_kinds, state.excluded_data_kinds)) {
    return Unexpected{Rejection::wrong_state};
  }
  if (adds_nothing(state.scope, command.added)) return Unexpected{Rejection::already_exists};
  return std::vector{
      Draft{ConsentSupplemented{state.id, state.subject, command.added, command.intake_document_id,
                                command.signed_on, command.signed_by.kind, command.checks},
            basis_of(BasisKind::consent, state.id, "III.3(4)"), command.signed_on}};
}

Decision decide(const State& state, const WithdrawConsent& command, const room::State* room,
                const std::vector<State>& forms, CivilDate today) {
  if (!state.exists) return Unexpected{Rejection::not_found};
  if (!may_be_withdrawn(state, command)) return Unexpected{Rejection::wrong_state};
  if (auto wrong = wrong_value(command, today)) return Unexpected{std::move(*wrong)};
  const bool facility_named = command.facility_id.has_value();
  const Basis basis = basis_of(BasisKind::consent, state.id, "III.3(4)");
  std::vector<Draft> drafts{withdrawn(state, command)};
  for (const State& form : forms) {
    const bool speaks_too = form.id != state.id && !state.of_family() && !form.of_family();
    if (speaks_too && form.exists && may_be_withdrawn(form, command))
      drafts.push_back(withdrawn(form, command));
  }
  if (room == nullptr) return drafts;
  if (command.scope == WithdrawalScope::all && !state.of_family() && room->status == RoomStatus::open) {
    drafts.push_back(Draft{room::RoomSharingStopped{room->id, state.subject, state.id}, basis, {}});
  }
  if (facility_named && !state.of_family() && room->facility(*command.facility_id) != nullptr) {
    drafts.push_back(Draft{room::RoomFacilityEnded{room->id, state.subject, *command.facility_id}, basis, {}});
  }
  return drafts;
}

}  // namespace renkei::consent
