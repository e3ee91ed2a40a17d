// Facts about the ledger itself.
#pragma once

#include "domain/describe.h"
#include "domain/event_type.h"

namespace renkei::ledger {

struct LedgerInitialised {
  static constexpr EventType kType{101, "LedgerInitialised", Aggregate::ledger};
  KeyId ledger_id;                                // names the city key
  std::string origin, city, log_key, packet_key;  // verification keys, C2SP vkey form
  template <class V>
  static void describe(V& v) {
    v.stream("ledger_id", &LedgerInitialised::ledger_id);
    v.clear("origin", &LedgerInitialised::origin, text(100));
    v.clear("city", &LedgerInitialised::city, text(40));
    v.clear("log_key", &LedgerInitialised::log_key, text(200));
    v.clear("packet_key", &LedgerInitialised::packet_key, text(200));
  }
};

// A power cut tore the last, unacknowledged batch: what was found and set aside.
struct TailDiscarded {
  static constexpr EventType kType{102, "TailDiscarded", Aggregate::ledger};
  KeyId ledger_id;
  std::uint64_t bytes = 0, recovered_size = 0;
  Digest quarantine_digest;
  template <class V>
  static void describe(V& v) {
    v.stream("ledger_id", &TailDiscarded::ledger_id);
    v.clear("bytes", &TailDiscarded::bytes);
    v.clear("recovered_size", &TailDiscarded::recovered_size);
    v.clear("quarantine_digest", &TailDiscarded::quarantine_digest);
  }
};

// Why the wall clock was not trusted to stamp an entry, and who said that it is right.
// clang-format off
#define LIST(X)                                        \
  X(stepped, 1, "stepped")                             \
  X(before_last_entry, 2, "before_last_entry")         \
  X(long_after_last_entry, 3, "long_after_last_entry")
// clang-format on
RENKEI_CODES(ClockDoubt, LIST)
#undef LIST

#define LIST(X) X(kernel, 1, "kernel") X(city_operator, 2, "operator")
RENKEI_CODES(ClockWitness, LIST)
#undef LIST

// Nothing was stamped until then; the entry's own time is the first one of the confirmed clock.
struct ClockConfirmed {
  static constexpr EventType kType{103, "ClockConfirmed", Aggregate::ledger};
  KeyId ledger_id;
  ClockDoubt doubt = ClockDoubt::stepped;
  ClockWitness witness = ClockWitness::kernel;
  Instant expected_at;   // what the clock should have shown: by the time since boot, or the last entry's
  Instant confirmed_at;  // what it showed
  template <class V>
  static void describe(V& v) {
    v.stream("ledger_id", &ClockConfirmed::ledger_id);
    v.clear("doubt", &ClockConfirmed::doubt);
    v.clear("witness", &ClockConfirmed::witness);
    v.clear("expected_at", &ClockConfirmed::expected_at);
    v.clear("confirmed_at", &ClockConfirmed::confirmed_at);
  }
};

// The city's signed statement of where each care recipient's history ends: the root of a tree with one leaf for
// each of `count` persons with an entry below position `as_of` (docs/formats/packet.md, "subject-heads").
struct SubjectHeadsSealed {
  static constexpr EventType kType{104, "SubjectHeadsSealed", Aggregate::ledger};
  KeyId ledger_id;
  std::uint64_t as_of = 0, count = 0;
  Digest root;
  template <class V>
  static void describe(V& v) {
    v.stream("ledger_id", &SubjectHeadsSealed::ledger_id);
    v.clear("as_of", &SubjectHeadsSealed::as_of);
    v.clear("count", &SubjectHeadsSealed::count);
    v.clear("root", &SubjectHeadsSealed::root);
  }
};

}  // namespace renkei::ledger
