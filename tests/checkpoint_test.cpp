#include "eventstore/merkle/checkpoint.h"

#include <gtest/gtest.h>

#include "eventstore/crypto/base64.h"
#include "tests/support/notes.h"
#include "tests/support/vectors.h"

namespace renkei {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace)

const std::string kLogKey = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";
const Digest kRoot = digest_of_base64("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=");

TEST(CheckpointNote, ReadsAndWritesThePublishedForm) {
  const auto checkpoint = Checkpoint::parse(kSofaText);
  ASSERT_TRUE(checkpoint);
  EXPECT_EQ(*checkpoint, (Checkpoint{"example.com/behind-the-sofa", 20852163, kRoot}));
  EXPECT_EQ(checkpoint->text(), kSofaText);
  EXPECT_EQ(sign_checkpoint(*checkpoint, key_of(kSofaKey), kZeroSeed), kSofaText + "\n" + kSofaLine);
  EXPECT_EQ(open_checkpoint(kSofaText + "\n" + kSofaLine, key_of(kSofaKey)), checkpoint);
}

TEST(CheckpointNote, GoldenLogOpensAtEverySize) {
  for (int size = 0; size <= 15; ++size) {
    const auto note = read_file(vector_path("tessera/log/checkpoint." + std::to_string(size)));
    const auto checkpoint = open_checkpoint(note, key_of(kLogKey));
    ASSERT_TRUE(checkpoint) << size;
    EXPECT_EQ(checkpoint->size, static_cast<std::uint64_t>(size));
    EXPECT_FALSE(open_checkpoint(note, key_of(kSofaKey)));
  }
}

TEST(CheckpointNote, SignsTheGoldenLogAsPublished) {
  const Bytes seed = seed_of("AeymY/SZAX0jZcJ8enZ5FY1Dz+wTML2yWSkK+9DSF3eg");
  const Checkpoint one{"example.com/log/testdata", 1,
                       digest_of_base64("0Nc2CrefWKseHj/mStd+LqC8B+NrX0btIiPt2SmN+ek=")};
  EXPECT_EQ(sign_checkpoint(one, key_of(kLogKey), seed), read_file(vector_path("tessera/log/checkpoint.1")));
}

TEST(CheckpointNote, RejectsMissingLastLineFeed) {
  EXPECT_FALSE(Checkpoint::parse(kSofaText.substr(0, kSofaText.size() - 1)));
}

TEST(CheckpointNote, RejectsEveryOtherShape) {
  const std::string root = base64(kRoot.view());
  for (const std::string& text : {std::string(),
                                  std::string("o\n"),
                                  std::string("o\n1\n"),
                                  "\n1\n" + root + "\n",
                                  "o\n\n" + root + "\n",
                                  "o\n01\n" + root + "\n",
                                  "o\n+1\n" + root + "\n",
                                  "o\n-1\n" + root + "\n",
                                  "o\n1 \n" + root + "\n",
                                  "o\n1\r\n" + root + "\n",
                                  "o\n0x1\n" + root + "\n",
                                  "o\n18446744073709551616\n" + root + "\n",
                                  "o\n1\n" + root + " \n",
                                  "o\n1\n" + root + "\nextension\n",
                                  "o\n1\n" + root + "\n\n",
                                  std::string("o\n1\n\n"),
                                  std::string("o\n1\nCsUYapGG\n"),
                                  "o\n1\n" + base64(Bytes(33, 'r')) + "\n",
                                  "o\n1\n" + root.substr(0, 43) + "\n",
                                  "o\n1\n" + replaced(root, "q2I=", "q2J=") + "\n"}) {
    EXPECT_FALSE(Checkpoint::parse(text)) << text;
  }
  EXPECT_TRUE(Checkpoint::parse("o\n18446744073709551615\n" + root + "\n"));
}

TEST(CheckpointNote, RejectsAnotherOriginThanTheKeys) {
  const std::string text = replaced(kSofaText, "behind", "before");
  const std::string note = sign_note(text, key_of(kSofaKey), kZeroSeed);
  ASSERT_TRUE(accepted(note, {key_of(kSofaKey)}));
  EXPECT_FALSE(open_checkpoint(note, key_of(kSofaKey)));
}

TEST(CheckpointNote, RejectsSignedExtensionLines) {
  const std::string note = sign_note(kSofaText + "extension\n", key_of(kSofaKey), kZeroSeed);
  ASSERT_TRUE(accepted(note, {key_of(kSofaKey)}));
  EXPECT_FALSE(open_checkpoint(note, key_of(kSofaKey)));
}

TEST(CheckpointNote, RejectsEveryChangedOctet) {
  const std::string note = kSofaText + "\n" + kSofaLine;
  for (std::size_t i = 0; i < note.size(); ++i) {
    std::string changed = note;
    changed[i] = static_cast<char>(changed[i] ^ 0x01);
    EXPECT_FALSE(open_checkpoint(changed, key_of(kSofaKey))) << i;
  }
}

// A proof for leaf "three" in the golden log at size 5, made from the leaves.
LogProof golden_proof() {
  std::vector<Digest> leaves;
  for (const char* leaf : {"one", "two", "three", "four", "five"}) leaves.push_back(leaf_hash(leaf));
  LogProof proof;
  proof.index = 2;
  proof.path = {leaves[3], node_hash(leaves[0], leaves[1]), leaves[4]};
  proof.checkpoint_note = read_file(vector_path("tessera/log/checkpoint.5"));
  return proof;
}

