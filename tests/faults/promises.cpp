#include "tests/faults/promises.h"

#include "eventstore/codec/event_codec.h"
#include "eventstore/crypto/base64.h"
#include "eventstore/crypto/password_hash.h"
#include "eventstore/crypto/sha256.h"
#include "eventstore/merkle/checkpoint.h"
#include "replay/verify/verify.h"

namespace renkei::testing {
namespace {

const Bytes kAfterAllKeys(64, '\xFF');

std::string one_way(const ViewReader& first, const ViewReader& second) {
  std::string found;
  for (std::size_t family = 0; family < family_names().size() && found.empty(); ++family) {
    first.scan(family, {}, kAfterAllKeys, [&](BytesView key, BytesView value) {
      if (second.get(family, key) == Bytes(value)) return true;
      found = "a row of " + family_names()[family] + " is not in both views";
      return false;
    });
  }
  return found;
}

std::string unreadable_blob(SimulatedFiles& disk, const StoredBlob& stored, const Bytes& content) {
  auto reader = BlobStore(disk, kPaths.blobs()).open(stored.blob, stored.key, stored.bytes);
  if (!reader) return "a blob is gone: " + reader.error().to_string();
  Bytes read;
  bool failed = false;
  while ((*reader)->next(read, failed)) {
  }
  return failed || read != content ? "a blob does not read back" : "";
}

}  // namespace

std::string password_text(std::uint64_t number) { return "password " + std::to_string(number); }

std::string differing_rows(const ViewStore& first, const ViewStore& second) {
  const auto one = first.snapshot();
  const auto other = second.snapshot();
  const std::string found = one_way(*one, *other);
  return found.empty() ? one_way(*other, *one) : found;
}

std::string not_a_fresh_fold(const ViewStore& store, const LedgerEngine& engine) {
  std::string failure;
  const auto fresh = std::make_shared<MemoryViewStore>(family_names().size());
  Views(fresh, engine, {}, [&](const std::string& what) { failure = what; }).stop();
  return failure.empty() ? differing_rows(store, *fresh) : failure;
}

void Promises::attempt(const Command& command) {
  const std::lock_guard lock(mutex_);
  attempted_[command.number] = command;
}

void Promises::answered(const Command& command, const Committed& committed) {
  const std::lock_guard lock(mutex_);
  const std::uint64_t position =
      committed.replayed ? committed.first_position : committed.events.at(0).position;
  const auto known = receipts_.find(command.number);
  if (known == receipts_.end()) {
    receipts_[command.number] = {position, committed.leaf_hashes};
  } else if (!committed.replayed || position != known->second.position) {
    problem_ = "request " + std::to_string(command.number) + " was answered twice and not alike";
  }
}

void Promises::key(const KeyId& id, const Secret& secret) {
  const std::lock_guard lock(mutex_);
  keys_[id] = Bytes(secret.view());
}

void Promises::attempt_password(const AccountId& account, std::uint64_t number) {
  const std::lock_guard lock(mutex_);
  passwords_[account].attempted = number;
}

void Promises::password(const AccountId& account, std::uint64_t number) {
  const std::lock_guard lock(mutex_);
  passwords_[account].acknowledged = number;
}

void Promises::blob(const StoredBlob& stored, Bytes content) {
  const std::lock_guard lock(mutex_);
  blobs_.emplace_back(stored, std::move(content));
}

void Promises::note(std::string note) {
  const std::lock_guard lock(mutex_);
  notes_.push_back(std::move(note));
}

void Promises::problem(std::string what) {
  const std::lock_guard lock(mutex_);
  problem_ = std::move(what);
}

std::vector<Command> Promises::unanswered() const {
  const std::lock_guard lock(mutex_);
  std::vector<Command> found;
  for (const auto& [number, command] : attempted_) {
    if (!receipts_.contains(number)) found.push_back(command);
  }
  return found;
}

std::vector<Command> Promises::answered() const {
  const std::lock_guard lock(mutex_);
  std::vector<Command> found;
  for (const auto& [number, receipt] : receipts_) found.push_back(attempted_.at(number));
  return found;
}

std::uint64_t Promises::acknowledged() const {
  const std::lock_guard lock(mutex_);
  return receipts_.size() + keys_.size() + passwords_.size() + blobs_.size() + notes_.size();
}

std::string Promises::broken(SimulatedFiles& disk, OpenCity& city) const {
  const std::lock_guard lock(mutex_);
  if (!problem_.empty()) return problem_;
  std::string found = broken_links(disk, city);
  if (found.empty()) found = broken_secrets(city);
  if (found.empty()) found = broken_blobs(disk);
  if (found.empty()) found = broken_notes(disk, city);
  if (!found.empty()) return found;
  std::string failure;
  Views views(city.view_store, *city.engine, {}, [&](const std::string& what) { failure = what; });
  found = broken_commands(city, views);
  views.stop();
  if (found.empty()) found = failure;
  return found.empty() ? not_a_fresh_fold(*city.view_store, *city.engine) : found;
}

// Chain, tree, streams, subjects, payloads; every file an entry names, and every key it is sealed under.
std::string Promises::broken_links(SimulatedFiles& disk, const OpenCity& city) const {
  VerifyInput input{
      *city.engine, city.log_key, city.format.origin, city.checkpoints->latest(), nullptr, {}, {}};
  input.kept = {kept_checkpoints(disk, kept_directory(kPaths.checkpoints())), city.checkpoints->kept(), false};
  input.check_blob = [&](const Digest& blob, std::string& problem) {
    const std::string name = hex(blob.view());
    const auto octets = read_file(disk, kPaths.blobs() + "/" + name.substr(0, 2) + "/" + name);
    if (!octets || sha256({*octets}) != blob) problem = "not whole";
    return problem.empty();
  };
  const VerifyReport report = verify_ledger(input);
  if (!report.findings.empty()) {
    const Finding& f = report.findings.front();
    return f.kind + " at " + std::to_string(f.position) + ": expected " + f.expected + ", found " + f.found;
  }
  std::string found;
  city.engine->scan(0, [&](std::uint64_t position, BytesView octets) {
    const EntryView entry = *read_entry(octets);
    if (entry.has_payload() && city.keyring->key(entry.payload_key) == nullptr) {
      found = "entry " + std::to_string(position) + " is sealed under a key that is gone";
    }
    if (entry.type == account::CredentialIssued::kType.number &&
        !city.credentials->account(AccountId{entry.stream})) {
      found = "entry " + std::to_string(position) + " speaks of a credential that is gone";
    }
    return found.empty();
  });
  return found;
}

std::string Promises::broken_commands(const OpenCity& city, const Views& views) const {
  std::map<RequestId, std::size_t> entries;
  city.engine->scan(0, [&](std::uint64_t, BytesView octets) {
    ++entries[read_entry(octets)->request];
    return true;
  });
  for (const auto& [number, command] : attempted_) {
    const RequestId id = request_key(number).id;
    const std::string name = "request " + std::to_string(number);
    const std::size_t count = entries.contains(id) ? entries.at(id) : 0;
    const auto position = views.request(id);
    if (count != 0 && count != command.drafts.size()) return name + " is there in part or twice";
    if ((count != 0) != position.has_value()) return name + " is not in both ledger and views";
    const auto receipt = receipts_.find(number);
    if (receipt == receipts_.end()) continue;
    if (!position) return name + " was acknowledged and is lost";
    if (*position != receipt->second.position) return name + " is at another position than its receipt says";
    for (std::size_t i = 0; i < receipt->second.leaves.size(); ++i) {
      const auto entry = city.engine->entry(*position + i);
      if (!entry || leaf_hash(*entry) != receipt->second.leaves[i])
        return name + " is not what its receipt says";
    }
  }
  return {};
}

std::string Promises::broken_secrets(OpenCity& city) const {
  for (const auto& [id, secret] : keys_) {
    const auto key = city.keyring->key(id);
    if (key == nullptr || key->view() != secret) return "an acknowledged key does not open";
  }
  const auto pepper = city.keyring->key(service_key_id("pepper"));
  for (const auto& [account, passwords] : passwords_) {
    if (passwords.acknowledged == 0) continue;
    const auto credential = city.credentials->account(account);
    if (!credential) return "an acknowledged credential is gone";
    bool verified = false;
    for (std::uint64_t n = passwords.acknowledged; n <= passwords.attempted; ++n) {
      verified = verified || verify_password(password_text(n), pepper->view(), credential->verifier);
    }
    if (!verified) return "an acknowledged credential does not verify";
  }
  return {};
}

std::string Promises::broken_blobs(SimulatedFiles& disk) const {
  for (const auto& [stored, content] : blobs_) {
    std::string found = unreadable_blob(disk, stored, content);
    if (!found.empty()) return found;
  }
  return {};
}

std::string Promises::broken_notes(SimulatedFiles& disk, const OpenCity& city) const {
  std::set<std::string> kept;
  const KeptWalk walk = kept_checkpoints(disk, kept_directory(kPaths.checkpoints()));
  while (const auto place = walk()) kept.insert(place->note.value_or(""));
  std::map<std::uint64_t, Digest> roots;
  RightEdge edge;
  std::vector<FullTile> tiles;
  city.engine->scan(0, [&](std::uint64_t, BytesView octets) {
    edge.append(leaf_hash(octets), tiles);
    roots[edge.size()] = edge.root();
    return true;
  });
  const auto& mark = city.checkpoints->high_water();
  for (const std::string& note : notes_) {
    const auto checkpoint = open_checkpoint(note, city.log_key);
    if (!checkpoint) return "a checkpoint handed out is not signed";
    if (!kept.contains(note)) return "a checkpoint handed out was not kept";
    if (checkpoint->size > city.engine->head().size)
      return "the ledger is shorter than a checkpoint handed out";
    if (roots[checkpoint->size] != checkpoint->root) return "a checkpoint handed out has another root";
    if (!mark || mark->size < checkpoint->size) return "the high-water mark is behind a checkpoint handed out";
  }
  return {};
}

}  // namespace renkei::testing
