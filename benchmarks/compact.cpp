// P9: compacts a stopped city's two databases as RocksDB would in the end, with the options they were made
// with.
#include <rocksdb/convenience.h>
#include <rocksdb/db.h>
#include <rocksdb/utilities/options_util.h>

#include <iostream>
#include <memory>
#include <string>

namespace {

bool compact(const std::string& path) {
  rocksdb::DBOptions options;
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  rocksdb::ConfigOptions config;
  config.ignore_unsupported_options = true;
  auto status = rocksdb::LoadLatestOptions(config, path, &options, &families);
  options.env = rocksdb::Env::Default();
  options.info_log_level = rocksdb::InfoLogLevel::ERROR_LEVEL;
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* raw = nullptr;
  if (status.ok()) status = rocksdb::DB::Open(options, path, families, &handles, &raw);
  const std::unique_ptr<rocksdb::DB> db(raw);
  for (auto* handle : handles) {
    rocksdb::CompactRangeOptions all;
    all.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
    if (status.ok()) status = db->Flush(rocksdb::FlushOptions(), handle);
    if (status.ok()) status = db->CompactRange(all, handle, nullptr, nullptr);
    (void)db->DestroyColumnFamilyHandle(handle);
  }
  if (!status.ok()) std::cerr << path << ": " << status.ToString() << "\n";
  return status.ok();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return std::cerr << "bench_compact DATA\n", 64;
  const std::string data = argv[1];
  return compact(data + "/ledger") && compact(data + "/views") ? 0 : 1;
}
