// The table of tampered values has teeth: a verifier without one of its checks, each the product's own source
// with one line changed (tests/CMakeLists.txt), breaks what the table demands of (b), (c) and (d) alike.
#include "tests/verifier/tampered_values.h"

namespace renkei::testing {
namespace {

struct RemovedChecks : DamagedCity {
  // The first row of a letter that the program does not notice as the table demands; empty: it notices all.
  std::string violated(const std::string& program, char letter) {
    for (const Tampering& row : tampered_values()) {
      if (row.letter != letter) continue;
      fresh(row.base);
      row.damage(*this);
      const std::string missing = not_noticed(row, verify_by(program, work));
      if (missing.empty()) continue;
      table << program << " | (" << letter << ") " << row.what << " | does not say" << missing << "\n";
      return row.what;
    }
    return {};
  }
  void expect_noticed_by_the_table(const std::string& program) {
    fresh("sst");
    EXPECT_EQ(verify_by(program, work).exit_code, 0) << program << " works otherwise";
    for (const char letter : {'b', 'c', 'd'})
      EXPECT_NE(violated(program, letter), "") << program << " " << letter;
  }
};

TEST_F(RemovedChecks, OfTheChainAreNoticed) { expect_noticed_by_the_table("renkei_without_chain"); }
TEST_F(RemovedChecks, OfTheTreeAreNoticed) { expect_noticed_by_the_table("renkei_without_tree"); }
TEST_F(RemovedChecks, OfPayloadDigestsAreNoticed) {
  expect_noticed_by_the_table("renkei_without_payload_digest");
}
TEST_F(RemovedChecks, OfAttachmentDigestsAreNoticed) {
  expect_noticed_by_the_table("renkei_without_blob_digest");
}

}  // namespace
}  // namespace renkei::testing
