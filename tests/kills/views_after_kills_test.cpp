// The views are killed after any batch of the fold, anywhere in a flush, and while they catch up: whatever was
// flushed by then, the reopened views are those that a fold of the whole ledger gives, octet for octet.
#include <gtest/gtest.h>

#include "eventstore/codec/compact.h"
#include "projections/dump.h"
#include "tests/faults/producer.h"

namespace renkei::testing {
namespace {

constexpr std::uint64_t kCities = 14;
constexpr int kKillsOfACity = 4;
constexpr std::uint64_t kActs = 60;
constexpr std::uint64_t kBatchesOfABoot = 60;
constexpr std::uint64_t kFlushSyncs = 30, kFlushOperations = 40, kCatchUpOperations = 160;
constexpr ViewsLimits kOftenFlushed{.flush_entries = 25, .batch_entries = 7};

struct Figures {
  std::atomic<std::uint64_t> after_batch = 0, in_flush = 0, in_catch_up = 0, behind = 0, kept = 0;
  std::uint64_t kills() const { return after_batch + in_flush + in_catch_up; }
};

// One line per row, with the families in their order.
std::vector<std::string> dump_of(const ViewStore& store) {
  std::vector<std::string> lines;
  dump_views(*store.snapshot(), [&](const std::string& line) { lines.push_back(line); });
  return lines;
}

std::string first_difference(const std::vector<std::string>& found, const std::vector<std::string>& expected) {
  if (found == expected) return {};
  std::size_t at = 0;
  while (at < found.size() && at < expected.size() && found[at] == expected[at]) ++at;
  return "row " + std::to_string(at) + " of " + std::to_string(found.size()) + " (" +
         std::to_string(expected.size()) + " expected): found " + (at < found.size() ? found[at] : "none") +
         "\n  expected " + (at < expected.size() ? expected[at] : "none");
}

std::uint64_t folded(const ViewStore& store) {
  const auto row = store.snapshot()->get(0, meta_key());
  return row ? from_compact<MetaRow>(*row).position : 0;
}

class KilledViews {
 public:
  KilledViews(std::uint64_t seed, Figures& figures) : random_(seed), figures_(figures) {
    lay_out(disk_, fresh_city());
  }

  std::string run() {
    for (int boot = 1; boot <= kKillsOfACity; ++boot) {
      std::string problem = work_until_killed(static_cast<std::uint64_t>(boot));
      if (problem.empty() && pick(3) == 0) problem = kill_in_catch_up();
      if (problem.empty()) problem = compare();
      if (!problem.empty()) return "kill " + std::to_string(boot) + ": " + problem;
    }
    return {};
  }

 private:
  std::uint64_t pick(std::uint64_t below) { return random_() % below; }

  // From here on nothing reaches the disk; what was written stays, synced or not: that is a kill, not a power
  // cut.
  void kill_at(std::uint64_t operation) { disk_.fail_operation(operation, EIO, true); }
  void back_to_life() {
    disk_.hold_sync({});
    disk_.clear_faults();
  }

  void arm(RunningCity& city) {
    auto left = std::make_shared<std::atomic<std::uint64_t>>(1 + pick(kBatchesOfABoot));
    if (pick(2) == 0) {
      city.views->on_applied([this, left](std::uint64_t, const std::vector<Bytes>&) {
        if (--*left != 0) return;
        kill_at(1);
        ++figures_.after_batch;
      });
      return;
    }
    *left = 1 + pick(kFlushSyncs);
    disk_.hold_sync([this, left, operation = 1 + pick(kFlushOperations)](const std::string& path) {
      if (!path.starts_with("data/views") || --*left != 0) return;
      kill_at(operation);
      ++figures_.in_flush;
    });
  }

  std::string work_until_killed(std::uint64_t boot) {
    auto opened = open_on(disk_);
    if (!opened) return "does not open: " + opened.error().what;
    {
      RunningCity city(std::move(*opened), {}, kOftenFlushed);
      arm(city);
      std::vector<std::thread> threads;
      for (std::uint64_t number = 0; number < 2; ++number) {
        threads.emplace_back([&, number, seed = random_()] {
          Producer(disk_, city, promises_, boot, number, seed).work(kActs);
        });
      }
      for (std::thread& thread : threads) thread.join();
      kill_at(1);  // when it got this far: while it stands idle
    }
    back_to_life();
    return {};
  }

  std::string kill_in_catch_up() {
    kill_at(1 + pick(kCatchUpOperations));
    try {
      auto opened = open_on(disk_);
      if (opened) {
        Views views(opened->view_store, *opened->engine, kOftenFlushed, [](const std::string&) {});
        views.stop();
      }
    } catch (const CorruptHistory&) {  // a read that the kill made fail
    }
    ++figures_.in_catch_up;
    back_to_life();
    return {};
  }

  std::string compare() {
    auto opened = open_on(disk_);
    if (!opened) return "does not open: " + opened.error().what;
    const std::uint64_t size = opened->engine->head().size, stood_at = folded(*opened->view_store);
    figures_.behind += stood_at < size ? 1 : 0;
    figures_.kept += stood_at > 0 ? 1 : 0;
    std::string failure;
    Views(opened->view_store, *opened->engine, {}, [&](const std::string& what) { failure = what; }).stop();
    if (!failure.empty()) return failure;
    MemoryViewStore fresh(family_names().size());
    fold_until(*opened->engine, size - 1, fresh, {});
    std::string difference = first_difference(dump_of(*opened->view_store), dump_of(fresh));
    return difference.empty()
               ? ""
               : "views from " + std::to_string(stood_at) + " to " + std::to_string(size) + ": " + difference;
  }

  std::mt19937_64 random_;
  Figures& figures_;
  SimulatedFiles disk_;
  Promises promises_;
};

TEST(KilledViews, AreThoseOfAFreshFold) {
  Figures figures;
  const auto problems =
      run_seeds(kCities, [&](std::uint64_t seed) { return KilledViews(seed, figures).run(); });
  EXPECT_TRUE(problems.empty()) << to_text(problems);
  std::cout << "kills after a fold batch " << figures.after_batch << ", in a flush " << figures.in_flush
            << ", in catching up " << figures.in_catch_up << "; of " << kCities * kKillsOfACity
            << " reopened views behind the ledger " << figures.behind << ", kept in part " << figures.kept
            << "\n";
  EXPECT_GE(figures.kills(), 50u);
  EXPECT_GT(figures.after_batch, 5u);
  EXPECT_GT(figures.in_flush, 10u);
  EXPECT_GT(figures.behind, 10u) << "the kills come too late";
  EXPECT_GT(figures.kept, 10u) << "the kills come too early";
}

}  // namespace
}  // namespace renkei::testing
