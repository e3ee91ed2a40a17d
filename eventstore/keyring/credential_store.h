// Password verifiers, one-time-code seeds and device secrets: never events. An append-only file of sealed
// records, the newest of an id in force; a record is durable before the event that speaks of it. Safe from any
// thread.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "domain/describe.h"
#include "eventstore/keyring/keyring.h"

namespace renkei {

struct AccountCredential {
  AccountId account;
  std::string login_id;
  std::string verifier;  // PHC string
  std::vector<std::string> previous_verifiers;
  std::string pending_verifier;  // in force once the request that prepared it is recorded
  RequestId pending_request;
  Bytes totp_seed, pending_totp_seed;
  std::uint64_t totp_last_step = 0;
  template <class V>
  static void describe(V& v) {
    v.field("account", &AccountCredential::account);
    v.field("login_id", &AccountCredential::login_id);
    v.field("verifier", &AccountCredential::verifier);
    v.field("previous_verifiers", &AccountCredential::previous_verifiers);
    v.field("pending_verifier", &AccountCredential::pending_verifier);
    v.field("pending_request", &AccountCredential::pending_request);
    v.field("totp_seed", &AccountCredential::totp_seed);
    v.field("pending_totp_seed", &AccountCredential::pending_totp_seed);
    v.field("totp_last_step", &AccountCredential::totp_last_step);
  }
};

struct DeviceCredential {
  DeviceId device;
  FacilityId facility;
  Digest enrolment_code;  // SHA-256 of the one-time code; zero when used
  Digest secret;          // SHA-256 of the device's token; zero before enrolment
  template <class V>
  static void describe(V& v) {
    v.field("device", &DeviceCredential::device);
    v.field("facility", &DeviceCredential::facility);
    v.field("enrolment_code", &DeviceCredential::enrolment_code);
    v.field("secret", &DeviceCredential::secret);
  }
};

class CredentialStore {
 public:
  // Opens or makes DIR/credentials. `key` seals the records.
  static Result<std::unique_ptr<CredentialStore>, KeyringError> open(Files& files, const std::string& directory,
                                                                     std::shared_ptr<const Secret> key);

  std::optional<AccountCredential> account(const AccountId& id) const;
  std::optional<AccountId> account_of_login(const std::string& login_id) const;
  std::optional<DeviceCredential> device(const DeviceId& id) const;
  std::optional<DeviceCredential> device_by_code(const Digest& enrolment_code) const;
  // Durable on return.
  Result<void, KeyringError> put(const AccountCredential& credential);
  Result<void, KeyringError> put(const DeviceCredential& credential);

  // Where a torn record was kept at this opening; empty when there was none. An operator is to be told: it may
  // be a change that was acknowledged and is damaged since.
  const std::string& set_aside() const { return set_aside_; }

 private:
  CredentialStore(std::unique_ptr<File> file, std::shared_ptr<const Secret> key);
  Result<void, KeyringError> load();
  Unexpected<KeyringError> damaged() const;
  Result<void, KeyringError> cut_torn(Files& files, const std::string& directory);
  Result<void, KeyringError> append(char kind, BytesView record);

  std::string set_aside_;
  mutable std::mutex mutex_;  // guards everything below
  std::unique_ptr<File> file_;
  std::shared_ptr<const Secret> key_;
  std::uint64_t end_ = 0;
  std::unordered_map<AccountId, AccountCredential> accounts_;
  std::unordered_map<std::string, AccountId> logins_;
  std::unordered_map<DeviceId, DeviceCredential> devices_;
};

}  // namespace renkei
