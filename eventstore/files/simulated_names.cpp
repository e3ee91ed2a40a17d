#include "eventstore/files/simulated_disk.h"

#include <algorithm>
#include <utility>

namespace renkei {
namespace {

// By the node and not only by the name: a change that was lost may have left the name to an earlier file.
void change_names(SimulatedNames::Map& names, const SimulatedNameChange& change) {
  const auto old = names.find(change.removed);
  if (old != names.end() && old->second == change.node) names.erase(old);
  if (!change.added.empty()) names[change.added] = change.node;
}

}  // namespace

void SimulatedNames::change(ChangePtr change) {
  change_names(current_, *change);
  unsynced_.push_back(std::move(change));
}

void SimulatedNames::apply_durably(const SimulatedNameChange& change) { change_names(durable_, change); }

bool SimulatedNames::commit_one(SimulatedNameChange& change) {
  if (change.target != nullptr && !change.target->durable) {
    change.awaited = true;
    return false;
  }
  apply_durably(change);
  change.durable = true;
  if (const SimulatedNodePtr source = change.source.lock()) source->names.finish_awaited();
  return true;
}

void SimulatedNames::commit() {
  std::vector<ChangePtr> waiting;
  for (const ChangePtr& change : std::exchange(unsynced_, {})) {
    if (!commit_one(*change)) waiting.push_back(change);
  }
  unsynced_ = std::move(waiting);
}

void SimulatedNames::finish_awaited() {
  const auto done = [this](const ChangePtr& change) { return change->awaited && commit_one(*change); };
  unsynced_.erase(std::remove_if(unsynced_.begin(), unsynced_.end(), done), unsynced_.end());
}

void SimulatedNames::draw(std::mt19937_64& random, bool in_any_order) {
  const std::uint64_t cut = random() % (unsynced_.size() + 1);
  std::uint64_t index = 0;
  for (const ChangePtr& change : unsynced_) change->kept = in_any_order ? random() % 2 == 0 : index++ < cut;
}

void SimulatedNames::settle() {
  for (const ChangePtr& change : unsynced_) {
    bool kept = change->kept;
    if (change->target != nullptr)
      kept = change->target->durable ? kept || change->awaited : change->target->kept;
    if (kept) apply_durably(*change);
  }
  unsynced_.clear();
  current_ = durable_;
}

}  // namespace renkei
