// Damage below Renkei's own checksums that stands in more than one place, or keeps RocksDB from opening the
// ledger: the command names each place, and accuses nothing that is sound.
#include "tests/verifier/damaged_city.h"

namespace renkei::testing {
namespace {

using DamagedBlocks = DamagedCity;

constexpr std::uint64_t kBlockBytes = 4'096;  // as DatabaseEdit writes them

TEST_F(DamagedBlocks, OfPayloadsAreEachNamedAndNothingBetweenThem) {
  constexpr std::uint64_t kFirst = 401, kSecond = 560;
  fresh("sst");
  std::uint64_t in_a_block = 1;
  for (const std::uint64_t position : {kFirst, kSecond}) {
    const auto value = DatabaseEdit::read(ledger(), "payloads", position_key(position));
    ASSERT_TRUE(value) << position;
    ASSERT_TRUE(flip_in_table(ledger(), "payloads", *value)) << position;
    in_a_block =
        std::max<std::uint64_t>(in_a_block, kBlockBytes / value->size() * 2);  // some entries have none
  }
  ASSERT_LT(kFirst + in_a_block, kSecond - in_a_block) << "sound payloads stand between them";
  const Said said = verify_by("renkei", work);
  EXPECT_EQ(said.exit_code, 2);
  for (const std::uint64_t position : {kFirst, kSecond})
    EXPECT_TRUE(said.names({position, "storage"})) << position << ": " << said.text();
  for (const Named& found : said.findings) {
    const bool near_one = (found.position + in_a_block >= kFirst && found.position <= kFirst + in_a_block) ||
                          (found.position + in_a_block >= kSecond && found.position <= kSecond + in_a_block);
    EXPECT_TRUE(near_one && found.kind == "storage") << found.position << " " << found.kind;
  }
  table << "(a) bytes flipped in two blocks of payloads | " << said.text() << "\n";
}

// What the issue asks of every damage, that which RocksDB finds when it opens among it.
TEST_F(DamagedBlocks, ThatKeepTheLedgerFromOpeningAreNamedByPositionAndKind) {
  const auto expect_named = [&](const std::string& what, std::uint64_t low) {
    const Said said = verify_by("renkei", work);
    EXPECT_EQ(said.exit_code, 2) << what;
    ASSERT_FALSE(said.findings.empty()) << what << ": " << said.text();
    EXPECT_EQ(said.findings.front().kind, "storage") << what;
    EXPECT_GE(said.findings.front().position, low) << what;
    EXPECT_LE(said.findings.front().position, kSize) << what;
  };
  fresh("wal");
  const Bytes entry = *DatabaseEdit::read(ledger(), "entries", position_key(400));
  ASSERT_TRUE(flip_in_files(ledger(), ".log", entry));
  expect_named("a byte flipped in the log", kFirstSize);
  for (const char* family : {"entries", "payloads", "tiles", "heads"}) {
    fresh("sst");
    ASSERT_TRUE(older_table(ledger(), family)) << family;
    expect_named(std::string("a table replaced by an older one, ") + family, 0);
  }
}

}  // namespace
}  // namespace renkei::testing
