// A long life with photos, every kind of row: the packet is made through the server's own works, whole and
// checkable. benchmarks/packet.cpp makes the one of 100,000 rows.
#include "tests/packet/played_packet.h"
#include "tests/support/effort.h"
#include "tests/support/long_history.h"
#include "tests/support/policy_file.h"

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

// The corrected text says what the first one said; here it comes without being named in the decision.
TEST_F(LongPacket, WithholdsAMessageInEveryVersion) {
  history.begin();
  history.live(10, 0);
  history.ask_for_a_packet(DisclosureResult::part,
                           {{7, "life_or_rights", GroundDisplay::article_only, RowDisplay::number_only}});
  const auto report = check(made());
  ASSERT_EQ(report.exit_code(), 0) << all_of(report);
  const auto& rows = report.manifest->rows;
  EXPECT_EQ(rows[5].status, packet::RowStatus::shown);  // another message
  EXPECT_EQ(rows[6].status, packet::RowStatus::withheld);
  EXPECT_EQ(rows[7].status, packet::RowStatus::withheld);
  EXPECT_EQ(rows[7].withheld, rows[6].withheld);
}

// The acts of the case are rows of the history, and the person gets their entries; a ground that is not to be
// named stands in none of them (product.md no. 48). The manifest lists every ground there is.
TEST_F(LongPacket, NamesAGroundNowhereThatIsShownByItsArticleOnly) {
  history.begin();
  history.live(40, 0);
  history.ask_for_a_packet(DisclosureResult::part,
                           {{5, "business_hindrance", GroundDisplay::specific, RowDisplay::normal},
                            {6, "life_or_rights", GroundDisplay::article_only, RowDisplay::number_only}});
  const Members members = unzipped(made());
  unsigned named = 0;
  for (const auto& [name, octets] : members) {
    if (name == "manifest.json") continue;
    const Bytes all = readable(octets);
    EXPECT_EQ(all.find("life_or_rights"), Bytes::npos) << name;
    named += all.find("business_hindrance") != Bytes::npos;
  }
  EXPECT_GT(named, 0u);  // it would be found
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
  EXPECT_EQ(report.manifest->rows[0].withheld->ground, "");
  const Members members = unzipped(zip);
  EXPECT_EQ(members.count("payloads/000"), 0u);
  Members junk = members;
  junk["payloads/000"] = "of no row";
  sign_again(junk, manifest_of(junk), *policy.packet, city.service->city.packet_seed.view());
  EXPECT_EQ(first_of(check(zipped(junk))), "file: payloads/000");
  for (const auto& [name, octets] : members) EXPECT_FALSE(name.starts_with("attachments/")) << name;
}

TEST_F(LongPacket, IsTheSameOctetsWhenItIsBuiltAgainAfterARestart) {
  history.begin();
  history.live(60, 1);
  history.ask_for_a_packet(DisclosureResult::full, {});
  const Bytes first = made();
  policy::DisclosureRulesPublished changed{city.service->city_key(), policy_file().disclosure, {}};
  for (auto& ground : changed.rules.grounds) ground.ja += "（改正）";
  history.record({Draft{changed, {}, {}}}, 1);  // what is published later changes no packet
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
