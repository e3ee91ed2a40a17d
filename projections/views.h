// The views as a whole: a thread folds what the committer made durable; readers take consistent snapshots; the
// committer asks them for what is no longer in its own tail. Disposable: anything that does not fit the ledger
// is made anew, at a start or beside the readers.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

#include "eventstore/history_index.h"
#include "eventstore/ledger_engine.h"
#include "projections/folded_store.h"

namespace renkei {

struct ViewsLimits {
  std::uint64_t lag_entries = 20'000;  // beyond it the committer waits
  std::uint64_t lag_bytes = 32u << 20;
  std::uint64_t flush_entries = 20'000;
  std::int64_t flush_milliseconds = 2'000;
  std::size_t batch_entries = 512;
};

// One state of all views, at `position` entries. Holds its store, which may meanwhile have been replaced.
struct ViewSnapshot {
  std::shared_ptr<const ViewStore> store;
  std::unique_ptr<const ViewReader> reader;
  std::uint64_t position = 0;
};

class Views final : public HistoryIndex, public DurableSink {
 public:
  using Fatal = std::function<void(const std::string& what)>;

  // True when `store` is whole and stands at a point of this ledger's history; else it must be emptied and
  // folded anew.
  static bool usable(const ViewStore& store, const LedgerEngine& engine);

  // Folds what is missing up to the engine's head, then starts its thread.
  Views(std::shared_ptr<ViewStore> store, const LedgerEngine& engine, ViewsLimits limits, Fatal fatal);
  ~Views() override;  // stops and flushes
  void stop();

  enum class Anew { done, stopped };
  // Folds the whole ledger into the empty `next` on the caller's thread, while the present store goes on
  // serving, and then turns over to it: `chosen` makes the choice durable, after `next` is and before the first
  // reader sees it. Returns when the former store is closed. One call at a time; an error leaves all as it was.
  Result<Anew, std::string> make_anew(std::shared_ptr<ViewStore> next,
                                      const std::function<Result<void, std::string>()>& chosen);

  ViewSnapshot snapshot() const;
  // True once `position` entries are folded; false after the wait. Any thread but the committer's.
  bool wait_for(std::uint64_t position, std::int64_t milliseconds) const;
  // Called after each fold batch, on the fold thread, with the entries folded so far.
  void on_applied(std::function<void(std::uint64_t first, const std::vector<Bytes>& entries)> listener);

  std::uint64_t applied() const override { return applied_; }
  std::optional<StateSnapshot> snapshot(const StreamKey& stream) const override;
  std::vector<std::uint64_t> positions(const StreamKey& stream, std::uint64_t after_version) const override;
  SubjectHead subject_head(const CareRecipientId& subject) const override;
  std::optional<std::uint64_t> request(const RequestId& request) const override;
  std::vector<std::uint64_t> message_changes(const MessageId& message) const override;
  std::optional<RoomId> room_of(const CareRecipientId& person) const override;
  bool names_file(const AttachmentId& file) const override;

  void on_durable(std::uint64_t first, std::vector<Bytes> entries) override;
  void wait_for_room() override;

 private:
  struct Work {
    std::uint64_t first = 0;
    std::vector<Bytes> entries;
  };
  // A store that is nearly as far as the present one, for the fold thread to take over.
  struct Successor {
    FoldedStore folded;
    const std::function<Result<void, std::string>()>& chosen;
    std::optional<Result<void, std::string>> outcome;
  };
  void run();
  bool take(Work& work);  // false: stopping, and nothing is left
  void fold(const Work& work);
  void flush_when_due(bool stopping);
  void show(std::shared_ptr<const ViewSnapshot> fresh);
  void turn_over();
  Result<void, std::string> finish(Successor& successor);
  void notify(const Work& work) const;
  bool stopping() const;
  std::shared_ptr<const ViewSnapshot> present() const;

  const LedgerEngine& engine_;
  ViewsLimits limits_;
  Fatal fatal_;
  std::unique_ptr<FoldedStore> folded_;  // fold thread
  std::uint64_t unflushed_ = 0;          // fold thread
  std::chrono::steady_clock::time_point last_flush_;

  std::atomic<std::uint64_t> applied_{0};
  mutable std::mutex mutex_;  // guards everything below
  mutable std::condition_variable changed_;
  std::deque<Work> queue_;
  std::uint64_t queued_entries_ = 0, queued_bytes_ = 0;
  bool stopping_ = false;
  std::function<void(std::uint64_t, const std::vector<Bytes>&)> listener_;
  std::shared_ptr<const ViewSnapshot> present_;  // at applied_, for the committer's look-ups
  Successor* successor_ = nullptr;               // of a caller who waits
  bool ended_ = false;                           // the fold thread
  std::thread thread_;
};

}  // namespace renkei
