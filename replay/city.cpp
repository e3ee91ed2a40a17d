#include "replay/city.h"

#include <array>
#include <cerrno>
#include <filesystem>
#include <future>

#include "domain/aggregate_states.h"
#include "eventstore/committer.h"
#include "eventstore/crypto/base64.h"
#include "eventstore/crypto/ed25519.h"
#include "eventstore/crypto/password_hash.h"
#include "eventstore/crypto/random.h"
#include "eventstore/json/json_read.h"
#include "eventstore/json/json_write.h"
#include "eventstore/memory_view_store.h"
#include "eventstore/stored_tree.h"
#include "projections/views.h"
#include "replay/view_folders.h"

namespace renkei {
namespace {

constexpr std::uint32_t kLedgerFormat = 1;
constexpr std::size_t kBallastPiece = 1u << 20;
const std::string kLock = "/LOCK";
const PasswordCost kInitialCost{};

Unexpected<CityError> failed(const FileError& error) { return {CityError{error.to_string()}}; }
Unexpected<CityError> failed(std::string what, int exit_code = 5) {
  return {CityError{std::move(what), exit_code}};
}

Unexpected<CityError> not_locked(const CityPaths& paths, const FileError& error) {
  if (error.code != EWOULDBLOCK) return failed(error);
  return failed(paths.data + " is in use by a running renkeid; stop it or work on a copy");
}

// Whatever ways lead to the two.
bool inside(const std::string& directory, const std::string& path) {
  const std::string outer = plain_path(directory), inner = plain_path(path);
  return inner == outer || inner.starts_with(outer.ends_with('/') ? outer : outer + "/");
}

// Of a text that is shown on terminals: U+0000–001F, 007F–009F.
bool has_control_character(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto octet = static_cast<unsigned char>(text[i]);
    const bool c1 = octet == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if (octet < 0x20 || octet == 0x7F || c1) return true;
  }
  return false;
}

constexpr std::size_t kOriginOctetsMax = 100;  // a note with it fits its slot
constexpr std::array kServiceKeys{"credentials", "pepper", "requests", "cursors"};

// A signing key file: base64 of the seed.
Result<VerificationKey, CityError> make_signing_key(Files& files, const std::string& path,
                                                    const std::string& name) {
  const Secret seed = Secret::random(32);
  std::string text = base64(seed.view()) + "\n";
  if (auto r = replace_file(files, path, text); !r) return failed(r.error());
  cleanse(text);
  return VerificationKey::of(name, 0x01, ed25519_public_key(seed.view()));
}

template <class IdT>
IdT random_id() {
  return IdT::from(random_bytes(16));
}

class InitProposal final : public Proposal {
 public:
  InitProposal(std::vector<Draft> drafts, std::promise<Committed> promise)
      : drafts_(std::move(drafts)), promise_(std::move(promise)) {}
  Verdict decide(Situation&) override {
    Act act;
    act.purpose = Purpose::system_admin;
    return {act, std::move(drafts_), {}};
  }
  void done(Committed committed) override { promise_.set_value(std::move(committed)); }

