// One batch of the committer while it is being made. Private to the committer.
#pragma once

#include "eventstore/codec/event_codec.h"
#include "eventstore/committer.h"

namespace renkei {

class Committer::Batch final : public Situation {
 public:
  Batch(Committer& committer, Instant now);

  void decide(std::unique_ptr<Proposal> proposal);
  const CommitBundle& seal();  // closes the bundle: its head
  void hand_over();            // answers every proposal, then tells the views
  std::uint64_t rejected() const { return rejected_; }
  std::uint64_t replayed() const { return replayed_; }
  std::size_t octets() const { return octets_; }     // of entries and payloads
  bool owes_a_sync() const { return owes_a_sync_; }  // also when it records nothing

  Instant now() const override { return now_; }
  std::uint64_t next_position() const override { return bundle_.expected_size + bundle_.entries.size(); }
  room::Message message(const MessageId& id) override;
  std::vector<std::uint64_t> message_changes(const MessageId& id) override;
  std::optional<RoomId> room_of(const CareRecipientId& person) override;
  bool names_file(const AttachmentId& file) override;
  Bytes entry_at(std::uint64_t position) const override;

 protected:
  const void* find(const StreamKey& stream, std::uint64_t* version) override;

 private:
  struct Prepared;  // one encoded draft, not yet part of the bundle
  struct Answer {
    std::unique_ptr<Proposal> proposal;
    Committed committed;
  };

  std::optional<Committed> repeated(const RequestKey& request);
  // All drafts of one proposal, or the reason why none can be recorded.
  Result<std::vector<Prepared>, Rejection> prepare(const Verdict& verdict, const RequestKey& request);
  Result<Prepared, Rejection> prepare_one(const Verdict& verdict, std::size_t index, const RequestKey& request,
                                          const std::vector<Prepared>& before);
  void record(Verdict verdict, std::vector<Prepared> prepared, const RequestKey& request, Committed& committed);

  Committer& committer_;
  Instant now_;
  CommitBundle bundle_;
  std::vector<Answer> answers_;
  std::uint64_t rejected_ = 0, replayed_ = 0;
  std::size_t octets_ = 0;
  bool owes_a_sync_ = false;
};

}  // namespace renkei
