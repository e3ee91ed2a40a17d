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
