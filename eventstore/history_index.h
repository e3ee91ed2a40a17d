// The committer's port to the indexes over history (implemented in projections). It may lag: it answers for
// entries below `applied()`, which the committer reads first; what is newer the committer knows itself
// (tail_index.h).
#pragma once

#include <optional>
#include <vector>

#include "domain/aggregate_states.h"

namespace renkei {

struct StateSnapshot {
  std::uint64_t version = 0;  // of the stream
  Bytes state;                // compact form
};

struct SubjectHead {
  std::uint64_t ordinal = 0;
  Digest leaf;
};

class HistoryIndex {
 public:
  virtual ~HistoryIndex() = default;
  virtual std::uint64_t applied() const = 0;  // entries folded
  virtual std::optional<StateSnapshot> snapshot(const StreamKey& stream) const = 0;
  // Positions of the stream's events with a version above `after_version`, in order.
  virtual std::vector<std::uint64_t> positions(const StreamKey& stream, std::uint64_t after_version) const = 0;
  virtual SubjectHead subject_head(const CareRecipientId& subject) const = 0;
  virtual std::optional<std::uint64_t> request(
      const RequestId& request) const = 0;  // position of its first event
  virtual std::vector<std::uint64_t> message_changes(const MessageId& message) const = 0;
  virtual std::optional<RoomId> room_of(const CareRecipientId& person) const = 0;  // the one opened last
  virtual bool names_file(const AttachmentId& file) const = 0;                     // some event does
};

// Told of every durable bundle, in order, on the committer's thread; must be quick.
class DurableSink {
 public:
  virtual ~DurableSink() = default;
  virtual void on_durable(std::uint64_t first, std::vector<Bytes> entries) = 0;
  virtual void wait_for_room() = 0;  // returns when the lag is within its bound
};

}  // namespace renkei
