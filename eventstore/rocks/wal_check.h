// Reads a write-ahead log without RocksDB, whose own reader takes some damage for the end of the log (a record
// type of 5 to 8), passes over some (type 0), and in one mode never ends. Only asks whether whole writes follow
// a damaged place: a power cut tears the last write, parts of which may stand anywhere behind, but never a
// whole one. Private to eventstore/rocks.
#pragma once

#include <optional>

#include "domain/values/bytes.h"

namespace renkei {

struct WalCheck {
  std::optional<std::uint64_t> damaged_at;  // where the first write begins that is not whole
  bool whole_write_follows = false;         // behind it
  bool has_writes = false;                  // any that are whole
};
WalCheck check_wal(BytesView log);

}  // namespace renkei
