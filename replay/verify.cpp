#include "replay/verify.h"

#include <algorithm>
#include <unordered_map>

#include "domain/aggregate_states.h"
#include "domain/attachments.h"
#include "eventstore/codec/event_codec.h"
#include "eventstore/crypto/base64.h"
#include "eventstore/json/json_write.h"
#include "replay/policy_rules.h"
#include "replay/verify_heads.h"
#include "replay/verify_kept.h"
#include "replay/verify_payloads.h"
#include "replay/verify_tree.h"
#include "replay/verify_views.h"

namespace renkei {
namespace {

constexpr std::size_t kFindingsMax = 1'000;
const std::string kPolicy = "policy";  // the one kind of finding that leaves the history whole
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
        kept_(input.engine.kept()),
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
        rules_([this](std::uint64_t position, const PolicyRule& rule, const std::string& found) {
          find(position, kPolicy,
               std::string(rule.name) + " (" + std::string(rule.clause) + "): " + std::string(rule.guarantee),
               found);
        }),
        payloads_(input.engine),
        heads_(subjects_,
               [this](std::uint64_t position, std::string kind, std::string expected, std::string found) {
                 find(position, std::move(kind), std::move(expected), std::move(found));
               }) {}

  VerifyReport run() {
    walk();
    for (Finding& f : payloads_.finish())
      find(f.position, std::move(f.kind), std::move(f.expected), std::move(f.found));
    check_ids();
    tree_.finish(head_.size);
    check_head();
    check_mark();
    check_known();
    kept_checkpoints_.finish(tree_.size(), mark_);
    if (!input_.views_problem.empty()) find(tree_.size(), "views", "views that open", input_.views_problem, 4);
    if (input_.views != nullptr && report_.findings.empty()) {  // a fold of damaged entries proves nothing
      report_.findings = verify_views(input_.engine, *input_.views, tree_.size(), input_.progress);
    }
    report_.subjects = subjects_.size();
    report_.tiles = tree_.full_tiles();
    report_.checkpoints = kept_checkpoints_.count();
    report_.root = tree_.root();
    std::stable_sort(report_.findings.begin(), report_.findings.end(),
                     [](const Finding& a, const Finding& b) { return a.position < b.position; });
    return std::move(report_);
  }

 private:
  void find(std::uint64_t position, std::string kind, std::string expected, std::string found,
            int exit_code = 2) {
    whole_ = whole_ && kind == kPolicy;
    const bool full = report_.findings.size() >= kFindingsMax;
    if (full && report_.exit_code() == 2) return;
    if (full) report_.findings.pop_back();  // a worse one must not be lost behind many
    report_.findings.push_back({position, std::move(kind), std::move(expected), std::move(found), exit_code});
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
      check_subject(position, *entry, leaf);
      check_payload(position, *entry);
      check_facts(position, *entry, octets);
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
    ids_.emplace_back(low_bits(e.event_id), position);
    auto& version = streams_[{static_cast<Aggregate>(e.aggregate), e.stream}];
    if (e.stream_version != version + 1)
      find(position, "stream-version", std::to_string(version + 1), std::to_string(e.stream_version));
    version = e.stream_version;
  }

  void check_subject(std::uint64_t position, const EntryView& e, const Digest& leaf) {
    if (e.subject.is_zero() != (e.subject_ordinal == 0))
      find(position, "subject", "subject and ordinal together", "one of them");
    if (!e.has_subject()) return;
    auto& head = subjects_[e.subject];
    heads_.before(position, e.subject, head);
    auto& [ordinal, previous] = head;
    if (e.subject_ordinal != ordinal + 1)
      find(position, "subject-ordinal", std::to_string(ordinal + 1), std::to_string(e.subject_ordinal));
    if (e.subject_previous != previous)
      find(position, "subject-chain", hex_of(previous), hex_of(e.subject_previous));
    ordinal = e.subject_ordinal;
    previous = leaf;
  }

