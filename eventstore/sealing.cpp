#include "eventstore/sealing.h"

#include "eventstore/crypto/aead.h"
#include "eventstore/crypto/hmac.h"
#include "eventstore/crypto/sha256.h"

namespace renkei {
namespace {

constexpr BytesView kKeyLabel = "renkei payload key v1";
constexpr char kVersion = 0x01;
constexpr std::size_t kCommitmentAt = 1, kNonceAt = 33, kBodyAt = 45;

Bytes additional_data(const SealingContext& c) {
  Bytes aad(1, kVersion);
  aad += c.event_id.view();
  aad += c.key_id.view();
  for (const std::uint16_t number : {c.type, c.schema_version}) {
    aad += static_cast<char>(number >> 8);
    aad += static_cast<char>(number & 0xFF);
  }
  return aad;
}

Digest encryption_key(BytesView key) { return hmac_sha256(key, {BytesView("\x01", 1), "enc"}); }
Digest commitment(BytesView key) { return hmac_sha256(key, {BytesView("\x02", 1), "commit"}); }

}  // namespace

Secret payload_key(BytesView data_key, const EventId& event_id) {
  return Secret(hmac_sha256(data_key, {kKeyLabel, event_id.view()}).view());
}

Bytes seal_payload(BytesView key, const SealingContext& context, BytesView plaintext) {
  const Digest nonce = hmac_sha256(key, {BytesView("\x03", 1), plaintext});
  const BytesView nonce_octets = nonce.view().substr(0, 12);
  Bytes sealed(1, kVersion);
  sealed += commitment(key).view();
  sealed += nonce_octets;
  sealed += aes_256_gcm_seal(encryption_key(key).view(), nonce_octets, additional_data(context), plaintext);
  return sealed;
}

std::optional<Bytes> open_payload(BytesView key, const SealingContext& context, BytesView sealed) {
  if (sealed.size() < kSealedOverhead || sealed[0] != kVersion) return std::nullopt;
  if (!equal_in_constant_time(sealed.substr(kCommitmentAt, 32), commitment(key).view())) return std::nullopt;
  return aes_256_gcm_open(encryption_key(key).view(), sealed.substr(kNonceAt, 12), additional_data(context),
                          sealed.substr(kBodyAt));
}

Digest payload_digest(BytesView sealed) { return sha256({BytesView("\x02", 1), sealed}); }

}  // namespace renkei
