// Data keys, one per care recipient, account, city and day, in fixed 128-octet slots wrapped (RFC 3394) under a
// key encryption key that lies in its own file. A slot is durable before any entry may speak of its key;
// destroying a key overwrites the slot in place. Safe from any thread.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "domain/values/codes.h"
#include "eventstore/crypto/secret.h"
#include "eventstore/files/files.h"

namespace renkei {

// clang-format off
#define LIST(X)                          \
  X(care_recipient, 1, "care_recipient") \
  X(account, 2, "account")               \
  X(city, 3, "city")                     \
  X(day, 4, "day")                       \
  X(service, 5, "service")
// clang-format on
RENKEI_CODES(KeyKind, LIST)
#undef LIST

struct KeyringError {
  std::string what;
};

class Keyring {
 public:
  // Makes DIR/keyring and DIR/keyring.kek; fails when either is there.
  static Result<std::unique_ptr<Keyring>, KeyringError> create(Files& files, const std::string& directory);
  static Result<std::unique_ptr<Keyring>, KeyringError> open(Files& files, const std::string& directory);

  // Durable on return; creating a key that exists is a success. A key destroyed before is never made again.
  Result<void, KeyringError> create_key(KeyKind kind, const KeyId& id);
  // nullptr: unknown or destroyed; throws CorruptHistory for a live key that can't be read. The secret stays
  // valid while it is held, even if the key is destroyed meanwhile.
  std::shared_ptr<const Secret> key(const KeyId& id);
  // The key under which something was sealed: nullptr only where it was destroyed. One that was never here was
  // lost, with a keyring put back or cut, and must not look erased: CorruptHistory.
  std::shared_ptr<const Secret> key_unless_destroyed(const KeyId& id);
  Result<void, KeyringError> destroy_key(const KeyId& id);
  bool destroyed(const KeyId& id) const;
  std::vector<KeyId> live_keys(KeyKind kind) const;  // in no order
  std::size_t size() const;

 private:
  struct Slot {
    std::uint64_t number = 0;
    KeyKind kind = KeyKind::service;
    bool live = false;
  };
  Keyring(std::unique_ptr<File> file, Secret key_encryption_key);
  Result<void, KeyringError> load();
  Result<void, KeyringError> write_slot(std::uint64_t number, BytesView octets);

  mutable std::mutex mutex_;  // guards everything below
  std::unique_ptr<File> file_;
  Secret key_encryption_key_;
  std::unordered_map<KeyId, Slot> slots_;
  std::uint64_t next_slot_ = 1;                                         // slot 0 is the header
  std::unordered_map<KeyId, std::shared_ptr<const Secret>> open_keys_;  // bounded by kOpenKeysMax
};

// Well-known service keys, made by init.
KeyId service_key_id(std::string_view name);              // "credentials", "pepper", "requests", "cursors"
KeyId day_key_id(std::int32_t utc_day);                   // days since 1970-01-01
std::optional<std::int32_t> day_of_key(const KeyId& id);  // its inverse

}  // namespace renkei
