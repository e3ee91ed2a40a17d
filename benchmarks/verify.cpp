// P4: the verifier over a whole ledger, against two threads that scan both families and hash the same octets.
// The ledger is warm in the page cache for both: each is run once before it is measured.
#include "replay/verify/verify.h"

#include <benchmark/benchmark.h>

#include <thread>

#include "benchmarks/bare_database.h"
#include "benchmarks/open_stores.h"
#include "eventstore/crypto/sha256.h"

namespace renkei::bench {
namespace {

std::string g_root;

void verify(benchmark::State& state, bool with_views) {
  PosixFiles files;
  const CityPaths paths = paths_of(g_root);
  const auto format = read_format(files, paths);
  ENSURE(format.has_value());
  const auto log_key = VerificationKey::parse(format->log_key);
  const auto engine = RocksEngine::open_read_only(files, paths.data);
  ENSURE(log_key.has_value() && engine.has_value());
  const std::string note = read_high_water(files, paths.checkpoints()).value_or("");
  const auto views = RocksViewStore::open(files, views_folder(files, paths), family_names());
  ENSURE(views.has_value());
  VerifyInput input{**engine, *log_key, format->origin, note, with_views ? views->get() : nullptr, {}, {}};
  input.policy = with_views;
  std::uint64_t entries = 0;
  for (auto _ : state) {
    const VerifyReport report = verify_ledger(input);
    if (report.exit_code() != 0) {
      state.SkipWithError(("the ledger is not sound: " + report.findings.front().kind).c_str());
      return;
    }
    entries += report.entries;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(entries));
  state.counters["peak_bytes"] = static_cast<double>(peak_memory_bytes());
}

// Scans one half of a family and hashes every value.
std::uint64_t hash_half(const BareReader& reader, const std::string& family, std::uint64_t first,
                        std::uint64_t last) {
  rocksdb::ReadOptions options;
  options.fill_cache = false;
  options.readahead_size = 2u << 20;
  const std::unique_ptr<rocksdb::Iterator> it(reader.db->NewIterator(options, reader.family(family)));
  const auto key_of = [](std::uint64_t n) {
    std::string key(8, '\0');
    for (std::size_t i = 0; i < 8; ++i) key[i] = static_cast<char>(n >> (56 - 8 * i) & 0xFF);
    return key;
  };
  const std::string end = key_of(last);
  std::uint64_t count = 0;
  for (it->Seek(key_of(first)); it->Valid() && it->key().compare(end) < 0; it->Next(), ++count) {
    benchmark::DoNotOptimize(sha256({{it->value().data(), it->value().size()}}));
  }
  ENSURE(it->status().ok());
  return count;
}

void scan_and_hash(benchmark::State& state) {
  const BareReader reader(g_root + "/data/ledger");
  std::uint64_t size = 0;
  {
    const std::unique_ptr<rocksdb::Iterator> it(reader.db->NewIterator({}, reader.family("entries")));
    for (it->SeekToLast(); size == 0;) {
      for (const char c : it->key().ToString()) size = size << 8 | static_cast<std::uint8_t>(c);
      ++size;
    }
  }
  for (auto _ : state) {
    const auto half = [&](std::uint64_t first, std::uint64_t last) {
      hash_half(reader, "entries", first, last);
      hash_half(reader, "payloads", first, last);
    };
    std::thread other(half, size / 2, size);
    half(0, size / 2);
    other.join();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(size) * static_cast<std::int64_t>(state.iterations()));
}

}  // namespace
}  // namespace renkei::bench

int main(int argc, char** argv) {
  using namespace renkei::bench;
  benchmark::Initialize(&argc, argv);
  if (argc != 3) return std::fprintf(stderr, "bench_verify CITY REPETITIONS [--benchmark_…]\n"), 64;
  g_root = argv[1];
  const int repetitions = std::atoi(argv[2]);
  const auto add = [&](const char* name, auto run, int times) {
    benchmark::RegisterBenchmark(name, run)
        ->UseRealTime()
        ->Unit(benchmark::kMillisecond)
        ->Iterations(1)
        ->Repetitions(times);
  };
  add("P4/bare", scan_and_hash, repetitions);
  add(
      "P4/verify", [](benchmark::State& s) { verify(s, false); }, repetitions);
  add(
      "P4/verify_and_views", [](benchmark::State& s) { verify(s, true); }, 1);
  benchmark::RunSpecifiedBenchmarks();
}
