// Entries of a ledger, as a copy or an export holds them.
#include "domain/check.h"
#include "eventstore/codec/event_codec.h"
#include "eventstore/json/json_write.h"
#include "tests/fuzz/golden_octets.h"
#include "tests/fuzz/targets.h"

namespace renkei::fuzz {
namespace {

EntryHeader header_of(const EntryView& view, const Recorded& recorded) {
  EntryHeader h;
  h.position = view.position;
  h.previous_leaf = view.previous_leaf;
  h.event_id = view.event_id;
  h.stream_version = view.stream_version;
  h.recorded_at = view.recorded_at;
  h.act = recorded.act;
  h.basis = recorded.basis;
  h.occurred_on = recorded.occurred_on;
  h.outcome = recorded.outcome;
  h.subject_ordinal = view.subject_ordinal;
  h.subject_previous = view.subject_previous;
  h.request = view.request;
  h.request_tag = view.request_tag;
  h.causation = view.causation;
  h.payload_key = view.payload_key;
  h.payload_digest = view.payload_digest;
  h.payload_length = view.payload_length;
  return h;
}

// What an entry of octets says, written anew; nothing when it says nothing or is too large to be written.
std::optional<Bytes> written_anew(BytesView octets) {
  const auto view = read_entry(octets);
  if (!view) return std::nullopt;
  try {
    const Recorded recorded = decode_entry(octets);
    std::visit([](const auto& event) { must_hold(!to_json(event).empty(), "an event has a text"); },
               recorded.event);
    return encode_entry(header_of(*view, recorded), place_of(recorded.event), recorded.event);
  } catch (const CorruptHistory&) {
    return std::nullopt;
  }
}

void run_entry(BytesView octets) {
  const auto anew = written_anew(octets);
  if (!anew) return;
  const auto again = written_anew(*anew);
  must_hold(again.has_value(), "an entry that was read is an entry when written anew");
  must_hold(*again == *anew, "an entry says the same when written anew");
}

std::vector<Bytes> entry_seeds() {
  std::vector<Bytes> seeds;
  for (const GoldenOctets& golden : golden_octets()) {
    if (!golden.payload) seeds.push_back(golden.octets);
  }
  return seeds;
}

}  // namespace

FuzzTarget entry() { return {"entry", run_entry, entry_seeds}; }

}  // namespace renkei::fuzz
