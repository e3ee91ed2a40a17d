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
    check_counts();
  }

 private:
  void find(const std::string& kind, std::uint64_t ordinal, std::string found) {
    x_.find(kind, "row " + std::to_string(ordinal), std::move(found));
    x_.rows_whole = false;
  }

  void take_bundle(std::uint64_t first, std::uint64_t count) {
    const std::string name = bundle_name("entries", first / kBundleRows);
    const std::string payloads_name = bundle_name("payloads", first / kBundleRows);
    x_.named.insert({name, payloads_name});
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

  void take_row(std::uint64_t index, BytesView entry, BytesView payload) {
    const ManifestRow& said = x_.manifest.rows[index];
    if (said.ordinal != index + 1) return find("manifest", index + 1, "has another ordinal");
    const bool shown = said.status == RowStatus::shown;
    if (shown == entry.empty())
      return find("entry", said.ordinal, shown ? "has no entry" : "has an entry all the same");
    if ((said.status == RowStatus::withheld) != said.withheld.has_value())
      return find("manifest", said.ordinal, "does not say what is withheld");
    Row row;
    row.status = said.status;
    row.content_state = said.content_state;
    if (said.withheld) row.withheld = std::make_shared<const Withheld>(*said.withheld);
    row.usage.ordinal = said.ordinal;
    row.usage.leaf = said.leaf_hash;
    if (shown && !take_shown(said, entry, payload, row)) return;
    if (!shown && (said.key || !payload.empty() || !said.files.empty()))
      return find("manifest", said.ordinal, "is not shown, and has content");
    previous_ = said.leaf_hash;
    x_.rows.push_back(std::move(row));
  }

  bool take_shown(const ManifestRow& said, BytesView entry, BytesView payload, Row& row) {
    const auto view = read_entry(entry);
    std::string wrong;
    if (!view) {
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
    }
    if (!wrong.empty()) {
      find("entry", said.ordinal, wrong);
      return false;
    }
    last_position_ = view->position;
    x_.leaves.emplace(view->position, said.leaf_hash);
    try {
      return take_content(said, *view, decode_entry(entry), payload, row);
    } catch (const CorruptHistory& e) {
      find("content", said.ordinal, e.what());
      return false;
    }
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
          said.files[i].bytes != file->bytes || sealed_digest(*file, (*named.keys)[i]) != attachment.blob) {
        find("content", said.ordinal, name + " is not the file that was posted");
        return false;
      }
      x_.named.insert(name);
    }
    return true;
  }

  Digest sealed_digest(const ZipReader::Entry& file, const AttachmentKey& key) const {
    BlobDigester digester(key);
    x_.zip.stream(file, [&](BytesView piece) { digester.write(piece); });
    return digester.finish();
  }

  void check_counts() {
    ManifestCounts counted{x_.manifest.rows.size(), 0, 0, 0};
    for (const ManifestRow& row : x_.manifest.rows) {
      counted.shown += row.status == RowStatus::shown;
      counted.withheld += row.status == RowStatus::withheld;
      counted.outside_period += row.status == RowStatus::outside_period;
    }
    const ManifestCounts& said = x_.manifest.counts;
    if (counted.total != said.total || counted.shown != said.shown || counted.withheld != said.withheld ||
        counted.outside_period != said.outside_period)
      x_.find("counts", "manifest.json", "shown and not shown do not add up to the total");
  }

  Examined& x_;
  Digest previous_;
  std::uint64_t last_position_ = 0;
};

}  // namespace

void check_rows(Examined& x) { RowsCheck(x).run(); }

}  // namespace renkei::packet
