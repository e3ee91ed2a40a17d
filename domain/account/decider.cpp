#include "domain/account/commands.h"

namespace renkei::account {
namespace {

Draft city_act(DomainEvent event, std::string clause) {
  return {std::move(event), Basis{BasisKind::city_duty, {}, std::move(clause)}, {}};
}

CivilDate plus_months(CivilDate date, unsigned months) {
  for (unsigned i = 0; i < months; ++i) date = same_day_next_month(date);
  return date;
}

bool open_for_use(const State& state) {
  return state.exists && (state.status == AccountStatus::created || state.status == AccountStatus::active);
}

}  // namespace

void evolve(State& state, const AccountCreated& e, const Recorded& at) {
  require_history(!state.exists, at);
  ++state.acts;
  state.exists = true;
  state.id = e.account;
  state.person = e.person;
  state.facility = e.facility;
  state.profession = e.profession;
  state.pledge = e.pledge;
}
void evolve(State& state, const CityRoleGranted& e, const Recorded&) {
  ++state.acts;
  state.exists = true;
  state.id = e.account;
  state.person = e.person;
  state.city_roles = e.roles;
}
void evolve(State& state, const AccountActivated&, const Recorded&) {
  ++state.acts;
  state.status = AccountStatus::active;
  state.activated = true;
}
void evolve(State& state, const AccountLocked&, const Recorded&) {
  ++state.acts;
  state.status = AccountStatus::locked;
}
void evolve(State& state, const AccountUnlocked&, const Recorded&) {
  ++state.acts;
  state.status = state.activated ? AccountStatus::active : AccountStatus::created;
  state.failed_logins = 0;
}
void evolve(State& state, const AccountSuspended&, const Recorded&) {
  ++state.acts;
  state.status = AccountStatus::suspended;
}
void evolve(State& state, const AccountReinstated&, const Recorded&) {
  ++state.acts;
  state.status = state.activated ? AccountStatus::active : AccountStatus::created;
}
void evolve(State& state, const AccountClosed&, const Recorded&) {
  ++state.acts;
  state.status = AccountStatus::closed;
}
void evolve(State& state, const CredentialIssued& e, const Recorded&) {
  ++state.acts;
  state.credential = e.credential;
  state.credential_until = e.valid_until_on;
  state.credential_delivered = false;
  state.password_expires_on.reset();
}
void evolve(State& state, const CredentialDelivered&, const Recorded&) {
  ++state.acts;
  state.credential_delivered = true;
}
void evolve(State& state, const InitialPasswordChanged& e, const Recorded&) {
  ++state.acts;
  state.password_expires_on = e.expires_on;
  state.credential_until.reset();
}
void evolve(State& state, const PasswordChanged& e, const Recorded&) {
  ++state.acts;
  state.password_expires_on = e.expires_on;
}
void evolve(State& state, const SecondFactorEnrolled&, const Recorded&) {
  ++state.acts;
  state.second_factor = true;
}
void evolve(State& state, const LoginSucceeded&, const Recorded&) { state.failed_logins = 0; }
void evolve(State& state, const LoginFailed& e, const Recorded&) { state.failed_logins += e.count; }
void evolve(State&, const SessionEnded&, const Recorded&) {}
void evolve(State&, const ActionDenied&, const Recorded&) {}

Decision decide(const State& state, const IssueCredential& command, const policy::Policy& policy,
                CivilDate today) {
  if (!state.exists) return Unexpected{Rejection::not_found};
  if (!open_for_use(state)) return Unexpected{Rejection::wrong_state};
  if (command.kind == CredentialKind::initial && !state.credential.is_zero()) {
    return Unexpected{Rejection::secret_already_shown};
  }
  const CivilDate until = today.plus_days(policy.password.initial_valid_days);
  return std::vector{city_act(CredentialIssued{state.id, command.credential, command.kind, until}, "I-②")};
}

Decision decide(const State& state, const DeliverCredential& command) {
  if (!state.exists) return Unexpected{Rejection::not_found};
  if (state.credential.is_zero() || state.credential_delivered) return Unexpected{Rejection::wrong_state};
  Draft draft = city_act(
      CredentialDelivered{state.id, state.credential, command.method, command.on, command.handed_to}, "I-②");
  draft.occurred_on = command.on;
  return std::vector{std::move(draft)};
}

Decision decide(const State& state, const RecordPasswordChange& command, const policy::Policy& policy,
                CivilDate today) {
  if (!open_for_use(state)) return Unexpected{Rejection::wrong_state};
  const bool activates = !state.activated && !state.is_city();
  if (activates && !command.pledges_in_force) return Unexpected{Rejection::pledge_not_in_force};
  const CivilDate expires = plus_months(today, policy.password.max_age_months);
  const Basis basis{BasisKind::pledge, state.pledge.octets, "III.3(3)"};
  if (state.password_expires_on) return std::vector{Draft{PasswordChanged{state.id, expires}, basis, {}}};
  std::vector<Draft> drafts{Draft{InitialPasswordChanged{state.id, expires}, basis, {}}};
  if (activates) drafts.push_back(Draft{AccountActivated{state.id}, basis, {}});
  return drafts;
}

Decision decide(const State& state, const EnrolSecondFactor&) {
  if (!open_for_use(state) || !state.password_expires_on) return Unexpected{Rejection::wrong_state};
  if (state.second_factor) return Unexpected{Rejection::already_exists};
  std::vector<Draft> drafts{city_act(SecondFactorEnrolled{state.id}, "III.2")};
  if (!state.activated) drafts.push_back(city_act(AccountActivated{state.id}, "III.2"));
  return drafts;
}

Decision decide(const State& state, const LockAccount&) {
  if (!state.exists) return Unexpected{Rejection::not_found};
  if (!open_for_use(state)) return Unexpected{Rejection::wrong_state};
  return std::vector{city_act(AccountLocked{state.id}, "III.3(3)")};
}
Decision decide(const State& state, const UnlockAccount&) {
  if (!state.exists) return Unexpected{Rejection::not_found};
  if (state.status != AccountStatus::locked) return Unexpected{Rejection::wrong_state};
  return std::vector{city_act(AccountUnlocked{state.id}, "III.3(3)")};
}
Decision decide(const State& state, const SuspendAccount& command) {
  if (!state.exists) return Unexpected{Rejection::not_found};
  if (!open_for_use(state)) return Unexpected{Rejection::wrong_state};
  return std::vector{city_act(AccountSuspended{state.id, command.reason}, "III.1")};
}
Decision decide(const State& state, const ReinstateAccount&) {
  if (!state.exists) return Unexpected{Rejection::not_found};
  if (state.status != AccountStatus::suspended) return Unexpected{Rejection::wrong_state};
  return std::vector{city_act(AccountReinstated{state.id}, "III.1")};
}
Decision decide(const State& state, const CloseAccount& command, CivilDate today) {
  if (!state.exists) return Unexpected{Rejection::not_found};
  if (state.status == AccountStatus::closed) return Unexpected{Rejection::wrong_state};
  if (command.left_on > today) {
    return Unexpected{after_today("/left_on")};
  }
  Draft draft = city_act(AccountClosed{state.id, command.left_on}, "III.3(3)");
  draft.occurred_on = command.left_on;
  return std::vector{std::move(draft)};
}

}  // namespace renkei::account
