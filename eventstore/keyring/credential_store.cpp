#include "eventstore/keyring/credential_store.h"

#include "eventstore/codec/compact.h"
#include "eventstore/crypto/aead.h"
#include "eventstore/crypto/random.h"

namespace renkei {
namespace {

// Record: length u32 BE of what follows · nonce 12 · AES-256-GCM(kind u8 ‖ compact value), offset as associated
// data, so that records can be neither altered nor moved. Zero length or a record that does not open at the
// very end of the file is a torn tail and was never acknowledged.
constexpr std::size_t kLengthBytes = 4, kNonceBytes = 12;
constexpr std::size_t kRecordBytesMax = 64 * 1024;
constexpr char kAccount = 1, kDevice = 2;

Bytes big_endian(std::uint64_t value, std::size_t bytes) {
  Bytes out(bytes, '\0');
  for (std::size_t i = bytes; i-- > 0; value >>= 8) out[i] = static_cast<char>(value & 0xFF);
  return out;
}

Unexpected<KeyringError> failed(const FileError& error) {
  return {KeyringError{"credentials: " + error.to_string()}};
}

std::uint64_t number_of(BytesView octets) {
  std::uint64_t number = 0;
  for (const char c : octets) number = number << 8 | static_cast<std::uint8_t>(c);
  return number;
}

// What the record at this offset of the file holds; `octets` begin with its length.
std::optional<Bytes> open_record(const Secret& key, BytesView octets, std::uint64_t offset) {
  if (octets.size() < kLengthBytes) return std::nullopt;
  const std::uint64_t size = number_of(octets.substr(0, kLengthBytes));
  if (size <= kNonceBytes || size > kRecordBytesMax || size > octets.size() - kLengthBytes) return std::nullopt;
  const BytesView body = octets.substr(kLengthBytes, size);
  auto record = aes_256_gcm_open(key.view(), body.substr(0, kNonceBytes), big_endian(offset, 8),
                                 body.substr(kNonceBytes));
  return record && !record->empty() ? std::move(record) : std::nullopt;
}

}  // namespace

CredentialStore::CredentialStore(std::unique_ptr<File> file, std::shared_ptr<const Secret> key)
    : file_(std::move(file)), key_(std::move(key)) {}

Result<std::unique_ptr<CredentialStore>, KeyringError> CredentialStore::open(
    Files& files, const std::string& directory, std::shared_ptr<const Secret> key) {
  if (key == nullptr) return Unexpected{KeyringError{"credentials: their key is not in the keyring"}};
  auto file = files.open(directory + "/credentials", OpenMode::create);
  if (!file) return failed(file.error());
  if (auto r = files.sync_directory(directory); !r) return failed(r.error());
  std::unique_ptr<CredentialStore> store(new CredentialStore(std::move(*file), std::move(key)));
  if (auto loaded = store->load(); !loaded) return Unexpected{loaded.error()};
  if (auto cut = store->cut_torn(files, directory); !cut) return Unexpected{cut.error()};
  return store;
}

Result<void, KeyringError> CredentialStore::load() {
  const auto length = file_->length();
  if (!length) return failed(length.error());
  while (end_ + kLengthBytes <= *length) {
    const auto head = file_->pread(end_, kLengthBytes);
    if (!head) return failed(head.error());
    const std::uint64_t size = number_of(*head);
    if (size == 0 || size > kRecordBytesMax || end_ + kLengthBytes + size > *length) break;
    const auto octets = file_->pread(end_, kLengthBytes + size);
    if (!octets) return failed(octets.error());
    const auto record = open_record(*key_, *octets, end_);
    if (!record) {
      if (end_ + kLengthBytes + size == *length) break;
      return damaged();
    }
    if ((*record)[0] == kAccount) {
      auto value = from_compact<AccountCredential>(BytesView(*record).substr(1));
      logins_[value.login_id] = value.account;
      accounts_[value.account] = std::move(value);
    } else if ((*record)[0] == kDevice) {
      auto value = from_compact<DeviceCredential>(BytesView(*record).substr(1));
      devices_[value.device] = value;
    }
    end_ += kLengthBytes + size;
  }
  return {};
}

Unexpected<KeyringError> CredentialStore::damaged() const {
  return {KeyringError{"credentials: the record at octet " + std::to_string(end_) + " is damaged"}};
}

// A torn tail is one record that was being written. A record that opens behind it was acknowledged: what lies
// before that one is damage. The tail is kept beside the file, sealed as it is: it might be the last record,
// damaged since.
Result<void, KeyringError> CredentialStore::cut_torn(Files& files, const std::string& directory) {
  const auto length = file_->length();
  if (!length) return failed(length.error());
  if (*length == end_) return {};
  if (*length - end_ > kLengthBytes + kRecordBytesMax) return damaged();
  const auto tail = file_->pread(end_, *length - end_);
  if (!tail) return failed(tail.error());
  for (std::size_t at = 1; at < tail->size(); ++at) {
    if (open_record(*key_, BytesView(*tail).substr(at), end_ + at)) return damaged();
  }
  const std::string name = directory + "/credentials-torn-at-" + std::to_string(end_);
  set_aside_ = name;
  for (int n = 2; files.exists(set_aside_); ++n) set_aside_ = name + "." + std::to_string(n);
  if (auto r = replace_file(files, set_aside_, *tail); !r) return failed(r.error());
  if (auto r = file_->truncate(end_); !r) return failed(r.error());
  return {};
}

Result<void, KeyringError> CredentialStore::append(char kind, BytesView record) {
  const Bytes nonce = random_bytes(kNonceBytes);
  Bytes plaintext(1, kind);
  plaintext += record;
  Bytes body = nonce + aes_256_gcm_seal(key_->view(), nonce, big_endian(end_, 8), plaintext);
  cleanse(plaintext);
  if (body.size() > kRecordBytesMax) return Unexpected{KeyringError{"credentials: a record that is too long"}};
  if (auto r = file_->pwrite(end_, big_endian(body.size(), kLengthBytes) + body); !r) return failed(r.error());
  if (auto r = file_->sync(); !r) return failed(r.error());
  end_ += kLengthBytes + body.size();
  return {};
}

std::optional<AccountCredential> CredentialStore::account(const AccountId& id) const {
  const std::lock_guard lock(mutex_);
  const auto found = accounts_.find(id);
  return found == accounts_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<AccountId> CredentialStore::account_of_login(const std::string& login_id) const {
  const std::lock_guard lock(mutex_);
  const auto found = logins_.find(login_id);
  return found == logins_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<DeviceCredential> CredentialStore::device(const DeviceId& id) const {
  const std::lock_guard lock(mutex_);
  const auto found = devices_.find(id);
  return found == devices_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<DeviceCredential> CredentialStore::device_by_code(const Digest& enrolment_code) const {
  const std::lock_guard lock(mutex_);
  for (const auto& [id, device] : devices_) {
    if (!device.enrolment_code.is_zero() && device.enrolment_code == enrolment_code) return device;
  }
  return std::nullopt;
}

Result<void, KeyringError> CredentialStore::put(const AccountCredential& credential) {
  const std::lock_guard lock(mutex_);
  if (auto r = append(kAccount, to_compact(credential)); !r) return r;
  logins_[credential.login_id] = credential.account;
  accounts_[credential.account] = credential;
  return {};
}

Result<void, KeyringError> CredentialStore::put(const DeviceCredential& credential) {
  const std::lock_guard lock(mutex_);
  if (auto r = append(kDevice, to_compact(credential)); !r) return r;
  devices_[credential.device] = credential;
  return {};
}

}  // namespace renkei
