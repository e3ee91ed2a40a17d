#include "eventstore/committer.h"

#include <algorithm>

#include "eventstore/batch.h"

namespace renkei {
namespace {

std::optional<Instant> newest_instant(const LedgerEngine& engine) {
  const std::uint64_t size = engine.head().size;
  if (size == 0) return std::nullopt;
  const auto octets = engine.entry(size - 1);
  const auto entry = octets ? read_entry(*octets) : std::nullopt;
  if (!entry) throw CorruptHistory("the newest entry can't be read");
  return entry->recorded_at;
}

// The kernel's word for the clock, in front of what waited for it.
class KernelConfirmation final : public Proposal {
 public:
  KernelConfirmation(const KeyId& ledger, const ClockGuard::Doubt& doubt)
      : event_{ledger, doubt.why, ledger::ClockWitness::kernel, doubt.expected, doubt.shown} {}
  Verdict decide(Situation&) override {
    Act act;
    act.purpose = Purpose::system_admin;
    return {act, {Draft{event_, {BasisKind::city_duty, {}, "III.1"}, {}}}, {}};
  }
  void done(Committed) override {}

 private:
  ledger::ClockConfirmed event_;
};

}  // namespace

Committer::Committer(Parts parts, CommitterLimits limits)
    : parts_(std::move(parts)),
      limits_(limits),
      states_(parts_.engine, parts_.index, tail_, limits.states),
      clock_(parts_.clock, newest_instant(parts_.engine)),
      last_leaf_(parts_.engine.head().last_leaf),
      last_instant_(newest_instant(parts_.engine).value_or(Instant{})),
      durable_(parts_.engine.head()),
      edge_(parts_.edge) {
  ENSURE(parts_.edge.size() == durable_.size && parts_.edge.root() == durable_.root);
  thread_ = std::thread([this] { run(); });
}

Committer::~Committer() { stop(); }

bool Committer::submit(std::unique_ptr<Proposal> proposal) {
  {
    const std::lock_guard lock(queue_mutex_);
    if (stopping_ || queue_.size() >= limits_.queue) {
      ++counters_.refused;
      return false;
    }
    queue_.push_back(std::move(proposal));
  }
  queue_filled_.notify_one();
  return true;
}

void Committer::stop() {
  {
    const std::lock_guard lock(queue_mutex_);
    stopping_ = true;
  }
  queue_filled_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void Committer::run() {
  while (true) {
    Proposals drained;
    {
      std::unique_lock lock(queue_mutex_);
      queue_filled_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
      const std::size_t count = std::min(queue_.size(), limits_.batch);
      for (std::size_t i = 0; i < count; ++i) {
        drained.push_back(std::move(queue_.front()));
        queue_.pop_front();
      }
    }
    try {
      bool going = true;
      while (going && !drained.empty()) going = commit(drained);
      if (going) continue;
    } catch (
        const CorruptHistory& e) {  // views or ledger can't be read: nothing is decided on what is not there
      parts_.fatal(e.what());
    }
    const std::lock_guard lock(queue_mutex_);
    stopping_ = true;
    queue_.clear();  // unanswered: nothing of them is stored
    return;
  }
}

std::optional<Instant> Committer::settle_clock(Proposals& proposals) {
  const auto shown = clock_.read();
  if (shown) return *shown;
  const auto confirms = [](const std::unique_ptr<Proposal>& p) { return p->confirms_clock(); };
  if (parts_.clock.synchronised()) {
    proposals.push_front(std::make_unique<KernelConfirmation>(parts_.city_key, shown.error()));
  } else if (std::none_of(proposals.begin(), proposals.end(), confirms)) {
    for (auto& proposal : proposals) {
      Committed refused;
      refused.rejection = Rejection::clock_unsure;
      proposal->done(std::move(refused));
    }
    proposals.clear();
    return std::nullopt;
  } else {
    std::stable_partition(proposals.begin(), proposals.end(), confirms);
  }
  return clock_.confirm();
}

bool Committer::commit(Proposals& proposals) {
  parts_.sink.wait_for_room();
  const auto now = settle_clock(proposals);
  if (!now) return true;
  tail_.forget_below(parts_.index.applied());
  Batch batch(*this, std::max(*now, last_instant_));
  std::uint64_t decided = 0;
  for (; !proposals.empty() && (decided == 0 || batch.octets() < limits_.batch_bytes); ++decided) {
    batch.decide(std::move(proposals.front()));
    proposals.pop_front();
  }
  const CommitBundle& bundle = batch.seal();
  if (!bundle.entries.empty()) {
    const auto appended = parts_.engine.append(bundle);  // the durability point
    if (!appended) {
      parts_.fatal("ledger: " + appended.error().what);
      return false;
    }
    const std::lock_guard lock(head_mutex_);
    durable_ = bundle.head;
    edge_ = parts_.edge;
  } else if (batch.owes_a_sync() && parts_.sync_nothing) {
    parts_.sync_nothing();
  }
  {
    const std::lock_guard lock(queue_mutex_);
    ++counters_.batches;
    counters_.proposals += decided;
    counters_.entries += bundle.entries.size();
    counters_.rejected += batch.rejected();
    counters_.replayed += batch.replayed();
  }
  states_.trim(bundle.head.size);
  batch.hand_over();  // every reply of the batch, none before
  return true;
}

SubjectHead Committer::subject_head(const CareRecipientId& subject) {
  if (const auto head = tail_.subject_head(subject)) return *head;
  const SubjectHead head = parts_.index.subject_head(subject);
  tail_.remember(subject, head);
  return head;
}

Head Committer::durable_head() const {
  const std::lock_guard lock(head_mutex_);
  return durable_;
}

RightEdge Committer::edge() const {
  const std::lock_guard lock(head_mutex_);
  return edge_;
}

std::optional<Bytes> Committer::partial_tile(unsigned level, std::uint64_t index, unsigned width) const {
  const std::lock_guard lock(head_mutex_);
  std::uint64_t tiles = edge_.size() / kTileWidth;
  for (unsigned l = 0; l < level && l < 8; ++l) tiles /= kTileWidth;
  const std::vector<Digest>& hashes = edge_.partial(level);
  if (index != tiles || width > hashes.size()) return std::nullopt;
  Bytes tile;
  for (unsigned i = 0; i < width; ++i) tile += hashes[i].view();
  return tile;
}

Committer::Counters Committer::counters() const {
  const std::lock_guard lock(queue_mutex_);
  return counters_;
}

std::size_t Committer::queue_length() const {
  const std::lock_guard lock(queue_mutex_);
  return queue_.size();
}

RightEdge restore_edge(const LedgerEngine& engine) {
  const Head head = engine.head();
  std::vector<std::vector<Digest>> partials;
  std::vector<Digest> leaves;
  engine.scan(head.size / kTileWidth * kTileWidth, [&](std::uint64_t position, BytesView entry) {
    leaves.push_back(leaf_hash(entry));
    return position + 1 < head.size;
  });
  partials.push_back(std::move(leaves));
  // Level l's unfinished tile holds the roots of the full tiles below it.
  for (std::uint64_t full = head.size / kTileWidth; full > 0; full /= kTileWidth) {
    std::vector<Digest> roots;
    const unsigned below = static_cast<unsigned>(partials.size()) - 1;
    for (std::uint64_t i = full / kTileWidth * kTileWidth; i < full; ++i) {
      const auto tile = engine.tile(below, i);
      if (!tile || tile->size() != kTileWidth * Digest::size)
        throw CorruptHistory("a missing tile of the ledger's tree");
      std::vector<Digest> hashes;
      for (unsigned h = 0; h < kTileWidth; ++h)
        hashes.push_back(Digest::from(BytesView(*tile).substr(h * Digest::size, Digest::size)));
      roots.push_back(root_of_leaves(hashes));
    }
    partials.push_back(std::move(roots));
  }
  auto edge = RightEdge::restore(head.size, partials);
  if (!edge || edge->root() != head.root)
    throw CorruptHistory("the ledger's tree does not give its stored root");
  return *edge;
}

}  // namespace renkei
