#include "eventstore/keyring/keyring.h"

#include <algorithm>
#include <charconv>

#include "eventstore/crypto/key_wrap.h"
#include "eventstore/crypto/sha256.h"

namespace renkei {
namespace {

// Slot: state u8 · kind u8 · 2 zero · KEK version u32 BE · key id 16 · wrapped key 40 · 60 zero · check 4.
// DO NOT CHANGE: these offsets are on disk. A slot lies within one 512-octet sector, so it is never half
// written.
constexpr std::size_t kSlotBytes = 128, kKeyIdAt = 8, kWrappedAt = 24, kWrappedBytes = 40, kCheckAt = 124;
constexpr char kLive = 1, kDestroyed = 2;
constexpr BytesView kHeader = "renkei keyring 1\n";
constexpr std::size_t kOpenKeysMax = 8'192;
constexpr std::size_t kReadAtOnce = 1'024 * kSlotBytes;

Bytes check_of(BytesView slot) { return Bytes(sha256({slot.substr(0, kCheckAt)}).view().substr(0, 4)); }

Bytes slot_octets(char state, KeyKind kind, const KeyId& id, BytesView wrapped) {
  Bytes slot(kSlotBytes, '\0');
  slot[0] = state;
  slot[1] = static_cast<char>(kind);
  slot[7] = 1;  // KEK version
  std::copy(id.octets.begin(), id.octets.end(), slot.begin() + kKeyIdAt);
  std::copy(wrapped.begin(), wrapped.end(), slot.begin() + kWrappedAt);
  const Bytes check = check_of(slot);
  std::copy(check.begin(), check.end(), slot.begin() + kCheckAt);
  return slot;
}

Unexpected<KeyringError> failed(const FileError& error) {
  return {KeyringError{"keyring: " + error.to_string()}};
}

}  // namespace

Keyring::Keyring(std::unique_ptr<File> file, Secret key_encryption_key)
    : file_(std::move(file)), key_encryption_key_(std::move(key_encryption_key)) {}

Result<std::unique_ptr<Keyring>, KeyringError> Keyring::create(Files& files, const std::string& directory) {
  const Secret kek = Secret::random(32);
  auto kek_file = files.open(directory + "/keyring.kek", OpenMode::create_new);
  if (!kek_file) return failed(kek_file.error());
  if (auto r = (*kek_file)->pwrite(0, kek.view()); !r) return failed(r.error());
  if (auto r = (*kek_file)->sync(); !r) return failed(r.error());
  auto file = files.open(directory + "/keyring", OpenMode::create_new);
  if (!file) return failed(file.error());
  Bytes header(kSlotBytes, '\0');
  std::copy(kHeader.begin(), kHeader.end(), header.begin());
  if (auto r = (*file)->pwrite(0, header); !r) return failed(r.error());
  if (auto r = (*file)->sync(); !r) return failed(r.error());
  if (auto r = files.sync_directory(directory); !r) return failed(r.error());
  return std::unique_ptr<Keyring>(new Keyring(std::move(*file), kek.clone()));
}

Result<std::unique_ptr<Keyring>, KeyringError> Keyring::open(Files& files, const std::string& directory) {
  auto kek = read_file(files, directory + "/keyring.kek");
  if (!kek) return failed(kek.error());
  if (kek->size() != 32) return Unexpected{KeyringError{"keyring.kek: not 32 octets"}};
  auto file = files.open(directory + "/keyring", OpenMode::read_write);
  if (!file) return failed(file.error());
  std::unique_ptr<Keyring> keyring(new Keyring(std::move(*file), Secret(*kek)));
  cleanse(*kek);
  if (auto loaded = keyring->load(); !loaded) return Unexpected{loaded.error()};
  return keyring;
}

// Slots are written one after another: an empty one with written ones behind it lost its key.
Result<void, KeyringError> Keyring::load() {
  std::uint64_t number = 0;
  std::optional<std::uint64_t> empty;
  while (true) {
    auto part = file_->pread(number * kSlotBytes, kReadAtOnce);
    if (!part) return failed(part.error());
    const std::size_t whole = part->size() / kSlotBytes;  // a torn last slot was never acknowledged
    for (std::size_t i = 0; i < whole; ++i, ++number) {
      const BytesView slot = BytesView(*part).substr(i * kSlotBytes, kSlotBytes);
      if (number == 0) {
        if (!slot.starts_with(kHeader)) return Unexpected{KeyringError{"keyring: not a keyring of version 1"}};
        continue;
      }
      if (slot.find_first_not_of('\0') == BytesView::npos) {
        if (!empty) empty = number;
        continue;
      }
      if (empty) {
        return Unexpected{
            KeyringError{"keyring: slot " + std::to_string(*empty) + " is empty, with written ones behind it"}};
      }
      if (slot.substr(kCheckAt) != check_of(slot)) {
        return Unexpected{KeyringError{"keyring: slot " + std::to_string(number) + " is damaged"}};
      }
      slots_[KeyId::from(slot.substr(kKeyIdAt, 16))] = {number, static_cast<KeyKind>(slot[1]),
                                                        slot[0] == kLive};
      next_slot_ = number + 1;
    }
    if (whole < kReadAtOnce / kSlotBytes) return {};
  }
}

Result<void, KeyringError> Keyring::write_slot(std::uint64_t number, BytesView octets) {
  if (auto r = file_->pwrite(number * kSlotBytes, octets); !r) return failed(r.error());
  if (auto r = file_->sync(); !r) return failed(r.error());
  return {};
}

Result<void, KeyringError> Keyring::create_key(KeyKind kind, const KeyId& id) {
  const std::lock_guard lock(mutex_);
  if (const auto found = slots_.find(id); found != slots_.end()) {
    if (found->second.live) return {};
    return Unexpected{KeyringError{"keyring: this key was destroyed"}};
  }
  auto key = std::make_shared<const Secret>(Secret::random(32));
  const Bytes slot = slot_octets(kLive, kind, id, wrap_key(key_encryption_key_.view(), key->view()));
  if (auto written = write_slot(next_slot_, slot); !written) return written;  // durable before it is used
  slots_[id] = {next_slot_++, kind, true};
  if (open_keys_.size() >= kOpenKeysMax) open_keys_.clear();
  open_keys_[id] = std::move(key);
  return {};
}

std::shared_ptr<const Secret> Keyring::key(const KeyId& id) {
  const std::lock_guard lock(mutex_);
  if (const auto open = open_keys_.find(id); open != open_keys_.end()) return open->second;
  const auto slot = slots_.find(id);
  if (slot == slots_.end() || !slot->second.live) return nullptr;
  const auto octets = file_->pread(slot->second.number * kSlotBytes, kSlotBytes);
  // A live key that can't be read is no destroyed key: nothing may be decided as if it were.
  if (!octets || octets->size() != kSlotBytes) throw CorruptHistory("keyring: a live key can't be read");
  auto opened = unwrap_key(key_encryption_key_.view(), BytesView(*octets).substr(kWrappedAt, kWrappedBytes));
  if (!opened) throw CorruptHistory("keyring: a live key does not open");
  if (open_keys_.size() >= kOpenKeysMax) open_keys_.clear();
  return open_keys_[id] = std::make_shared<const Secret>(std::move(*opened));
}

std::shared_ptr<const Secret> Keyring::key_unless_destroyed(const KeyId& id) {
  auto found = key(id);
  if (found == nullptr && !destroyed(id)) throw CorruptHistory("keyring: a key that was used is not there");
  return found;
}

Result<void, KeyringError> Keyring::destroy_key(const KeyId& id) {
  const std::lock_guard lock(mutex_);
  const auto slot = slots_.find(id);
  if (slot == slots_.end() || !slot->second.live) return {};
  if (auto r = write_slot(slot->second.number, slot_octets(kDestroyed, KeyKind::service, id, {})); !r) return r;
  slot->second.live = false;
  open_keys_.erase(id);
  return {};
}

bool Keyring::destroyed(const KeyId& id) const {
  const std::lock_guard lock(mutex_);
  const auto slot = slots_.find(id);
  return slot != slots_.end() && !slot->second.live;
}

std::vector<KeyId> Keyring::live_keys(KeyKind kind) const {
  const std::lock_guard lock(mutex_);
  std::vector<KeyId> ids;
  for (const auto& [id, slot] : slots_) {
    if (slot.live && slot.kind == kind) ids.push_back(id);
  }
  return ids;
}

std::size_t Keyring::size() const {
  const std::lock_guard lock(mutex_);
  return slots_.size();
}

KeyId service_key_id(std::string_view name) {
  KeyId id;
  std::copy_n(name.begin(), std::min<std::size_t>(name.size(), 15), id.octets.begin() + 1);
  return id;
}

KeyId day_key_id(std::int32_t utc_day) { return service_key_id("day " + std::to_string(utc_day)); }

std::optional<std::int32_t> day_of_key(const KeyId& id) {
  const BytesView text = id.view().substr(1);
  if (!text.starts_with("day ")) return std::nullopt;
  std::int32_t day = 0;
  const auto [end, error] = std::from_chars(text.data() + 4, text.data() + text.size(), day);
  if (error != std::errc() || day_key_id(day) != id) return std::nullopt;
  return day;
}

}  // namespace renkei
