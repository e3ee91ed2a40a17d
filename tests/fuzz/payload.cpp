// Opened payloads: what stands sealed in a ledger whose keys somebody has. The first two octets choose the
// type.
#include <map>

#include "domain/check.h"
#include "eventstore/codec/event_codec.h"
#include "eventstore/json/json_write.h"
#include "tests/fuzz/golden_octets.h"
#include "tests/fuzz/targets.h"

namespace renkei::fuzz {
namespace {

const DomainEvent* event_of(std::uint16_t type) {
  static const auto events = [] {
    std::map<std::uint16_t, DomainEvent> all;
    for_each_event_type([&]<class E>() { all.emplace(E::kType.number, E{}); });
    return all;
  }();
  const auto found = events.find(type);
  return found == events.end() ? nullptr : &found->second;
}

bool fill(DomainEvent& event, BytesView plaintext) {
  try {
    decode_payload(plaintext, event);
    return true;
  } catch (const CorruptHistory&) {
    return false;
  }
}

void run_payload(BytesView octets) {
  if (octets.size() < 2) return;
  const DomainEvent* empty = event_of(static_cast<std::uint16_t>(static_cast<std::uint8_t>(octets[0]) << 8 |
                                                                 static_cast<std::uint8_t>(octets[1])));
  if (empty == nullptr) return;
  DomainEvent event = *empty;
  if (!fill(event, octets.substr(2))) return;
  std::visit([](const auto& e) { must_hold(!to_json(e).empty(), "an event has a text"); }, event);
  const Bytes anew = encode_payload(event);
  DomainEvent again = *empty;
  must_hold(fill(again, anew), "a payload that was read is one when written anew");
  must_hold(encode_payload(again) == anew, "a payload says the same when written anew");
}

std::vector<Bytes> payload_seeds() {
  std::vector<Bytes> seeds;
  for (const GoldenOctets& golden : golden_octets()) {
    if (!golden.payload) continue;
    const Bytes type{static_cast<char>(golden.type >> 8), static_cast<char>(golden.type & 0xFF)};
    seeds.push_back(type + golden.octets);
  }
  return seeds;
}

}  // namespace

FuzzTarget payload() { return {"payload", run_payload, payload_seeds}; }

}  // namespace renkei::fuzz
