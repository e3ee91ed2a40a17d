// The sealed payload of an entry (ledger.md, "Sealed payload"):
//   Ke = HMAC(K, "renkei payload key v1" ‖ event id)      E, C = HMAC(Ke, 0x01 ‖ "enc"), HMAC(Ke, 0x02 ‖
//   "commit") N  = first 12 octets of HMAC(Ke, 0x03 ‖ plaintext)    sealed = 0x01 ‖ C ‖ N ‖ AES-256-GCM(E, N,
//   aad, plaintext)
// K is the data key of a care recipient, an account or the city; Ke opens one payload and no other, so a packet
// may disclose it. C commits to the key and is checked before opening.
#pragma once

#include <optional>

#include "domain/values/bytes.h"
#include "eventstore/crypto/secret.h"

namespace renkei {

struct SealingContext {  // what the additional data binds
  EventId event_id;
  KeyId key_id;
  std::uint16_t type = 0, schema_version = 0;
};

inline constexpr std::size_t kSealedOverhead = 1 + 32 + 12 + 16;

Secret payload_key(BytesView data_key, const EventId& event_id);
Bytes seal_payload(BytesView payload_key, const SealingContext& context, BytesView plaintext);
// nullopt when anything was altered or another key is meant.
std::optional<Bytes> open_payload(BytesView payload_key, const SealingContext& context, BytesView sealed);
Digest payload_digest(BytesView sealed);  // SHA-256(0x02 ‖ sealed)

}  // namespace renkei
