// Accounts, their credentials and sessions: everything about one user's way in. One stream per account, which
// is also the actor's own security history. No secret ever stands here (they live in the credentials store).
#pragma once

#include "domain/describe.h"
#include "domain/event_type.h"
#include "domain/rejection.h"

namespace renkei::account {

struct AccountCreated {
  static constexpr EventType kType{701, "AccountCreated", Aggregate::account};
  AccountId account;
  PersonId person;
  FacilityId facility;
  std::uint16_t profession = 0;
  PledgeId pledge;
  std::optional<CivilDate> starts_on;
  std::string name, kana, mail;
  template <class V>
  static void describe(V& v) {
    v.stream("account_id", &AccountCreated::account);
    v.clear("person_id", &AccountCreated::person);
    v.clear("facility_id", &AccountCreated::facility);
    v.clear("profession", &AccountCreated::profession);
    v.clear("pledge_id", &AccountCreated::pledge);
    v.clear("starts_on", &AccountCreated::starts_on);
    v.sealed("name", &AccountCreated::name, text(80));
    v.sealed("kana", &AccountCreated::kana, text(80));
    v.sealed("mail", &AccountCreated::mail, text(120));
  }
};

struct CityRoleGranted {  // policy III.1; the first two at init (product.md no. 34)
  static constexpr EventType kType{702, "CityRoleGranted", Aggregate::account};
  AccountId account;
  PersonId person;
  std::vector<CityRole> roles;
  std::optional<AccountId> approver;
  std::string name;
  template <class V>
  static void describe(V& v) {
    v.stream("account_id", &CityRoleGranted::account);
    v.clear("person_id", &CityRoleGranted::person);
    v.clear("roles", &CityRoleGranted::roles, some_items(5));
    v.clear("approver", &CityRoleGranted::approver);
    v.sealed("name", &CityRoleGranted::name, text(80));
  }
};

struct CredentialIssued {  // policy I②
  static constexpr EventType kType{801, "CredentialIssued", Aggregate::account};
  AccountId account;
  CredentialId credential;
  CredentialKind kind = CredentialKind::initial;
  CivilDate valid_until_on;
  template <class V>
  static void describe(V& v) {
    v.stream("account_id", &CredentialIssued::account);
    v.clear("credential_id", &CredentialIssued::credential);
    v.clear("kind", &CredentialIssued::kind);
    v.clear("valid_until_on", &CredentialIssued::valid_until_on);
  }
};

struct CredentialDelivered {
  static constexpr EventType kType{802, "CredentialDelivered", Aggregate::account};
  AccountId account;
  CredentialId credential;
  DeliveryMethod method = DeliveryMethod::sealed_letter;
  CivilDate delivered_on;
  std::string handed_to;
  template <class V>
  static void describe(V& v) {
    v.stream("account_id", &CredentialDelivered::account);
    v.clear("credential_id", &CredentialDelivered::credential);
    v.clear("method", &CredentialDelivered::method);
    v.clear("delivered_on", &CredentialDelivered::delivered_on);
    v.sealed("handed_to", &CredentialDelivered::handed_to, text(80));
  }
};

struct InitialPasswordChanged {
  static constexpr EventType kType{803, "InitialPasswordChanged", Aggregate::account};
  AccountId account;
  CivilDate expires_on;
  template <class V>
  static void describe(V& v) {
    v.stream("account_id", &InitialPasswordChanged::account);
    v.clear("expires_on", &InitialPasswordChanged::expires_on);
  }
};

struct PasswordChanged {
  static constexpr EventType kType{804, "PasswordChanged", Aggregate::account};
  AccountId account;
  CivilDate expires_on;
  template <class V>
  static void describe(V& v) {
    v.stream("account_id", &PasswordChanged::account);
    v.clear("expires_on", &PasswordChanged::expires_on);
  }
};

struct SecondFactorEnrolled {
  static constexpr EventType kType{805, "SecondFactorEnrolled", Aggregate::account};
  AccountId account;
  template <class V>
  static void describe(V& v) {
    v.stream("account_id", &SecondFactorEnrolled::account);
  }
};

struct AccountActivated {  // first use (policy I③)
  static constexpr EventType kType{703, "AccountActivated", Aggregate::account};
  AccountId account;
  template <class V>
  static void describe(V& v) {
    v.stream("account_id", &AccountActivated::account);
  }
};

struct AccountLocked {
  static constexpr EventType kType{704, "AccountLocked", Aggregate::account};
  AccountId account;
  template <class V>
  static void describe(V& v) {
    v.stream("account_id", &AccountLocked::account);
  }
};

struct AccountUnlocked {
  static constexpr EventType kType{705, "AccountUnlocked", Aggregate::account};
  AccountId account;
  template <class V>
  static void describe(V& v) {
    v.stream("account_id", &AccountUnlocked::account);
  }
};

struct AccountSuspended {
  static constexpr EventType kType{706, "AccountSuspended", Aggregate::account};
  AccountId account;
  std::string reason;
  template <class V>
  static void describe(V& v) {
    v.stream("account_id", &AccountSuspended::account);
    v.sealed("reason", &AccountSuspended::reason, text(2000));
  }
};

struct AccountReinstated {
  static constexpr EventType kType{707, "AccountReinstated", Aggregate::account};
  AccountId account;
  template <class V>
  static void describe(V& v) {
    v.stream("account_id", &AccountReinstated::account);
  }
};

struct AccountClosed {
  static constexpr EventType kType{708, "AccountClosed", Aggregate::account};
  AccountId account;
  CivilDate left_on;
  template <class V>
  static void describe(V& v) {
    v.stream("account_id", &AccountClosed::account);
    v.clear("left_on", &AccountClosed::left_on);
  }
};

struct LoginSucceeded {
  static constexpr EventType kType{901, "LoginSucceeded", Aggregate::account};
  AccountId account;
  SessionId session;
  SessionScope scope = SessionScope::full;
  std::vector<std::string> factors;
  std::optional<DeviceId> device;
  bool device_enrolled = false;
  std::string client_address, user_agent;
  template <class V>
  static void describe(V& v) {
    v.stream("account_id", &LoginSucceeded::account);
    v.clear("session_id", &LoginSucceeded::session);
    v.clear("scope", &LoginSucceeded::scope);
    v.clear("factors", &LoginSucceeded::factors, items(4));
    v.clear("device_id", &LoginSucceeded::device);
    v.clear("device_enrolled", &LoginSucceeded::device_enrolled);
    v.sealed("client_address", &LoginSucceeded::client_address, text(60));
    v.sealed("user_agent", &LoginSucceeded::user_agent, text(300));
  }
};

struct LoginFailed {
  static constexpr EventType kType{902, "LoginFailed", Aggregate::account};
  AccountId account;
  std::uint32_t count = 1;  // failures of this minute that the entry stands for
  template <class V>
  static void describe(V& v) {
    v.stream("account_id", &LoginFailed::account);
    v.clear("count", &LoginFailed::count);
  }
};

struct SessionEnded {
  static constexpr EventType kType{903, "SessionEnded", Aggregate::account};
  AccountId account;
  SessionId session;
  SessionEnd how = SessionEnd::logout;
  template <class V>
  static void describe(V& v) {
    v.stream("account_id", &SessionEnded::account);
    v.clear("session_id", &SessionEnded::session);
    v.clear("how", &SessionEnded::how);
  }
};

struct ActionDenied {  // a technical refusal: the actor's own history only (product.md no. 18)
  static constexpr EventType kType{904, "ActionDenied", Aggregate::account};
  AccountId account;
  Rejection rule = Rejection::role_required;
  std::string operation;  // method and route, without ids
  std::uint32_t count = 1;
  template <class V>
  static void describe(V& v) {
    v.stream("account_id", &ActionDenied::account);
    v.clear("rule", &ActionDenied::rule);
    v.clear("operation", &ActionDenied::operation, text(100));
    v.clear("count", &ActionDenied::count);
  }
};

}  // namespace renkei::account
