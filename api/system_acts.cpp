#include "api/system_acts.h"

#include "eventstore/crypto/sha256.h"

namespace renkei::api {
namespace {

Verdict city_duty(DomainEvent event) {
  Act act;
  act.purpose = Purpose::system_admin;
  return {act, {Draft{std::move(event), {BasisKind::city_duty, {}, "III.1"}, {}}}, {}};
}

class TailDiscardedProposal final : public Proposal {
 public:
  TailDiscardedProposal(const KeyId& ledger, const TornTail& torn, std::function<void(bool)> done)
      : event_{ledger, torn.bytes, torn.recovered_size, torn.digest}, done_(std::move(done)) {
    // Named by what was set aside: the same tail, found again after another cut, is a repeated request.
    const Digest id = sha256({BytesView("tail discarded"), torn.kept_as, torn.digest.view()});
    request.id = RequestId::from(id.view().substr(0, 16));
  }
  Verdict decide(Situation&) override { return city_duty(event_); }
  void done(Committed committed) override { done_(committed.rejection != Rejection::clock_unsure); }

 private:
  ledger::TailDiscarded event_;
  std::function<void(bool)> done_;
};

class ClockAcceptedProposal final : public Proposal {
 public:
  ClockAcceptedProposal(const KeyId& ledger, const ClockGuard::Doubt& doubt)
      : event_{ledger, doubt.why, ledger::ClockWitness::city_operator, doubt.expected, doubt.shown} {}
  bool confirms_clock() const override { return true; }
  Verdict decide(Situation&) override { return city_duty(event_); }
  void done(Committed) override {}

 private:
  ledger::ClockConfirmed event_;
};

class LaterProposal final : public Proposal {
 public:
  LaterProposal(Act act, std::function<Decision(Situation&)> decide, std::function<void(Committed)> done)
      : act_(std::move(act)), decide_(std::move(decide)), done_(std::move(done)) {}
  Verdict decide(Situation& situation) override {
    Decision decision = decide_(situation);
    if (!decision) return {act_, {}, decision.error().rule};
    return {act_, std::move(*decision), {}};
  }
  void done(Committed committed) override { done_(std::move(committed)); }

 private:
  const Act act_;
  std::function<Decision(Situation&)> decide_;
  std::function<void(Committed)> done_;
};

}  // namespace

std::unique_ptr<Proposal> later_act(Act act, std::function<Decision(Situation&)> decide,
                                    std::function<void(Committed)> done) {
  return std::make_unique<LaterProposal>(std::move(act), std::move(decide), std::move(done));
}

std::unique_ptr<Proposal> tail_discarded(const KeyId& ledger, const TornTail& torn,
                                         std::function<void(bool)> done) {
  return std::make_unique<TailDiscardedProposal>(ledger, torn, std::move(done));
}

std::unique_ptr<Proposal> clock_accepted(const KeyId& ledger, const ClockGuard::Doubt& doubt) {
  return std::make_unique<ClockAcceptedProposal>(ledger, doubt);
}

}  // namespace renkei::api
