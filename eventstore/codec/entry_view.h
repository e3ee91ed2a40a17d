// The fixed part of an entry, read by offset from the stored octets without Cap'n Proto: what the chain, the
// verifier and the folds need of every entry. docs/formats/ledger.md lists the offsets; tests/entry_test.cpp
// holds them to the schema.
#pragma once

#include <optional>

#include "domain/envelope.h"

namespace renkei {

inline constexpr std::uint16_t kEntryFormatVersion = 1;
inline constexpr std::size_t kEntryBytesMax = 65'528;  // 8,191 words: a C2SP entry bundle allows 65,535
inline constexpr std::size_t kFactsBytesMax = 48 * 1024;

struct EntryView {
  std::uint16_t type = 0, schema_version = 0;
  std::uint16_t aggregate = 0;
  std::uint64_t position = 0;
  Digest previous_leaf;
  EventId event_id;
  std::array<std::uint8_t, 16> stream{};
  std::uint64_t stream_version = 0;
  Instant recorded_at;
  Actor actor;
  CareRecipientId subject;
  std::uint64_t subject_ordinal = 0;
  Digest subject_previous;
  RoomId room;
  SessionId session;
  RequestId request;
  RequestTag request_tag;
  EventId causation;
  std::array<std::uint8_t, 16> basis_id{};
  KeyId payload_key;
  Digest payload_digest;
  std::uint32_t payload_length = 0;
  std::int32_t occurred_on = 0;
  std::uint32_t policy_number = 0;
  std::uint16_t purpose = 0, purpose_source = 0, outcome = 0, basis_kind = 0;

  bool has_subject() const { return subject_ordinal != 0; }
  bool has_payload() const { return payload_length != 0; }
};

// nullopt unless the octets have the form of an entry: one segment, its exact length, a root struct with at
// least the data words of format 1. Says nothing about their meaning.
std::optional<EntryView> read_entry(BytesView entry);

}  // namespace renkei