TEST(LogProof, HasTheSpecifiedForm) {
  const LogProof proof = golden_proof();
  const std::string text = proof.to_string();
  EXPECT_EQ(text, "c2sp.org/tlog-proof@v1\nindex 2\n" + base64(proof.path[0].view()) + "\n" +
                      base64(proof.path[1].view()) + "\n" + base64(proof.path[2].view()) + "\n\n" +
                      proof.checkpoint_note);
  const auto parsed = LogProof::parse(text);
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->to_string(), text);
  EXPECT_EQ(parsed->index, 2U);
  EXPECT_EQ(parsed->path, proof.path);
  EXPECT_EQ(parsed->checkpoint_note, proof.checkpoint_note);
}

TEST(LogProof, CarriesExtraOctets) {
  LogProof proof = golden_proof();
  proof.extra = Bytes("\x00\xff data", 7);
  const auto parsed = LogProof::parse(proof.to_string());
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->extra, proof.extra);
  EXPECT_TRUE(parsed->verify(leaf_hash("three"), key_of(kLogKey)));
}

TEST(LogProof, VerifiesItsLeafUnderItsKeyOnly) {
  const LogProof proof = golden_proof();
  EXPECT_TRUE(proof.verify(leaf_hash("three"), key_of(kLogKey)));
  EXPECT_FALSE(proof.verify(leaf_hash("four"), key_of(kLogKey)));
  EXPECT_FALSE(proof.verify(leaf_hash("three"), key_of(kSofaKey)));
}

TEST(LogProof, AlteredProofsFail) {
  const Digest leaf = leaf_hash("three");
  for (std::size_t i = 0; i < 3; ++i) {
    LogProof proof = golden_proof();
    proof.path[i].octets[0] ^= 1U;
    EXPECT_FALSE(proof.verify(leaf, key_of(kLogKey))) << i;
  }
  for (const std::uint64_t index : {std::uint64_t{0}, std::uint64_t{3}, std::uint64_t{5}, ~std::uint64_t{0}}) {
    LogProof proof = golden_proof();
    proof.index = index;
    EXPECT_FALSE(proof.verify(leaf, key_of(kLogKey))) << index;
  }
  LogProof other_size = golden_proof();
  other_size.checkpoint_note = read_file(vector_path("tessera/log/checkpoint.6"));
  EXPECT_FALSE(other_size.verify(leaf, key_of(kLogKey)));
  LogProof unsigned_note = golden_proof();
  unsigned_note.checkpoint_note = "example.com/log/testdata\n5\n";
  EXPECT_FALSE(unsigned_note.verify(leaf, key_of(kLogKey)));
}

TEST(LogProof, TreeOfOneLeafHasNoPath) {
  LogProof proof;
  proof.checkpoint_note = read_file(vector_path("tessera/log/checkpoint.1"));
  const auto parsed = LogProof::parse(proof.to_string());
  ASSERT_TRUE(parsed);
  EXPECT_TRUE(parsed->verify(leaf_hash("one"), key_of(kLogKey)));
}

TEST(LogProof, RefusesMalformedText) {
  const LogProof proof = golden_proof();
  const std::string good = proof.to_string();
  const std::string hash = base64(proof.path[0].view()) + "\n";
  ASSERT_TRUE(LogProof::parse(good));
  for (const std::string& text : {std::string(),
                                  std::string("c2sp.org/tlog-proof@v1\n"),
                                  std::string("c2sp.org/tlog-proof@v1\nindex 2\n"),
                                  replaced(good, "@v1", "@v2"),
                                  " " + good,
                                  replaced(good, "index 2\n", ""),
                                  replaced(good, "index 2", "index 02"),
                                  replaced(good, "index 2", "index  2"),
                                  replaced(good, "index 2", "index -2"),
                                  replaced(good, "index 2", "index"),
                                  replaced(good, "index 2", "Index 2"),
                                  replaced(good, "index 2", "index 18446744073709551616"),
                                  replaced(good, "index 2", "index 2\nextra AA=="),
                                  replaced(good, "index 2", "extra \nindex 2"),
                                  replaced(good, "index 2", "extra A\nindex 2"),
                                  replaced(good, "index 2", "extra AB==\nindex 2"),
                                  replaced(good, "index 2", "extra AA==\nextra AA==\nindex 2"),
                                  replaced(good, hash, "AAAA\n"),
                                  replaced(good, hash, " " + hash),
                                  replaced(good, hash, "\n" + hash),
                                  replaced(good, "\n\nexample", "\nexample"),
                                  replaced(good, "\n\nexample", "\r\n\r\nexample"),
                                  replaced(good, "@v1\n", "@v1\r\n"),
                                  good.substr(0, good.size() - 1),
                                  good + "trailing\n",
                                  good.substr(0, good.size() - proof.checkpoint_note.size())}) {
    EXPECT_FALSE(LogProof::parse(text)) << text;
  }
}

TEST(LogProof, RefusesPathsLongerThanAnyTree) {
  LogProof proof = golden_proof();
  proof.path.assign(64, leaf_hash("x"));
  EXPECT_TRUE(LogProof::parse(proof.to_string()));
  proof.path.push_back(leaf_hash("x"));
  EXPECT_FALSE(LogProof::parse(proof.to_string()));
}

}  // namespace
}  // namespace renkei
