#include "projections/views.h"

#include "eventstore/codec/compact.h"
#include "eventstore/merkle/tree.h"

namespace renkei {
namespace {

constexpr std::size_t index_of(Family family) { return static_cast<std::size_t>(family); }

constexpr std::uint64_t kTurnOverEntries = 2'000;  // folded by the fold thread itself: readers wait for these
constexpr auto kFormerReadersAsked = std::chrono::milliseconds(20);

ViewSnapshot take_snapshot(std::shared_ptr<const ViewStore> store) {
  auto reader = store->snapshot();
  const std::uint64_t position = meta_of(*reader).position;
  return {std::move(store), std::move(reader), position};
}

std::shared_ptr<const ViewSnapshot> snapshot_of(std::shared_ptr<const ViewStore> store) {
  return std::make_shared<const ViewSnapshot>(take_snapshot(std::move(store)));
}

}  // namespace

bool Views::usable(const ViewStore& store, const LedgerEngine& engine) {
  const auto reader = store.snapshot();
  std::optional<MetaRow> first;
  for (std::size_t family = 0; family < family_names().size(); ++family) {
    const auto row = reader->get(family, meta_key());
    const MetaRow meta = row ? from_compact<MetaRow>(*row) : MetaRow{};
    if (first && !(*first == meta)) return false;
    first = meta;
  }
  if (first->position == 0) return true;
  if (first->fold_version != kFoldVersion || first->position > engine.head().size) return false;
  const auto entry = engine.entry(first->position - 1);
  return entry && leaf_hash(*entry) == first->last_leaf;
}

Views::Views(std::shared_ptr<ViewStore> store, const LedgerEngine& engine, ViewsLimits limits, Fatal fatal)
    : engine_(engine),
      limits_(limits),
      fatal_(std::move(fatal)),
      folded_(std::make_unique<FoldedStore>(std::move(store))),
      last_flush_(std::chrono::steady_clock::now()) {
  const std::uint64_t stood = folded_->position();
  const auto all = [] { return true; };
  if (const auto r = folded_->catch_up(engine_, engine_.head().size, limits_.batch_entries, all); !r)
    fatal_(r.error());
  unflushed_ = folded_->position() - stood;
  show(snapshot_of(folded_->store()));
  thread_ = std::thread([this] { run(); });
}

Views::~Views() { stop(); }

void Views::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

bool Views::stopping() const {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

void Views::show(std::shared_ptr<const ViewSnapshot> fresh) {
  {
    const std::lock_guard lock(mutex_);
    applied_ = fresh->position;
    present_ = std::move(fresh);
  }
  changed_.notify_all();
}

void Views::fold(const Work& work) {
  if (const auto written = folded_->append(work.entries); !written) return fatal_(written.error());
  unflushed_ += work.entries.size();
  show(snapshot_of(folded_->store()));
}

bool Views::take(Work& work) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, std::chrono::milliseconds(limits_.flush_milliseconds),
                    [this] { return stopping_ || !queue_.empty() || successor_ != nullptr; });
  const bool more = !stopping_ || !queue_.empty();
  while (!queue_.empty() && work.entries.size() < limits_.batch_entries) {
    Work& next = queue_.front();
    if (work.entries.empty()) work.first = next.first;
    for (Bytes& entry : next.entries) {
      queued_bytes_ -= entry.size();
      work.entries.push_back(std::move(entry));
    }
    queue_.pop_front();
  }
  queued_entries_ -= work.entries.size();
  return more;
}

void Views::flush_when_due(bool stopping) {
  const auto now = std::chrono::steady_clock::now();
  const bool due = now - last_flush_ >= std::chrono::milliseconds(limits_.flush_milliseconds) ||
                   unflushed_ >= limits_.flush_entries || stopping;
  if (unflushed_ == 0 || !due) return;
  if (const auto flushed = folded_->store()->flush(); !flushed) return fatal_(flushed.error());
  unflushed_ = 0;
  last_flush_ = now;
}

void Views::run() {
  bool more = true;
  while (more) {
    Work work;
    more = take(work);
    try {
      if (!work.entries.empty()) {
        fold(work);
        notify(work);
      }
      if (more) turn_over();
    } catch (const CorruptHistory& e) {
      fatal_(std::string("views: ") + e.what());
      break;
    }
    flush_when_due(!more);
  }
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  changed_.notify_all();
}

Result<Views::Anew, std::string> Views::make_anew(std::shared_ptr<ViewStore> next,
                                                  const std::function<Result<void, std::string>()>& chosen) {
  Successor successor{FoldedStore(std::move(next)), chosen, {}};
  FoldedStore& folded = successor.folded;
  while (folded.position() + kTurnOverEntries < applied_) {
    const auto caught_up =
        folded.catch_up(engine_, applied_, limits_.batch_entries, [this] { return !stopping(); });
    if (!caught_up) return Unexpected{caught_up.error()};
    if (stopping()) return Anew::stopped;
    if (auto flushed = folded.store()->flush(); !flushed) return Unexpected{flushed.error()};
  }
  std::shared_ptr<const std::atomic<bool>> closed;  // of the former store
  {
    std::unique_lock lock(mutex_);
    closed = present_->store->closed();
    successor_ = &successor;
    changed_.notify_all();
    changed_.wait(lock, [&] { return successor.outcome || ended_; });
    successor_ = nullptr;
  }
  if (!successor.outcome) return Anew::stopped;
  if (!*successor.outcome) return Unexpected{successor.outcome->error()};
  while (!*closed && !stopping()) std::this_thread::sleep_for(kFormerReadersAsked);
  return *closed ? Anew::done : Anew::stopped;
}

