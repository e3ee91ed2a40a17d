// The one damage RocksDB's log reader passes over without a word: a record whose head reads as zeroes ends its
// block, and reading goes on with the next one. Where a record begins with that block, only the gap in the
// entries tells.
#include <gtest/gtest.h>

#include "eventstore/merkle/tree.h"
#include "tests/faults/faulty_city.h"

namespace renkei::testing {
namespace {

constexpr std::size_t kBlock = 32 * 1024;

class WrittenLog {
 public:
  WrittenLog() {
    EXPECT_TRUE(disk.create_directory("data"));
    engine_ = std::move(*RocksEngine::open(disk, "data", 0, {}));
  }
  std::string path() const {
    for (const auto& [name, octets] : disk.snapshot()) {
      if (name.starts_with("data/ledger/") && name.ends_with(".log")) return name;
    }
    return {};
  }
  std::size_t length() const { return disk.snapshot()[path()].size(); }
  std::uint64_t size() const { return edge_.size(); }
  void append(std::size_t octets) {
    CommitBundle bundle{edge_.size(), {Bytes(octets, 'x')}, {std::nullopt}, {}, {}};
    const Digest leaf = leaf_hash(bundle.entries[0]);
    edge_.append(leaf, bundle.tiles);
    bundle.head = {edge_.size(), edge_.root(), leaf};
    ASSERT_TRUE(engine_->append(bundle));
  }
  // Appends up to the end of a block; gives where the record that fills it begins.
  std::size_t fill_block() {
    const std::size_t before = length();
    append(1'000);
    const std::size_t overhead = length() - before - 1'000;
    while (kBlock - length() % kBlock > 2'000) append(1'000);
    const std::size_t begins = length();
    append(kBlock - begins % kBlock - overhead);
    EXPECT_EQ(length() % kBlock, 0u);
    return begins;
  }
  void close() { engine_.reset(); }

  SimulatedFiles disk;

 private:
  std::unique_ptr<RocksEngine> engine_;
  RightEdge edge_;
};

TEST(ZeroedRecord, AtTheEndOfABlockIsRefused) {
  WrittenLog log;
  const std::size_t zeroed = log.fill_block();
  while (log.size() < 600) log.append(300);  // so that the lost entry is far from the tree's edge
  log.close();
  {
    const auto file = std::move(*log.disk.open(log.path(), OpenMode::read_write));
    ASSERT_TRUE(file->pwrite(zeroed, Bytes(512, '\0')));
  }
  for (const std::uint64_t known : {std::uint64_t{0}, log.size()}) {
    const auto opened = RocksEngine::open(log.disk, "data", known, {});
    ASSERT_FALSE(opened);
    EXPECT_TRUE(opened.error().corrupt);
  }
}

}  // namespace
}  // namespace renkei::testing
