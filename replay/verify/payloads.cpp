#include "replay/verify/payloads.h"

#include "eventstore/crypto/base64.h"
#include "eventstore/sealing.h"

namespace renkei {

PayloadCheck::PayloadCheck(const LedgerEngine& engine, FindingList& findings)
    : engine_(engine), findings_(findings), held_(engine.kept().payloads), walk_(engine.payload_walk(0)) {}

void PayloadCheck::check(std::uint64_t position, const EntryView& entry) {
  if (held_) {
    if (entry.has_payload()) ++count_;
    check_held(position, entry);
  } else if (entry.has_payload() && !std::exchange(told_not_held_, true)) {
    findings_.add({position, "payloads-not-held", "payloads", "payloads not in this export", 4});
  }
}

void PayloadCheck::check_held(std::uint64_t position, const EntryView& entry) {
  std::optional<BytesView> payload;
  try {
    payload = walk_(position);
  } catch (const CorruptHistory& damage) {
    // What lies in the damaged block is named each by itself; what lies behind it is read from there.
    walk_ = engine_.payload_walk(position + 1);
    return findings_.add({position, "storage", "a readable payload", damage.what()});
  }
  if (!entry.has_payload()) {
    if (payload)
      findings_.add(
          {position, "payload-unexpected", "no payload", std::to_string(payload->size()) + " octets"});
  } else if (!payload) {
    findings_.add({position, "payload-missing", std::to_string(entry.payload_length) + " octets", "nothing"});
  } else if (const Digest digest = payload_digest(*payload);
             payload->size() != entry.payload_length || digest != entry.payload_digest) {
    findings_.add({position, "payload-digest", hex(entry.payload_digest.view()), hex(digest.view())});
  }
}

}  // namespace renkei