void Views::turn_over() {
  Successor* successor = nullptr;
  {
    const std::lock_guard lock(mutex_);
    if (successor_ == nullptr) return;
    successor = successor_;
  }
  auto outcome = finish(*successor);
  if (outcome) {
    folded_ = std::make_unique<FoldedStore>(std::move(successor->folded));
    unflushed_ = 0;
    show(snapshot_of(folded_->store()));
  }
  {
    const std::lock_guard lock(mutex_);
    successor->outcome = std::move(outcome);
    successor_ = nullptr;
  }
  changed_.notify_all();
}

// The new store comes to exactly the point that readers have seen, so that none of them goes back or ahead of
// the notices of this thread.
Result<void, std::string> Views::finish(Successor& successor) {
  const auto all = [] { return true; };
  auto done = successor.folded.catch_up(engine_, applied_, limits_.batch_entries, all);
  if (done) done = successor.folded.store()->flush();
  if (done) done = successor.chosen();
  return done;
}

void Views::notify(const Work& work) const {
  std::function<void(std::uint64_t, const std::vector<Bytes>&)> listener;
  {
    const std::lock_guard lock(mutex_);
    listener = listener_;
  }
  if (listener) listener(work.first, work.entries);
}

void Views::on_applied(std::function<void(std::uint64_t, const std::vector<Bytes>&)> listener) {
  const std::lock_guard lock(mutex_);
  listener_ = std::move(listener);
}

void Views::on_durable(std::uint64_t first, std::vector<Bytes> entries) {
  {
    const std::lock_guard lock(mutex_);
    queued_entries_ += entries.size();
    for (const Bytes& entry : entries) queued_bytes_ += entry.size();
    queue_.push_back({first, std::move(entries)});
  }
  changed_.notify_all();
}

void Views::wait_for_room() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] {
    return stopping_ || (queued_entries_ <= limits_.lag_entries && queued_bytes_ <= limits_.lag_bytes);
  });
}

bool Views::wait_for(std::uint64_t position, std::int64_t milliseconds) const {
  if (applied_ >= position) return true;
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, std::chrono::milliseconds(milliseconds), [&] {
    return applied_ >= position || stopping_;
  }) && applied_ >= position;
}

ViewSnapshot Views::snapshot() const { return take_snapshot(present()->store); }

std::shared_ptr<const ViewSnapshot> Views::present() const {
  const std::lock_guard lock(mutex_);
  return present_;
}

std::optional<StateSnapshot> Views::snapshot(const StreamKey& stream) const {
  const auto row = present()->reader->get(index_of(Family::states), stream_prefix(stream));
  if (!row) return std::nullopt;
  SnapshotRow snapshot = from_compact<SnapshotRow>(*row);
  return StateSnapshot{snapshot.version, std::move(snapshot.state)};
}

std::vector<std::uint64_t> Views::positions(const StreamKey& stream, std::uint64_t after_version) const {
  std::vector<std::uint64_t> found;
  present()->reader->scan(index_of(Family::streams), stream_key(stream, after_version + 1),
                          after_prefix(stream_prefix(stream)), [&](BytesView, BytesView value) {
                            found.push_back(from_compact<StreamRow>(value).position);
                            return true;
                          });
  return found;
}

SubjectHead Views::subject_head(const CareRecipientId& subject) const {
  SubjectHead head;
  present()->reader->scan_backwards(index_of(Family::subjects), subject.view(), after_prefix(subject.view()),
                                    [&](BytesView, BytesView value) {
                                      const auto row = from_compact<UsageRow>(value);
                                      head = {row.ordinal, row.leaf};
                                      return false;
                                    });
  return head;
}

std::optional<std::uint64_t> Views::request(const RequestId& request) const {
  const auto row = present()->reader->get(index_of(Family::requests), request.view());
  return row ? std::optional(number_of_key(*row)) : std::nullopt;
}

std::vector<std::uint64_t> Views::message_changes(const MessageId& message) const {
  std::vector<std::uint64_t> found;
  present()->reader->scan(index_of(Family::messages), message.view(), after_prefix(message.view()),
                          [&](BytesView key, BytesView) {
                            found.push_back(number_of_key(key.substr(16)));
                            return true;
                          });
  return found;
}

std::optional<RoomId> Views::room_of(const CareRecipientId& person) const {
  const auto row = present()->reader->get(index_of(Family::objects), room_of_key(person));
  return row ? std::optional(RoomId::from(*row)) : std::nullopt;
}

bool Views::names_file(const AttachmentId& file) const {
  return present()->reader->get(index_of(Family::objects), file.view()).has_value();
}

}  // namespace renkei
