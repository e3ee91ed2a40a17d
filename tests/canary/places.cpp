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
  std::vector<std::string> families;
  ENSURE(rocksdb::DB::ListColumnFamilies({}, folder, &families).ok());
  std::vector<rocksdb::ColumnFamilyDescriptor> descriptors;
  for (const std::string& name : families) descriptors.emplace_back(name, rocksdb::ColumnFamilyOptions());
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* raw = nullptr;
  ENSURE(rocksdb::DB::OpenForReadOnly({}, folder, descriptors, &handles, &raw).ok());
  const std::unique_ptr<rocksdb::DB> db(raw);
  for (std::size_t i = 0; i < handles.size(); ++i) {
    const std::unique_ptr<rocksdb::Iterator> row(db->NewIterator({}, handles[i]));
    for (row->SeekToFirst(); row->Valid(); row->Next()) {
      finds.scan(scanner, folder + " key of " + families[i], {row->key().data(), row->key().size()});
      finds.scan(scanner, folder + " value of " + families[i], {row->value().data(), row->value().size()});
    }
    ENSURE(row->status().ok());
  }
  for (auto* handle : handles) db->DestroyColumnFamilyHandle(handle);
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
    if (open == std::string::npos || stat.substr(open + 1, close - open - 1) != program) continue;
    std::stringstream rest(stat.substr(close + 2));
    std::string state;
    pid_t parent = 0;
    rest >> state >> parent;
    if (parent == getpid()) return std::stoi(stat);
  }
  throw std::runtime_error("no child " + program);
}

}  // namespace renkei::testing
