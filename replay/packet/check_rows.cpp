#include <algorithm>

#include "eventstore/blob_chunks.h"
#include "eventstore/codec/event_codec.h"
#include "eventstore/sealing.h"
#include "replay/packet/bundles.h"
#include "replay/packet/check_parts.h"
#include "replay/packet/content.h"

namespace renkei::packet {
namespace {

constexpr std::uint64_t kBundleBytesMax = 64u << 20;

class RowsCheck {
 public:
  explicit RowsCheck(Examined& x) : x_(x) {}

  void run() {
    const auto& rows = x_.manifest.rows;
    for (std::uint64_t first = 0; first < rows.size(); first += kBundleRows)
      take_bundle(first, std::min<std::uint64_t>(kBundleRows, rows.size() - first));
  }

 private:
  void find(const std::string& kind, std::uint64_t ordinal, std::string found) {
    x_.find(kind, "row " + std::to_string(ordinal), std::move(found));
    x_.rows_whole = false;
  }

  void take_bundle(std::uint64_t first, std::uint64_t count) {
    const std::string name = bundle_name("entries", first / kBundleRows);
    const std::string payloads_name = bundle_name("payloads", first / kBundleRows);
    x_.named.insert(name);
    if (has_keys(first, count)) x_.named.insert(payloads_name);
    const auto bundle = x_.zip.read(name, kBundleBytesMax);
    const auto entries = bundle ? items_of(*bundle, 2, count) : std::nullopt;
    if (!entries) {
      x_.find("entry", name, "is missing or malformed");
      x_.rows_whole = false;
      return;
    }
    const auto sealed = x_.zip.read(payloads_name, kBundleBytesMax);
    const auto payloads = sealed ? items_of(*sealed, 4, count) : std::nullopt;
    for (std::uint64_t i = 0; i < count; ++i) {
      take_row(first + i, (*entries)[i], payloads ? (*payloads)[i] : BytesView());
      if (x_.input.progress) x_.input.progress(first + i + 1, x_.manifest.rows.size());
    }
  }

  bool has_keys(std::uint64_t first, std::uint64_t count) const {
    const auto row = x_.manifest.rows.begin() + static_cast<std::ptrdiff_t>(first);
    return std::any_of(row, row + static_cast<std::ptrdiff_t>(count),
                       [](const ManifestRow& r) { return r.key.has_value(); });
  }

  void take_row(std::uint64_t index, BytesView entry, BytesView payload) {
    const ManifestRow& said = x_.manifest.rows[index];
    check_row(index, said, entry, payload);
    previous_ = said.leaf_hash;  // whatever was found: a damaged row accuses no other
  }

  void check_row(std::uint64_t index, const ManifestRow& said, BytesView entry, BytesView payload) {
    if (said.ordinal != index + 1) return find("manifest", index + 1, "has another ordinal");
    if ((said.status == RowStatus::withheld) != said.withheld.has_value()) {  // found in the manifest
      x_.rows_whole = false;
      return;
    }
    const bool shown = said.status == RowStatus::shown;
    if (shown && entry.empty()) return find("entry", said.ordinal, "has no entry");
    if (said.status == RowStatus::withheld && !entry.empty())
      return find("entry", said.ordinal, "has an entry all the same");
    Row row;
    row.status = said.status;
    row.content_state = said.content_state;
    if (said.withheld) row.withheld = std::make_shared<const Withheld>(*said.withheld);
    row.usage.ordinal = said.ordinal;
    row.usage.leaf = said.leaf_hash;
    if (!entry.empty()) {
      const auto view = take_entry(said, entry);
      if (!view || (shown && !take_shown(said, *view, entry, payload, row))) return;
    }
    if (!shown && !payload.empty()) return find("content", said.ordinal, "is not shown, and has a payload");
    x_.rows.push_back(std::move(row));
  }

  // Of a shown row, or of a neighbour of the period: it stands where the manifest says.
  std::optional<EntryView> take_entry(const ManifestRow& said, BytesView entry) {
    const auto view = read_entry(entry);
    std::string wrong;
    if (!view || !in_range(*view)) {
      wrong = "its entry is malformed";
    } else if (leaf_hash(entry) != said.leaf_hash) {
      wrong = "its entry was changed";
    } else if (view->subject != x_.manifest.subject) {
      wrong = "its entry is of another person's history";
    } else if (view->subject_ordinal != said.ordinal) {
      wrong = "its entry is row " + std::to_string(view->subject_ordinal);
    } else if (view->subject_previous != previous_) {
      wrong = "its entry does not follow row " + std::to_string(said.ordinal - 1);
    } else if (view->position >= x_.manifest.ledger.as_of || view->position <= last_position_) {
      wrong = "its position is out of order";
    } else if (view->recorded_at < last_time_) {
      wrong = "its time is before that of a row before it";
    }
    if (!wrong.empty()) {
      find("entry", said.ordinal, wrong);
      return std::nullopt;
    }
    last_position_ = view->position;
    last_time_ = view->recorded_at;
    x_.leaves.emplace(view->position, said.leaf_hash);
    x_.days.emplace(said.ordinal, date_in_japan(view->recorded_at));
    return view;
  }

