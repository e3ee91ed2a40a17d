#include "replay/disclosure/packet_builder.h"

#include "eventstore/codec/entry_view.h"
#include "eventstore/crypto/base64.h"
#include "eventstore/crypto/sha256.h"
#include "eventstore/merkle/checkpoint.h"
#include "eventstore/sealing.h"
#include "eventstore/stored_tree.h"
#include "projections/person_heads.h"
#include "projections/usage_history.h"
#include "replay/disclosure/pdf/packet_pdf.h"
#include "replay/packet/bundles.h"
#include "replay/packet/csv.h"
#include "replay/packet/jsonl.h"
#include "replay/packet/multi_proof.h"
#include "replay/packet/page/verify_page.h"

namespace renkei {
namespace {

constexpr const char* kSoftware = "renkei " RENKEI_VERSION;

// Of the persons below `as_of`: the views may be further by now.
struct HeadsBelow {
  std::vector<Digest> leaves;
  std::uint64_t index = 0;  // of the subject
};

class Builder {
 public:
  Builder(const PacketSources& sources, const PacketOrder& order, const PacketProgress& progress)
      : s_(sources), order_(order), progress_(progress) {}

  Result<BuiltPacket, PacketError> build(BytesView seed, const packet::Sink& sink) {
    tell("model", 0, 1);
    auto made = ModelMaker(s_, order_.requested, order_.as_of).make();
    if (!made) return Unexpected{PacketError{"what the case withholds is sealed for good"}};
    made_ = std::move(*made);
    fill_integrity();
    if (const auto failed = add_members()) return Unexpected{*failed};
    if (!learn_facts()) return Unexpected{kStopped};
    const std::string manifest = packet::manifest_text(make_manifest());
    if (manifest.size() > packet::kManifestBytesMax)
      return Unexpected{PacketError{"the history has more rows than a packet can hold"}};
    add("manifest.json", [&manifest](const packet::Sink& out) { out(manifest); });
    const std::string signature =
        sign_note(packet::signed_text(model().facts.number, manifest), s_.packet_key, seed);
    add("manifest.sig", [&signature](const packet::Sink& out) { out(signature); });
    return write(sink);
  }

 private:
  static inline const PacketError kStopped{"stopped", true};

  packet::Model& model() { return made_.model; }
  const std::vector<packet::Row>& rows() { return made_.model.rows; }

  bool stopped() const { return progress_.stop != nullptr && *progress_.stop; }
  void tell(const char* step, std::uint64_t done, std::uint64_t total) const {
    if (progress_.tell) progress_.tell(step, done, total);
  }

  void add(std::string name, std::function<void(const packet::Sink&)> write) {
    packet::Member member{std::move(name), std::move(write)};
    members_.emplace(member.name, member);
  }
  void add_text(std::string name, std::string text) {
    add(std::move(name), [text = std::move(text)](const packet::Sink& out) { out(text); });
  }

  void fill_integrity() {
    const auto checkpoint = open_checkpoint(order_.checkpoint_note, s_.log_key);
    if (!checkpoint || checkpoint->size <= order_.heads_position)
      throw CorruptHistory("a packet's checkpoint that does not hold its sealed heads");
    checkpoint_ = *checkpoint;
    packet::Integrity& i = model().integrity;
    i.origin = checkpoint->origin;
    i.log_vkey = s_.log_key.to_string();
    i.packet_vkey = s_.packet_key.to_string();
    i.keys_fingerprint = packet::keys_fingerprint(i.log_vkey, i.packet_vkey);
    i.checkpoint_note = order_.checkpoint_note;
    i.checkpoint_size = checkpoint->size;
    i.checkpoint_root = base64(checkpoint->root.view());
    i.heads_position = order_.heads_position;
    i.as_of = order_.as_of;
    i.software = kSoftware;
  }

  std::optional<PacketError> add_members() {
    add_text("checkpoint", order_.checkpoint_note);
    add_bundles();
    add_heads();
    add_proofs();
    add_text("verify.html", packet::verify_page({}));
    if (auto failed = add_pdf()) return failed;
    frame_ = make_frame();
    add("usage.csv", [this](const packet::Sink& out) { packet::write_csv(model().dictionary, rows(), out); });
    add("fhir/bundle.json", [this](const packet::Sink& out) {
      packet::write_bundle(packet::bundle_facts(frame_), model().dictionary, rows(), out);
    });
    add("usage.jsonl",
        [this](const packet::Sink& out) { packet::write_jsonl(model().dictionary, rows(), out); });
    for (const auto& [name, file] : made_.files) add(name, file_writer(s_.blobs, file.attachment, file.key));
    return std::nullopt;
  }

