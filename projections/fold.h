// The fold: from each entry, in order, the rows of every view. A pure function of the log: folding in two steps
// equals folding in one, and a fresh fold gives the same octets.
#pragma once

#include <map>
#include <unordered_map>

#include "eventstore/view_store.h"
#include "projections/rows.h"

namespace renkei {

class Fold {
 public:
  // Continues from what `store` holds.
  explicit Fold(const ViewStore& store) : store_(store) {}

  // Appends the rows of the entry at `position` to `rows`. Throws CorruptHistory for an entry it can't read.
  void apply(std::uint64_t position, BytesView entry, std::vector<ViewRow>& rows);
  void begin_batch();  // what was appended before is in the store now
  const Digest& last_leaf() const { return last_leaf_; }

 private:
  struct HeldState;
  template <class State>
  struct TypedState;

  void index_objects(const Recorded& r, std::vector<ViewRow>& rows);
  void index(const Recorded& recorded, BytesView entry, std::vector<ViewRow>& rows);
  void keep_state(const Recorded& recorded, std::vector<ViewRow>& rows);
  HeldState& held_state(const StreamKey& stream);
  template <class State, class AnyId>
  const State& state(const AnyId& id);              // as folded so far
  const std::optional<StreamKey>& policy_stream();  // the city's; none before it published one
  // In force when the event was recorded; the standard one before the city published any.
  const policy::Policy& policy_at(const Recorded& recorded);
  void fold_rooms(const Recorded& recorded, std::vector<ViewRow>& rows);
  std::vector<disclosure::Opinion> opinions_of(const FacilityId& asked, const DisclosureRequestId& id);
  // Before the state changes: what the event ends is told by the state until then.
  void close_opinions(const Recorded& recorded, std::vector<ViewRow>& rows);
  void close_pledges(const Recorded& recorded, std::vector<ViewRow>& rows);
  void fold_tasks(const Recorded& recorded, std::vector<ViewRow>& rows);
  void fold_admission_tasks(const Recorded& recorded, std::vector<ViewRow>& rows);
  void fold_care_tasks(const Recorded& recorded, std::vector<ViewRow>& rows);
  void fold_disclosure_tasks(const Recorded& recorded, std::vector<ViewRow>& rows);
  void open_task(Tray tray, const FacilityId& owner, TaskRow task, const StreamId& ref,
                 std::vector<ViewRow>& rows);
  void close_task(TaskKind kind, const StreamId& ref, std::vector<ViewRow>& rows);

  const ViewStore& store_;
  std::unique_ptr<ViewReader> reader_;  // of the state before this batch
  std::unordered_map<StreamKey, std::shared_ptr<HeldState>> states_;
  std::map<Bytes, Bytes> task_refs_;  // written in this batch
  std::optional<StreamKey> policy_stream_;
  Digest last_leaf_;
  RequestId last_request_;
};

}  // namespace renkei
