// The file of keys. The input are slots without their checks, which are made good, so that the rest is reached;
// its first octet says whether the last slot is cut.
#include "eventstore/keyring/keyring.h"

#include "domain/check.h"
#include "eventstore/crypto/key_wrap.h"
#include "eventstore/crypto/sha256.h"
#include "eventstore/files/simulated_files.h"
#include "tests/fuzz/targets.h"

namespace renkei::fuzz {
namespace {

constexpr std::size_t kSlotBytes = 128, kCheckAt = 124, kKeyIdAt = 8, kWrappedAt = 24;
const Bytes kKeyEncryptionKey(32, '\x21');

Bytes keyring_file(BytesView slots, bool cut) {
  Bytes file = "renkei keyring 1\n";
  file.resize(kSlotBytes, '\0');
  while (!slots.empty()) {
    Bytes slot(slots.substr(0, kCheckAt));
    slots.remove_prefix(slot.size());
    slot.resize(kCheckAt, '\0');
    const bool never_written = slot.find_first_not_of('\0') == Bytes::npos;
    file += slot + (never_written ? Bytes(4, '\0') : Bytes(sha256({slot}).view().substr(0, 4)));
  }
  if (cut && file.size() > kSlotBytes) file.pop_back();
  return file;
}

void put(Files& files, const std::string& path, BytesView octets) {
  must_hold(replace_file(files, path, octets).has_value(), "the simulated disk takes a file");
}

// Every key that a slot names is live, destroyed or damaged, and never two of these.
void ask_for_keys(Keyring& keyring, BytesView slots) {
  for (std::size_t at = 0; at + kCheckAt <= slots.size(); at += kCheckAt) {
    const KeyId id = KeyId::from(slots.substr(at + kKeyIdAt, KeyId::size));
    try {
      const auto key = keyring.key(id);
      must_hold(key == nullptr || !keyring.destroyed(id), "a destroyed key is gone");
    } catch (const CorruptHistory&) {
      must_hold(!keyring.destroyed(id), "a destroyed key is not damaged");
    }
  }
}

void run_keyring(BytesView octets) {
  if (octets.empty()) return;
  const BytesView slots = octets.substr(1);
  SimulatedFiles files;
  must_hold(files.create_directory("s").has_value(), "the simulated disk takes a folder");
  put(files, "s/keyring.kek", kKeyEncryptionKey);
  put(files, "s/keyring", keyring_file(slots, (octets[0] & 1) != 0));
  auto keyring = Keyring::open(files, "s");
  if (!keyring) return;
  must_hold((*keyring)->size() <= slots.size() / kCheckAt + 1, "no more keys than slots");
  ask_for_keys(**keyring, slots);
  const std::size_t before = (*keyring)->size();
  const KeyId made = service_key_id("made by the fuzzer");
  const bool created = (*keyring)->create_key(KeyKind::service, made).has_value();
  const auto reopened = Keyring::open(files, "s");
  must_hold(reopened.has_value(), "a keyring opens again");
  must_hold((*reopened)->size() == (*keyring)->size() && (*keyring)->size() - before <= 1,
            "a keyring keeps its keys");
  must_hold(!created || (*reopened)->key(made) != nullptr, "a key that was made is there");
}

Bytes slot_of(char state, char id, BytesView wrapped) {
  Bytes slot(kCheckAt, '\0');
  slot[0] = state;
  slot[1] = 1;
  slot[7] = 1;
  slot.replace(kKeyIdAt, KeyId::size, Bytes(KeyId::size, id));
  slot.replace(kWrappedAt, wrapped.size(), wrapped);
  return slot;
}

std::vector<Bytes> keyring_seeds() {
  const Bytes wrapped = wrap_key(kKeyEncryptionKey, Bytes(32, '\x42'));
  const Bytes live = slot_of(1, 'a', wrapped), destroyed = slot_of(2, 'b', {}), never(kCheckAt, '\0');
  const Bytes whole(1, '\0'), cut(1, '\1');
  return {whole,
          whole + live,
          cut + live,
          whole + live + destroyed,
          whole + live + never + destroyed + live,
          cut + live + destroyed + slot_of(1, 'c', Bytes(40, 'x'))};
}

}  // namespace

FuzzTarget keyring() { return {"keyring", run_keyring, keyring_seeds}; }

}  // namespace renkei::fuzz