  void check_payload(std::uint64_t position, const EntryView& e) {
    if (kept_.payloads) {
      if (e.has_payload()) ++report_.payloads;
      payloads_.add(position, e);
    } else if (e.has_payload() && !std::exchange(told_no_payloads_, true)) {
      find(position, "payloads-not-held", "payloads", "payloads not in this export", 4);
    }
  }

  // Ids end in random bits: equal ones are looked for by them, all at once.
  void check_ids() {
    std::sort(ids_.begin(), ids_.end());
    for (std::size_t i = 1; i < ids_.size(); ++i) {
      if (ids_[i].first != ids_[i - 1].first) continue;
      const auto one = read_again(ids_[i - 1].second), other = read_again(ids_[i].second);
      if (one && other && one->event_id == other->event_id)
        find(ids_[i].second, "event-id-repeated", "a new id", hex(other->event_id.view()));
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

  void check_facts(std::uint64_t position, const EntryView& e, BytesView octets) {
    const EventType* type = event_type(e.type);
    if (type == nullptr || e.schema_version > type->schema_version)
      return find(position, "unknown-type", "a type this program knows",
                  std::to_string(e.type) + " version " + std::to_string(e.schema_version), 4);
    ++report_.by_type[std::string(type->name)];
    try {
      const Recorded recorded = decode_entry(octets);
      const DomainEvent& event = recorded.event;
      const auto* first = std::get_if<ledger::LedgerInitialised>(&event);
      if ((first != nullptr) != (position == 0))
        find(position, "first-entry", "LedgerInitialised at position 0 and nowhere else",
             std::string(type->name));
      if (first != nullptr) check_format(position, *first);
      if (const auto* attachments = attachments_of(event)) check_blobs(position, *attachments);
      if (const auto* sealed = std::get_if<ledger::SubjectHeadsSealed>(&event); sealed != nullptr && whole_)
        heads_.check(position, *sealed);
      // Rules over a history with holes prove nothing.
      if (input_.policy && whole_) rules_.check(recorded);
    } catch (const CorruptHistory& damage) {
      find(position, "entry-facts", "facts of its type", damage.what());
    }
  }

  // FORMAT lies beside the ledger and is not signed; the first entry says what it must say.
  void check_format(std::uint64_t position, const ledger::LedgerInitialised& first) {
    if (first.origin != input_.origin) find(position, "origin", first.origin, input_.origin);
    const std::string key = input_.log_key.to_string();
    if (first.log_key != key) find(position, "log-key", first.log_key, key);
    if (!input_.packet_key.empty() && first.packet_key != input_.packet_key)
      find(position, "packet-key", first.packet_key, input_.packet_key);
    if (!input_.city.empty() && first.city != input_.city) find(position, "city", first.city, input_.city);
    if (!input_.ledger_id.is_zero() && first.ledger_id != input_.ledger_id)
      find(position, "ledger-id", hex(first.ledger_id.view()), hex(input_.ledger_id.view()));
  }

  void check_blobs(std::uint64_t position, const std::vector<Attachment>& attachments) {
    if (!input_.check_blob || !kept_.payloads) return;
    for (const Attachment& a : attachments) {
      ++report_.blobs;
      std::string problem;
      if (!input_.check_blob(a.blob, problem)) find(position, "blob", hex_of(a.blob), problem);
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
  const LedgerEngine::Kept kept_;
  const std::optional<Checkpoint> mark_, known_;
  VerifyReport report_;
  bool whole_ = true;  // nothing is wrong with the history itself
  TreeCheck tree_;
  KeptCheck kept_checkpoints_;
  PolicyRules rules_;
  PayloadCheck payloads_;
  Digest last_leaf_, root_at_mark_, root_at_known_;
  bool last_leaf_known_ = true, told_no_payloads_ = false;
  Instant last_time_{INT64_MIN};
  std::uint64_t next_ = 0;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> ids_;  // random bits, position
  std::unordered_map<StreamKey, std::uint64_t> streams_;
  HeadsCheck::Heads subjects_;
  HeadsCheck heads_;
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
