// usage.csv: what stands in its octets. How a strict reader takes it is checked by check_csv.py.
#include <gtest/gtest.h>
#include <cstdlib>
#include <fstream>

#include "tests/packet_formats/sample_packet.h"
#include "tests/support/folders.h"
#include "tests/support/programs.h"

namespace renkei::testing {
namespace {

// The cell of a text: what it becomes in the file, with its quotes.
std::string cell_of(const std::string& text) {
  SamplePacket sample;
  packet::Row& row = sample.rows.emplace_back();
  auto content = std::make_shared<packet::Content>();
  content->text = text;
  row.content_state = packet::ContentState::shown;
  row.content = content;
  std::string csv = csv_of(sample);
  const std::string before = "\"記載\",";
  const std::size_t at = csv.find(before);
  EXPECT_NE(at, std::string::npos);
  csv.erase(0, at + before.size());
  EXPECT_TRUE(csv.ends_with(",\"\",\"\"\r\n"));
  return csv.substr(0, csv.size() - std::string_view(",\"\",\"\"\r\n").size());
}

TEST(PacketCsv, BeginsWithTheByteOrderMarkAndTheNamesOfItsColumns) {
  const std::string csv = csv_of(small_packet(false));
  EXPECT_TRUE(csv.starts_with("\xEF\xBB\xBF\"番号\",\"台帳位置\",\"日時（日本時間）\","));
  EXPECT_TRUE(csv.ends_with("\r\n"));
}

TEST(PacketCsv, QuotesAreDoubledAndLineEndsStay) { EXPECT_EQ(cell_of("a\"b\r\nc,d"), "\"a\"\"b\r\nc,d\""); }

TEST(PacketCsv, NoCellBeginsAsAFormula) {
  for (const std::string begin : {"=", "+", "-", "@", "＝", "＋", "－", "＠", "−", "﹢", "﹣", "﹦", "﹫"}) {
    for (const std::string space : {"", " ", "  ", "\t", "\r\n", "\n", "\x0B", "\x01", "　", "\u00A0", "\u200B",
                                    "\uFEFF", "\u3000 \u2003", "\u202E"}) {
      const std::string text = space + begin + "1+1";
      EXPECT_EQ(cell_of(text), "\"'" + text + "\"");
    }
  }
  EXPECT_EQ(cell_of("\tx"), "\"'\tx\"");
  EXPECT_EQ(cell_of("\xFF=1"), "\"'\xFF=1\"") << "not UTF-8";
}

TEST(PacketCsv, OtherTextsStayAsTheyAre) {
  for (const std::string text : {"", " ", "　", "血圧=120", "'だけ", "ー", "・一つ", "1-2", " 本文"})
    EXPECT_EQ(cell_of(text), "\"" + text + "\"");
}

TEST(PacketCsv, ShowsNothingOfWhatIsWithheld) {
  EXPECT_EQ(csv_of(small_packet(true)).find(kWithheldText), std::string::npos);
}

TEST(PacketCsv, WithoutStaffNamesNoneIsInIt) {
  const std::string with = csv_of(small_packet(true)), without = csv_of(small_packet(false));
  for (const std::string_view name : {kDoctorName, kNurseName}) {
    EXPECT_NE(with.find(name), std::string::npos);
    EXPECT_EQ(without.find(name), std::string::npos);
  }
}

TEST(PacketCsv, IsTheGoldenFile) {
  if (std::getenv("RENKEI_WRITE_GOLDEN") != nullptr)
    std::ofstream(source_folder() + "/tests/packet_formats/golden/usage.csv", std::ios::binary)
        << csv_of(small_packet(false));
  EXPECT_EQ(csv_of(small_packet(false)), text_of(source_folder() + "/tests/packet_formats/golden/usage.csv"));
}

}  // namespace
}  // namespace renkei::testing
