#include "api/uploads.h"

#include "eventstore/codec/compact.h"
#include "eventstore/crypto/aead.h"
#include "eventstore/crypto/hmac.h"
#include "eventstore/crypto/random.h"

namespace renkei::api {
namespace {

constexpr std::size_t kNonceBytes = 12;
constexpr std::int64_t kUsableSeconds = 24 * 3'600;
constexpr std::int64_t kKeptSeconds =
    kUsableSeconds + 3'600;  // a command that found the file has long been decided
constexpr BytesView kLabel = "renkei upload record v1";

Digest record_key(Keyring& keyring, const KeyId& city_key) {
  const auto key = keyring.key(city_key);
  ENSURE(key != nullptr);
  return hmac_sha256(key->view(), {kLabel});
}

}  // namespace

Uploads::Uploads(Files& files, std::string directory, Keyring& keyring, KeyId city_key)
    : files_(files), directory_(std::move(directory)), keyring_(keyring), city_key_(city_key) {}

std::string Uploads::path(const AttachmentId& id) const { return directory_ + "/" + to_text(id); }

Result<void, FileError> Uploads::put(const Upload& upload) {
  const Bytes nonce = random_bytes(kNonceBytes);
  const Digest key = record_key(keyring_, city_key_);
  return replace_file(
      files_, path(upload.attachment.id),
      nonce + aes_256_gcm_seal(key.view(), nonce, upload.attachment.id.view(), to_compact(upload)));
}

std::optional<Upload> Uploads::load(const std::string& name) const {
  const auto id = id_from_text<AttachmentId>(name);
  const auto octets = read_file(files_, directory_ + "/" + name);
  if (!id || !octets || octets->size() <= kNonceBytes) return std::nullopt;
  const Digest key = record_key(keyring_, city_key_);
  const auto record = aes_256_gcm_open(key.view(), BytesView(*octets).substr(0, kNonceBytes), id->view(),
                                       BytesView(*octets).substr(kNonceBytes));
  return record ? std::optional(from_compact<Upload>(*record)) : std::nullopt;
}

std::optional<Upload> Uploads::find(const AttachmentId& id, const AccountId& account, Instant now) const {
  auto upload = load(to_text(id));
  const bool usable = upload && upload->uploader == account && now < upload->at.plus_seconds(kUsableSeconds);
  return usable ? upload : std::nullopt;
}

void Uploads::destroy_unreferenced(Instant now, BlobStore& blobs,
                                   const std::function<bool(const AttachmentId&)>& referred) {
  const auto names = files_.list(directory_);
  if (!names) return;
  for (const std::string& name : *names) {
    const auto upload = load(name);
    if (!upload || now < upload->at.plus_seconds(kKeptSeconds)) continue;
    const bool named = referred(upload->attachment.id);
    if (!files_.unlink(directory_ + "/" + name) || !files_.sync_directory(directory_) || named) continue;
    blobs.remove(upload->attachment.blob);
  }
}

void Uploads::consume(const AttachmentId& id) { (void)files_.unlink(path(id)); }

WrongValue unusable_file(const std::string& pointer) {
  return {pointer, "このファイルは使えません。もう一度送ってから指定してください。",
          "This file can't be used: upload it again and name that one. A file is kept for its uploader, for 24 "
          "hours, until something refers to it."};
}

// EXIF (CIPA DC-008): APP1 "Exif\0\0", a TIFF header, IFD0 with tag 0x8825 (GPS IFD pointer).
bool jpeg_has_position(BytesView octets) {
  const std::size_t exif = octets.substr(0, 64 * 1024).find(BytesView("Exif\0\0", 6));
  if (exif == BytesView::npos) return false;
  const BytesView tiff = octets.substr(exif + 6);
  if (tiff.size() < 10) return false;
  const bool little = tiff[0] == 'I';
  const auto number = [&](std::size_t at, std::size_t bytes) -> std::size_t {
    if (at + bytes > tiff.size()) return 0;
    std::size_t value = 0;
    for (std::size_t i = 0; i < bytes; ++i)
      value = value << 8 | static_cast<std::uint8_t>(tiff[at + (little ? bytes - 1 - i : i)]);
    return value;
  };
  const std::size_t directory = number(4, 4);
  const std::size_t entries = number(directory, 2);
  for (std::size_t i = 0; i < entries && directory + 2 + 12 * i + 12 <= tiff.size(); ++i) {
    if (number(directory + 2 + 12 * i, 2) == 0x8825) return true;
  }
  return false;
}

}  // namespace renkei::api
