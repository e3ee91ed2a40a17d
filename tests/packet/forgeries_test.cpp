// What somebody could change who holds the city's packet key, and both checkers refuse: this one here, and the
// page's modules in tests/packet_page/real.test.mjs, from the files that this test keeps.
#include <filesystem>
#include <fstream>

#include "eventstore/codec/entry_view.h"
#include "eventstore/crypto/ed25519.h"
#include "replay/packet/bundles.h"
#include "tests/packet/played_packet.h"
#include "tests/support/folders.h"
#include "tests/support/long_history.h"

namespace renkei::testing {
namespace {

constexpr std::int64_t kDay = 86'400'000;
const std::string kFolder = kept_packet_folder() + "/forged";

struct Forged {
  Members members;
  packet::Manifest manifest;
  packet::ManifestRow& row(std::uint64_t ordinal) { return manifest.rows[ordinal - 1]; }
};

// A history with rows before, within and after the asked day; the nearest row before it is withheld.
struct Forgeries : ::testing::Test {
  ServedCity city{Instant{1'795'305'600'000'000}};  // 2026-11-22 09:00 in Japan
  LongHistory history{
      {*city.service->committer, *city.service->city.keyring, city.service->blobs, city.service->city_key()}};
  const Bytes mirror_seed = Bytes(32, 'm');
  const VerificationKey mirror = VerificationKey::of("mirror.example", 0x04, ed25519_public_key(mirror_seed));
  packet::TrustPolicy policy{
      city.service->city.log_key, city.service->city.packet_key, {{"m", mirror, true}}, {}, "m"};
  Members members;
  std::uint64_t photo = 0, others = 0, view = 0;  // ordinals of rows within the period

  void SetUp() override {
    std::filesystem::create_directories(kFolder);
    history.begin();
    history.live(8, 0);  // rows 6 to 13
    city.clock.advance_milliseconds(kDay);
    history.live(16, 1);
    city.clock.advance_milliseconds(kDay);
    const CivilDate asked{20'780};
    history.period = {asked, asked};
    history.ask_for_a_packet(DisclosureResult::part,
                             {{13, "life_or_rights", GroundDisplay::article_only, RowDisplay::number_only},
                              {16, "business_hindrance", GroundDisplay::specific, RowDisplay::normal}});
    ASSERT_TRUE(city.service->packets.make(history.packet));
    for (int i = 0; i < 2'400 && city.service->packets.progress(history.packet)->step != "done"; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(25));
    Bytes zip, piece;
    bool failed = false;
    const auto reader = city.service->packets.open(history.packet);
    ASSERT_NE(reader, nullptr);
    for (; reader->next(piece, failed); piece.clear()) zip += piece;
    members = unzipped(zip);
    members["packet.pdf"] = "%PDF-1.7";  // bound by its digest only, and large
    for (const packet::ManifestRow& row : manifest_of(members).rows) {
      if (!row.files.empty()) photo = row.ordinal;
      if (row.key && row.files.empty()) others = row.ordinal;
      if (row.status == packet::RowStatus::shown && !row.key) view = row.ordinal;
    }
  }

  Members signed_again(Forged forged) const {
    sign_again(forged.members, forged.manifest, *policy.packet, city.service->city.packet_seed.view());
    return forged.members;
  }
  Members after(const std::function<void(Forged&)>& change) const {
    Forged forged{members, manifest_of(members)};
    change(forged);
    return signed_again(std::move(forged));
  }
  packet::PacketReport check(const Members& changed) const {
    return packet::check_packet({std::make_shared<BytesSource>(zipped(changed)), &policy, {}});
  }
  // Refused for the reason, and kept for the other checker.
  void refuse(const std::string& name, const Members& changed, const std::string& found) const {
    const auto report = check(changed);
    EXPECT_EQ(report.exit_code(), 2) << name;
    EXPECT_NE(all_of(report).find(found), std::string::npos) << name << "\n" << all_of(report);
    keep(name, changed);
  }
  void refuse(const std::string& name, const std::string& found,
              const std::function<void(Forged&)>& change) const {
    refuse(name, after(change), found);
  }
  static void keep(const std::string& name, const Members& changed) {
    const Bytes zip = zipped(changed);
    std::ofstream file(kFolder + "/" + name + ".zip", std::ios::binary | std::ios::trunc);
    file.write(zip.data(), static_cast<std::streamsize>(zip.size()));
    EXPECT_TRUE(file.flush());
  }
};

// The first entry that is in the packet, with another time.
void change_time(Forged& f, std::uint64_t ordinal, std::int64_t microseconds) {
  const auto items = packet::items_of(f.members["entries/000"], 2, f.manifest.rows.size());
  Bytes made;
  for (std::size_t i = 0; i < items->size(); ++i) {
    Bytes entry((*items)[i]);
    if (i + 1 == ordinal) {
      std::memcpy(entry.data() + 104, &microseconds, sizeof microseconds);
      f.row(ordinal).leaf_hash = leaf_hash(entry);
    }
    packet::put_item(made, entry, 2);
  }
  f.members["entries/000"] = made;
}

TEST_F(Forgeries, AreRefusedByBothCheckers) {
  using packet::ContentState;
  std::ofstream(kFolder + "/policy.txt") << policy.to_string();
  const Members whole = after([](Forged&) {});
  ASSERT_EQ(check(whole).exit_code(), 0) << all_of(check(whole));
  keep("whole", whole);
  const auto rows = manifest_of(whole).rows;
  EXPECT_EQ(rows[11].status, packet::RowStatus::outside_period);
  EXPECT_EQ(rows[12].status, packet::RowStatus::withheld);
  EXPECT_EQ(rows[13].status, packet::RowStatus::shown);
  EXPECT_EQ(rows.back().status, packet::RowStatus::outside_period);

  refuse("digest-of-a-file", "is not the file that was posted",
         [&](Forged& f) { f.row(photo).files[0].sha256.octets[0] ^= 1; });
  refuse("files-without-content", "has files without content",
         [&](Forged& f) { f.row(view).files = f.row(photo).files; });
  refuse("content-of-a-withheld-row", "is not shown, and has content",
         [&](Forged& f) { f.row(16).content_state = ContentState::other_facility; });
  refuse("a-row-that-has-no-content", "a row that has no content",
         [&](Forged& f) { f.row(view).content_state = ContentState::other_facility; });
  refuse("content-left-out", "left out without a ground", [&](Forged& f) {
    f.row(others).key.reset();
    f.row(others).content_state = ContentState::none;
  });
  refuse("columns", "columns are not", [](Forged& f) { f.manifest.columns[4].how = packet::HowKnown::stated; });
  refuse("nothing-disclosed", "though nothing is disclosed",
         [](Forged& f) { f.manifest.facts.result = DisclosureResult::none; });
  refuse("no-decision", "tells of no decision", [](Forged& f) { f.manifest.facts.result.reset(); });
  refuse("for-an-auditor", "withholds from an auditor",
         [](Forged& f) { f.manifest.audience = PacketAudience::auditor; });
  refuse("ground-unpublished", "on no published ground",
         [](Forged& f) { f.row(16).withheld->ground = "shame"; });
  refuse("article-of-nothing", "on no published ground",
         [](Forged& f) { f.row(13).withheld->article = "第1条"; });
  refuse("article-left-out", "on no published ground", [](Forged& f) { f.row(13).withheld->article.clear(); });
  refuse("period-forgotten", "is within the period", [](Forged& f) { f.manifest.facts.period = {}; });
  refuse("period-of-another-day", "is outside the period, and is shown", [](Forged& f) {
    f.manifest.facts.period.from_on = f.manifest.facts.period.from_on->plus_days(1);
    f.manifest.facts.period.to_on = f.manifest.facts.period.from_on;
  });
  refuse("shown-row-moved-outside", "period", [&](Forged& f) {
    packet::ManifestRow& row = f.row(view);
    row.status = packet::RowStatus::outside_period;
    --f.manifest.counts.shown;
    ++f.manifest.counts.outside_period;
  });
  refuse("time-goes-back", "its time is before", [&](Forged& f) { change_time(f, view, 1'000'000); });
  refuse("time-of-no-clock", "its entry is malformed",
         [&](Forged& f) { change_time(f, view, std::int64_t{1} << 60); });
  refuse("two-keys-swapped", "names other keys",
         [](Forged& f) { std::swap(f.manifest.ledger.log_key, f.manifest.ledger.packet_key); });
}

TEST_F(Forgeries, OfTheListAndTheCosignatureToo) {
  Forged f{members, manifest_of(signed_again({members, manifest_of(members)}))};
  std::swap(f.manifest.files[0], f.manifest.files[1]);
  f.members["manifest.json"] = packet::manifest_text(f.manifest);
  f.members["manifest.sig"] =
      sign_note(packet::signed_text(f.manifest.facts.number, f.members["manifest.json"]), *policy.packet,
                city.service->city.packet_seed.view());
  refuse("files-out-of-order", f.members, "is listed out of order");
  Bytes id(4, '\0');
  for (int i = 0; i < 4; ++i)
    id[static_cast<std::size_t>(i)] = static_cast<char>(mirror.key_id >> (24 - 8 * i));
  refuse("cosignature-of-nobody", "the cosignature of m is not good", [&](Forged& g) {
    g.members["checkpoint"] += "— mirror.example " + base64(id + Bytes(72, 'x')) + "\n";
  });
  refuse("bundle-that-no-row-has", "belongs to no row",
         [](Forged& g) { g.members["payloads/001"] = Bytes(4 * g.manifest.rows.size(), '\0'); });
}

}  // namespace
}  // namespace renkei::testing
