#pragma once

#include <algorithm>

#include "domain/evolve.h"

namespace renkei::account {

struct State {
  static constexpr Aggregate kAggregate = Aggregate::account;
  bool exists = false;
  AccountId id;
  PersonId person;
  FacilityId facility;  // zero: the city
  std::uint16_t profession = 0;
  PledgeId pledge;
  std::vector<CityRole> city_roles;
  AccountStatus status = AccountStatus::created;
  bool activated = false, second_factor = false;
  CredentialId credential;                    // the one issued last
  std::optional<CivilDate> credential_until;  // an unused initial password
  bool credential_delivered = false;
  std::optional<CivilDate> password_expires_on;  // empty: the initial password is still in place
  std::uint32_t failed_logins = 0;
  // What was done to the account. Logins, right or wrong, and denials are not: whoever guesses a password must
  // not be able to stop the lock that answers it.
  std::uint64_t acts = 0;

  bool is_city() const { return !city_roles.empty(); }
  bool has(CityRole role) const {
    return std::find(city_roles.begin(), city_roles.end(), role) != city_roles.end();
  }
  // A password whose last day (24:00 JST) has passed may only be changed (III.3(3), product.md no. 28).
  bool password_current(CivilDate today) const { return password_expires_on && today <= *password_expires_on; }

  template <class V>
  static void describe(V& v) {
    v.field("exists", &State::exists);
    v.field("id", &State::id);
    v.field("person", &State::person);
    v.field("facility", &State::facility);
    v.field("profession", &State::profession);
    v.field("pledge", &State::pledge);
    v.field("city_roles", &State::city_roles);
    v.field("status", &State::status);
    v.field("activated", &State::activated);
    v.field("second_factor", &State::second_factor);
    v.field("credential", &State::credential);
    v.field("credential_until", &State::credential_until);
    v.field("credential_delivered", &State::credential_delivered);
    v.field("password_expires_on", &State::password_expires_on);
    v.field("failed_logins", &State::failed_logins);
    v.field("acts", &State::acts);
  }
};

void evolve(State& state, const AccountCreated& e, const Recorded& at);
void evolve(State& state, const CityRoleGranted& e, const Recorded& at);
void evolve(State& state, const AccountActivated& e, const Recorded& at);
void evolve(State& state, const AccountLocked& e, const Recorded& at);
void evolve(State& state, const AccountUnlocked& e, const Recorded& at);
void evolve(State& state, const AccountSuspended& e, const Recorded& at);
void evolve(State& state, const AccountReinstated& e, const Recorded& at);
void evolve(State& state, const AccountClosed& e, const Recorded& at);
void evolve(State& state, const CredentialIssued& e, const Recorded& at);
void evolve(State& state, const CredentialDelivered& e, const Recorded& at);
void evolve(State& state, const InitialPasswordChanged& e, const Recorded& at);
void evolve(State& state, const PasswordChanged& e, const Recorded& at);
void evolve(State& state, const SecondFactorEnrolled& e, const Recorded& at);
void evolve(State& state, const LoginSucceeded& e, const Recorded& at);
void evolve(State& state, const LoginFailed& e, const Recorded& at);
void evolve(State& state, const SessionEnded& e, const Recorded& at);
void evolve(State& state, const ActionDenied& e, const Recorded& at);

}  // namespace renkei::account
