#include <gtest/gtest.h>

#include "eventstore/merkle/tiles.h"
#include "tests/support/leaves.h"

namespace renkei {
namespace {

using testing_support::first_leaves;
using testing_support::numbered_leaves;

RightEdge edge_of(const std::vector<Digest>& leaves, std::vector<FullTile>& completed) {
  RightEdge edge;
  for (const Digest& leaf : leaves) edge.append(leaf, completed);
  return edge;
}

std::vector<std::vector<Digest>> partials_of(const RightEdge& edge, unsigned levels) {
  std::vector<std::vector<Digest>> partials;
  for (unsigned level = 0; level < levels; ++level) partials.push_back(edge.partial(level));
  return partials;
}

TEST(RightEdge, RootIsTheDefinitionAtEverySize) {
  const auto leaves = numbered_leaves(1000);
  RightEdge edge;
  std::vector<FullTile> completed;
  EXPECT_EQ(edge.root(), empty_root());
  for (std::size_t size = 1; size <= leaves.size(); ++size) {
    edge.append(leaves[size - 1], completed);
    ASSERT_EQ(edge.size(), size);
    ASSERT_EQ(edge.root(), root_of_leaves(first_leaves(leaves, size))) << size;
  }
}

TEST(RightEdge, TileComesExactlyWithItsLastHash) {
  const auto leaves = numbered_leaves(65536);
  RightEdge edge;
  std::vector<FullTile> completed;
  for (std::size_t size = 1; size <= leaves.size(); ++size) {
    edge.append(leaves[size - 1], completed);
    ASSERT_EQ(completed.size(), size / 256 + size / 65536) << size;
  }
  for (std::size_t i = 0; i < 256; ++i) {
    EXPECT_EQ(completed[i].level, 0U);
    EXPECT_EQ(completed[i].index, i);
    ASSERT_EQ(completed[i].hashes.size(), 8192U);
    EXPECT_EQ(Digest::from(BytesView(completed[i].hashes).substr(0, 32)), leaves[i * 256]);
    EXPECT_EQ(Digest::from(BytesView(completed[i].hashes).substr(8160)), leaves[i * 256 + 255]);
  }
  const FullTile& upper = completed.back();
  EXPECT_EQ(upper.level, 1U);
  EXPECT_EQ(upper.index, 0U);
  ASSERT_EQ(upper.hashes.size(), 8192U);
  EXPECT_EQ(Digest::from(BytesView(upper.hashes).substr(32, 32)),
            root_of_leaves({leaves.begin() + 256, leaves.begin() + 512}));
}

TEST(RightEdge, SeventyThousandLeavesHaveThePublishedShape) {
  std::vector<FullTile> completed;
  const RightEdge edge = edge_of(numbered_leaves(70000), completed);
  EXPECT_EQ(completed.size(), 273U + 1U);
  EXPECT_EQ(edge.partial(0).size(), 112U);
  EXPECT_EQ(edge.partial(1).size(), 17U);
  EXPECT_EQ(edge.partial(2).size(), 1U);
  EXPECT_TRUE(edge.partial(3).empty());
  EXPECT_TRUE(edge.partial(63).empty());
}

TEST(RightEdge, RestoredEdgeGrowsLikeTheOriginal) {
  const auto leaves = numbered_leaves(65540);
  for (const std::size_t size : {0U, 1U, 255U, 256U, 257U, 65535U, 65536U, 65537U}) {
    std::vector<FullTile> before;
    RightEdge original = edge_of(first_leaves(leaves, size), before);
    auto restored = RightEdge::restore(size, partials_of(original, 3));
    ASSERT_TRUE(restored) << size;
    EXPECT_EQ(restored->size(), size);
    EXPECT_EQ(restored->root(), original.root()) << size;
    EXPECT_EQ(restored->root(), root_of_leaves(first_leaves(leaves, size))) << size;
    std::vector<FullTile> of_original;
    std::vector<FullTile> of_restored;
    for (std::size_t i = size; i < size + 3; ++i) {
      original.append(leaves[i], of_original);
      restored->append(leaves[i], of_restored);
      EXPECT_EQ(restored->root(), original.root()) << size;
    }
    ASSERT_EQ(of_restored.size(), of_original.size()) << size;
    for (std::size_t i = 0; i < of_original.size(); ++i) {
      EXPECT_EQ(of_restored[i].level, of_original[i].level);
      EXPECT_EQ(of_restored[i].index, of_original[i].index);
      EXPECT_EQ(of_restored[i].hashes, of_original[i].hashes);
    }
  }
}

TEST(RightEdge, RestoreRefusesWrongCounts) {
  std::vector<FullTile> completed;
  const RightEdge edge = edge_of(numbered_leaves(600), completed);
  const auto partials = partials_of(edge, 2);
  ASSERT_TRUE(RightEdge::restore(600, partials));
  for (const std::uint64_t size : {0U, 88U, 256U, 599U, 601U, 856U, 66136U}) {
    EXPECT_FALSE(RightEdge::restore(size, partials)) << size;
  }
  EXPECT_FALSE(RightEdge::restore(600, {}));
  EXPECT_FALSE(RightEdge::restore(600, {partials[0]}));
  EXPECT_FALSE(RightEdge::restore(600, {partials[0], partials[1], {empty_root()}}));
  EXPECT_FALSE(RightEdge::restore(256, {numbered_leaves(256)}));
  EXPECT_TRUE(RightEdge::restore(600, {partials[0], partials[1], {}}));
  EXPECT_TRUE(RightEdge::restore(0, {}));
}

}  // namespace
}  // namespace renkei
