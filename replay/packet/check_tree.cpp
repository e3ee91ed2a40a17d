#include "domain/domain_event.h"
#include "eventstore/codec/event_codec.h"
#include "eventstore/merkle/checkpoint.h"
#include "replay/packet/bundles.h"
#include "replay/packet/check_parts.h"

namespace renkei::packet {
namespace {

std::string row_name(std::uint64_t ordinal) { return "row " + std::to_string(ordinal); }

// The root in the sealed statement, where the statement is the one that the manifest names.
std::optional<ledger::SubjectHeadsSealed> sealed_heads(Examined& x) {
  try {
    const Recorded recorded = decode_entry(x.heads->sealed_entry);
    const auto* sealed = std::get_if<ledger::SubjectHeadsSealed>(&recorded.event);
    const ManifestLedger& said = x.manifest.ledger;
    if (sealed != nullptr && recorded.position == said.heads_position && sealed->as_of == said.as_of &&
        said.as_of <= said.heads_position && sealed->as_of == x.heads->as_of &&
        sealed->count == x.heads->count) {
      x.leaves.emplace(recorded.position, leaf_hash(x.heads->sealed_entry));
      // Else an older statement could leave out rows under a new date.
      if (recorded.recorded_at < x.manifest.made_at)
        x.find("manifest", "made_at", "later than the statement that the last row is the last one");
      return *sealed;
    }
    x.find("entry", "subject-heads", "its statement is not the one that the manifest names");
  } catch (const CorruptHistory& e) {
    x.find("entry", "subject-heads", e.what());
  }
  return std::nullopt;
}

void check_heads(Examined& x, const ledger::SubjectHeadsSealed& sealed) {
  const auto& rows = x.manifest.rows;
  if (rows.empty()) return x.find("heads", "row 1", "there is no row at all");
  const PersonHead head{x.manifest.subject, rows.back().ordinal, rows.back().leaf_hash};
  if (!verify_heads_path(x.heads->index, x.heads->count, heads_leaf(head), x.heads->path, sealed.root)) {
    x.find("heads", row_name(head.ordinal + 1),
           "row " + std::to_string(head.ordinal) +
               " is not the last one that the city sealed: rows are missing behind it");
  }
}

void check_root(Examined& x) {
  const auto text = x.zip.read("proof-nodes", kTextBytesMax);
  const auto nodes = text ? proof_nodes_from_text(*text) : std::nullopt;
  if (!nodes) return x.find("tree", "proof-nodes", "is missing or malformed");
  const auto note = x.zip.read("checkpoint", 64 * 1024);
  const auto parsed = note ? parse_note(*note) : std::nullopt;
  const auto checkpoint = parsed ? Checkpoint::parse(parsed->text) : std::nullopt;
  if (!checkpoint) return;  // found already
  if (root_of(x.leaves, *nodes, checkpoint->size) != checkpoint->root)
    x.find("tree", "proof-nodes", "the entries do not lead to the signed root");
}

// The receipts for other tools say the same as the packet.
void check_receipts(Examined& x) {
  const auto note = x.zip.read("checkpoint", 64 * 1024);
  std::size_t given = 0;
  for (const Row& row : x.rows) {
    if (!row.shown()) continue;
    if (given++ == kReceiptsMax) return;
    const std::string name = receipt_name(row.ordinal());
    x.named.insert(name);
    const auto text = x.zip.read(name, 1 << 20);
    const auto proof = text ? LogProof::parse(*text) : std::nullopt;
    const auto key = VerificationKey::parse(x.manifest.ledger.log_key);
    const bool right = proof && key && proof->index == row.usage.position && proof->checkpoint_note == note &&
                       leaf_hash(proof->extra) == row.usage.leaf && proof->verify(row.usage.leaf, *key);
    if (!right) x.find("tree", name, "does not prove row " + std::to_string(row.ordinal()));
  }
}

}  // namespace

void check_tree(Examined& x) {
  const auto text = x.zip.read("subject-heads", 1 << 20);
  x.heads = text ? HeadsProof::parse(*text) : std::nullopt;
  if (!x.heads) {
    x.find("entry", "subject-heads", "is missing or malformed");
  } else {
    x.leaves.emplace(0, leaf_hash(x.heads->first_entry));
    if (const auto sealed = sealed_heads(x)) check_heads(x, *sealed);
  }
  check_root(x);
  check_receipts(x);
}

}  // namespace renkei::packet