  std::optional<PacketError> add_pdf() {
    static const std::atomic<bool> kGoOn = false;
    const auto picture = [this](const packet::PacketFile& file) -> std::optional<Bytes> {
      const auto found = made_.files.find(file.name);
      if (found == made_.files.end()) return std::nullopt;
      Bytes octets;
      file_writer(s_.blobs, found->second.attachment,
                  found->second.key)([&](BytesView piece) { octets += piece; });
      return octets;
    };
    const auto told = [this](std::size_t done, std::size_t total) { tell("pdf", done, total); };
    auto made =
        packet::pdf::make_pdf(model(), picture, told, progress_.stop == nullptr ? kGoOn : *progress_.stop);
    if (!made) return stopped() ? kStopped : PacketError{made.error().detail, false};
    model().integrity.fonts = made->facts.fonts;
    add_text("packet.pdf", std::move(made->octets));
    return std::nullopt;
  }

  Bytes entry_at(std::uint64_t position) const {
    auto entry = s_.engine.entry(position);
    if (!entry) throw CorruptHistory("no entry at position " + std::to_string(position));
    return std::move(*entry);
  }

  Bytes entry_of(const packet::Row& row) const {
    const std::uint64_t position = row.shown() ? row.usage.position : row.neighbour_at;
    return position == 0 ? Bytes() : entry_at(position);
  }

  void add_bundles() {
    for (std::uint64_t first = 0; first < rows().size(); first += packet::kBundleRows) {
      const std::uint64_t last = std::min<std::uint64_t>(first + packet::kBundleRows, rows().size());
      const std::uint64_t number = first / packet::kBundleRows;
      add(packet::bundle_name("entries", number), [this, first, last](const packet::Sink& out) {
        Bytes bundle;
        for (std::uint64_t i = first; i < last; ++i) packet::put_item(bundle, entry_of(rows()[i]), 2);
        out(bundle);
      });
      if (!opens_any(first, last)) continue;
      add(packet::bundle_name("payloads", number), [this, first, last](const packet::Sink& out) {
        Bytes bundle;
        for (std::uint64_t i = first; i < last; ++i) {
          const bool opened = rows()[i].content_state == packet::ContentState::shown;
          packet::put_item(bundle, opened ? s_.engine.payload(rows()[i].usage.position).value_or("") : Bytes(),
                           4);
        }
        out(bundle);
      });
    }
  }

  bool opens_any(std::uint64_t first, std::uint64_t last) {
    for (std::uint64_t i = first; i < last; ++i) {
      if (rows()[i].content_state == packet::ContentState::shown) return true;
    }
    return false;
  }

  void add_heads() {
    HeadsBelow below;
    person_heads(s_.views, order_.as_of,
                 [&](const CareRecipientId& subject, std::uint64_t ordinal, const Digest& leaf) {
                   if (subject == order_.requested.subject) below.index = below.leaves.size();
                   below.leaves.push_back(packet::heads_leaf({subject, ordinal, leaf}));
                 });
    packet::HeadsProof proof;
    proof.as_of = order_.as_of;
    proof.count = below.leaves.size();
    proof.index = below.index;
    proof.sealed_entry = entry_at(order_.heads_position);
    proof.first_entry = entry_at(0);
    proof.path = packet::heads_path(below.leaves, below.index);
    model().integrity.heads_count = proof.count;
    add_text("subject-heads", proof.to_string());
  }

  void add_proofs() {
    const NodeReader node = [this](unsigned level, std::uint64_t index) {
      return stored_node(s_.engine, s_.edge, level, index);
    };
    std::vector<std::uint64_t> positions{0};
    std::size_t receipts = 0;
    for (const packet::Row& row : rows()) {
      if (row.neighbour_at != 0) positions.push_back(row.neighbour_at);
      if (!row.shown()) continue;
      if (row.usage.position != 0) positions.push_back(row.usage.position);
      if (receipts++ < packet::kReceiptsMax) add_receipt(row, node);
    }
    positions.push_back(order_.heads_position);
    const auto nodes = packet::multi_proof(positions, checkpoint_.size, node);
    if (!nodes) throw CorruptHistory("no proof from the stored tree");
    add_text("proof-nodes", packet::to_text(*nodes));
  }

  void add_receipt(const packet::Row& row, const NodeReader& node) {
    auto path = inclusion_proof(row.usage.position, checkpoint_.size, node);
    if (!path) throw CorruptHistory("no proof of position " + std::to_string(row.usage.position));
    add(packet::receipt_name(row.ordinal()),
        [this, position = row.usage.position, path = std::move(*path)](const packet::Sink& out) {
          out(LogProof{entry_at(position), position, path, order_.checkpoint_note}.to_string());
        });
  }

