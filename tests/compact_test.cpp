// The compact form is read from files that may be damaged: what it never writes is refused, not taken for
// something else.
#include "eventstore/codec/compact.h"

#include <gtest/gtest.h>

#include "domain/check.h"

namespace renkei {
namespace {

struct Row {
  std::uint8_t small = 0;
  bool flag = false;
  CivilDate day;
  std::vector<std::uint64_t> numbers;
  bool operator==(const Row&) const = default;
  template <class V>
  static void describe(V& v) {
    v.field("small", &Row::small, number(0, 255));
    v.field("flag", &Row::flag);
    v.field("day", &Row::day);
    v.field("numbers", &Row::numbers, items(10));
  }
};

TEST(Compact, ComesBack) {
  const Row row{255, true, {INT32_MIN}, {0, 127, 128, UINT64_MAX}};
  EXPECT_EQ(from_compact<Row>(to_compact(row)), row);
}

TEST(Compact, RefusesWhatIsNeverWritten) {
  const Bytes small = "\x05", flag = "\1", day = "\x80\x80\x80\x80\x08", none(1, '\0');
  const Bytes most(9, '\xFF'), far = most + "\x01", beyond = most + "\x02";
  ASSERT_NO_THROW(from_compact<Row>(small + flag + day + none));
  ASSERT_NO_THROW(from_compact<Row>(small + flag + day + "\1" + far));
  for (const Bytes& octets :
       {Bytes(), small, "\x80\x02" + flag + day + none, small + "\2" + day + none, small + flag + far + none,
        small + flag + day + "\1" + beyond, small + flag + day + "\2\1", small + flag + day + none + none}) {
    EXPECT_THROW(from_compact<Row>(octets), CorruptHistory);
  }
}

}  // namespace
}  // namespace renkei
