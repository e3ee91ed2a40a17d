// P3: the committer in process, 64 acts in flight, sealed payloads, against the same octets put bare into one
// family with one synced batch per drain. The views must have caught up to 1,000 entries within the measured
// time.
#include <benchmark/benchmark.h>
#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include <chrono>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <thread>

#include "benchmarks/open_stores.h"
#include "benchmarks/producers.h"
#include "benchmarks/sample.h"

namespace renkei::bench {
namespace {

constexpr std::size_t kInFlight = 64, kDrain = 256, kActivePersons = 1'000, kAuthors = 1'000;
constexpr std::uint64_t kLagAllowed = 1'000;

std::string g_root;
std::uint64_t g_entries = 200'000;
std::uint64_t g_next = std::uint64_t{1} << 40;  // behind every number that a city was filled with

void time_run(benchmark::State& state, Producers& producers, const std::function<void()>& finish) {
  for (auto _ : state) {
    const auto begun = std::chrono::steady_clock::now();
    producers.run(g_next, g_entries);
    finish();
    state.SetIterationTime(std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count());
    g_next += g_entries;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(g_entries) * static_cast<std::int64_t>(state.iterations()));
}

void commit_messages(benchmark::State& state, Folding folding) {
  OpenStores stores(g_root, folding);
  Producers producers(kInFlight, [&](std::uint64_t n, std::function<void()> done) {
    const std::uint64_t person = n % kActivePersons;
    SampleMessage m = sample_message(nth_person(person), nth_room(person), kAuthors, n);
    submit_drafts(*stores.committer, m.act, {std::move(m.draft)}, m.request, std::move(done));
  });
  const std::uint64_t before = stores.city.engine->counters().bundles;
  time_run(state, producers, [&] {
    if (folding == Folding::on) stores.wait_for_views(kLagAllowed);
  });
  state.counters["entries_before"] = static_cast<double>(stores.committer->durable_head().size - g_entries);
  state.counters["per_batch"] =
      static_cast<double>(g_entries) / static_cast<double>(stores.city.engine->counters().bundles - before);
}

// The limit: a queue, one thread, one synced batch per drain, and nothing else.
class BareWriter {
 public:
  explicit BareWriter(std::string value) : value_(std::move(value)) {
    std::filesystem::remove_all(folder_);
    rocksdb::Options options;
    options.create_if_missing = true;
    options.compression = rocksdb::kNoCompression;
    options.max_background_jobs = 2;
    rocksdb::DB* raw = nullptr;
    ENSURE(rocksdb::DB::Open(options, folder_, &raw).ok());
    db_.reset(raw);
    thread_ = std::thread([this] { run(); });
  }
  ~BareWriter() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    filled_.notify_one();
    thread_.join();
    db_.reset();
    std::filesystem::remove_all(folder_);
  }
  void submit(std::uint64_t n, std::function<void()> done) {
    {
      const std::lock_guard lock(mutex_);
      queue_.push_back({n, std::move(done)});
    }
    filled_.notify_one();
  }

 private:
  using Piece = std::pair<std::uint64_t, std::function<void()>>;
  void run() {
    while (true) {
      std::vector<Piece> drained;
      {
        std::unique_lock lock(mutex_);
        filled_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
        if (queue_.empty()) return;
        for (; drained.size() < kDrain && !queue_.empty(); queue_.pop_front())
          drained.push_back(std::move(queue_.front()));
      }
      rocksdb::WriteBatch batch;
      for (const Piece& piece : drained) {
        Bytes key(8, '\0');
        for (std::size_t i = 0; i < 8; ++i) key[i] = static_cast<char>(piece.first >> (56 - 8 * i) & 0xFF);
        batch.Put(key, value_);
      }
      rocksdb::WriteOptions options;
      options.sync = true;
      ENSURE(db_->Write(options, &batch).ok());
      for (const Piece& piece : drained) piece.second();
    }
  }

  const std::string folder_ = g_root + "/bare";
  const std::string value_;
  std::unique_ptr<rocksdb::DB> db_;
  std::mutex mutex_;  // guards queue_, stopping_
  std::condition_variable filled_;
  std::deque<Piece> queue_;
  bool stopping_ = false;
  std::thread thread_;
};

// As long as an entry with its sealed payload, and as hard to compress.
std::string same_octets() {
  OpenStores stores(g_root);
  const std::uint64_t last = stores.committer->durable_head().size - 1;
  return stores.city.engine->entry(last).value_or("") + stores.city.engine->payload(last).value_or("");
}

void bare_puts(benchmark::State& state) {
  BareWriter writer(same_octets());
  Producers producers(kInFlight,
                      [&](std::uint64_t n, std::function<void()> done) { writer.submit(n, std::move(done)); });
  time_run(state, producers, [] {});
}

}  // namespace
}  // namespace renkei::bench

int main(int argc, char** argv) {
  using namespace renkei::bench;
  benchmark::Initialize(&argc, argv);
  if (argc != 4) return std::fprintf(stderr, "bench_committer CITY ENTRIES REPETITIONS [--benchmark_…]\n"), 64;
  g_root = argv[1];
  g_entries = std::strtoull(argv[2], nullptr, 10);
  const int repetitions = std::atoi(argv[3]);
  const auto add = [&](const char* name, auto run) {
    benchmark::RegisterBenchmark(name, run)->UseManualTime()->Iterations(1)->Repetitions(repetitions);
  };
  add("P3/bare", bare_puts);
  add("P3/with_views", [](benchmark::State& s) { commit_messages(s, Folding::on); });
  add("P3/without_views", [](benchmark::State& s) { commit_messages(s, Folding::off); });
  benchmark::RunSpecifiedBenchmarks();
}