  // Beyond this no clock and no calendar of a reader goes.
  static bool in_range(const EntryView& view) {
    static const std::int32_t kFirst = civil_date(1868, 1, 1)->days, kLast = civil_date(9999, 12, 31)->days;
    return view.recorded_at.microseconds >= 0 && view.recorded_at.microseconds < std::int64_t{1} << 53 &&
           view.occurred_on >= kFirst && view.occurred_on <= kLast;
  }

  bool take_shown(const ManifestRow& said, const EntryView& view, BytesView entry, BytesView payload,
                  Row& row) {
    if (const char* wrong = wrong_state(said, view); wrong != nullptr) {
      find("content", said.ordinal, wrong);
      return false;
    }
    try {
      Recorded recorded = decode_entry(entry);
      x_.case_acts.take(recorded, x_.manifest.facts.id);
      return take_content(said, view, std::move(recorded), payload, row);
    } catch (const CorruptHistory& e) {
      find("content", said.ordinal, e.what());
      return false;
    }
  }

  // Records are opened, unless they are another facility's that is to be asked (product.md no. 3). So whoever
  // makes a packet can't leave the text of a record out without saying that it is withheld.
  const char* wrong_state(const ManifestRow& said, const EntryView& view) const {
    const ManifestCase& facts = x_.manifest.facts;
    if (!opens_payload(view.type))
      return said.content_state == ContentState::none ? nullptr : "a row that has no content";
    if (said.content_state == ContentState::none) return "its content is left out without a ground";
    if (said.content_state == ContentState::shown) return nullptr;
    const FacilityId issuer = x_.manifest.issuer.facility_id.value_or(FacilityId{});
    const bool records_asked =
        std::find(facts.kinds.begin(), facts.kinds.end(), DisclosureKind::records) != facts.kinds.end();
    if (x_.manifest.audience == PacketAudience::auditor) return "its content is left out for an auditor";
    if (view.actor.facility == issuer && records_asked && facts.result != DisclosureResult::no_data)
      return "its content is left out, though it is the issuer's own";
    return nullptr;
  }

  bool take_content(const ManifestRow& said, const EntryView& view, Recorded recorded, BytesView payload,
                    Row& row) {
    const bool opens = said.content_state == ContentState::shown;
    if (opens != said.key.has_value() || opens == payload.empty()) {
      find("content", said.ordinal,
           opens ? "its payload or key is missing" : "has a payload or key all the same");
      return false;
    }
    if (opens) {
      if (payload_digest(payload) != view.payload_digest) {
        find("content", said.ordinal, "its payload was changed");
        return false;
      }
      const auto plain = open_payload(
          said.key->view(), {view.event_id, view.payload_key, view.type, view.schema_version}, payload);
      if (!plain) {
        find("content", said.ordinal, "its key does not open its payload");
        return false;
      }
      decode_payload(*plain, recorded.event);
      if (!check_attachments(said, recorded)) return false;
    }
    row.usage = usage_row(recorded, said.leaf_hash);
    if (opens || !opens_payload(view.type)) row.content = content_of(recorded, said.files);
    return true;
  }

  // Each file, sealed anew under its key, is the one that the entry names.
  bool check_attachments(const ManifestRow& said, const Recorded& recorded) {
    const NamedFiles named = files_of(recorded.event);
    const std::size_t count = named.attachments == nullptr ? 0 : named.attachments->size();
    if (said.files.size() != count || (count > 0 && named.keys->size() != count)) {
      find("content", said.ordinal, "its attachments are not all there");
      return false;
    }
    for (std::size_t i = 0; i < count; ++i) {
      const Attachment& attachment = (*named.attachments)[i];
      const std::string name = attachment_name(recorded.position, i + 1, attachment.media);
      const ZipReader::Entry* file = x_.zip.find(name);
      if (said.files[i].name != name || said.files[i].media != attachment.media || file == nullptr ||
          said.files[i].bytes != file->bytes || said.files[i].sha256 != digest_of(name) ||
          sealed_digest(*file, (*named.keys)[i]) != attachment.blob) {
        find("content", said.ordinal, name + " is not the file that was posted");
        return false;
      }
      x_.named.insert(name);
    }
    return true;
  }

  Digest digest_of(const std::string& name) const {
    const auto found = x_.digests.find(name);
    return found == x_.digests.end() ? Digest{} : found->second;
  }

  Digest sealed_digest(const ZipReader::Entry& file, const AttachmentKey& key) const {
    BlobDigester digester(key);
    x_.zip.stream(file, [&](BytesView piece) { digester.write(piece); });
    return digester.finish();
  }

  Examined& x_;
  Digest previous_;
  std::uint64_t last_position_ = 0;
  Instant last_time_;
};

}  // namespace

void check_rows(Examined& x) { RowsCheck(x).run(); }

}  // namespace renkei::packet
