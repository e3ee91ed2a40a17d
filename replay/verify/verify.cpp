#include "replay/verify/verify.h"

#include <algorithm>
#include <boost/sort/spreadsort/integer_sort.hpp>
#include <unordered_map>

#include "eventstore/crypto/base64.h"
#include "replay/verify/contents.h"
#include "replay/verify/kept.h"
#include "replay/verify/tree.h"
#include "replay/verify/views.h"

namespace renkei {
namespace {

constexpr std::uint64_t kProgressEvery = 10'000;
constexpr std::uint64_t kProbedOneByOne = 1'024,
                        kProbeStride = 64;  // behind damage, for the next readable entry
constexpr std::uint32_t kProbesMax = 1'000'000;
constexpr std::uint64_t kUnsignedMax = 600'000'000;  // µs; a running server signs every second

std::uint64_t low_bits(const EventId& id) {
  std::uint64_t bits = 0;
  for (std::size_t i = 8; i < 16; ++i) bits = bits << 8 | id.octets[i];
  return bits;
}

std::string hex_of(const Digest& d) { return hex(d.view()); }

// What has to hold from one entry to the next.
class Verifier {
 public:
  explicit Verifier(const VerifyInput& input)
      : input_(input),
        head_(input.engine.head()),
        mark_(open_checkpoint(input.high_water_note, input.log_key)),
        known_(open_checkpoint(input.known_checkpoint, input.log_key)),
        tree_(input.engine,
              [this](std::uint64_t position, std::string kind, std::string expected, std::string found) {
                find(position, std::move(kind), std::move(expected), std::move(found));
              }),
        kept_checkpoints_(
            input,
            [this](std::uint64_t position, std::string kind, std::string expected, std::string found,
                   int code) { find(position, std::move(kind), std::move(expected), std::move(found), code); }),
        contents_(input) {}

  VerifyReport run() {
    walk();
    check_ids();
    contents_.finish(report_, findings_);
    tree_.finish(head_.size);
    check_head();
    check_mark();
    check_known();
    kept_checkpoints_.finish(tree_.size(), mark_);
    if (!input_.views_problem.empty()) find(tree_.size(), "views", "views that open", input_.views_problem, 4);
    if (input_.views != nullptr && findings_.empty())  // a fold of damaged entries proves nothing
      findings_.add_all(verify_views(input_.engine, *input_.views, tree_.size(), input_.progress));
    report_.tiles = tree_.full_tiles();
    report_.checkpoints = kept_checkpoints_.count();
    report_.root = tree_.root();
    report_.findings = findings_.by_position();
    return std::move(report_);
  }

 private:
  void find(std::uint64_t position, std::string kind, std::string expected, std::string found,
            int exit_code = 2) {
    findings_.add({position, std::move(kind), std::move(expected), std::move(found), exit_code});
  }

  void walk() {
    for (;;) {
      try {
        return input_.engine.scan(next_, [&](std::uint64_t position, BytesView octets) {
          check_entry(position, octets);
          return true;
        });
      } catch (const CorruptHistory& e) {
        find(next_, "storage", "a readable entry", e.what());
        if (!resume()) return;
      }
    }
  }

  // Checks the next entry that can be read behind damage; false when there is none.
  bool resume() {
    const std::uint64_t end = std::max(head_.size, mark_ ? mark_->size : 0);
    std::uint32_t probes = 0;  // the size may be a forgery
    for (std::uint64_t at = next_; at < end && probes < kProbesMax;
         at += at - next_ < kProbedOneByOne ? 1 : kProbeStride, ++probes) {
      std::optional<Bytes> octets;
      try {
        octets = input_.engine.entry(at);
      } catch (const CorruptHistory&) {
      }
      if (!octets) continue;
      pass_over(at, read_entry(*octets));
      check_entry(at, *octets);
      return true;
    }
    return false;
  }

  // Entries that are not there still have their place in the tree: the leaf as a tile or the next entry states
  // it.
  void pass_over(std::uint64_t position, const std::optional<EntryView>& next_entry) {
    for (; next_ < position; ++next_) {
      auto leaf = tree_.stored_leaf(next_);
      if (!leaf && next_ + 1 == position && next_entry) leaf = next_entry->previous_leaf;
      last_leaf_known_ = leaf.has_value();
      append(leaf.value_or(Digest{}));
    }
  }

  void append(const Digest& leaf) {
    tree_.append(leaf);
    last_leaf_ = leaf;
    if (mark_ && tree_.size() == mark_->size) root_at_mark_ = tree_.root();
    if (known_ && tree_.size() == known_->size) root_at_known_ = tree_.root();
    kept_checkpoints_.compare(tree_);
  }

  void check_entry(std::uint64_t position, BytesView octets) {
    const auto entry = read_entry(octets);
    if (next_ < position)
      find(next_, "entry-missing", std::to_string(position - next_) + " entries from here", "nothing");
    pass_over(position, entry);
    next_ = position + 1;
    ++report_.entries;
    const Digest leaf = leaf_hash(octets);
    if (!entry) {
      find(position, "entry-form", "a ledger entry", "other octets");
    } else {
      check_links(position, *entry);
      contents_.add(position, octets, leaf, findings_.whole());
    }
    append(leaf);
    last_leaf_known_ = true;
    if (input_.progress && report_.entries % kProgressEvery == 0) input_.progress(report_.entries, head_.size);
  }