 private:
  std::vector<Draft> drafts_;
  std::promise<Committed> promise_;
};

std::vector<Draft> first_events(const CityFormat& format, const policy::PolicyFile& policy,
                                const InitOptions& options, const std::vector<InitResult::Admin>& admins) {
  const Basis basis{BasisKind::city_duty, {}, "III.1"};
  std::vector<Draft> drafts{
      Draft{ledger::LedgerInitialised{format.ledger_id, format.origin, format.city, format.log_key,
                                      format.packet_key},
            basis,
            {}},
      Draft{policy::PolicyVersionPublished{format.ledger_id, policy, {admins[0].account, admins[1].account}},
            basis,
            {}},
      Draft{policy::DisclosureRulesPublished{
                format.ledger_id, policy.disclosure, {admins[0].account, admins[1].account}},
            basis,
            {}}};
  for (const policy::Label& form : policy.form_templates) {
    drafts.push_back(
        Draft{policy::FormTemplatePublished{format.ledger_id, form.code, policy.version, form.ja}, basis, {}});
  }
  for (std::size_t i = 0; i < admins.size(); ++i) {
    const std::vector<CityRole> roles{CityRole::intake_officer, CityRole::approver, CityRole::privacy_officer};
    drafts.push_back(Draft{account::CityRoleGranted{admins[i].account, random_id<PersonId>(), roles,
                                                    admins[1 - i].account, options.admins[i]},
                           basis,
                           {}});
    const CivilDate until = date_in_japan(options.now).plus_days(policy.password.initial_valid_days);
    drafts.push_back(Draft{
        account::CredentialIssued{admins[i].account, random_id<CredentialId>(), CredentialKind::initial, until},
        basis,
        {}});
  }
  return drafts;
}

// Records the first events through the same committer that every later one goes through.
Result<void, CityError> record_first(RocksEngine& engine, Keyring& keyring, Checkpoints& checkpoints,
                                     const CityFormat& format, Instant now, std::vector<Draft> drafts) {
  std::string failure;
  const auto fatal = [&](const std::string& what) { failure = what; };
  Views views(std::make_shared<MemoryViewStore>(family_names().size()), engine, {}, fatal);
  ManualClock clock(now);
  Committer committer({engine, views, views, keyring, clock, format.ledger_id, restore_edge(engine), fatal},
                      {});
  std::promise<Committed> promise;
  auto done = promise.get_future();
  committer.submit(std::make_unique<InitProposal>(std::move(drafts), std::move(promise)));
  committer.stop();
  if (!failure.empty() || done.wait_for(std::chrono::seconds(0)) != std::future_status::ready)
    return failed(failure);
  const Committed committed = done.get();
  if (committed.rejection)
    return failed("the first events were refused: " + std::string(code_text(*committed.rejection)));
  const Head head = committer.durable_head();
  if (auto r = checkpoints.sign(head.size, head.root); !r) return failed(r.error().what);
  return {};
}

Result<void, CityError> make_folders(Files& files, const CityPaths& paths) {
  for (const std::string& folder :
       {paths.data, paths.secrets, paths.blobs(), paths.uploads(), paths.checkpoints()}) {
    if (auto r = files.create_directory(folder); !r) return failed(r.error());
    if (auto r = files.sync_directory(parent_directory(folder)); !r) return failed(r.error());
  }
  return {};
}

// Written, not reserved, so that the room is really taken; it may be left unfinished by a cut.
Result<void, FileError> make_ballast(Files& files, const std::string& path, std::uint64_t mebibytes) {
  if (mebibytes == 0) return {};
  auto file = files.open(path, OpenMode::create);
  if (!file) return Unexpected{file.error()};
  const Bytes piece(kBallastPiece, '\0');
  for (std::uint64_t i = 0; i < mebibytes; ++i) {
    if (auto r = (*file)->pwrite(i * kBallastPiece, piece); !r) return r;
  }
  if (auto r = (*file)->sync(); !r) return r;
  return files.sync_directory(parent_directory(path));
}

// Login ids of the first two: told once, changed by nobody; a name is no login id.
std::string admin_login(std::size_t i) { return "city-" + std::to_string(i + 1); }

Result<InitResult::Admin, CityError> make_admin(Keyring& keyring, CredentialStore& credentials,
                                                const std::string& name, std::size_t i) {
  InitResult::Admin admin{name, admin_login(i), base64url(random_bytes(12)), random_id<AccountId>()};
  if (auto r = keyring.create_key(KeyKind::account, KeyId{admin.account.octets}); !r)
    return failed(r.error().what);
  const auto pepper = keyring.key(service_key_id("pepper"));
  AccountCredential credential;
  credential.account = admin.account;
  credential.login_id = admin.login_id;
  credential.verifier = hash_password(admin.one_time_code, pepper->view(), kInitialCost);
  if (auto r = credentials.put(credential); !r) return failed(r.error().what);
  return admin;
}

}  // namespace

std::string plain_path(const std::string& path) {
  std::error_code unknown;
  auto found = std::filesystem::absolute(path, unknown);
  if (!unknown) found = std::filesystem::weakly_canonical(found, unknown).lexically_normal();
  return unknown ? path : (found.has_filename() ? found : found.parent_path()).string();
}

