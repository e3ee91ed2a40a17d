// The packet's small formats: container, proofs, heads, trust.
#include "eventstore/crypto/ed25519.h"
#include "replay/packet/lines.h"
#include "replay/packet/multi_proof.h"
#include "replay/packet/subject_heads.h"
#include "replay/packet/zip_records.h"
#include "tests/packet/played_packet.h"

namespace renkei::testing {
namespace {

std::vector<Digest> some_leaves(std::size_t count) {
  std::vector<Digest> leaves;
  for (std::size_t i = 0; i < count; ++i) leaves.push_back(sha256({"leaf " + std::to_string(i)}));
  return leaves;
}

NodeReader nodes_of(const std::vector<Digest>& leaves) {
  return [&leaves](unsigned level, std::uint64_t index) -> std::optional<Digest> {
    const std::uint64_t width = 1ull << level, first = index * width;
    if (first + width > leaves.size()) return std::nullopt;
    return root_of_leaves({leaves.begin() + static_cast<std::ptrdiff_t>(first),
                           leaves.begin() + static_cast<std::ptrdiff_t>(first + width)});
  };
}

TEST(MultiProof, LeadsFromAnySetOfLeavesToTheRootAndHoldsNothingElse) {
  for (std::size_t size = 1; size <= 33; ++size) {
    const auto leaves = some_leaves(size);
    for (std::uint64_t set = 0; set < 64; ++set) {
      std::vector<std::uint64_t> positions;
      packet::KnownLeaves known;
      for (std::size_t i = 0; i < size; ++i) {
        if ((set * 2'654'435'761u >> (i % 29) & 1) == 0) continue;
        positions.push_back(i);
        known.emplace(i, leaves[i]);
      }
      const auto nodes = packet::multi_proof(positions, size, nodes_of(leaves));
      ASSERT_TRUE(nodes);
      EXPECT_EQ(packet::root_of(known, *nodes, size), root_of_leaves(leaves));
      EXPECT_EQ(packet::proof_nodes_from_text(packet::to_text(*nodes)), nodes);
      for (const auto& [at, hash] : *nodes) {
        packet::ProofNodes fewer = *nodes;
        fewer.erase(at);
        EXPECT_EQ(packet::root_of(known, fewer, size), std::nullopt);
      }
      packet::ProofNodes more = *nodes;
      more.emplace(packet::NodeAt{40, 7}, Digest{});
      EXPECT_EQ(packet::root_of(known, more, size), std::nullopt);
    }
  }
}

TEST(MultiProof, RefusesTextsThatAreNotWrittenByIt) {
  const std::string hash = base64(Digest{}.view());
  for (const std::string& text :
       {std::string("0 1"), "0 1 " + hash, "00 1 " + hash + "\n", "0 01 " + hash + "\n", "64 1 " + hash + "\n",
        "0 2 " + hash + "\n0 1 " + hash + "\n", "0 1 " + hash + "\n0 1 " + hash + "\n", std::string("0 1 x\n")})
    EXPECT_EQ(packet::proof_nodes_from_text(text), std::nullopt) << text;
}

TEST(SubjectHeads, ProvesEachPersonsLastRowAndNoOther) {
  for (std::size_t count = 1; count <= 20; ++count) {
    std::vector<packet::PersonHead> heads;
    std::vector<Digest> leaves;
    for (std::size_t i = 0; i < count; ++i) {
      packet::PersonHead head;
      head.subject.octets.fill(static_cast<std::uint8_t>(i + 1));
      head.ordinal = i * 7 + 1;
      heads.push_back(head);
      leaves.push_back(packet::heads_leaf(head));
    }
    const Digest root = packet::heads_root(leaves);
    for (std::size_t i = 0; i < count; ++i) {
      const auto path = packet::heads_path(leaves, i);
      EXPECT_TRUE(packet::verify_heads_path(i, count, leaves[i], path, root));
      packet::PersonHead shorter = heads[i];
      --shorter.ordinal;
      EXPECT_FALSE(packet::verify_heads_path(i, count, packet::heads_leaf(shorter), path, root));
      EXPECT_FALSE(packet::verify_heads_path(i, count + 1, leaves[i], path, root) && count != 1 &&
                   path.size() > 1 && i + 1 == count);
      EXPECT_FALSE(packet::verify_heads_path(count, count, leaves[i], path, root));
    }
  }
}

TEST(SubjectHeads, AreReadBackAsWritten) {
  packet::HeadsProof proof{10, 3, 1, "entry", "first", some_leaves(2)};
  const std::string text = proof.to_string();
  const auto read = packet::HeadsProof::parse(text);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->to_string(), text);
  for (std::size_t cut = 0; cut < text.size(); ++cut) {
    const auto shorter = packet::HeadsProof::parse(text.substr(0, cut));
    EXPECT_TRUE(!shorter || shorter->to_string() != text) << cut;
  }
}

struct Container : ::testing::Test {
  const Members members{{"a/1", "one"}, {"b", ""}, {"c.txt", std::string(3'000, 'x')}};
  Bytes zip = zipped(members);
  std::string error(const Bytes& octets) {
    const auto reader = packet::ZipReader::open(std::make_shared<BytesSource>(octets));
    return reader ? "" : reader.error();
  }
};

TEST_F(Container, GivesBackWhatWasPutIn) { EXPECT_EQ(unzipped(zip), members); }

// Holes of a sparse file, and at its end a list of members that would fill the memory.
class SparseFile final : public packet::ByteSource {
 public:
  static constexpr std::uint64_t kHole = 8ull << 30;
  std::uint64_t size() const override { return kHole + end_.size(); }
  Bytes read(std::uint64_t offset, std::uint64_t length) const override {
    EXPECT_GE(offset, kHole) << "so much is not to be read at once: " << length;
    return offset < kHole ? Bytes() : end_.substr(offset - kHole, length);
  }

 private:
  const Bytes end_ = packet::zip::end_records(1, 0, kHole);
};

TEST_F(Container, RefusesAListOfMembersThatIsTooLongToBeRead) {
  EXPECT_FALSE(packet::ZipReader::open(std::make_shared<SparseFile>()));
}

TEST_F(Container, RefusesEverythingThatIsWrittenInAnotherWay) {
  EXPECT_NE(error(""), "");
  EXPECT_NE(error(zip + "x"), "");
  EXPECT_NE(error("x" + zip), "");
  for (std::size_t cut = 0; cut < zip.size(); ++cut) EXPECT_NE(error(zip.substr(0, cut)), "") << cut;
  const std::size_t directory = zip.rfind("PK\1\2", zip.rfind("PK\5\6"));
  for (std::size_t at = directory; at < zip.size(); ++at) {
    Bytes changed = zip;
    changed[at] = static_cast<char>(changed[at] ^ 0x40);
    EXPECT_NE(error(changed), "") << at;
  }
}

TEST_F(Container, TakesNoNameThatLeavesItsFolder) {
  for (const char* name : {"", "/a", "a/", "../a", "a/../b", "a//b", "a b", "ä", "a\\b"})
    EXPECT_FALSE(packet::valid_member_name(name)) << name;
}

TEST(TrustPolicy, NamesTheKeysAndTheQuorumOfMirrors) {
  const auto key = [](const char* name, std::uint8_t type, char seed) {
    return VerificationKey::of(name, type, ed25519_public_key(Bytes(32, seed))).to_string();
  };
  const std::string log = key("a.example/log", 1, 1), packets = key("a.example/log/packets", 1, 2),
                    mirror = key("m.example/1", 4, 3), witness = key("w.example/1", 4, 4);
  const std::string two = "log " + log + "\npacket " + packets + "\n";
  const std::string text =
      two + "mirror m1 " + mirror + "\nwitness w1 " + witness + "\ngroup all 1 m1 w1\nquorum all\n";
  const auto policy = packet::TrustPolicy::parse(text);
  ASSERT_TRUE(policy) << policy.error();
  EXPECT_EQ(policy->to_string(), text);
  for (const std::string& wrong :
       {std::string(), "log " + log + "\n", two + two, two + "quorum nobody\n", two + "group g 2 m1\n",
        two + "mirror m1 " + mirror + "\ngroup g 2 m1 m1\nquorum g\n", two + "witness m1 " + log + "\n",
        "log " + log + "\npacket " + key("b.example", 1, 1) + "\n",  // one key under two names
        two + "mirror m1 " + mirror + "\nmirror m2 " + key("m.example/2", 4, 3) + "\n",
        two + "verify nothing\n", two + "quorum none"})
    EXPECT_FALSE(packet::TrustPolicy::parse(wrong)) << wrong;
}

// A witness saw that the log only grows; whether a history is whole only a holder of a copy can tell.
TEST(TrustPolicy, TakesMirrorsOnlyForAWholeHistory) {
  const Bytes seed(32, 3);
  const auto cosigner = VerificationKey::of("m.example/1", 4, ed25519_public_key(seed));
  const Bytes log_seed(32, 1);
  const auto log = VerificationKey::of("a.example/log", 1, ed25519_public_key(log_seed));
  const std::string text = "a.example/log\n1\n" + base64(Bytes(32, 'r')) + "\n";
  const Bytes time(8, '\0');
  const Bytes signature = ed25519_sign(seed, "cosignature/v1\ntime 0\n" + text);
  Note note{text, {{"m.example/1", cosigner.key_id, time + signature}}};
  const std::string keys = "log " + log.to_string() + "\npacket " +
                           VerificationKey::of("p", 1, ed25519_public_key(Bytes(32, 2))).to_string() + "\n";
  const auto as = [&](const std::string& word) {
    return packet::TrustPolicy::parse(keys + word + " m1 " + cosigner.to_string() + "\nquorum m1\n");
  };
  EXPECT_TRUE(as("mirror")->mirrored(note));
  EXPECT_FALSE(as("witness")->mirrored(note));
  note.signatures[0].signature.back() ^= 1;
  EXPECT_FALSE(as("mirror")->mirrored(note));
}

}  // namespace
}  // namespace renkei::testing
