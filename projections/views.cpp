#include "projections/views.h"

#include <chrono>

#include "eventstore/codec/compact.h"
#include "eventstore/merkle/tree.h"

namespace renkei {
namespace {

constexpr std::size_t index_of(Family family) { return static_cast<std::size_t>(family); }

MetaRow meta_of(const ViewReader& reader) {
  const auto row = reader.get(0, meta_key());
  return row ? from_compact<MetaRow>(*row) : MetaRow{};
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

Views::Views(ViewStore& store, const LedgerEngine& engine, ViewsLimits limits, Fatal fatal)
    : store_(store), engine_(engine), limits_(limits), fatal_(std::move(fatal)), fold_(store) {
  reader_ = store_.snapshot();
  applied_ = meta_of(*reader_).position;
  catch_up();
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

void Views::catch_up() {
  Work work{applied_, {}};
  engine_.scan(applied_, [&](std::uint64_t position, BytesView entry) {
    if (position != work.first + work.entries.size())
      throw CorruptHistory("a gap before entry " + std::to_string(position));
    work.entries.emplace_back(entry);
    if (work.entries.size() >= limits_.batch_entries) {
      fold(work);
      work = {position + 1, {}};
    }
    return true;
  });
  if (!work.entries.empty()) fold(work);
}

void Views::fold(const Work& work) {
  std::vector<ViewRow> rows;
  fold_.begin_batch();
  for (std::size_t i = 0; i < work.entries.size(); ++i) fold_.apply(work.first + i, work.entries[i], rows);
  const std::uint64_t applied = work.first + work.entries.size();
  const Bytes meta = to_compact(MetaRow{applied, fold_.last_leaf(), kFoldVersion});
  for (std::size_t family = 0; family < family_names().size(); ++family)
    rows.push_back({family, meta_key(), meta});
  if (const auto written = store_.write(rows); !written) return fatal_(written.error());
  unflushed_ += work.entries.size();
  std::shared_ptr<const ViewReader> fresh = store_.snapshot();
  {
    const std::lock_guard lock(mutex_);
    reader_ = std::move(fresh);
    applied_ = applied;
  }
  changed_.notify_all();
}

void Views::run() {
  using Clock = std::chrono::steady_clock;
  auto last_flush = Clock::now();
  const auto interval = std::chrono::milliseconds(limits_.flush_milliseconds);
  while (true) {
    Work work;
    bool stopping = false;
    {
      std::unique_lock lock(mutex_);
      changed_.wait_for(lock, interval, [this] { return stopping_ || !queue_.empty(); });
      stopping = stopping_ && queue_.empty();
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
    }
    try {
      if (!work.entries.empty()) {
        fold(work);
        notify(work);
      }
    } catch (const CorruptHistory& e) {
      return fatal_(std::string("views: ") + e.what());
    }
    const bool due = Clock::now() - last_flush >= interval || unflushed_ >= limits_.flush_entries || stopping;
    if (unflushed_ > 0 && due) {
      if (const auto flushed = store_.flush(); !flushed) return fatal_(flushed.error());
      unflushed_ = 0;
      last_flush = Clock::now();
    }
    if (stopping) return;
  }
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

ViewSnapshot Views::snapshot() const {
  auto reader = store_.snapshot();
  const std::uint64_t position = meta_of(*reader).position;
  return {std::move(reader), position};
}

std::shared_ptr<const ViewReader> Views::index_reader() const {
  const std::lock_guard lock(mutex_);
  return reader_;
}

std::optional<StateSnapshot> Views::snapshot(const StreamKey& stream) const {
  const auto row = index_reader()->get(index_of(Family::states), stream_prefix(stream));
  if (!row) return std::nullopt;
  SnapshotRow snapshot = from_compact<SnapshotRow>(*row);
  return StateSnapshot{snapshot.version, std::move(snapshot.state)};
}

std::vector<std::uint64_t> Views::positions(const StreamKey& stream, std::uint64_t after_version) const {
  std::vector<std::uint64_t> found;
  index_reader()->scan(index_of(Family::streams), stream_key(stream, after_version + 1),
                       after_prefix(stream_prefix(stream)), [&](BytesView, BytesView value) {
                         found.push_back(from_compact<StreamRow>(value).position);
                         return true;
                       });
  return found;
}

SubjectHead Views::subject_head(const CareRecipientId& subject) const {
  SubjectHead head;
  index_reader()->scan_backwards(index_of(Family::subjects), subject.view(), after_prefix(subject.view()),
                                 [&](BytesView, BytesView value) {
                                   const auto row = from_compact<UsageRow>(value);
                                   head = {row.ordinal, row.leaf};
                                   return false;
                                 });
  return head;
}

std::optional<std::uint64_t> Views::request(const RequestId& request) const {
  const auto row = index_reader()->get(index_of(Family::requests), request.view());
  return row ? std::optional(number_of_key(*row)) : std::nullopt;
}

std::vector<std::uint64_t> Views::message_changes(const MessageId& message) const {
  std::vector<std::uint64_t> found;
  index_reader()->scan(index_of(Family::messages), message.view(), after_prefix(message.view()),
                       [&](BytesView key, BytesView) {
                         found.push_back(number_of_key(key.substr(16)));
                         return true;
                       });
  return found;
}

}  // namespace renkei
