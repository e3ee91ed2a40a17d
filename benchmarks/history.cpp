// P5: the usage history of a person with exactly 1,000 rows spread over the whole ledger, warm and after its
// files left the page cache, against an iterator over 1,000 rows of the same size that lie in a database of
// their own.
#include "projections/usage_history.h"

#include <benchmark/benchmark.h>

#include <chrono>

#include "benchmarks/bare_database.h"
#include "benchmarks/open_stores.h"
#include "benchmarks/sample.h"

namespace renkei::bench {
namespace {

std::string g_root;

std::unique_ptr<RocksViewStore> open_views(PosixFiles& files) {
  auto views = RocksViewStore::open(files, views_folder(files, paths_of(g_root)), family_names());
  ENSURE(views.has_value());
  return std::move(*views);
}

std::uint64_t read_history(const ViewStore& views) {
  std::uint64_t rows = 0;
  const auto reader = views.snapshot();
  usage_history(*reader, measured_person(), UINT64_MAX, [&](const UsageRow& row) {
    benchmark::DoNotOptimize(row.position);
    ++rows;
    return true;
  });
  ENSURE(rows == kMeasuredRows);
  return rows;
}

void history_warm(benchmark::State& state) {
  PosixFiles files;
  const auto views = open_views(files);
  read_history(*views);
  for (auto _ : state) read_history(*views);
}

double seconds_since(std::chrono::steady_clock::time_point begun) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

void history_cold(benchmark::State& state) {
  PosixFiles files;
  for (auto _ : state) {
    drop_from_cache(views_folder(files, paths_of(g_root)));
    const auto views = open_views(files);
    drop_from_cache(views_folder(files, paths_of(g_root)));
    const auto begun = std::chrono::steady_clock::now();
    read_history(*views);
    state.SetIterationTime(seconds_since(begun));
  }
}

// The measured person's rows copied into a database that holds nothing else.
std::string bare_copy() {
  const std::string folder = g_root + "/bare-history";
  std::filesystem::remove_all(folder);
  PosixFiles files;
  const auto views = open_views(files);
  rocksdb::Options options;
  options.create_if_missing = true;
  options.compression = rocksdb::kNoCompression;
  rocksdb::DB* raw = nullptr;
  ENSURE(rocksdb::DB::Open(options, folder, &raw).ok());
  const std::unique_ptr<rocksdb::DB> db(raw);
  const auto reader = views->snapshot();
  const auto person = measured_person();
  reader->scan(static_cast<std::size_t>(Family::subjects), person.view(), after_prefix(person.view()),
               [&](BytesView key, BytesView value) {
                 ENSURE(db->Put({}, {key.data(), key.size()}, {value.data(), value.size()}).ok());
                 return true;
               });
  ENSURE(db->Flush({}).ok());
  return folder;
}

void iterate(const BareReader& reader) {
  const std::unique_ptr<rocksdb::Iterator> it(reader.db->NewIterator({}, reader.family("default")));
  std::uint64_t rows = 0;
  for (it->SeekToFirst(); it->Valid(); it->Next(), ++rows) benchmark::DoNotOptimize(it->value().data());
  ENSURE(rows == kMeasuredRows);
}

void bare_warm(benchmark::State& state) {
  const BareReader reader(bare_copy());
  iterate(reader);
  for (auto _ : state) iterate(reader);
}

void bare_cold(benchmark::State& state) {
  const std::string folder = bare_copy();
  for (auto _ : state) {
    drop_from_cache(folder);
    const BareReader reader(folder);
    drop_from_cache(folder);
    const auto begun = std::chrono::steady_clock::now();
    iterate(reader);
    state.SetIterationTime(seconds_since(begun));
  }
}

}  // namespace
}  // namespace renkei::bench

int main(int argc, char** argv) {
  using namespace renkei::bench;
  benchmark::Initialize(&argc, argv);
  if (argc != 3) return std::fprintf(stderr, "bench_history CITY REPETITIONS [--benchmark_…]\n"), 64;
  g_root = argv[1];
  const int repetitions = std::atoi(argv[2]);
  const auto add = [&](const char* name, auto run) {
    return benchmark::RegisterBenchmark(name, run)->Unit(benchmark::kMicrosecond)->Repetitions(repetitions);
  };
  add("P5/warm", history_warm)->UseRealTime()->MinTime(0.2);
  add("P5/bare_warm", bare_warm)->UseRealTime()->MinTime(0.2);
  add("P5/cold", history_cold)->UseManualTime()->Iterations(3);
  add("P5/bare_cold", bare_cold)->UseManualTime()->Iterations(3);
  benchmark::RunSpecifiedBenchmarks();
}
