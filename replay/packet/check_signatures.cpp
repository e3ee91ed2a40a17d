#include <algorithm>

#include "domain/domain_event.h"
#include "eventstore/codec/event_codec.h"
#include "eventstore/merkle/checkpoint.h"
#include "replay/packet/check_parts.h"

namespace renkei::packet {
namespace {

constexpr std::uint64_t kNoteBytesMax = 64 * 1024;

// A note's text, where its signature by the key holds.
std::optional<Note> signed_note(Examined& x, const char* member, const std::string& vkey) {
  const auto text = x.zip.read(member, kNoteBytesMax);
  const auto note = text ? parse_note(*text) : std::nullopt;
  const auto key = VerificationKey::parse(vkey);
  if (!note || !key) {
    x.find("signature", member, "is missing or malformed");
    return std::nullopt;
  }
  if (!verify_note(*note, {*key})) {
    x.find("signature", member, "is not signed by " + vkey);
    return std::nullopt;
  }
  return note;
}

// Entry 0 is in the tree and names the keys of this city.
void check_first_entry(Examined& x) {
  if (!x.heads) return;
  try {
    const Recorded first = decode_entry(x.heads->first_entry);
    const auto* made = std::get_if<ledger::LedgerInitialised>(&first.event);
    const ManifestLedger& said = x.manifest.ledger;
    if (first.position != 0 || made == nullptr || made->origin != said.origin ||
        made->log_key != said.log_key || made->packet_key != said.packet_key)
      x.find("signature", "ledger", "the ledger's first entry names other keys");
  } catch (const CorruptHistory& e) {
    x.find("entry", "entry 0", e.what());
  }
}

void check_policy(Examined& x, const std::optional<Note>& checkpoint) {
  const TrustPolicy* policy = x.input.policy;
  if (policy == nullptr) return;
  const ManifestLedger& said = x.manifest.ledger;
  if (policy->log->to_string() != said.log_key)
    x.find("signature", "checkpoint", "the log key is not the policy's: " + said.log_key);
  if (policy->packet->to_string() != said.packet_key)
    x.find("signature", "manifest.sig", "the packet key is not the policy's: " + said.packet_key);
  // The policy's keys, and both have signed.
  x.report.keys_known = std::none_of(x.report.findings.begin(), x.report.findings.end(),
                                     [](const PacketFinding& f) { return f.kind == "signature"; });
  x.report.mirrored = checkpoint && policy->mirrored(*checkpoint);
  if (!checkpoint) return;
  for (const TrustPolicy::Cosigner& cosigner : policy->cosigners) {
    const bool there = std::any_of(
        checkpoint->signatures.begin(), checkpoint->signatures.end(), [&](const NoteSignature& line) {
          return line.name == cosigner.key.name && line.key_id == cosigner.key.key_id;
        });
    if (there && !verify_note(*checkpoint, {cosigner.key}))
      x.find("signature", "checkpoint", "the cosignature of " + cosigner.name + " is not good");
  }
}

}  // namespace

void check_signatures(Examined& x) {
  const ManifestLedger& said = x.manifest.ledger;
  if (const auto note = signed_note(x, "manifest.sig", said.packet_key)) {
    const auto text = x.zip.read("manifest.json", kManifestBytesMax);
    if (note->text != signed_text(x.manifest.facts.number, text.value_or("")))
      x.find("signature", "manifest.sig", "signs another manifest");
    // Nothing but the packet key's line: nobody vouches for another.
    if (note->signatures.size() != 1) x.find("signature", "manifest.sig", "has lines that nobody signed for");
  }
  const auto note = signed_note(x, "checkpoint", said.log_key);
  if (note) {
    const auto checkpoint = Checkpoint::parse(note->text);
    if (!checkpoint || checkpoint->origin != said.origin || checkpoint->size != said.checkpoint_size)
      x.find("signature", "checkpoint", "is not the one that the manifest names");
  }
  check_first_entry(x);
  check_policy(x, note);
}

}  // namespace renkei::packet
