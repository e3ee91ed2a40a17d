#include "replay/packet/page/verify_page.h"

#include <gtest/gtest.h>

namespace renkei::packet {
namespace {

const std::string kBegin = R"(<script type="text/plain" id="city-keys">)";
const std::string kKeys =
    "log renkei.example+00000000+AA==\npacket renkei.example/packets+00000000+AA==\nquorum none\n";

TEST(VerifyPage, TheCopyOfAPacketHasAnEmptyKeyBlock) {
  const std::string page = verify_page("");
  EXPECT_NE(page.find(kBegin + "</script>"), std::string::npos);
  EXPECT_EQ(page.find(kBegin), page.rfind(kBegin));
}

TEST(VerifyPage, TheServersPageDiffersByTheCitysKeysOnly) {
  std::string page = verify_page(kKeys);
  const std::size_t keys = page.find(kBegin + kKeys + "</script>");
  ASSERT_NE(keys, std::string::npos);
  EXPECT_EQ(page.erase(keys + kBegin.size(), kKeys.size()), verify_page(""));
}

TEST(VerifyPage, IsOneFileThatNamesNoOther) {
  const std::string page = verify_page("");
  EXPECT_EQ(page.compare(0, 15, "<!doctype html>"), 0);
  for (const char* outside : {"http://", "https://", "src=", "@import", "url("})
    EXPECT_EQ(page.find(outside), std::string::npos) << outside;
}

TEST(VerifyPageDeathTest, AbortsOnABlockThatWouldEndItself) {
  EXPECT_DEATH(verify_page("log x</script><script>"), "broken invariant");
}

}  // namespace
}  // namespace renkei::packet
