// The places where octets come to rest: files, databases, the memory of a process.
#pragma once

#include <sys/types.h>

#include <set>

#include "tests/canary/canaries.h"

namespace renkei::testing {

// What was found where: "place: canary (form)".
struct Finds {
  std::set<std::string> lines, canaries;
  std::size_t octets = 0;  // looked through
  void scan(const Scanner& scanner, const std::string& place, BytesView octets);
  std::string text() const;
  std::set<std::string> take(const std::string& canary);  // out of the finds: the places it was found in
};

void scan_files(const Scanner& scanner, const std::string& folder,
                Finds& finds);  // contents and names, all below
void scan_database(const Scanner& scanner, const std::string& folder,
                   Finds& finds);                                       // every key and value, uncompressed
void scan_memory(const Scanner& scanner, pid_t process, Finds& finds);  // every writable map
// Puts a text where the scans look: as a value of each database, one in a table file and one in the log, with
// all that was there before left as it is.
void plant_in_database(const std::string& folder, const std::string& family, BytesView text);
// How the tables of a database are compressed, by RocksDB's own word.
std::set<std::string> compressions(const std::string& folder);
pid_t child_process(const std::string& program);  // of this one; throws when there is none

}  // namespace renkei::testing
