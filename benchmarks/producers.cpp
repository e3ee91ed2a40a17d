#include "benchmarks/producers.h"

#include <stdexcept>

namespace renkei::bench {
namespace {

class DraftsProposal final : public Proposal {
 public:
  DraftsProposal(Act act, std::vector<Draft> drafts, std::function<void()> done)
      : act_(act), drafts_(std::move(drafts)), done_(std::move(done)) {}
  Verdict decide(Situation&) override { return {act_, std::move(drafts_), {}}; }
  void done(Committed committed) override {
    ENSURE(!committed.rejection && !committed.replayed);
    done_();
  }

 private:
  Act act_;
  std::vector<Draft> drafts_;
  std::function<void()> done_;
};

}  // namespace

void Producers::run(std::uint64_t first, std::uint64_t count) {
  std::uint64_t submitted = 0;
  {
    const std::lock_guard lock(mutex_);
    answered_ = 0;
  }
  while (submitted < count) {
    std::uint64_t ready = 0;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return submitted - answered_ < in_flight_; });
      ready = std::min(in_flight_ - (submitted - answered_), count - submitted);
    }
    for (; ready > 0; --ready, ++submitted) {
      submit_(first + submitted, [this] {
        const std::lock_guard lock(mutex_);
        ++answered_;
        changed_.notify_one();
      });
    }
  }
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return answered_ == count; });
}

void submit_drafts(Committer& committer, Act act, std::vector<Draft> drafts, const RequestId& request,
                   std::function<void()> done) {
  auto proposal = std::make_unique<DraftsProposal>(act, std::move(drafts), std::move(done));
  proposal->request.id = request;
  if (!committer.submit(std::move(proposal))) throw std::runtime_error("the committer takes nothing");
}

}  // namespace renkei::bench