Result<CityFormat, CityError> read_format(Files& files, const CityPaths& paths) {
  auto text = read_file(files, paths.format());
  if (!text) return failed("no Renkei city at " + paths.data + " (" + text.error().to_string() + ")");
  auto json = parse_json(*text);
  if (!json) return failed(paths.format() + ": not readable");
  CityFormat format;
  const auto take_text = [&](const char* name, std::string& value) {
    const JsonValue* member = json->member(name);
    const auto* found = member == nullptr ? nullptr : std::get_if<std::string>(&member->value);
    if (found != nullptr) value = *found;
    return found != nullptr;
  };
  std::string ledger_id;
  const JsonValue* version = json->member("ledger_format");
  const auto* number = version == nullptr ? nullptr : std::get_if<std::int64_t>(&version->value);
  if (number == nullptr || *number != kLedgerFormat || !take_text("city", format.city) ||
      !take_text("origin", format.origin) || !take_text("log_key", format.log_key) ||
      !take_text("packet_key", format.packet_key) || !take_text("ledger_id", ledger_id)) {
    return failed(paths.format() + ": not a ledger format this program reads");
  }
  // Shown on terminals and put into policy files as it is.
  if (has_control_character(format.city + format.origin + format.log_key + format.packet_key))
    return failed(paths.format() + ": control characters in a text");
  const auto id = hex_decode(ledger_id);
  if (!id || id->size() != 16) return failed(paths.format() + ": malformed ledger id");
  format.ledger_id = KeyId::from(*id);
  return format;
}

Result<std::unique_ptr<File>, CityError> lock_city(Files& files, const CityPaths& paths) {
  auto lock = files.lock(paths.data + kLock);
  if (!lock) return not_locked(paths, lock.error());
  return std::move(*lock);
}

Result<std::unique_ptr<File>, CityError> lock_to_read(Files& files, const CityPaths& paths) {
  auto lock = files.lock(paths.data + kLock);
  if (!lock && lock.error().code != EWOULDBLOCK) lock = files.lock_shared(paths.data + kLock);
  if (lock) return std::move(*lock);
  if (lock.error().not_found()) return std::unique_ptr<File>();  // a running renkeid has made one
  return not_locked(paths, lock.error());
}

Result<Secret, CityError> read_seed(Files& files, const std::string& path) {
  auto text = read_file(files, path);
  if (!text) return failed(text.error());
  while (!text->empty() && text->back() == '\n') text->pop_back();
  auto seed = base64_decode(*text);
  cleanse(*text);
  if (!seed || seed->size() != 32) return failed(path + ": not a signing key");
  Secret secret(*seed);
  cleanse(*seed);
  return secret;
}

Result<InitResult, CityError> init_city(Files& files, const CityPaths& paths, const InitOptions& options) {
  if (options.admins.size() != 2)
    return failed("exactly two --admin names are needed: one person may not approve alone");
  if (inside(paths.data, paths.secrets))
    return failed("the secrets folder must not lie inside the data folder");
  if (!valid_key_name(options.origin) || options.origin.size() > kOriginOctetsMax)
    return failed("--origin is a name like example.jp/city: no spaces, no '+', up to " +
                      std::to_string(kOriginOctetsMax) + " octets",
                  64);
  if (has_control_character(options.city)) return failed("--city has a control character in it", 64);
  if (files.exists(paths.format())) return failed("there is already a city at " + paths.data);
  auto policy = from_json_text<policy::PolicyFile>(options.policy_json);
  if (!policy)
    return failed("the policy is not valid at " + policy.error().front().pointer + ": " +
                  policy.error().front().en);
  if (auto r = make_folders(files, paths); !r) return Unexpected{r.error()};

  auto keyring = Keyring::create(files, paths.secrets);
  if (!keyring) return failed(keyring.error().what);
  CityFormat format{kLedgerFormat, 1, options.city, options.origin, {}, {}, random_id<KeyId>()};
  if (auto r = (*keyring)->create_key(KeyKind::city, format.ledger_id); !r) return failed(r.error().what);
  for (const char* name : kServiceKeys) {
    if (auto r = (*keyring)->create_key(KeyKind::service, service_key_id(name)); !r)
      return failed(r.error().what);
  }
  auto log_key = make_signing_key(files, paths.secrets + "/log.key", options.origin);
  if (!log_key) return Unexpected{log_key.error()};
  auto packet_key = make_signing_key(files, paths.secrets + "/packet.key", options.origin + "/packets");
  if (!packet_key) return Unexpected{packet_key.error()};
  format.log_key = log_key->to_string();
  format.packet_key = packet_key->to_string();

  auto credentials =
      CredentialStore::open(files, paths.secrets, (*keyring)->key(service_key_id("credentials")));
  if (!credentials) return failed(credentials.error().what);
  InitResult result{format, {}};
  for (std::size_t i = 0; i < 2; ++i) {
    auto admin = make_admin(**keyring, **credentials, options.admins[i], i);
    if (!admin) return Unexpected{admin.error()};
    result.admins.push_back(std::move(*admin));
  }

  auto engine = RocksEngine::open(files, paths.data, 0, {});
  if (!engine) return failed(engine.error().what);
  auto seed = read_seed(files, paths.secrets + "/log.key");
  if (!seed) return Unexpected{seed.error()};
  auto checkpoints = Checkpoints::open(files, paths.checkpoints(), *log_key, std::move(*seed));
  if (!checkpoints) return failed(checkpoints.error().what);
  auto drafts = first_events(format, *policy, options, result.admins);
  if (auto r = record_first(**engine, **keyring, **checkpoints, format, options.now, std::move(drafts)); !r)
    return Unexpected{r.error()};
  if (auto r = make_ballast(files, paths.data + "/ballast", options.ballast_mebibytes); !r)
    return failed(r.error());
  if (auto r = replace_file(files, paths.format(), to_json(format) + "\n"); !r)
    return failed(r.error());  // last
  return result;
}

