// Texts of checkpoints, and the proofs that the holders of receipts keep.
#include "eventstore/merkle/checkpoint.h"

#include "tests/fuzz/targets.h"
#include "tests/fuzz/vector_files.h"
#include "tests/support/notes.h"

namespace renkei::fuzz {
namespace {

namespace published = testing_support;

void run_checkpoint(BytesView octets) {
  if (const auto parsed = Checkpoint::parse(octets))
    must_hold(parsed->text() == octets, "a checkpoint has one spelling");
  if (const auto proof = LogProof::parse(octets)) {
    must_hold(proof->to_string() == octets, "a proof has one spelling");
    static const VerificationKey key = published::key_of(published::kSofaKey);
    must_hold(!proof->verify(Digest{}, key), "nobody knows a leaf that is all zeros");
  }
}

std::vector<Bytes> checkpoint_seeds() {
  const Checkpoint empty{"renkei.example/marugame", 0, Digest{}};
  const Checkpoint largest{"例", UINT64_MAX, Digest{}};
  LogProof proof{"", 4183, {Digest{}, Digest{}}, published::kSofaText + "\n" + published::kSofaLine};
  std::vector<Bytes> seeds{published::kSofaText, empty.text(), largest.text(), proof.to_string()};
  proof.extra = "extra";
  seeds.push_back(proof.to_string());
  proof.path.assign(64, Digest{});
  seeds.push_back(proof.to_string());
  for (const Bytes& checkpoint : vector_files("tessera/log", "checkpoint")) seeds.push_back(checkpoint);
  return seeds;
}

}  // namespace

FuzzTarget checkpoint() { return {"checkpoint", run_checkpoint, checkpoint_seeds}; }

}  // namespace renkei::fuzz
