// A unit of work for the committer: decided on its thread against the newest states, recorded with its batch,
// answered when the batch is durable.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "domain/aggregate_states.h"
#include "domain/rejection.h"
#include "eventstore/history_index.h"

namespace renkei {

// The idempotency of a command: the keyed digest of (account, method, path, key), and that of the body under
// the keys of this and the two days before (a repeat may come up to 48 hours later).
struct RequestKey {
  RequestId id;  // zero: not a command with a key (reads)
  std::int32_t utc_day = 0;
  std::array<RequestTag, 3> tags;  // of utc_day, utc_day − 1, utc_day − 2
};

// What a decision may look at. States include everything decided before in this batch. References stay valid
// until the decision returns.
class Situation {
 public:
  virtual ~Situation() = default;
  virtual Instant now() const = 0;
  virtual std::uint64_t next_position() const = 0;
  virtual Bytes entry_at(std::uint64_t position) const = 0;                     // below next_position()
  virtual room::Message message(const MessageId& id) = 0;                       // exists = false: unknown
  virtual std::vector<std::uint64_t> message_changes(const MessageId& id) = 0;  // positions
  virtual std::optional<RoomId> room_of(const CareRecipientId& person) = 0;
  virtual bool names_file(const AttachmentId& file) = 0;  // some event does

  CivilDate today() const { return date_in_japan(now()); }
  template <class State, class AnyId>
  const State& state(const AnyId& id) {
    return *static_cast<const State*>(find({State::kAggregate, id.octets}, nullptr));
  }
  template <class State, class AnyId>
  std::uint64_t version(const AnyId& id) {
    std::uint64_t version = 0;
    find({State::kAggregate, id.octets}, &version);
    return version;
  }

 protected:
  virtual const void* find(const StreamKey& stream, std::uint64_t* version) = 0;
};

// What a decision asks for. A rejection may come with drafts: a denial that is recorded.
struct Verdict {
  Act act;
  std::vector<Draft> drafts;
  std::optional<Rejection> rejection;
  // Nothing is recorded, and nobody may tell that from the time it takes: the answer waits for a sync all the
  // same.
  bool as_if_recorded = false;
};

struct Committed {
  std::optional<Rejection> rejection;
  std::vector<Recorded> events;  // with their content, as recorded
  std::vector<Digest> leaf_hashes;
  bool replayed = false;  // the first receipt again: `first_position` names it, `events` is empty
  std::uint64_t first_position = 0;
};

class Proposal {
 public:
  virtual ~Proposal() = default;
  virtual Verdict decide(Situation& situation) = 0;
  // Called once, when the batch is durable, on the committer's thread: hand over and return. Never called if
  // the process ends before.
  virtual void done(Committed committed) = 0;
  // Says that the wall clock is right: decided although the clock is in doubt, and it ends the doubt.
  virtual bool confirms_clock() const { return false; }

  RequestKey request;
};

}  // namespace renkei
