#include "eventstore/rocks/torn_tail.h"

#include "eventstore/crypto/sha256.h"
#include "eventstore/rocks/wal_check.h"

namespace renkei {

Result<LogsFound, FileError> check_logs(Files& files, const std::string& path) {
  LogsFound found;
  const auto names = files.list(path);
  if (!names) return Unexpected{names.error()};
  for (const std::string& name : *names) {  // numbered with leading zeroes: sorted is oldest first
    if (!name.ends_with(".log")) continue;
    const auto octets = read_file(files, path + "/" + name);
    if (!octets) return Unexpected{octets.error()};
    const WalCheck check = check_wal(*octets);
    if (found.torn()) {
      found.whole_write_follows = found.whole_write_follows || check.has_writes;
    } else if (check.damaged_at) {
      found = {path + "/" + name, check.damaged_at, check.whole_write_follows};
    }
  }
  return found;
}

Result<TornTail, FileError> set_tail_aside(Files& files, const std::string& directory, const LogsFound& found) {
  const auto octets = read_file(files, found.torn_log);
  if (!octets) return Unexpected{octets.error()};
  TornTail torn{octets->size() - *found.torn_at, sha256({BytesView(*octets).substr(*found.torn_at)}), 0};
  const std::string quarantine = directory + "/quarantine";
  if (auto made = files.create_directory(quarantine); !made) return Unexpected{made.error()};
  if (auto synced = files.sync_directory(directory); !synced) return Unexpected{synced.error()};
  const std::string name = found.torn_log.substr(found.torn_log.rfind('/') + 1);
  const std::string kept = quarantine + "/" + name + "-at-" + std::to_string(*found.torn_at);
  if (auto copied = replace_file(files, kept, *octets); !copied) return Unexpected{copied.error()};
  auto log = files.open(found.torn_log, OpenMode::read_write);
  if (!log) return Unexpected{log.error()};
  if (auto cut = (*log)->truncate(*found.torn_at); !cut) return Unexpected{cut.error()};
  if (auto synced = (*log)->sync(); !synced) return Unexpected{synced.error()};
  return torn;
}

}  // namespace renkei
