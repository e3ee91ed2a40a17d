// What every engine does alike, the reference in memory and RocksDB on a simulated disk.
#include <gtest/gtest.h>

#include "eventstore/merkle/tree.h"
#include "tests/faults/faulty_city.h"

namespace renkei::testing {
namespace {

// Makes bundles whose tree is right, of entries that say nothing.
class Bundles {
 public:
  CommitBundle next(std::size_t entries) {
    CommitBundle bundle;
    bundle.expected_size = edge_.size();
    for (std::size_t i = 0; i < entries; ++i) {
      const std::uint64_t position = edge_.size();
      bundle.entries.push_back("entry " + std::to_string(position));
      bundle.payloads.push_back(position % 3 == 0 ? std::optional<Bytes>()
                                                  : "payload " + std::to_string(position));
      last_leaf_ = leaf_hash(bundle.entries.back());
      edge_.append(last_leaf_, bundle.tiles);
    }
    for (const FullTile& tile : bundle.tiles) tiles.push_back(tile);
    bundle.head = {edge_.size(), edge_.root(), last_leaf_};
    return bundle;
  }
  std::vector<FullTile> tiles;

 private:
  RightEdge edge_;
  Digest last_leaf_;
};

struct MemoryKind {
  std::unique_ptr<LedgerEngine> engine = std::make_unique<MemoryEngine>();
  void reopen() {}  // it has only the memory it is in
};

struct RocksKind {
  SimulatedFiles disk;
  std::unique_ptr<LedgerEngine> engine;
  RocksKind() {
    EXPECT_TRUE(disk.create_directory("data"));
    reopen();
  }
  void reopen() {
    const std::uint64_t size = engine ? engine->head().size : 0;
    engine.reset();
    auto opened = RocksEngine::open(disk, "data", size, {});
    ASSERT_TRUE(opened) << opened.error().what;
    engine = std::move(*opened);
  }
};

template <class Kind>
struct EngineContract : ::testing::Test {
  Kind kind;
  Bundles bundles;
  LedgerEngine& engine() { return *kind.engine; }
  Head append(std::size_t entries) {
    const CommitBundle bundle = bundles.next(entries);
    EXPECT_TRUE(engine().append(bundle));
    return bundle.head;
  }
  std::vector<std::uint64_t> positions(std::uint64_t first, std::size_t most) {
    std::vector<std::uint64_t> found;
    engine().scan(first, [&](std::uint64_t position, BytesView entry) {
      EXPECT_EQ(entry, "entry " + std::to_string(position));
      found.push_back(position);
      return found.size() < most;
    });
    return found;
  }
};
using Kinds = ::testing::Types<MemoryKind, RocksKind>;
TYPED_TEST_SUITE(EngineContract, Kinds);

TYPED_TEST(EngineContract, BeginsEmpty) {
  EXPECT_EQ(this->engine().head(), (Head{0, empty_root(), {}}));
  EXPECT_FALSE(this->engine().entry(0));
  EXPECT_FALSE(this->engine().payload(0));
  EXPECT_FALSE(this->engine().tile(0, 0));
  EXPECT_TRUE(this->positions(0, 10).empty());
  this->kind.reopen();
  EXPECT_EQ(this->engine().head(), (Head{0, empty_root(), {}}));
}

TYPED_TEST(EngineContract, RefusesABundleForAnotherTail) {
  const Head head = this->append(3);
  CommitBundle ahead = Bundles().next(2);  // of an empty ledger
  EXPECT_FALSE(this->engine().append(ahead));
  ahead.expected_size = 4;
  EXPECT_FALSE(this->engine().append(ahead));
  EXPECT_EQ(this->engine().head(), head);
  EXPECT_EQ(this->positions(0, 10).size(), 3u);
  EXPECT_EQ(this->engine().entry(0), "entry 0");
  this->append(1);
  EXPECT_EQ(this->engine().head().size, 4u);
}

TYPED_TEST(EngineContract, GivesBackWhatWasAppended) {
  Head head;
  for (const std::size_t entries : {1u, 2u, 300u, 1u, 260u}) head = this->append(entries);
  for (const bool reopened : {false, true}) {
    if (reopened) this->kind.reopen();
    EXPECT_EQ(this->engine().head(), head);
    for (std::uint64_t p = 0; p < head.size; ++p) {
      EXPECT_EQ(this->engine().entry(p), "entry " + std::to_string(p));
      EXPECT_EQ(this->engine().payload(p).has_value(), p % 3 != 0);
    }
    EXPECT_EQ(this->engine().payload(4), "payload 4");
    EXPECT_FALSE(this->engine().entry(head.size));
    for (const FullTile& tile : this->bundles.tiles) {
      EXPECT_EQ(this->engine().tile(tile.level, tile.index), tile.hashes);
    }
    EXPECT_EQ(this->bundles.tiles.size(), 2u);
    EXPECT_FALSE(this->engine().tile(0, 2));
    EXPECT_FALSE(this->engine().tile(1, 0));
    EXPECT_EQ(restore_edge(this->engine()).root(), head.root);
  }
}

TYPED_TEST(EngineContract, ScansInOrderFromAnywhereUntilTold) {
  this->append(300);
  this->append(5);
  for (const bool reopened : {false, true}) {
    if (reopened) this->kind.reopen();
    const auto all = this->positions(0, 1'000);
    ASSERT_EQ(all.size(), 305u);
    for (std::uint64_t p = 0; p < all.size(); ++p) EXPECT_EQ(all[p], p);
    EXPECT_EQ(this->positions(254, 4), (std::vector<std::uint64_t>{254, 255, 256, 257}));
    EXPECT_EQ(this->positions(304, 10), std::vector<std::uint64_t>{304});
    EXPECT_TRUE(this->positions(305, 10).empty());
  }
}

TYPED_TEST(EngineContract, CountsWhatItDoes) {
  this->append(4);
  this->append(4);
  const auto before = this->engine().counters();
  EXPECT_EQ(before.bundles, 2u);
  (void)this->engine().entry(1);
  (void)this->engine().payload(1);
  EXPECT_EQ(this->engine().counters().entries_read, before.entries_read + 1);
  EXPECT_EQ(this->engine().counters().payloads_read, before.payloads_read + 1);
}

TEST(RocksEngine, RefusesALedgerShorterThanWhatIsKnown) {
  SimulatedFiles disk;
  ASSERT_TRUE(disk.create_directory("data"));
  ASSERT_TRUE(RocksEngine::open(disk, "data", 0, {}));
  const auto opened = RocksEngine::open(disk, "data", 1, {});
  ASSERT_FALSE(opened);
  EXPECT_TRUE(opened.error().corrupt);
}

}  // namespace
}  // namespace renkei::testing
