#include "replay/verify.h"

#include <unordered_map>
#include <unordered_set>

#include "domain/aggregate_states.h"
#include "eventstore/codec/compact.h"
#include "eventstore/codec/event_codec.h"
#include "eventstore/json/json_write.h"
#include "eventstore/memory_view_store.h"
#include "eventstore/sealing.h"
#include "projections/fold.h"

namespace renkei {
namespace {

constexpr std::size_t kFindingsMax = 1'000;
constexpr std::uint64_t kProgressEvery = 10'000;

std::string hex_of(const Digest& d) { return json_detail::hex_of(d.view()); }

// What has to hold from one entry to the next.
class Verifier {
 public:
  explicit Verifier(const VerifyInput& input) : input_(input), head_(input.engine.head()) {}

  VerifyReport run() {
    input_.engine.scan(0, [&](std::uint64_t position, BytesView octets) {
      check_entry(position, octets);
      return true;
    });
    report_.subjects = subjects_.size();
    report_.root = edge_.root();
    check_head();
    check_mark();
    check_views();
    return std::move(report_);
  }

 private:
  void find(std::uint64_t position, std::string kind, std::string expected, std::string found, int exit_code = 2) {
    if (report_.findings.size() < kFindingsMax) {
      report_.findings.push_back({position, std::move(kind), std::move(expected), std::move(found), exit_code});
    }
  }

  void check_entry(std::uint64_t position, BytesView octets) {
    for (; next_ < position; ++next_) find(next_, "entry-missing", "an entry", "nothing");
    next_ = position + 1;
    ++report_.entries;
    const Digest leaf = leaf_hash(octets);
    grow_tree(leaf);
    const auto entry = read_entry(octets);
    if (!entry) {
      find(position, "entry-form", "a ledger entry", "other octets");
    } else {
      check_links(position, *entry, leaf);
      check_content(position, *entry, octets);
    }
    last_leaf_ = leaf;
    if (input_.progress && report_.entries % kProgressEvery == 0) input_.progress(report_.entries, head_.size);
  }

  void grow_tree(const Digest& leaf) {
    completed_.clear();
    edge_.append(leaf, completed_);
    for (const FullTile& tile : completed_) {
      ++report_.tiles;
      const auto stored = input_.engine.tile(tile.level, tile.index);
      if (!stored) {
        find(next_ - 1, "tile-missing", tile_path({false, tile.level, tile.index}), "nothing");
      } else if (*stored != tile.hashes) {
        find(next_ - 1, "tile", tile_path({false, tile.level, tile.index}), "other hashes");
      }
    }
  }

  void check_links(std::uint64_t position, const EntryView& e, const Digest& leaf) {
    if (e.position != position) find(position, "position", std::to_string(position), std::to_string(e.position));
    if (e.previous_leaf != last_leaf_) find(position, "chain", hex_of(last_leaf_), hex_of(e.previous_leaf));
    if (e.recorded_at < last_time_) find(position, "time-goes-back", to_text(last_time_), to_text(e.recorded_at));
    last_time_ = e.recorded_at;
    if (!ids_.insert(e.event_id).second) find(position, "event-id-repeated", "a new id", json_detail::hex_of(e.event_id.view()));
    auto& version = streams_[{static_cast<Aggregate>(e.aggregate), e.stream}];
    if (e.stream_version != version + 1) find(position, "stream-version", std::to_string(version + 1), std::to_string(e.stream_version));
    version = e.stream_version;
    if (e.subject.is_zero() != (e.subject_ordinal == 0)) find(position, "subject", "subject and ordinal together", "one of them");
    if (!e.has_subject()) return;
    auto& [ordinal, previous] = subjects_[e.subject];
    if (e.subject_ordinal != ordinal + 1) find(position, "subject-ordinal", std::to_string(ordinal + 1), std::to_string(e.subject_ordinal));
    if (e.subject_previous != previous) find(position, "subject-chain", hex_of(previous), hex_of(e.subject_previous));
    ordinal = e.subject_ordinal;
    previous = leaf;
  }

  void check_content(std::uint64_t position, const EntryView& e, BytesView octets) {
    const EventType* type = event_type(e.type);
    if (type == nullptr) {
      find(position, "unknown-type", "a type this program knows", std::to_string(e.type), 4);
    } else {
      ++report_.by_type[std::string(type->name)];
      check_blobs(position, octets);
    }
    const auto payload = input_.engine.payload(position);
    if (!e.has_payload()) {
      if (payload) find(position, "payload-unexpected", "no payload", std::to_string(payload->size()) + " octets");
      return;
    }
    ++report_.payloads;
    if (!payload) {
      find(position, "payload-missing", std::to_string(e.payload_length) + " octets", "nothing");
    } else if (payload->size() != e.payload_length || payload_digest(*payload) != e.payload_digest) {
      find(position, "payload-digest", hex_of(e.payload_digest), hex_of(payload_digest(*payload)));
    }
  }