Result<OpenCity, CityError> open_city(Files& files, const CityPaths& paths) {
  if (inside(paths.data, paths.secrets))
    return failed("the secrets folder must not lie inside the data folder");
  OpenCity city;
  auto format = read_format(files, paths);
  if (!format) return Unexpected{format.error()};
  city.format = *format;
  auto lock = lock_city(files, paths);
  if (!lock) return Unexpected{lock.error()};
  city.lock = std::move(*lock);
  const auto log_key = VerificationKey::parse(city.format.log_key);
  if (!log_key) return failed(paths.format() + ": malformed log key");
  city.log_key = *log_key;
  const auto packet_key = VerificationKey::parse(city.format.packet_key);
  if (!packet_key) return failed(paths.format() + ": malformed packet key");
  city.packet_key = *packet_key;
  auto packet_seed = read_seed(files, paths.secrets + "/packet.key");
  if (!packet_seed) return Unexpected{packet_seed.error()};
  if (ed25519_public_key(packet_seed->view()) != packet_key->public_key)
    return failed("packet.key is not the key that " + paths.format() + " names");
  city.packet_seed = std::move(*packet_seed);
  auto keyring = Keyring::open(files, paths.secrets);
  if (!keyring) return failed(keyring.error().what);
  city.keyring = std::move(*keyring);
  if (city.keyring->key(city.format.ledger_id) == nullptr)
    return failed("the city's key is not in the keyring");
  for (const char* name : kServiceKeys) {
    if (city.keyring->key(service_key_id(name)) == nullptr)
      return failed("the key \"" + std::string(name) + "\" is not in the keyring");
  }
  auto credentials =
      CredentialStore::open(files, paths.secrets, city.keyring->key(service_key_id("credentials")));
  if (!credentials) return failed(credentials.error().what);
  city.credentials = std::move(*credentials);
  auto seed = read_seed(files, paths.secrets + "/log.key");
  if (!seed) return Unexpected{seed.error()};
  if (ed25519_public_key(seed->view()) != log_key->public_key)
    return failed("log.key is not the key that " + paths.format() + " names");
  auto checkpoints = Checkpoints::open(files, paths.checkpoints(), *log_key, std::move(*seed));
  if (!checkpoints) return failed(checkpoints.error().what, checkpoints.error().stale ? 3 : 2);
  city.checkpoints = std::move(*checkpoints);
  const auto& mark = city.checkpoints->high_water();
  // Init signs one before there is a city. Without it an older ledger could be put back, and signed
  // differently.
  if (!mark) return failed("no signed high-water mark at " + paths.checkpoints() + "; put it back too", 3);
  auto engine = RocksEngine::open(files, paths.data, mark->size, {});
  if (!engine) return failed(engine.error().what, engine.error().corrupt ? 3 : 5);
  city.engine = std::move(*engine);
  const RightEdge edge = restore_edge(*city.engine);  // throws CorruptHistory
  const NodeReader node = [&](unsigned level, std::uint64_t index) -> std::optional<Digest> {
    return stored_node(*city.engine, edge, level, index);
  };
  if (root_at(mark->size, node) != mark->root) {
    return failed("the ledger's tree at size " + std::to_string(mark->size) + " is not the one that was signed",
                  2);
  }
  auto store = open_views(files, paths, *city.engine);
  if (!store) return Unexpected{store.error()};
  city.view_store = std::move(*store);
  return city;
}

}  // namespace renkei
