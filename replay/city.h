// A city on disk: where things lie, how it is made, how its parts are opened.
//   DATA/   FORMAT ledger/ views/ (replay/view_folders.h) checkpoints/ blobs/ uploads/ ballast       SECRETS/
//   keyring keyring.kek credentials
//                                                                            log.key packet.key tls/
// SECRETS never lies inside DATA. FORMAT is written last by init: without it there is no city.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "domain/policy/policy_file.h"
#include "eventstore/checkpoints.h"
#include "eventstore/clock.h"
#include "eventstore/keyring/credential_store.h"
#include "eventstore/rocks/rocks_engine.h"
#include "eventstore/rocks/rocks_view_store.h"

namespace renkei {

struct CityPaths {
  std::string data, secrets;
  std::string format() const { return data + "/FORMAT"; }
  std::string checkpoints() const { return data + "/checkpoints"; }
  std::string blobs() const { return data + "/blobs"; }
  std::string uploads() const { return data + "/uploads"; }
  std::string packets() const { return data + "/packets"; }  // sealed, and disposable
};

struct CityFormat {  // DATA/FORMAT
  std::uint32_t ledger_format = 1, minimum_reader = 1;
  std::string city, origin, log_key, packet_key;
  KeyId ledger_id;
  template <class V>
  static void describe(V& v) {
    v.field("ledger_format", &CityFormat::ledger_format);
    v.field("minimum_reader", &CityFormat::minimum_reader);
    v.field("city", &CityFormat::city);
    v.field("origin", &CityFormat::origin);
    v.field("log_key", &CityFormat::log_key);
    v.field("packet_key", &CityFormat::packet_key);
    v.field("ledger_id", &CityFormat::ledger_id);
  }
};

struct CityError {
  std::string what;
  int exit_code = 5;  // renkei's: 2 tampered, 3 truncated or stale, 5 unreadable or in use
};

struct InitOptions {
  std::string city, origin = "renkei.example/marugame", policy_json;
  std::vector<std::string> admins;  // exactly two names (product.md no. 34)
  Instant now;
  std::uint64_t ballast_mebibytes = 0;  // room that is set free by hand when the disk is full; 0: none
};

struct InitResult {
  CityFormat format;
  struct Admin {
    std::string name, login_id, one_time_code;
    AccountId account;
  };
  std::vector<Admin> admins;
};

// Makes a new city; refuses an existing one and a SECRETS inside DATA.
Result<InitResult, CityError> init_city(Files& files, const CityPaths& paths, const InitOptions& options);

// The stores of a city, opened for writing and checked against each other: high-water mark, root, views.
struct OpenCity {
  CityFormat format;
  VerificationKey log_key, packet_key;
  Secret packet_seed;  // signs the manifests of packets
  std::unique_ptr<File> lock;
  std::unique_ptr<Keyring> keyring;
  std::unique_ptr<CredentialStore> credentials;
  std::unique_ptr<RocksEngine> engine;
  std::unique_ptr<Checkpoints> checkpoints;
  std::shared_ptr<RocksViewStore> view_store;
};
Result<OpenCity, CityError> open_city(Files& files, const CityPaths& paths);

// The seed of SECRETS/log.key or packet.key.
Result<Secret, CityError> read_seed(Files& files, const std::string& path);

Result<CityFormat, CityError> read_format(Files& files, const CityPaths& paths);

// A path as it reads without detours, links followed as far as they lead; nothing need be there.
std::string plain_path(const std::string& path);

// Holds DATA for one process; fails with exit code 5 while a server runs on it.
Result<std::unique_ptr<File>, CityError> lock_city(Files& files, const CityPaths& paths);
// The same for who only reads: a copy on a medium that can't be written is read by several at once, and needs
// no lock (nullptr) if it brought no LOCK.
Result<std::unique_ptr<File>, CityError> lock_to_read(Files& files, const CityPaths& paths);

}  // namespace renkei