  void check_blobs(std::uint64_t position, BytesView octets) {
    try {
      const Recorded r = decode_entry(octets);
      const std::vector<Attachment>* attachments = nullptr;
      if (const auto* m = std::get_if<room::MessagePosted>(&r.event)) attachments = &m->attachments;
      if (const auto* c = std::get_if<consent::ConsentFormReceived>(&r.event)) attachments = &c->attachments;
      if (const auto* i = std::get_if<intake::IntakeDocumentReceived>(&r.event)) attachments = &i->attachments;
      if (attachments == nullptr || !input_.check_blob) return;
      for (const Attachment& a : *attachments) {
        ++report_.blobs;
        std::string problem;
        if (!input_.check_blob(a.blob, problem)) find(position, "blob", hex_of(a.blob), problem);
      }
    } catch (const CorruptHistory& e) {
      find(position, "entry-facts", "facts of its type", e.what());
    }
  }

  void check_head() {
    if (head_.size != edge_.size()) find(edge_.size(), "head-size", std::to_string(edge_.size()), std::to_string(head_.size), head_.size > edge_.size() ? 3 : 2);
    if (head_.root != edge_.root()) find(edge_.size(), "head-root", hex_of(edge_.root()), hex_of(head_.root));
    if (head_.last_leaf != last_leaf_) find(edge_.size(), "head-leaf", hex_of(last_leaf_), hex_of(head_.last_leaf));
  }

  // The newest checkpoint this ledger handed out: the tree must reach it and go through its root.
  void check_mark() {
    if (input_.high_water_note.empty()) return find(edge_.size(), "high-water-missing", "a signed high-water mark", "none", 4);
    const auto mark = open_checkpoint(input_.high_water_note, input_.log_key);
    if (!mark || mark->origin != input_.origin) return find(edge_.size(), "high-water-signature", "a checkpoint of " + input_.origin, "not signed by its key");
    if (mark->size > edge_.size()) return find(edge_.size(), "truncated", std::to_string(mark->size) + " entries were signed", std::to_string(edge_.size()), 3);
    if (root_below(mark->size) != mark->root) find(mark->size, "high-water-root", hex_of(mark->root), hex_of(root_below(mark->size)));
  }

  Digest root_below(std::uint64_t size) {
    if (size == edge_.size()) return edge_.root();
    RightEdge edge;
    std::vector<FullTile> ignored;
    input_.engine.scan(0, [&](std::uint64_t position, BytesView octets) {
      if (position >= size) return false;
      edge.append(leaf_hash(octets), ignored);
      ignored.clear();
      return true;
    });
    return edge.root();
  }

  void check_views() {
    if (input_.views == nullptr || !report_.findings.empty()) return;  // a fold of damaged entries proves nothing
    MemoryViewStore fresh(family_names().size());
    const auto stored = input_.views->snapshot();
    const auto meta = stored->get(0, meta_key());
    const std::uint64_t folded = meta ? from_compact<MetaRow>(*meta).position : 0;
    if (folded == 0 || folded > edge_.size()) return;  // made anew at the next start
    try {
      Fold fold(fresh);
      std::vector<ViewRow> rows;
      input_.engine.scan(0, [&](std::uint64_t position, BytesView octets) {
        if (position >= folded) return false;
        fold.apply(position, octets, rows);
        if (rows.size() > 5'000) flush(fresh, fold, rows);
        return true;
      });
      flush(fresh, fold, rows);
    } catch (const CorruptHistory& e) {
      return find(folded, "fold", "entries that fold", e.what());
    }
    compare(*fresh.snapshot(), *stored, folded);
  }

  static void flush(MemoryViewStore& store, Fold& fold, std::vector<ViewRow>& rows) {
    (void)store.write(rows);
    rows.clear();
    fold.begin_batch();
  }

  void compare(const ViewReader& fresh, const ViewReader& stored, std::uint64_t folded) {
    for (std::size_t family = 0; family < family_names().size(); ++family) {
      std::uint64_t differing = 0;
      const Bytes end(64, '\xFF');
      const auto one_way = [&](const ViewReader& a, const ViewReader& b) {
        a.scan(family, {}, end, [&](BytesView key, BytesView value) {
          if (key != meta_key() && b.get(family, key) != value) ++differing;
          return true;
        });
      };
      one_way(fresh, stored);
      one_way(stored, fresh);
      if (differing != 0) find(folded, "views", "family " + family_names()[family] + " equal to a fresh fold", std::to_string(differing) + " rows differ");
    }
  }

  const VerifyInput& input_;
  const Head head_;
  VerifyReport report_;
  RightEdge edge_;
  std::vector<FullTile> completed_;
  Digest last_leaf_;
  Instant last_time_{INT64_MIN};
  std::uint64_t next_ = 0;
  std::unordered_set<EventId> ids_;
  std::unordered_map<StreamKey, std::uint64_t> streams_;
  std::unordered_map<CareRecipientId, std::pair<std::uint64_t, Digest>> subjects_;
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
