// What a power cut left at the end of the write-ahead logs, told from damage and set aside before RocksDB opens
// them. Private to eventstore/rocks.
#pragma once

#include <optional>

#include "eventstore/files/files.h"
#include "eventstore/rocks/rocks_engine.h"

namespace renkei {

struct LogsFound {
  std::string torn_log;  // the path of the log with the first write that is not whole; empty: none
  std::optional<std::uint64_t> torn_at;  // the octet where that write begins
  bool whole_write_follows = false;      // in it, or in a later log

  bool torn() const { return torn_at.has_value(); }
  bool damaged() const { return torn() && whole_write_follows; }
};
Result<LogsFound, FileError> check_logs(Files& files, const std::string& path);

// Keeps the torn log whole in `directory`/quarantine, then cuts it. Durable on return; may be repeated after a
// cut.
Result<TornTail, FileError> set_tail_aside(Files& files, const std::string& directory, const LogsFound& found);

}  // namespace renkei
