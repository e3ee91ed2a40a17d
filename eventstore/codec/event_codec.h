// Values ↔ octets: an event becomes an entry (clear facts, hashed as written) and, where it has personal
// content, the plaintext of its payload. Cap'n Proto stays behind this header.
#pragma once

#include <optional>

#include "eventstore/codec/entry_view.h"

namespace renkei {

// Everything of an entry's fixed part that the caller decides; `type` and versions follow from the event.
struct EntryHeader {
  std::uint64_t position = 0;
  Digest previous_leaf;
  EventId event_id;
  std::uint64_t stream_version = 0;
  Instant recorded_at;
  Act act;
  Basis basis;
  std::optional<CivilDate> occurred_on;
  Outcome outcome = Outcome::success;
  std::uint64_t subject_ordinal = 0;
  Digest subject_previous;
  RequestId request;
  RequestTag request_tag;
  EventId causation;
  KeyId payload_key;
  Digest payload_digest;
  std::uint32_t payload_length = 0;
};

// The entry's octets; nullopt when its facts exceed kFactsBytesMax.
std::optional<Bytes> encode_entry(const EntryHeader& header, const EventPlace& place, const DomainEvent& event);

// The plaintext of the sealed fields; empty when the event has none.
Bytes encode_payload(const DomainEvent& event);

// Throws CorruptHistory for octets that are no entry of a known type. Sealed fields stay at their defaults.
Recorded decode_entry(BytesView entry);
Recorded decode_entry(const EntryView& view, BytesView entry);  // where it is read already

// Fills the sealed fields of `event` from an opened payload; throws CorruptHistory if it is not one of its
// type.
void decode_payload(BytesView plaintext, DomainEvent& event);

// Empty, or what is wrong between the compiled-in schemas and the descriptions (a test expects it empty).
std::string check_schemas();

}  // namespace renkei
