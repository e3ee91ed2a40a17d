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

}  // namespace renkei::ledger
