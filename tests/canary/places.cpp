#include "tests/canary/places.h"

#include <fcntl.h>
#include <rocksdb/db.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "domain/check.h"

namespace renkei::testing {
namespace {

constexpr std::size_t kPieceBytes = 4u << 20;
constexpr std::size_t kNameMax = 15;  // of a process, as the kernel keeps it

enum class Access { read, write };

// With every family; written to, it writes no tables of its own accord and keeps its logs.
struct OpenDatabase {
  OpenDatabase(const std::string& folder, Access access) {
    std::vector<std::string> names;
    ENSURE(rocksdb::DB::ListColumnFamilies({}, folder, &names).ok());
    rocksdb::ColumnFamilyOptions uncompressed;
    uncompressed.compression = rocksdb::kNoCompression;
    uncompressed.disable_auto_compactions = true;
    std::vector<rocksdb::ColumnFamilyDescriptor> descriptors;
    for (const std::string& name : names) descriptors.emplace_back(name, uncompressed);
    rocksdb::DBOptions options;
    options.avoid_flush_during_recovery = options.avoid_flush_during_shutdown = true;
    rocksdb::DB* raw = nullptr;
    const auto status = access == Access::read
                            ? rocksdb::DB::OpenForReadOnly(options, folder, descriptors, &families, &raw)
                            : rocksdb::DB::Open(options, folder, descriptors, &families, &raw);
    ENSURE(status.ok());
    db.reset(raw);
  }
  OpenDatabase(const OpenDatabase&) = delete;
  OpenDatabase& operator=(const OpenDatabase&) = delete;
  ~OpenDatabase() {
    for (auto* family : families) db->DestroyColumnFamilyHandle(family);
  }
  std::unique_ptr<rocksdb::DB> db;
  std::vector<rocksdb::ColumnFamilyHandle*> families;
};

// Pieces overlap, so that nothing hides on a border.
void scan_descriptor(const Scanner& scanner, const std::string& place, int descriptor, std::uint64_t first,
                     std::uint64_t last, Finds& finds) {
  Bytes piece(kPieceBytes, '\0');
  for (std::uint64_t at = first; at < last;) {
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(kPieceBytes, last - at));
    const ssize_t read = pread(descriptor, piece.data(), wanted, static_cast<off_t>(at));
    if (read <= 0) return;
    finds.scan(scanner, place, BytesView(piece).substr(0, static_cast<std::size_t>(read)));
    if (at + static_cast<std::uint64_t>(read) >= last) return;
    const std::size_t overlap = std::min(scanner.longest(), static_cast<std::size_t>(read) - 1);
    at += static_cast<std::uint64_t>(read) - overlap;
  }
}

}  // namespace

void Finds::scan(const Scanner& scanner, const std::string& place, BytesView view) {
  octets += view.size();
  scanner.scan(view, [&](const std::string& canary, const std::string& form) {
    lines.insert(place + ": " + canary + " (" + form + ")");
    canaries.insert(canary);
  });
}

std::string Finds::text() const {
  std::string all;
  for (const std::string& line : lines) all += "  " + line + "\n";
  return all;
}

std::set<std::string> Finds::take(const std::string& canary) {
  std::set<std::string> places;
  std::erase_if(lines, [&](const std::string& line) {
    const std::size_t at = line.find(": " + canary + " (");
    if (at == std::string::npos) return false;
    places.insert(line.substr(0, at));
    return true;
  });
  canaries.erase(canary);
  return places;
}

void scan_files(const Scanner& scanner, const std::string& folder, Finds& finds) {
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
    finds.scan(scanner, "name " + file.path().string(), file.path().string());
    if (!file.is_regular_file()) continue;
    const int descriptor = open(file.path().c_str(), O_RDONLY | O_CLOEXEC);
    ENSURE(descriptor >= 0);
    scan_descriptor(scanner, file.path().string(), descriptor, 0, file.file_size(), finds);
    close(descriptor);
  }
}

void scan_database(const Scanner& scanner, const std::string& folder, Finds& finds) {
  const OpenDatabase opened(folder, Access::read);
  for (auto* family : opened.families) {
    const std::unique_ptr<rocksdb::Iterator> row(opened.db->NewIterator({}, family));
    for (row->SeekToFirst(); row->Valid(); row->Next()) {
      finds.scan(scanner, folder + " key of " + family->GetName(), {row->key().data(), row->key().size()});
      finds.scan(scanner, folder + " value of " + family->GetName(),
                 {row->value().data(), row->value().size()});
    }
    ENSURE(row->status().ok());
  }
}

void plant_in_database(const std::string& folder, const std::string& family, BytesView text) {
  const OpenDatabase opened(folder, Access::write);
  const rocksdb::Slice value(text.data(), text.size());
  for (auto* handle : opened.families) {
    if (handle->GetName() != family) continue;
    ENSURE(opened.db->Put({}, handle, "\xFF planted in a table", value).ok());
    ENSURE(opened.db->Flush({}, handle).ok());
    ENSURE(opened.db->Put({}, handle, "\xFF planted in the log", value).ok());
  }
}

std::set<std::string> compressions(const std::string& folder) {
  const OpenDatabase opened(folder, Access::read);
  std::set<std::string> all;
  for (auto* family : opened.families) {
    rocksdb::TablePropertiesCollection tables;
    ENSURE(opened.db->GetPropertiesOfAllTables(family, &tables).ok());
    for (const auto& [file, properties] : tables) all.insert(properties->compression_name);
  }
  return all;
}

void scan_memory(const Scanner& scanner, pid_t process, Finds& finds) {
  const std::string proc = "/proc/" + std::to_string(process);
  const int memory = open((proc + "/mem").c_str(), O_RDONLY | O_CLOEXEC);
  ENSURE(memory >= 0);
  std::ifstream maps(proc + "/maps");
  for (std::string line; std::getline(maps, line);) {
    std::stringstream fields(line);
    std::string range, rights, skipped, name;
    fields >> range >> rights >> skipped >> skipped >> skipped >> name;
    if (rights.find('w') == std::string::npos) continue;
    const std::size_t dash = range.find('-');
    scan_descriptor(scanner, "memory " + (name.empty() ? "anonymous" : name), memory,
                    std::stoull(range.substr(0, dash), nullptr, 16),
                    std::stoull(range.substr(dash + 1), nullptr, 16), finds);
  }
  close(memory);
}

pid_t child_process(const std::string& program) {
  for (const auto& process : std::filesystem::directory_iterator("/proc")) {
    std::ifstream file(process.path() / "stat");
    std::string stat;
    if (!std::getline(file, stat)) continue;
    const std::size_t open = stat.find('('), close = stat.rfind(')');  // "pid (name) state parent …"
    if (open == std::string::npos || stat.substr(open + 1, close - open - 1) != program.substr(0, kNameMax))
      continue;
    std::stringstream rest(stat.substr(close + 2));
    std::string state;
    pid_t parent = 0;
    rest >> state >> parent;
    if (parent == getpid()) return std::stoi(stat);
  }
  throw std::runtime_error("no child " + program);
}

}  // namespace renkei::testing
