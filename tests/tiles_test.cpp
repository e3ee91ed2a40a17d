#include "eventstore/merkle/tiles.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <string>

#include "eventstore/merkle/checkpoint.h"
#include "tests/support/vectors.h"

namespace renkei {
namespace {

using testing_support::read_file;
using testing_support::vector_path;

const char* const kLeaves[] = {"one",  "two", "three",  "four",  "five",     "six",     "seven", "eit",
                               "nain", "ten", "ileven", "twelf", "threeten", "fourten", "fivten"};

struct PathCase {
  TilePath tile;
  std::string path;
};

const std::vector<PathCase> kPaths = {
    {{false, 0, 0, 256}, "tile/0/000"},
    {{false, 0, 0, 1}, "tile/0/000.p/1"},
    {{false, 0, 0, 255}, "tile/0/000.p/255"},
    {{false, 1, 999, 256}, "tile/1/999"},
    {{false, 1, 1000, 256}, "tile/1/x001/000"},
    {{false, 0, 1234067, 256}, "tile/0/x001/x234/067"},
    {{false, 0, 1234067, 12}, "tile/0/x001/x234/067.p/12"},
    {{false, 15, 123456789, 41}, "tile/15/x123/x456/789.p/41"},
    {{false, 63, 0, 8}, "tile/63/000.p/8"},
    {{true, 0, 0, 256}, "tile/entries/000"},
    {{true, 0, 1234067, 7}, "tile/entries/x001/x234/067.p/7"},
    {{false, 0, ~std::uint64_t{0}, 256}, "tile/0/x018/x446/x744/x073/x709/x551/615"}};

TEST(TilePath, WritesAndReadsTheSpecifiedForm) {
  for (const PathCase& c : kPaths) {
    EXPECT_EQ(tile_path(c.tile), c.path);
    EXPECT_EQ(parse_tile_path(c.path), c.tile) << c.path;
  }
}

const char* const kNotPaths[] = {"",
                                 "tile",
                                 "tile/",
                                 "tile/0",
                                 "tile/0/",
                                 "tile//000",
                                 "/tile/0/000",
                                 "tile/0/000/",
                                 "tile/0/x001",
                                 "tile/0/x001/",
                                 "tile/0/x001/x234",
                                 "tile/0/x001/x234/",
                                 "tile/0/000.p/",
                                 "tile/0/000.p",
                                 "tile/0/000.p/0",
                                 "tile/0/000.p/256",
                                 "tile/0/000.p/01",
                                 "tile/0/000.p/-1",
                                 "tile/0/000.p/1/",
                                 "tile/0/000.p/1.p/1",
                                 "tile/0/.p/1",
                                 "tile/64/000",
                                 "tile/-1/000",
                                 "tile/+1/000",
                                 "tile/00/000",
                                 "tile/01/000",
                                 "tile/0/-1",
                                 "tile/0/-01",
                                 "tile/0/0",
                                 "tile/0/00",
                                 "tile/0/0000",
                                 "tile/0/1234",
                                 "tile/0/x000/001",
                                 "tile/0/x1/001",
                                 "tile/0/x0001/001",
                                 "tile/0/001/000",
                                 "tile/0/001/x000",
                                 "tile/0/X001/000",
                                 "tile/0/xx01/000",
                                 "tile/0/x001/00a",
                                 "tile/0/ 00",
                                 "tile/0/000 ",
                                 "tile/0/000\n",
                                 "tile/0/x018/x446/x744/x073/x709/x551/616",
                                 "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
                                 "tile/entries/",
                                 "tile/entries/x001",
                                 "tile/entries/000.p/0",
                                 "tile/entries/000.p/256",
                                 "tile/entries/0/000",
                                 "tile/entrie/000",
                                 "tile/data/000",
                                 "tile/8/0/001",
                                 "Tile/0/000",
                                 "tile/0/../0/000"};

TEST(TilePath, RefusesEveryOtherForm) {
  for (const char* path : kNotPaths) {
    EXPECT_FALSE(parse_tile_path(path)) << path;
  }
  EXPECT_FALSE(parse_tile_path(std::string("tile/0/000\0", 11)));
}

TEST(TilePath, RefusesEveryCutPathOrReadsAnotherTile) {
  const std::string path = "tile/15/x123/x456/789.p/41";
  for (std::size_t length = 0; length < path.size(); ++length) {
    const std::string cut = path.substr(0, length);
    const auto tile = parse_tile_path(cut);
    EXPECT_EQ(tile.has_value(), cut == "tile/15/x123/x456/789" || cut == "tile/15/x123/x456/789.p/4") << cut;
  }
}

TEST(TilePathDeathTest, NeverWritesAPathThatNobodyReads) {
  EXPECT_DEATH(tile_path({false, 64, 0, 256}), "broken invariant");
  EXPECT_DEATH(tile_path({false, 0, 0, 0}), "broken invariant");
  EXPECT_DEATH(tile_path({false, 0, 0, 257}), "broken invariant");
  EXPECT_DEATH(tile_path({true, 1, 0, 256}), "broken invariant");
}

// The published log: every width from 1 to 15 of its only tile, and a checkpoint at every size.
TEST(GoldenLog, RightEdgeProducesEveryPublishedTile) {
  const std::string folder = vector_path("tessera/log/");
  RightEdge edge;
  std::vector<FullTile> completed;
  unsigned width = 0;
  for (const char* leaf : kLeaves) {
    edge.append(leaf_hash(leaf), completed);
    Bytes hashes;
    for (const Digest& hash : edge.partial(0)) hashes += hash.view();
    EXPECT_EQ(hashes, read_file(folder + tile_path({false, 0, 0, ++width}))) << leaf;
  }
  EXPECT_TRUE(completed.empty());
}

TEST(GoldenLog, TestCoversEveryPublishedTile) {
  std::size_t files = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(vector_path("tessera/log/tile"))) {
    if (!file.is_regular_file()) continue;
    const auto path = std::filesystem::relative(file.path(), vector_path("tessera/log")).string();
    EXPECT_TRUE(parse_tile_path(path)) << path;
    ++files;
  }
  EXPECT_EQ(files, 2 * std::size(kLeaves));
}

TEST(GoldenLog, BundlesHoldTheLeaves) {
  const std::string folder = vector_path("tessera/log/");
  Bytes expected;
  unsigned width = 0;
  for (const std::string leaf : kLeaves) {
    expected += '\0';
    expected += static_cast<char>(leaf.size());
    expected += leaf;
    EXPECT_EQ(read_file(folder + tile_path({true, 0, 0, ++width})), expected) << leaf;
  }
}

TEST(GoldenLog, RootsAreThoseOfThePublishedCheckpoints) {
  const auto key =
      VerificationKey::parse("example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx");
  ASSERT_TRUE(key);
  RightEdge edge;
  std::vector<FullTile> completed;
  for (std::size_t size = 0; size <= std::size(kLeaves); ++size) {
    if (size > 0) edge.append(leaf_hash(kLeaves[size - 1]), completed);
    const auto note = read_file(vector_path("tessera/log/checkpoint." + std::to_string(size)));
    const auto checkpoint = open_checkpoint(note, *key);
    ASSERT_TRUE(checkpoint) << size;
    EXPECT_EQ(checkpoint->size, size);
    EXPECT_EQ(checkpoint->root, edge.root()) << size;
  }
}

}  // namespace
}  // namespace renkei
