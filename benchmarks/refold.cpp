// P7: folding all views anew, against writing the very same rows from memory into a bare database, 1,000 at a
// time, without a log. Both end with everything flushed.
#include <benchmark/benchmark.h>
#include <rocksdb/write_batch.h>

#include <filesystem>

#include "benchmarks/bare_database.h"
#include "benchmarks/open_stores.h"
#include "projections/fold.h"

namespace renkei::bench {
namespace {

constexpr std::size_t kRowsPerBatch = 1'000, kFoldBatch = 512;

std::string g_root;

std::unique_ptr<RocksEngine> open_engine(PosixFiles& files) {
  auto engine = RocksEngine::open_read_only(files, paths_of(g_root).data);
  ENSURE(engine.has_value());
  return std::move(*engine);
}

void refold(benchmark::State& state) {
  PosixFiles files;
  const auto engine = open_engine(files);
  const std::string folder = g_root + "/refolded";
  std::uint64_t entries = 0;
  for (auto _ : state) {
    state.PauseTiming();
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    state.ResumeTiming();
    auto store = RocksViewStore::open(files, folder, family_names());
    ENSURE(store.has_value());
    Views views(std::move(*store), *engine, {}, [](const std::string&) { std::abort(); });
    views.stop();
    entries += views.applied();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(entries));
  state.counters["peak_bytes"] = static_cast<double>(peak_memory_bytes());
  std::filesystem::remove_all(folder);
}

// All rows of a fold, as they come. The fold reads what it wrote, so a store stands behind it.
std::vector<ViewRow> rows_of_ledger(std::uint64_t& entries) {
  PosixFiles files;
  const auto engine = open_engine(files);
  const std::string folder = g_root + "/rows";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  auto store = RocksViewStore::open(files, folder, family_names());
  ENSURE(store.has_value());
  Fold fold(**store);
  std::vector<ViewRow> rows, batch;
  const auto write = [&] {
    ENSURE((*store)->write(batch).has_value());
    std::move(batch.begin(), batch.end(), std::back_inserter(rows));
    batch.clear();
    fold.begin_batch();
  };
  engine->scan(0, [&](std::uint64_t position, BytesView entry) {
    fold.apply(position, entry, batch);
    if (++entries % kFoldBatch == 0) write();
    return true;
  });
  write();
  std::filesystem::remove_all(folder);
  return rows;
}

void write_rows(rocksdb::DB& db, const std::vector<rocksdb::ColumnFamilyHandle*>& handles,
                const std::vector<ViewRow>& rows) {
  rocksdb::WriteOptions options;
  options.disableWAL = true;
  rocksdb::WriteBatch batch;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    auto* handle = handles[rows[i].family + 1];
    rows[i].value ? batch.Put(handle, rows[i].key, *rows[i].value) : batch.Delete(handle, rows[i].key);
    if ((i + 1) % kRowsPerBatch != 0 && i + 1 != rows.size()) continue;
    ENSURE(db.Write(options, &batch).ok());
    batch.Clear();
  }
  ENSURE(db.Flush({}, handles).ok());
}

void raw_rows(benchmark::State& state) {
  static std::uint64_t entries = 0;
  static const std::vector<ViewRow> rows = rows_of_ledger(entries);
  const std::string folder = g_root + "/raw";
  for (auto _ : state) {
    state.PauseTiming();
    std::filesystem::remove_all(folder);
    rocksdb::DBOptions options;
    options.create_if_missing = options.create_missing_column_families = true;
    options.max_background_jobs = 2;
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    rocksdb::ColumnFamilyOptions family;
    family.compression = rocksdb::kLZ4Compression;
    family.write_buffer_size = 4u << 20;  // random keys go faster into small buffers
    families.emplace_back("default", family);
    for (const std::string& name : family_names()) families.emplace_back(name, family);
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    rocksdb::DB* raw = nullptr;
    ENSURE(rocksdb::DB::Open(options, folder, families, &handles, &raw).ok());
    state.ResumeTiming();
    write_rows(*raw, handles, rows);
    state.PauseTiming();
    for (auto* handle : handles) raw->DestroyColumnFamilyHandle(handle);
    delete raw;
    state.ResumeTiming();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(entries) * static_cast<std::int64_t>(state.iterations()));
  state.counters["rows_per_entry"] = static_cast<double>(rows.size()) / static_cast<double>(entries);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace renkei::bench

int main(int argc, char** argv) {
  using namespace renkei::bench;
  benchmark::Initialize(&argc, argv);
  if (argc != 3) return std::fprintf(stderr, "bench_refold CITY REPETITIONS [--benchmark_…]\n"), 64;
  g_root = argv[1];
  const int repetitions = std::atoi(argv[2]);
  const auto add = [&](const char* name, auto run) {
    benchmark::RegisterBenchmark(name, run)
        ->UseRealTime()
        ->Unit(benchmark::kMillisecond)
        ->Iterations(1)
        ->Repetitions(repetitions);
  };
  add("P7/refold", refold);
  add("P7/bare", raw_rows);
  benchmark::RunSpecifiedBenchmarks();
}
