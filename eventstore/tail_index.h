// What the views do not know yet: the index facts of entries that are decided but not folded. Owned by the
// committer's thread. An entry is forgotten only after the views' applied position has passed it.
#pragma once

#include <deque>
#include <unordered_map>
#include <unordered_set>

#include "eventstore/codec/entry_view.h"
#include "eventstore/history_index.h"

namespace renkei {

struct TailFact {
  std::uint64_t position = 0;
  StreamKey stream;
  std::uint64_t stream_version = 0;
  CareRecipientId subject;
  SubjectHead subject_head;  // this entry's, when it has a subject
  RequestId request;
  bool first_of_request = false;
  std::optional<MessageId> changed_message;  // a correction or retraction
  std::optional<RoomId> opened_room;         // the subject's
  std::vector<AttachmentId> files;           // that the event names
};

class TailIndex {
 public:
  TailIndex();
  void add(TailFact fact);
  void forget_below(std::uint64_t applied);
  std::size_t size() const { return facts_.size(); }

  // Positions above `after_version`, in order.
  std::vector<std::uint64_t> positions(const StreamKey& stream, std::uint64_t after_version) const;
  std::optional<SubjectHead> subject_head(const CareRecipientId& subject) const;
  void remember(const CareRecipientId& subject, const SubjectHead& head);  // as the views gave it
  std::optional<std::uint64_t> request(const RequestId& request) const;
  std::vector<std::uint64_t> message_changes(const MessageId& message) const;
  std::optional<RoomId> room_of(const CareRecipientId& person) const;
  bool names_file(const AttachmentId& file) const { return files_.contains(file); }

 private:
  struct Held {
    TailFact fact;
    std::uint64_t before = 0;  // position of the stream's event before it, if that is held too
  };
  struct KnownHead {
    SubjectHead head;
    std::uint64_t position = 0;  // of its entry; 0 when the views gave it
  };
  const Held& held(std::uint64_t position) const { return facts_[position - facts_.front().fact.position]; }
  void know(const CareRecipientId& subject, const KnownHead& head);

  std::deque<Held> facts_;                               // by position, without a gap
  std::unordered_map<StreamKey, std::uint64_t> newest_;  // position of the stream's newest event
  // Also of what is folded: asked for with every message.
  std::unordered_map<CareRecipientId, KnownHead> heads_;
  std::size_t heads_max_;  // beyond it the folded ones are forgotten
  std::unordered_map<RequestId, std::uint64_t> requests_;
  std::unordered_map<MessageId, std::deque<std::uint64_t>> messages_;
  std::unordered_map<CareRecipientId, RoomId> rooms_;
  std::unordered_set<AttachmentId> files_;
};

}  // namespace renkei
