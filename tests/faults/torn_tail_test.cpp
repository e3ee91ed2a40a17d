// What a power cut left of a batch nobody was told of: set aside whole, cut off, and said in the ledger itself.
#include <gtest/gtest.h>

#include "api/city_service.h"
#include "eventstore/crypto/sha256.h"
#include "tests/faults/faulty_city.h"

namespace renkei::testing {
namespace {

constexpr std::size_t kMissing = 20;

// A city whose last batch stands in the log without its last octets; the mark knows nothing of it.
DiskImage torn_city(Bytes& torn_log, std::uint64_t& intact_entries) {
  SimulatedFiles disk;
  lay_out(disk, fresh_city());
  std::string log;
  {
    RunningCity city(std::move(*open_on(disk)));
    EXPECT_TRUE(
        city.city.keyring->create_key(KeyKind::care_recipient, KeyId{test_id<CareRecipientId>(0x11).octets}));
    EXPECT_TRUE(city.record(open_room(test_id<CareRecipientId>(0x11), test_id<RoomId>(0x22)), request_key(1)));
    intact_entries = city.committer->durable_head().size;
    EXPECT_TRUE(
        city.record({message(test_id<CareRecipientId>(0x11), test_id<RoomId>(0x22), 2, 300)}, request_key(2)));
  }
  DiskImage image = disk.snapshot();
  for (const auto& [path, octets] : image) {
    if (path.starts_with("data/ledger/") && path.ends_with(".log")) log = std::max(log, path);
  }
  image[log].resize(image[log].size() - kMissing);
  torn_log = image[log];
  return image;
}

TEST(TornTail, IsSetAsideCutAndRecorded) {
  Bytes torn_log;
  std::uint64_t intact = 0;
  SimulatedFiles disk;
  lay_out(disk, torn_city(torn_log, intact));
  std::string failure;
  {
    auto opened = open_on(disk);
    ASSERT_TRUE(opened) << opened.error().what;
    ASSERT_TRUE(opened->engine->torn_tail());
    EXPECT_EQ(opened->engine->torn_tail()->recovered_size, intact);
    const ManualClock clock{kStoryStart};
    api::CityService service(disk, kPaths, std::move(*opened), clock, {},
                             [&](const std::string& what) { failure = what; });
    ASSERT_TRUE(service.views->wait_for(intact + 1, 5'000));
    const Recorded last = service.history.read(intact);
    const auto* event = std::get_if<ledger::TailDiscarded>(&last.event);
    ASSERT_NE(event, nullptr);
    EXPECT_EQ(event->recovered_size, intact);
    ASSERT_LT(event->bytes, torn_log.size());
    EXPECT_EQ(event->quarantine_digest, sha256({BytesView(torn_log).substr(torn_log.size() - event->bytes)}));
  }
  EXPECT_EQ(failure, "");
  int kept = 0;
  for (const auto& [path, octets] : disk.snapshot()) {
    if (path.starts_with("data/quarantine/")) kept += octets == torn_log ? 1 : 0;
  }
  EXPECT_EQ(kept, 1) << "the log is kept as it was found";
  auto again = open_on(disk);
  ASSERT_TRUE(again) << again.error().what;
  EXPECT_FALSE(again->engine->torn_tail()) << "said once";
}

std::vector<ledger::TailDiscarded> recorded_tails(SimulatedFiles& disk, const Clock& clock) {
  std::string failure;
  std::vector<ledger::TailDiscarded> tails;
  {
    auto opened = open_on(disk);
    EXPECT_TRUE(opened);
    api::CityService service(disk, kPaths, std::move(*opened), clock, {},
                             [&](const std::string& what) { failure = what; });
    service.committer->stop();  // with all that was proposed at the start
    const std::uint64_t size = service.committer->durable_head().size;
    for (std::uint64_t p = 0; p < size; ++p) {
      const Recorded r = service.history.read(p);
      if (const auto* tail = std::get_if<ledger::TailDiscarded>(&r.event)) tails.push_back(*tail);
    }
  }
  EXPECT_EQ(failure, "");
  return tails;
}

TEST(TornTail, IsRecordedAfterACutBeforeItsEntry) {
  Bytes torn_log;
  std::uint64_t intact = 0;
  SimulatedFiles disk;
  lay_out(disk, torn_city(torn_log, intact));
  {
    const auto opened = open_on(disk);  // sets it aside, and the power goes before anything is recorded
    ASSERT_TRUE(opened);
    ASSERT_TRUE(opened->engine->torn_tail());
    disk.power_cut(7);
  }
  disk.power_on();
  const ManualClock clock{kStoryStart};
  const auto tails = recorded_tails(disk, clock);
  ASSERT_EQ(tails.size(), 1u);
  EXPECT_EQ(tails[0].recovered_size, intact);
  EXPECT_EQ(tails[0].quarantine_digest, sha256({BytesView(torn_log).substr(torn_log.size() - tails[0].bytes)}));
  for (const std::int64_t days : {0, 1, 5}) {  // known by its request, also outside the window of repeats
    ManualClock later{kStoryStart};
    later.advance_milliseconds(days * 86'400'000);
    EXPECT_EQ(recorded_tails(disk, later).size(), 1u) << "said once";
  }
}

TEST(TornTail, ThatWasAcknowledgedIsRefused) {
  Bytes torn_log;
  std::uint64_t intact = 0;
  SimulatedFiles disk;
  lay_out(disk, torn_city(torn_log, intact));
  ASSERT_TRUE(disk.create_directory("data/ledger"));
  auto opened = RocksEngine::open(disk, "data", intact + 1, {});
  ASSERT_FALSE(opened);
  EXPECT_TRUE(opened.error().corrupt);
}

}  // namespace
}  // namespace renkei::testing