  void check_links(std::uint64_t position, const EntryView& e) {
    if (e.position != position)
      find(position, "position", std::to_string(position), std::to_string(e.position));
    if (last_leaf_known_ && e.previous_leaf != last_leaf_)
      find(position, "chain", hex_of(last_leaf_), hex_of(e.previous_leaf));
    if (e.recorded_at < last_time_)
      find(position, "time-goes-back", to_text(last_time_), to_text(e.recorded_at));
    last_time_ = e.recorded_at;
    ids_.push_back(low_bits(e.event_id));
  }

  // Ids end in random bits: equal ones are looked for by them, all at once. Which entries they are of is read
  // again only where there are any.
  void check_ids() {
    boost::sort::spreadsort::integer_sort(ids_.begin(), ids_.end());
    std::unordered_map<std::uint64_t, std::vector<EventId>> repeated;
    for (std::size_t i = 1; i < ids_.size(); ++i)
      if (ids_[i] == ids_[i - 1]) repeated[ids_[i]];
    for (std::uint64_t position = 0; !repeated.empty() && position < next_; ++position) {
      const auto entry = read_again(position);
      const auto bits = entry ? repeated.find(low_bits(entry->event_id)) : repeated.end();
      if (bits == repeated.end()) continue;
      auto& seen = bits->second;
      if (std::find(seen.begin(), seen.end(), entry->event_id) != seen.end())
        find(position, "event-id-repeated", "a new id", hex(entry->event_id.view()));
      seen.push_back(entry->event_id);
    }
  }
  std::optional<EntryView> read_again(std::uint64_t position) const {
    try {
      const auto octets = input_.engine.entry(position);
      return octets ? read_entry(*octets) : std::nullopt;
    } catch (const CorruptHistory&) {
      return std::nullopt;
    }
  }

  void check_head() {
    const std::uint64_t size = tree_.size();
    if (head_.size != size) {
      return find(std::min(size, head_.size), "head-size", std::to_string(head_.size) + " entries",
                  std::to_string(size), head_.size > size ? 3 : 2);
    }
    if (head_.root != tree_.root()) find(size, "head-root", hex_of(head_.root), hex_of(tree_.root()));
    if (head_.last_leaf != last_leaf_) find(size, "head-leaf", hex_of(head_.last_leaf), hex_of(last_leaf_));
  }

  // The newest checkpoint this ledger handed out: the tree must reach it and go through its root.
  void check_mark() {
    const std::uint64_t size = tree_.size();
    if (!input_.high_water_problem.empty()) {
      find(mark_ ? std::min(mark_->size, size) : size, "high-water-slot", "intact slots",
           input_.high_water_problem, 3);
    }
    // Init signs the first one before there is a city, so that none is never right.
    if (input_.high_water_note.empty())
      return find(size, "high-water-missing", "a signed high-water mark", "none");
    if (!mark_ || mark_->origin != input_.origin) {
      return find(size, "high-water-signature", "a checkpoint of " + input_.origin, "not signed by its key");
    }
    if (mark_->size > size)
      return find(size, "truncated", std::to_string(mark_->size) + " entries were signed", std::to_string(size),
                  3);
    if (mark_->size == 0) root_at_mark_ = empty_root();
    if (root_at_mark_ != mark_->root)
      find(mark_->size, "high-water-root", hex_of(mark_->root), hex_of(root_at_mark_));
    check_unsigned(mark_->size);
  }

  // What the reader kept of an earlier day (ledger.md: 3 against a known checkpoint).
  void check_known() {
    if (input_.known_checkpoint.empty()) return;
    const std::uint64_t size = tree_.size();
    if (!known_ || known_->origin != input_.origin)
      return find(size, "checkpoint-signature", "a checkpoint of " + input_.origin, "not signed by its key");
    if (known_->size > size)
      return find(size, "truncated", std::to_string(known_->size) + " entries were signed",
                  std::to_string(size), 3);
    const Digest root = known_->size == 0 ? empty_root() : root_at_known_;
    if (root != known_->root) find(known_->size, "checkpoint-root", hex_of(known_->root), hex_of(root));
  }

  // Entries far older than the newest and still unsigned: the mark was put back.
  void check_unsigned(std::uint64_t signed_size) {
    if (signed_size == tree_.size()) return;
    std::optional<Bytes> octets;
    try {
      octets = input_.engine.entry(signed_size);
    } catch (const CorruptHistory&) {
    }
    const auto entry = octets ? read_entry(*octets) : std::nullopt;
    if (!entry || last_time_ <= entry->recorded_at) return;
    // Without sign: a damaged ledger's times may be further apart than a signed number says.
    const std::uint64_t age = static_cast<std::uint64_t>(last_time_.microseconds) -
                              static_cast<std::uint64_t>(entry->recorded_at.microseconds);
    if (age <= kUnsignedMax) return;
    find(signed_size, "high-water-stale", "a mark beyond " + to_text(entry->recorded_at),
         std::to_string(signed_size) + " entries signed", 3);
  }

  const VerifyInput& input_;
  const Head head_;
  const std::optional<Checkpoint> mark_, known_;
  VerifyReport report_;
  FindingList findings_;
  TreeCheck tree_;
  KeptCheck kept_checkpoints_;
  ContentsCheck contents_;
  Digest last_leaf_, root_at_mark_, root_at_known_;
  bool last_leaf_known_ = true;
  Instant last_time_{INT64_MIN};
  std::uint64_t next_ = 0;
  std::vector<std::uint64_t> ids_;  // their random bits
};

}  // namespace

int VerifyReport::exit_code() const {
  int code = 0;
  for (const Finding& f : findings) {
    if (f.exit_code == 2) return 2;
    code = code == 0 ? f.exit_code : std::min(code, f.exit_code);
  }
  return code;
}

VerifyReport verify_ledger(const VerifyInput& input) { return Verifier(input).run(); }

}  // namespace renkei