  bool learn_facts() {  // false: told to stop
    std::size_t done = 0;
    for (const auto& [name, member] : members_) {
      if (stopped()) return false;
      tell("files", done++, members_.size());
      const auto known = made_.files.find(name);
      facts_.emplace(name, known != made_.files.end() ? known->second.facts : packet::facts_of(member));
    }
    return true;
  }

  // The manifest but for its rows and files.
  packet::Manifest make_frame() {
    const packet::Model& m = model();
    packet::Manifest manifest;
    manifest.facts = {m.facts.id,          m.facts.number,    m.facts.requester, m.facts.method,
                      m.facts.period,      m.facts.kinds,     m.facts.records,   m.facts.result,
                      m.facts.received_on, m.facts.decided_on};
    manifest.audience = m.audience;
    manifest.subject = m.facts.subject;
    if (!m.issuer.id.is_zero()) manifest.issuer.facility_id = m.issuer.id;
    manifest.issuer.name = m.issuer.name;
    manifest.ledger = {m.integrity.origin,          m.integrity.log_vkey, m.integrity.packet_vkey,
                       m.integrity.checkpoint_size, m.integrity.as_of,    m.integrity.heads_position};
    manifest.made_at = m.made_at;
    manifest.software = m.integrity.software;
    for (const auto& font : m.integrity.fonts) manifest.fonts.push_back({font.name, font.sha256});
    manifest.counts = {m.rows.size(), m.count(packet::RowStatus::shown), m.count(packet::RowStatus::withheld),
                       m.count(packet::RowStatus::outside_period)};
    manifest.columns = packet::manifest_columns();
    manifest.words = m.dictionary;
    return manifest;
  }

  packet::Manifest make_manifest() {
    packet::Manifest manifest = frame_;
    for (const packet::Row& row : rows()) manifest.rows.push_back(manifest_row(row));
    for (const auto& [name, facts] : facts_) manifest.files.push_back({name, facts.bytes, facts.sha256});
    return manifest;
  }

  packet::ManifestRow manifest_row(const packet::Row& row) {
    packet::ManifestRow said;
    said.ordinal = row.ordinal();
    said.status = row.status;
    said.leaf_hash = row.usage.leaf;
    said.content_state = row.content_state;
    if (row.withheld != nullptr) said.withheld = *row.withheld;
    if (row.content_state != packet::ContentState::shown) return said;
    const auto key = s_.keyring.key_unless_destroyed(KeyId{order_.requested.subject.octets});
    const auto view = read_entry(entry_at(row.usage.position));
    if (key == nullptr || !view) throw CorruptHistory("a row whose key is gone");
    said.key = packet::PayloadKey::from(payload_key(key->view(), view->event_id).view());
    if (row.content != nullptr) said.files = row.content->files;
    return said;
  }

  Result<BuiltPacket, PacketError> write(const packet::Sink& sink) {
    for (const char* name : {"manifest.json", "manifest.sig"})
      facts_.emplace(name, packet::facts_of(members_.at(name)));
    Sha256 digest;
    packet::ZipWriter zip([&](BytesView piece) {
      digest.update(piece);
      sink(piece);
    });
    std::size_t done = 0;
    for (const auto& [name, member] : members_) {
      if (stopped()) return Unexpected{kStopped};
      tell("zip", done++, members_.size());
      zip.add(member, facts_.at(name));
    }
    zip.finish();
    tell("zip", done, members_.size());
    return BuiltPacket{rows().size(), model().count(packet::RowStatus::shown),
                       model().count(packet::RowStatus::withheld), zip.bytes(), digest.finish()};
  }

  const PacketSources& s_;
  const PacketOrder& order_;
  const PacketProgress& progress_;
  ModelWithFiles made_;
  Checkpoint checkpoint_;
  packet::Manifest frame_;
  std::map<std::string, packet::Member> members_;
  std::map<std::string, packet::MemberFacts> facts_;
};

}  // namespace

Result<BuiltPacket, PacketError> build_packet(const PacketSources& sources, const PacketOrder& order,
                                              BytesView packet_seed, const packet::Sink& sink,
                                              const PacketProgress& progress) {
  return Builder(sources, order, progress).build(packet_seed, sink);
}

SealedHeads seal_heads(const ViewReader& views, std::uint64_t as_of) {
  std::vector<Digest> leaves;
  person_heads(views, as_of, [&](const CareRecipientId& subject, std::uint64_t ordinal, const Digest& leaf) {
    leaves.push_back(packet::heads_leaf({subject, ordinal, leaf}));
  });
  return {leaves.size(), packet::heads_root(leaves)};
}

}  // namespace renkei
