// Signed notes and verification keys, as an outsider hands them in.
#include "eventstore/merkle/note.h"

#include "eventstore/crypto/base64.h"
#include "tests/fuzz/targets.h"
#include "tests/fuzz/vector_files.h"
#include "tests/support/notes.h"

namespace renkei::fuzz {
namespace {

namespace published = testing_support;

std::string line_of(const NoteSignature& signature) {
  Bytes octets;
  for (unsigned shift = 32; shift > 0; shift -= 8)
    octets += static_cast<char>(signature.key_id >> (shift - 8) & 0xFF);
  return "— " + signature.name + " " + base64(octets + signature.signature) + "\n";
}

void run_note(BytesView octets) {
  if (const auto key = VerificationKey::parse(octets))
    must_hold(key->to_string() == octets, "a key has one spelling");
  const auto parsed = parse_note(octets);
  if (!parsed) return;
  std::string text = parsed->text + "\n";
  for (const NoteSignature& signature : parsed->signatures) text += line_of(signature);
  must_hold(text == octets, "a note has one spelling");
  static const std::vector<VerificationKey> keys{published::key_of(published::kSofaKey)};
  must_hold(!verify_note(*parsed, keys) || parsed->text == published::kSofaText,
            "only the published text is signed");
}

std::vector<Bytes> note_seeds() {
  std::vector<Bytes> seeds{published::kSofaText + "\n" + published::kSofaLine, published::kSofaKey,
                           published::kSofaText + "\n" + published::kSofaLine + published::kSofaLine,
                           "\n\n— a AAAAAAA=\n"};
  for (const Bytes& checkpoint : vector_files("tessera/log", "checkpoint")) seeds.push_back(checkpoint);
  return seeds;
}

}  // namespace

FuzzTarget note() { return {"note", run_note, note_seeds}; }

}  // namespace renkei::fuzz
