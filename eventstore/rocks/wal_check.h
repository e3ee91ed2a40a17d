// Reads a write-ahead log without RocksDB, whose own reader takes some damage for the end of the log (a record
// type of 5 to 8), passes over some (type 0), and in one mode never ends. Only asks whether whole writes follow
// a damaged place: a power cut tears the last write, parts of which may stand anywhere behind, but never a
// whole one. Behind damage every octet may begin a record; of what looks like one no more than `summed_max`
// octets are checked. Beyond that the log is no power cut's: whole writes are taken to follow. Private to
// eventstore/rocks.
#pragma once

#include <optional>

#include "domain/values/bytes.h"

namespace renkei {

struct WalCheck {
  std::optional<std::uint64_t> damaged_at;  // where the first write begins that is not whole
  bool whole_write_follows = false;         // behind it
  bool has_writes = false;                  // any that are whole
};
// Seconds at most. Of 64 MiB at random, about 2.7 GB look like records.
inline constexpr std::uint64_t kSummedMax = 4ull << 30;
WalCheck check_wal(BytesView log, std::uint64_t summed_max = kSummedMax);

}  // namespace renkei
