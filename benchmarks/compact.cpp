// P9: compacts a stopped city's two databases as RocksDB would in the end, with the options they were made
// with.
#include <iostream>

#include "benchmarks/bare_database.h"

namespace {

void compact(const std::string& path) {
  const renkei::bench::ExistingDatabase opened(path);
  for (auto* handle : opened.handles) {
    rocksdb::CompactRangeOptions all;
    all.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
    auto status = opened.db->Flush(rocksdb::FlushOptions(), handle);
    if (status.ok()) status = opened.db->CompactRange(all, handle, nullptr, nullptr);
    if (!status.ok()) throw std::runtime_error(path + ": " + status.ToString());
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return std::cerr << "bench_compact DATA\n", 64;
  try {
    for (const char* database : {"/ledger", "/views"}) compact(std::string(argv[1]) + database);
    return 0;
  } catch (const std::exception& e) {
    return std::cerr << e.what() << "\n", 1;
  }
}
