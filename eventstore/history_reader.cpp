#include "eventstore/history_reader.h"

#include "eventstore/codec/event_codec.h"
#include "eventstore/sealing.h"

namespace renkei {

Recorded HistoryReader::read(std::uint64_t position) const {
  const auto entry = engine_.entry(position);
  if (!entry) throw CorruptHistory("no entry at position " + std::to_string(position));
  return decode_entry(*entry);
}

Recorded HistoryReader::open(std::uint64_t position, bool& opened) const {
  const auto octets = engine_.entry(position);
  if (!octets) throw CorruptHistory("no entry at position " + std::to_string(position));
  Recorded recorded = decode_entry(*octets);
  const EntryView entry = *read_entry(*octets);
  opened = !entry.has_payload();
  if (opened || keyring_ == nullptr) return recorded;
  const auto data_key = keyring_->key_unless_destroyed(entry.payload_key);
  if (data_key == nullptr) return recorded;
  const auto sealed = engine_.payload(position);
  if (!sealed || payload_digest(*sealed) != entry.payload_digest) {
    throw CorruptHistory("the payload of entry " + std::to_string(position) + " does not match its digest");
  }
  const Secret key = payload_key(data_key->view(), entry.event_id);
  const auto plaintext =
      open_payload(key.view(), {entry.event_id, entry.payload_key, entry.type, entry.schema_version}, *sealed);
  if (!plaintext) throw CorruptHistory("the payload of entry " + std::to_string(position) + " does not open");
  decode_payload(*plaintext, recorded.event);
  opened = true;
  return recorded;
}

std::optional<Recorded> HistoryReader::open(std::uint64_t position) const {
  bool opened = false;
  Recorded recorded = open(position, opened);
  return opened ? std::optional(std::move(recorded)) : std::nullopt;
}

}  // namespace renkei
