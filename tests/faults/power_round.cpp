#include "tests/faults/power_round.h"

#include "tests/faults/producer.h"

namespace renkei::testing {
namespace {

constexpr std::uint64_t kActsOfABoot = 30;         // by each producer, when nothing stops them
constexpr std::uint64_t kOperationsOfABoot = 400;  // within which the power goes
constexpr std::uint64_t kBatchesOfABoot = 30;
constexpr std::uint64_t kOperationsOfAnOpening = 200;

// The smallest lag is left out: a committer would wait for ever for a fold that failed with the power, while
// the server ends.
ViewsLimits often_flushed() {
  ViewsLimits limits = view_bounds();
  limits.lag_entries = ViewsLimits{}.lag_entries;
  limits.lag_bytes = ViewsLimits{}.lag_bytes;
  limits.flush_entries = std::min<std::uint64_t>(limits.flush_entries, 15);
  return limits;
}

}  // namespace

PowerRound::PowerRound(std::uint64_t seed, RoundFigures& figures, const SkippedSync& skipped)
    : random_(seed), figures_(figures) {
  lay_out(disk_, fresh_city());
  if (skipped) disk_.skip_sync(skipped);
}

std::string PowerRound::run(int cuts) {
  for (boot_ = 1; boot_ <= cuts; ++boot_) {
    work_until_cut();
    std::string problem = recover();
    if (!problem.empty()) return "cut " + std::to_string(boot_) + ": " + problem;
  }
  figures_.acknowledged += promises_.acknowledged();
  return {};
}

// The power goes at any operation or, in every other boot, in the sync of a batch, which then is torn more
// often. A batch of one entry hardly is: under the smallest bounds most boots end so.
void PowerRound::arm() {
  const std::uint64_t seed = random_();
  if (pick(smallest_bounds() ? 4 : 2) == 0) return disk_.cut_power_at(1 + pick(kOperationsOfABoot), seed);
  auto batches = std::make_shared<std::atomic<std::uint64_t>>(1 + pick(kBatchesOfABoot));
  disk_.hold_sync([this, batches, seed](const std::string& path) {
    if (path.starts_with("data/ledger/") && path.ends_with(".log") && --*batches == 0)
      disk_.cut_power_at(1, seed);
  });
}

void PowerRound::cut_power() {
  disk_.power_cut(random_());  // does nothing when it is out already
  disk_.power_on();
  ++figures_.cuts;
}

void PowerRound::work_until_cut() {
  auto opened = open_on(disk_);
  if (!opened) return promises_.problem("does not open between cuts: " + opened.error().what);
  {
    RunningCity city(std::move(*opened), committer_bounds(), often_flushed());
    arm();
    std::vector<Command> repeated = promises_.unanswered();
    for (Command& command : promises_.answered()) repeated.push_back(std::move(command));
    std::vector<std::thread> threads;
    const std::uint64_t producers = 2 + pick(3);
    for (std::uint64_t number = 0; number < producers; ++number) {
      threads.emplace_back([&, number, seed = random_()] {
        Producer producer(disk_, city, promises_, static_cast<std::uint64_t>(boot_), number, seed);
        if (number == 0) producer.repeat(repeated);
        producer.work(kActsOfABoot);
      });
    }
    for (std::thread& thread : threads) thread.join();
    disk_.hold_sync({});
    disk_.power_cut(random_());
  }
  cut_power();
}

// Opens once more until it was let be; every opening that no cut disturbs must succeed.
std::string PowerRound::recover() {
  for (std::uint64_t disturbed = pick(3); disturbed > 0; --disturbed) {
    disk_.cut_power_at(1 + pick(kOperationsOfAnOpening), random_());
    {
      const auto opened = open_on(disk_);
      if (!opened && disk_.powered()) return "does not open: " + opened.error().what;
      if (opened && opened->engine->torn_tail()) ++figures_.torn_tails;
      disk_.power_cut(random_());
    }
    ++figures_.cuts_in_recovery;
    cut_power();
  }
  try {
    auto opened = open_on(disk_);
    if (!opened) return "does not open: " + opened.error().what;
    if (opened->engine->torn_tail()) ++figures_.torn_tails;
    return promises_.broken(disk_, *opened);
  } catch (const CorruptHistory& e) {
    return std::string("thrown: ") + e.what();
  }
}

}  // namespace renkei::testing
