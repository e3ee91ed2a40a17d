#include "eventstore/merkle/tree.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <filesystem>
#include <map>
#include <string>

#include "eventstore/merkle/tiles.h"
#include "tests/support/leaves.h"
#include "tests/support/vectors.h"

namespace renkei {
namespace {

namespace fs = std::filesystem;
using testing_support::digest_of_hex;
using testing_support::first_leaves;
using testing_support::numbered_leaves;
using testing_support::unhex;

const char* const kReferenceLeaves[] = {
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
const char* const kReferenceRoots[] = {"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                                       "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                                       "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                                       "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                                       "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                                       "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                                       "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                                       "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                                       "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

std::vector<Digest> reference_leaves(std::size_t count) {
  std::vector<Digest> leaves;
  for (std::size_t i = 0; i < count; ++i) leaves.push_back(leaf_hash(unhex(kReferenceLeaves[i])));
  return leaves;
}

// Complete subtrees over `leaves`, computed by the definition.
NodeReader reader_of(const std::vector<Digest>& leaves) {
  return [&leaves](unsigned level, std::uint64_t index) -> std::optional<Digest> {
    const std::size_t width = std::size_t{1} << level;
    if ((index + 1) * width > leaves.size()) return std::nullopt;
    const auto begin = leaves.begin() + static_cast<std::ptrdiff_t>(index * width);
    return root_of_leaves({begin, begin + static_cast<std::ptrdiff_t>(width)});
  };
}

TEST(MerkleTree, HashesAgreeWithReference) {
  EXPECT_EQ(leaf_hash("L123456"),
            digest_of_hex("395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56"));
  EXPECT_EQ(empty_root(), digest_of_hex(kReferenceRoots[0]));
  EXPECT_EQ(leaf_hash(""), digest_of_hex(kReferenceRoots[1]));
  EXPECT_EQ(node_hash(leaf_hash(""), leaf_hash(Bytes(1, '\0'))), digest_of_hex(kReferenceRoots[2]));
  EXPECT_NE(node_hash(leaf_hash("a"), leaf_hash("b")), node_hash(leaf_hash("b"), leaf_hash("a")));
}

TEST(MerkleTree, RootsAgreeWithReference) {
  for (std::size_t size = 0; size <= 8; ++size) {
    const auto leaves = reference_leaves(size);
    EXPECT_EQ(root_of_leaves(leaves), digest_of_hex(kReferenceRoots[size])) << size;
    EXPECT_EQ(root_at(size, reader_of(leaves)), digest_of_hex(kReferenceRoots[size])) << size;
  }
}

TEST(MerkleTree, RootsOfNumberedLeavesAgreeWithIndependentScript) {
  const std::map<std::size_t, const char*> roots = {
      {100, "13f88915c560dc911a1da0fb209d84a20971051f294ebeb428fb3fc293af2743"},
      {256, "cf5effdb11d0927a2edf53b0e73c7837f659414e00537da5d90eb5c4c49ff274"},
      {257, "855b936aa00cb98b5114484249ad39d78a6be93623e26c01e8e487dc02184a5a"},
      {65536, "e100ba54d69a91012fc13b7890feac78d6996a097268b6f735d17311c7402a60"},
      {70000, "da0532ff7b2ee56f4067110fc964e9f27b5959f9527bfff3fa501aa7584deaf3"}};
  const auto leaves = numbered_leaves(70000);
  RightEdge edge;
  std::vector<FullTile> completed;
  for (const Digest& leaf : leaves) {
    edge.append(leaf, completed);
    const auto root = roots.find(edge.size());
    if (root == roots.end()) continue;
    EXPECT_EQ(edge.root(), digest_of_hex(root->second)) << root->first;
  }
  EXPECT_EQ(root_of_leaves(leaves), digest_of_hex(roots.at(70000)));
}

TEST(MerkleProof, InclusionAgreesWithReference) {
  const auto leaves = reference_leaves(8);
  const std::vector<Digest> expected = {
      digest_of_hex("bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"),
      digest_of_hex("ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"),
      digest_of_hex("d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")};
  EXPECT_EQ(inclusion_proof(5, 8, reader_of(leaves)), expected);
}

TEST(MerkleProof, ConsistencyAgreesWithReference) {
  const auto leaves = reference_leaves(8);
  const Digest left = digest_of_hex("d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
  const Digest pair = digest_of_hex("0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a");
  const std::vector<Digest> to_eight = {
      pair, digest_of_hex("ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"), left};
  const std::vector<Digest> to_seven = {
      pair, digest_of_hex("b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f"), left};
  EXPECT_EQ(consistency_proof(6, 8, reader_of(leaves)), to_eight);
  EXPECT_EQ(consistency_proof(6, 7, reader_of(leaves)), to_seven);
}

// Some probes have text in the place of a digest ("don't care"): it stands for a digest that nothing hashes to.
// An empty field stands for a digest of its own, since a Digest cannot be empty.
Digest digest_field(const boost::json::object& probe, const char* name) {
  const auto octets = base64_decode(boost::json::value_to<std::string>(probe.at(name))).value();
  if (octets.size() == Digest::size) return Digest::from(octets);
  return leaf_hash(octets.empty() ? name : octets);
}

std::vector<Digest> proof_field(const boost::json::value& field) {
  std::vector<Digest> proof;
  if (field.is_null()) return proof;
  for (const auto& item : field.as_array()) {
    const auto octets = base64_decode(boost::json::value_to<std::string>(item)).value();
    proof.push_back(octets.size() == Digest::size ? Digest::from(octets) : leaf_hash(octets));
  }
  return proof;
}

bool inclusion_probe_holds(const boost::json::object& probe) {
  return verify_inclusion(probe.at("leafIdx").to_number<std::uint64_t>(),
                          probe.at("treeSize").to_number<std::uint64_t>(), digest_field(probe, "leafHash"),
                          proof_field(probe.at("proof")), digest_field(probe, "root"));
}

bool consistency_probe_holds(const boost::json::object& probe) {
  return verify_consistency(probe.at("size1").to_number<std::uint64_t>(),
                            probe.at("size2").to_number<std::uint64_t>(), digest_field(probe, "root1"),
                            digest_field(probe, "root2"), proof_field(probe.at("proof")));
}

struct ProbeCount {
  int accepted = 0;
  int refused = 0;
};

ProbeCount run_probes(const std::string& folder, bool (*holds)(const boost::json::object&)) {
  ProbeCount count;
  for (const auto& file : fs::recursive_directory_iterator(testing_support::vector_path(folder))) {
    if (file.path().extension() != ".json") continue;
    const auto probe = boost::json::parse(testing_support::read_file(file.path().string())).as_object();
    const bool want_error = probe.at("wantErr").as_bool();
    EXPECT_EQ(holds(probe), !want_error) << file.path();
    ++(want_error ? count.refused : count.accepted);
  }
  return count;
}

TEST(MerkleProof, InclusionAgreesWithPublicProbes) {
  const ProbeCount count = run_probes("merkle/inclusion", inclusion_probe_holds);
  EXPECT_EQ(count.accepted + count.refused, 98);
  EXPECT_GT(count.accepted, 4);
}

TEST(MerkleProof, ConsistencyAgreesWithPublicProbes) {
  const ProbeCount count = run_probes("merkle/consistency", consistency_probe_holds);
  EXPECT_EQ(count.accepted + count.refused, 98);
  EXPECT_GT(count.accepted, 4);
}

Digest altered(Digest hash) {
  hash.octets[7] ^= 0x10U;
  return hash;
}

// Every proof that differs from `proof` in one hash, by one hash more, or by one less.
std::vector<std::vector<Digest>> altered_proofs(const std::vector<Digest>& proof) {
  std::vector<std::vector<Digest>> result;
  for (std::size_t i = 0; i <= proof.size(); ++i) {
    const auto at = static_cast<std::ptrdiff_t>(i);
    auto longer = proof;
    longer.insert(longer.begin() + at, leaf_hash("inserted"));
    result.push_back(longer);
    if (i == proof.size()) break;
    auto changed = proof;
    changed[i] = altered(changed[i]);
    result.push_back(changed);
    auto shorter = proof;
    shorter.erase(shorter.begin() + at);
    result.push_back(shorter);
  }
  return result;
}

constexpr std::size_t kAllSizes = 70;

TEST(MerkleProof, InclusionHoldsForAllSmallSizesAndNoAlteration) {
  const auto leaves = numbered_leaves(kAllSizes);
  const auto reader = reader_of(leaves);
  for (std::size_t size = 1; size <= kAllSizes; ++size) {
    const Digest root = root_of_leaves(first_leaves(leaves, size));
    for (std::size_t index = 0; index < size; ++index) {
      const auto proof = inclusion_proof(index, size, reader);
      ASSERT_TRUE(proof);
      ASSERT_TRUE(verify_inclusion(index, size, leaves[index], *proof, root)) << index << " of " << size;
      ASSERT_FALSE(verify_inclusion(index, size, altered(leaves[index]), *proof, root));
      ASSERT_FALSE(verify_inclusion(index, size, leaves[index], *proof, altered(root)));
      for (const auto& other : altered_proofs(*proof)) {
        ASSERT_FALSE(verify_inclusion(index, size, leaves[index], other, root)) << index << " of " << size;
      }
      for (std::size_t other = 0; other < size; ++other) {
        ASSERT_EQ(verify_inclusion(other, size, leaves[index], *proof, root), other == index);
      }
    }
  }
}

TEST(MerkleProof, ConsistencyHoldsForAllSmallSizesAndNoAlteration) {
  const auto leaves = numbered_leaves(kAllSizes);
  const auto reader = reader_of(leaves);
  for (std::size_t second = 1; second <= kAllSizes; ++second) {
    const Digest second_root = root_of_leaves(first_leaves(leaves, second));
    for (std::size_t first = 1; first <= second; ++first) {
      const Digest first_root = root_of_leaves(first_leaves(leaves, first));
      const auto proof = consistency_proof(first, second, reader);
      ASSERT_TRUE(proof);
      ASSERT_TRUE(verify_consistency(first, second, first_root, second_root, *proof))
          << first << " to " << second;
      ASSERT_FALSE(verify_consistency(first, second, altered(first_root), second_root, *proof));
      ASSERT_FALSE(verify_consistency(first, second, first_root, altered(second_root), *proof));
      for (const auto& other : altered_proofs(*proof)) {
        ASSERT_FALSE(verify_consistency(first, second, first_root, second_root, other))
            << first << " to " << second;
      }
    }
  }
}

TEST(MerkleProof, ConsistencyRefusesOtherFirstSizes) {
  const auto leaves = numbered_leaves(kAllSizes);
  const auto reader = reader_of(leaves);
  const Digest second_root = root_of_leaves(leaves);
  for (std::size_t first = 1; first < kAllSizes; ++first) {
    const Digest first_root = root_of_leaves(first_leaves(leaves, first));
    const auto proof = consistency_proof(first, kAllSizes, reader);
    ASSERT_TRUE(proof);
    for (std::size_t other = 0; other <= kAllSizes + 1; ++other) {
      ASSERT_EQ(verify_consistency(other, kAllSizes, first_root, second_root, *proof), other == first);
    }
  }
}

TEST(MerkleProof, RefusesArgumentsOutOfRange) {
  const auto leaves = numbered_leaves(8);
  const auto reader = reader_of(leaves);
  EXPECT_FALSE(inclusion_proof(0, 0, reader));
  EXPECT_FALSE(inclusion_proof(8, 8, reader));
  EXPECT_FALSE(consistency_proof(0, 8, reader));
  EXPECT_FALSE(consistency_proof(8, 7, reader));
  EXPECT_FALSE(verify_inclusion(0, 0, leaves[0], {}, empty_root()));
  EXPECT_FALSE(verify_inclusion(1, 1, leaves[0], {}, leaves[0]));
  EXPECT_FALSE(verify_consistency(0, 8, empty_root(), root_of_leaves(leaves), {}));
  EXPECT_FALSE(verify_consistency(0, 0, empty_root(), empty_root(), {}));
}

TEST(MerkleProof, MissingNodesGiveNoProof) {
  const auto leaves = numbered_leaves(8);
  const auto reader = reader_of(leaves);
  EXPECT_FALSE(inclusion_proof(3, 9, reader));
  EXPECT_FALSE(consistency_proof(3, 9, reader));
  EXPECT_FALSE(root_at(9, reader));
  EXPECT_TRUE(root_at(7, reader));
}

TEST(MerkleProof, HugeSizesNeitherCrashNorAccept) {
  const std::uint64_t most = ~std::uint64_t{0};
  const auto constant = [](unsigned, std::uint64_t) -> std::optional<Digest> { return leaf_hash("x"); };
  EXPECT_TRUE(root_at(most, constant));
  const auto proof = inclusion_proof(most - 1, most, constant);
  ASSERT_TRUE(proof);
  EXPECT_TRUE(verify_inclusion(most - 1, most, leaf_hash("x"), *proof, *root_at(most, constant)));
  const std::vector<Digest> long_proof(1000, leaf_hash("x"));
  EXPECT_FALSE(verify_inclusion(0, most, leaf_hash("x"), long_proof, leaf_hash("x")));
  EXPECT_FALSE(verify_consistency(most - 1, most, leaf_hash("x"), leaf_hash("y"), long_proof));
}

}  // namespace
}  // namespace renkei
