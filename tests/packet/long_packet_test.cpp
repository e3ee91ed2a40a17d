// A long life with photos, every kind of row: the packet is made through the server's own works, whole and
// checkable. benchmarks/packet.cpp makes the one of 100,000 rows.
#include "tests/packet/played_packet.h"
#include "tests/support/effort.h"
#include "tests/support/long_history.h"

namespace renkei::testing {
namespace {

struct LongPacket : ::testing::Test {
  ServedCity city{Instant{1'795'305'600'000'000}};
  packet::TrustPolicy policy{city.service->city.log_key, city.service->city.packet_key, {}, {}, "none"};
  LongHistory history{
      {*city.service->committer, *city.service->city.keyring, city.service->blobs, city.service->city_key()}};

  Bytes made() {
    auto& works = city.service->packets;
    EXPECT_TRUE(works.make(history.packet));
    for (int i = 0; i < 2'400; ++i) {
      const auto progress = works.progress(history.packet);
      if (progress && (progress->step == "done" || progress->step == "failed")) break;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    const auto reader = works.open(history.packet);
    Bytes octets, piece;
    bool failed = reader == nullptr;
    while (!failed && reader->next(piece, failed)) {
      octets += piece;
      piece.clear();
    }
    EXPECT_FALSE(failed);
    return octets;
  }
  packet::PacketReport check(const Bytes& zip) {
    return packet::check_packet({std::make_shared<BytesSource>(zip), &policy, {}});
  }
};

TEST_F(LongPacket, OfEveryKindOfRowWithPhotosIsWhole) {
  const std::uint64_t rows = rounds(2'000u), photos = 6;
  history.begin();
  history.live(rows, photos);
  history.ask_for_a_packet(DisclosureResult::part,
                           {{20, "business_hindrance", GroundDisplay::specific, RowDisplay::normal},
                            {21, "life_or_rights", GroundDisplay::article_only, RowDisplay::number_only},
                            {22, "other_law", GroundDisplay::specific, RowDisplay::date_only}});
  const Bytes zip = made();
  const auto report = check(zip);
  ASSERT_EQ(report.exit_code(), 0) << all_of(report);
  EXPECT_EQ(report.manifest->counts.withheld, 3u);
  EXPECT_GT(report.manifest->counts.total, rows);
  const Members members = unzipped(zip);
  unsigned files = 0;
  for (const auto& [name, octets] : members) files += name.starts_with("attachments/");
  EXPECT_EQ(files, photos);
  const auto& withheld = report.manifest->rows;
  EXPECT_EQ(withheld[19].withheld->ground, "business_hindrance");
  EXPECT_TRUE(withheld[19].withheld->stated.recorded_on);
  EXPECT_EQ(withheld[20].withheld->ground, "");
  EXPECT_NE(withheld[20].withheld->article, "");
  EXPECT_EQ(withheld[20].withheld->stated, packet::StatedRow{});
  EXPECT_EQ(withheld[21].withheld->stated.facility, "");
  EXPECT_TRUE(withheld[21].withheld->stated.recorded_on);
}

// Nothing but the PDF, the letter, is left to read; every row is there by its number.
TEST_F(LongPacket, OfADecisionToDiscloseNothingShowsNoRow) {
  history.begin();
  history.live(30, 1);
  history.ask_for_a_packet(DisclosureResult::none, {});
  const Bytes zip = made();
  const auto report = check(zip);
  ASSERT_EQ(report.exit_code(), 0) << all_of(report);
  EXPECT_EQ(report.manifest->counts.shown, 0u);
  const Members members = unzipped(zip);
  EXPECT_EQ(members.count("payloads/000"), 0u);
  for (const auto& [name, octets] : members) EXPECT_FALSE(name.starts_with("attachments/")) << name;
}

TEST_F(LongPacket, IsTheSameOctetsWhenItIsBuiltAgainAfterARestart) {
  history.begin();
  history.live(60, 1);
  history.ask_for_a_packet(DisclosureResult::full, {});
  const Bytes first = made();
  city.stop();
  city.serve();
  std::promise<bool> there;
  auto waiting = there.get_future();
  ASSERT_TRUE(city.service->packets.have(history.packet, [&](bool is) { there.set_value(is); }));
  ASSERT_TRUE(waiting.get());
  const auto reader = city.service->packets.open(history.packet);
  Bytes again, piece;
  bool failed = false;
  while (reader->next(piece, failed)) {
    again += piece;
    piece.clear();
  }
  EXPECT_EQ(sha256({again}), sha256({first}));
}

}  // namespace
}  // namespace renkei::testing
