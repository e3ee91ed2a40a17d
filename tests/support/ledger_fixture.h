// A whole ledger in memory or on a simulated disk: engine, keyring, views, committer, and a way to act and
// wait.
#pragma once

#include <future>

#include "eventstore/committer.h"
#include "eventstore/files/simulated_files.h"
#include "eventstore/memory_engine.h"
#include "eventstore/memory_view_store.h"
#include "eventstore/rocks/rocks_engine.h"
#include "projections/views.h"
#include "tests/support/bounds.h"

namespace renkei::testing {

inline constexpr Instant kStoryStart{1'795'305'600'000'000};  // 2026-11-22T00:00:00Z = 09:00 JST

// Runs a function on the committer's thread and gives what was committed.
class Act1 final : public Proposal {
 public:
  using Decide = std::function<Verdict(Situation&)>;
  Act1(Decide decide, std::promise<Committed> promise)
      : decide_(std::move(decide)), promise_(std::move(promise)) {}
  Verdict decide(Situation& situation) override { return decide_(situation); }
  void done(Committed committed) override { promise_.set_value(std::move(committed)); }

 private:
  Decide decide_;
  std::promise<Committed> promise_;
};

template <class IdT>
IdT test_id(std::uint8_t n) {
  IdT id;
  id.octets.fill(n);
  return id;
}

class LedgerFixture {
 public:
  explicit LedgerFixture(CommitterLimits limits = committer_bounds(), ViewsLimits view_limits = view_bounds())
      : limits_(limits), view_limits_(view_limits) {
    (void)files.create_directory("secrets");
    keyring = std::move(*Keyring::create(files, "secrets"));
    (void)keyring->create_key(KeyKind::city, city_key);
    engine = std::make_unique<MemoryEngine>();
    store = std::make_unique<MemoryViewStore>(family_names().size());
    start();
  }
  ~LedgerFixture() { stop(); }

  void start() {
    const auto fatal = [this](const std::string& what) { failure = what; };
    views = std::make_unique<Views>(store, *engine, view_limits_, fatal);
    committer = std::make_unique<Committer>(Committer::Parts{*engine, *views, *views, *keyring, clock, city_key,
                                                             restore_edge(*engine), fatal, sync_nothing},
                                            limits_);
  }
  void stop() {
    if (committer) committer->stop();
    if (views) views->stop();
    committer.reset();
    views.reset();
  }

  Committed act(Act1::Decide decide, RequestKey request = {}) {
    std::promise<Committed> promise;
    auto future = promise.get_future();
    auto proposal = std::make_unique<Act1>(std::move(decide), std::move(promise));
    proposal->request = request;
    ENSURE(committer->submit(std::move(proposal)));
    return future.get();
  }
  Committed record(std::vector<Draft> drafts, RequestKey request = {}, Act act_as = {}) {
    return act(
        [drafts = std::move(drafts), act_as](Situation&) {
          return Verdict{act_as, drafts, {}};
        },
        request);
  }

  SimulatedFiles files;
  ManualClock clock{kStoryStart};
  KeyId city_key = test_id<KeyId>(0xC1);
  std::unique_ptr<Keyring> keyring;
  std::unique_ptr<LedgerEngine> engine;
  std::shared_ptr<ViewStore> store;
  std::unique_ptr<Views> views;
  std::unique_ptr<Committer> committer;
  std::string failure;
  std::function<void()> sync_nothing;

 private:
  CommitterLimits limits_;
  ViewsLimits view_limits_;
};

}  // namespace renkei::testing
