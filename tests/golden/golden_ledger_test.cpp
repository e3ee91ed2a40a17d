// A small ledger from fixed times, ids and keys: one entry of every event type, sealed, chained and hashed by
// the product's own functions. Its root is one constant over everything: codec, sealing, chains, leaf and tree.
// If it changes, ledgers that exist can no longer be made again from their content.
#include <gtest/gtest.h>

#include "eventstore/codec/event_codec.h"
#include "eventstore/json/json_write.h"
#include "eventstore/merkle/tree.h"
#include "eventstore/sealing.h"
#include "tests/golden/samples.h"

namespace renkei::testing {
namespace {

constexpr std::int64_t kStart = 1'795'305'600'000'000;  // 2026-11-22T00:00:00Z

struct GoldenLedger {
  std::vector<Digest> leaves;
  std::map<CareRecipientId, std::pair<std::uint64_t, Digest>> subjects;
  Bytes data_key = Bytes(32, '\x5A');

  void append(const DomainEvent& event) {
    const EventPlace place = place_of(event);
    const EventType& type = event_type(event);
    EntryHeader h;
    h.position = leaves.size();
    if (!leaves.empty()) h.previous_leaf = leaves.back();
    for (std::size_t i = 0; i < EventId::size; ++i)
      h.event_id.octets[i] = static_cast<std::uint8_t>(leaves.size() * 16 + i);
    h.stream_version = 1;
    h.recorded_at = {kStart + static_cast<std::int64_t>(leaves.size()) * 1'000'000};
    h.causation = h.event_id;
    auto& [ordinal, previous] = subjects[place.subject];
    if (!place.subject.is_zero()) {
      h.subject_ordinal = ++ordinal;
      h.subject_previous = previous;
    }
    if (const Bytes plaintext = encode_payload(event); !plaintext.empty()) {
      h.payload_key.octets.fill(0xC1);
      const Secret key = payload_key(data_key, h.event_id);
      const SealingContext context{h.event_id, h.payload_key, type.number, type.schema_version};
      const Bytes sealed = seal_payload(key.view(), context, plaintext);
      EXPECT_EQ(open_payload(key.view(), context, sealed), plaintext);
      h.payload_digest = payload_digest(sealed);
      h.payload_length = static_cast<std::uint32_t>(sealed.size());
    }
    const auto entry = encode_entry(h, place, event);
    ASSERT_TRUE(entry) << type.name;
    leaves.push_back(leaf_hash(*entry));
    previous = leaves.back();
  }
};

TEST(GoldenLedgerTest, HasThisRootForEver) {
  GoldenLedger ledger;
  for_each_event_type([&]<class E>() { ledger.append(filled_event<E>()); });
  // One root for each time that types were added; new ones are appended to the list. They change with the
  // samples when a type gets a field; that its former octets are read as before is former_events_test's.
  for (const auto& [size, root] : std::map<std::size_t, std::string>{
           {77, "c20da23098cd340ad78e1e40d45155daf93044848268ebfa7fa61203cd8f06f6"},
           {90, "a095a2c66aa6b1448cabe74ec268b6004a22d46e521767045beb73d3aa8dfac8"}}) {
    ASSERT_GE(ledger.leaves.size(), size);
    const std::vector<Digest> first(ledger.leaves.begin(), ledger.leaves.begin() + static_cast<long>(size));
    EXPECT_EQ(json_detail::hex_of(root_of_leaves(first).view()), root) << size;
  }
  EXPECT_EQ(ledger.leaves.size(), 90u);
}

}  // namespace
}  // namespace renkei::testing
