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
  return store;
}

Result<void, KeyringError> CredentialStore::load() {
  const auto length = file_->length();
  if (!length) return failed(length.error());
  while (end_ + kLengthBytes <= *length) {
    const auto head = file_->pread(end_, kLengthBytes);
    if (!head) return failed(head.error());
    std::uint64_t size = 0;
    for (const char c : *head) size = size << 8 | static_cast<std::uint8_t>(c);
    if (size == 0 || size > kRecordBytesMax || end_ + kLengthBytes + size > *length) break;
    const auto body = file_->pread(end_ + kLengthBytes, size);
    if (!body) return failed(body.error());
    const auto record = body->size() <= kNonceBytes
                            ? std::nullopt
                            : aes_256_gcm_open(key_->view(), BytesView(*body).substr(0, kNonceBytes),
                                               big_endian(end_, 8), BytesView(*body).substr(kNonceBytes));
    if (!record || record->empty()) {
      if (end_ + kLengthBytes + size == *length) break;
      return Unexpected{
          KeyringError{"credentials: the record at octet " + std::to_string(end_) + " is damaged"}};
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
  if (auto r = file_->truncate(end_); !r)
    return failed(r.error());  // drop a torn tail before appending after it
  return {};
}

Result<void, KeyringError> CredentialStore::append(char kind, BytesView record) {
  const Bytes nonce = random_bytes(kNonceBytes);
  Bytes plaintext(1, kind);
  plaintext += record;
  Bytes body = nonce + aes_256_gcm_seal(key_->view(), nonce, big_endian(end_, 8), plaintext);
  cleanse(plaintext);
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
