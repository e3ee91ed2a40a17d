#include "eventstore/rocks/torn_tail.h"

#include "eventstore/crypto/decimal.h"
#include "eventstore/crypto/sha256.h"
#include "eventstore/rocks/wal_check.h"

namespace renkei {
namespace {

const std::string kQuarantine = "/quarantine", kAt = "-at-";

TornTail tail_of(BytesView log, std::uint64_t torn_at, std::string kept_as) {
  return {log.size() - torn_at, sha256({log.substr(torn_at)}), 0, std::move(kept_as)};
}

bool names_a_log(std::string_view name) {
  return name.size() > 4 && name.ends_with(".log") && name.find_first_not_of("0123456789") == name.size() - 4;
}

}  // namespace

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
  const std::string quarantine = directory + kQuarantine;
  if (auto made = files.create_directory(quarantine); !made) return Unexpected{made.error()};
  if (auto synced = files.sync_directory(directory); !synced) return Unexpected{synced.error()};
  const std::string name = found.torn_log.substr(found.torn_log.rfind('/') + 1);
  TornTail torn = tail_of(*octets, *found.torn_at, name + kAt + std::to_string(*found.torn_at));
  if (auto copied = replace_file(files, quarantine + "/" + torn.kept_as, *octets); !copied)
    return Unexpected{copied.error()};
  auto log = files.open(found.torn_log, OpenMode::read_write);
  if (!log) return Unexpected{log.error()};
  if (auto cut = (*log)->truncate(*found.torn_at); !cut) return Unexpected{cut.error()};
  if (auto synced = (*log)->sync(); !synced) return Unexpected{synced.error()};
  return torn;
}

Result<std::vector<TornTail>, FileError> tails_set_aside(Files& files, const std::string& directory) {
  std::vector<TornTail> tails;
  const std::string quarantine = directory + kQuarantine;
  if (!files.exists(quarantine)) return tails;
  const auto names = files.list(quarantine);
  if (!names) return Unexpected{names.error()};
  for (const std::string& name : *names) {
    const std::size_t at = name.rfind(kAt);
    const auto torn_at = at == std::string::npos || !names_a_log(name.substr(0, at))
                             ? std::nullopt
                             : parse_decimal(std::string_view(name).substr(at + kAt.size()));
    if (!torn_at) continue;  // a copy that a cut left unfinished: the log was not cut then
    const auto octets = read_file(files, quarantine + "/" + name);
    if (!octets) return Unexpected{octets.error()};
    if (*torn_at <= octets->size()) tails.push_back(tail_of(*octets, *torn_at, name));
  }
  return tails;
}

}  // namespace renkei
