// The write-ahead log's own reader: what a damaged log may cost at a start.
#include "eventstore/rocks/wal_check.h"

#include <gtest/gtest.h>

namespace renkei::testing {
namespace {

TEST(WalCheck, OfALogFullOfWhatLooksLikeRecordsIsBoundedAndCallsItDamage) {
  const Bytes crafted(1 << 20, '\4');  // at every octet a last piece of 1,028 octets, with a wrong check
  const WalCheck bounded = check_wal(crafted, 16 << 20);
  EXPECT_EQ(bounded.damaged_at, 0u);
  EXPECT_TRUE(bounded.whole_write_follows);
  EXPECT_FALSE(bounded.has_writes);
  const WalCheck whole = check_wal(crafted.substr(0, 8'192), 16 << 20);
  EXPECT_EQ(whole.damaged_at, 0u);
  EXPECT_FALSE(whole.whole_write_follows) << "few enough to look at all of them";
}

}  // namespace
}  // namespace renkei::testing
