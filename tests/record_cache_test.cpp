#include "eventstore/rocks/record_cache.h"

#include <gtest/gtest.h>

namespace renkei {
namespace {

TEST(RecordCacheTest, GivesEachKindAndPositionItsOwnOctets) {
  RecordCache cache(std::size_t{1} << 20);
  cache.keep(RecordKind::entry, 7, "entry 7");
  cache.keep(RecordKind::payload, 7, "payload 7");
  cache.keep(RecordKind::entry, 7 << 8, "entry 1792");
  EXPECT_EQ(cache.find(RecordKind::entry, 7), "entry 7");
  EXPECT_EQ(cache.find(RecordKind::payload, 7), "payload 7");
  EXPECT_EQ(cache.find(RecordKind::entry, 7 << 8), "entry 1792");
  EXPECT_EQ(cache.find(RecordKind::payload, 7 << 8), std::nullopt);
  EXPECT_EQ(cache.find(RecordKind::entry, 8), std::nullopt);
}

TEST(RecordCacheTest, HoldsNoMoreThanItsBoundAndTheNewest) {
  constexpr std::uint64_t kRecords = 10'000;
  const Bytes octets(1'000, 'x');
  RecordCache cache(std::size_t{1} << 20);
  for (std::uint64_t position = 0; position < kRecords; ++position)
    cache.keep(RecordKind::entry, position, octets);
  std::uint64_t held = 0;
  for (std::uint64_t position = 0; position < kRecords; ++position)
    held += cache.find(RecordKind::entry, position) == octets ? 1 : 0;
  EXPECT_LE(held * octets.size(), std::size_t{1} << 20);
  EXPECT_GE(held, 500U);
  EXPECT_EQ(cache.find(RecordKind::entry, kRecords - 1), octets);
  EXPECT_EQ(cache.find(RecordKind::entry, 0), std::nullopt);
}

TEST(RecordCacheTest, WithoutRoomItHoldsNothing) {
  RecordCache cache(0);
  cache.keep(RecordKind::entry, 7, "entry 7");
  EXPECT_EQ(cache.find(RecordKind::entry, 7), std::nullopt);
}

}  // namespace
}  // namespace renkei
