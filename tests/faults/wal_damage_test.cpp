// Damage of the ledger's write-ahead log: a ledger that lost what it acknowledged is refused, never served.
#include <gtest/gtest.h>

#include <random>

#include "replay/verify/verify.h"
#include "tests/faults/faulty_city.h"
#include "tests/support/effort.h"

namespace renkei::testing {
namespace {

constexpr std::uint64_t kMessages =
    700;  // two full tiles and a part: old entries are not read when the edge is restored
constexpr std::uint64_t kPlaces = rounds<std::uint64_t>(60);

// A city whose last entries are all in one log: after `kMessages` messages, each in a batch of its own.
struct Written {
  DiskImage half_way, whole;  // of one run; the checkpoints are signed at the end of each
  std::uint64_t size = 0;
  std::string log;  // the path of the newest
};

std::string newest_log(const DiskImage& image) {
  std::string found;
  for (const auto& [path, octets] : image) {
    if (path.starts_with("data/ledger/") && path.ends_with(".log")) found = std::max(found, path);
  }
  return found;
}

Written write_city() {
  SimulatedFiles disk;
  lay_out(disk, fresh_city());
  Written written;
  RunningCity city(std::move(*open_on(disk)));
  const auto subject = test_id<CareRecipientId>(0x11);
  const auto room = test_id<RoomId>(0x22);
  EXPECT_TRUE(city.city.keyring->create_key(KeyKind::care_recipient, KeyId{subject.octets}));
  EXPECT_TRUE(city.record(open_room(subject, room), request_key(1)));
  for (std::uint64_t i = 0; i < kMessages; ++i) {
    EXPECT_TRUE(city.record({message(subject, room, 10 + i, i % 700)}, request_key(10 + i)));
    if (i != kMessages / 2 && i != kMessages - 1) continue;
    const Head head = city.committer->durable_head();
    EXPECT_TRUE(city.city.checkpoints->sign(head.size, head.root));
    (i == kMessages / 2 ? written.half_way : written.whole) = disk.snapshot();
    written.size = head.size;
  }
  written.log = newest_log(written.whole);
  return written;
}

const Written& written() {
  static const Written city = write_city();
  return city;
}

// Empty when the city was refused, or opened with every entry it had.
std::string served_in_part(const DiskImage& image) {
  SimulatedFiles disk;
  lay_out(disk, image);
  const auto opened = open_on(disk);
  if (!opened) return {};
  const VerifyReport report = verify_ledger({*opened->engine,
                                             opened->log_key,
                                             opened->format.origin,
                                             opened->checkpoints->latest(),
                                             nullptr,
                                             {},
                                             {}});
  if (opened->engine->head().size != written().size) return "opened with fewer entries";
  return report.findings.empty() ? "" : "opened with " + report.findings.front().kind;
}

bool refused(const DiskImage& image) {
  SimulatedFiles disk;
  lay_out(disk, image);
  return !open_on(disk);
}

using Damage = std::function<void(Bytes& log, std::size_t place)>;

void flip(Bytes& log, std::size_t place) { log[place] = static_cast<char>(log[place] ^ 1 << place % 8); }
void zero_sector(Bytes& log, std::size_t place) {
  const std::size_t first = place / 512 * 512;
  for (std::size_t i = first; i < std::min(first + 512, log.size()); ++i) log[i] = '\0';
}
void replace_some(Bytes& log, std::size_t place) {
  for (std::size_t i = place; i < std::min(place + 64, log.size()); ++i) log[i] = static_cast<char>(0xA5 ^ i);
}
void repeat_sector(Bytes& log, std::size_t place) {
  const std::size_t first = place / 512 * 512;
  if (first >= 512) log.replace(first, 512, log.substr(first - 512, 512));
}
void lose_sector(Bytes& log, std::size_t place) { log.erase(place / 512 * 512, 512); }
// RocksDB's log: blocks of 32 KiB, in them records of a check (4 octets), a length (2, little-endian), a type
// (1), and their content. The first record from `place` on: where it begins and how long it is, or nothing.
std::pair<std::size_t, std::size_t> record_from(const Bytes& log, std::size_t place) {
  const auto octet = [&](std::size_t at) {
    return static_cast<std::size_t>(static_cast<std::uint8_t>(log[at]));
  };
  std::size_t record = place / 32'768 * 32'768;
  while (true) {
    if (32'768 - record % 32'768 < 7) record = (record / 32'768 + 1) * 32'768;
    if (record + 7 > log.size()) return {log.size(), 0};
    const std::size_t length = 7 + octet(record + 4) + octet(record + 5) * 256;
    if (record >= place) return {record, std::min(length, log.size() - record)};
    record += length;
  }
}
// To RocksDB's reader a record of type 0 means that nothing more of the block was written.
void zero_record(Bytes& log, std::size_t place) {
  const auto [record, length] = record_from(log, place);
  log.replace(record, length, length, '\0');
}
// A record of a type from 5 on makes RocksDB's reader stop without a word, or never end.
void change_type(Bytes& log, std::size_t place) {
  const auto [record, length] = record_from(log, place);
  if (length > 0) log[record + 6] = static_cast<char>(5 + place % 6);
}
void truncate(Bytes& log, std::size_t place) { log.resize(place); }

struct Case {
  std::string name;
  Damage damage;
  bool leaves_something_intact = true;  // behind it, at its place in its block
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }

class WalDamage : public ::testing::TestWithParam<Case> {
 protected:
  // The log from `first` to `last` thousandths, damaged at many places.
  void damage(DiskImage image, std::size_t first, std::size_t last) {
    std::mt19937_64 random(1);
    const Bytes whole = image.at(written().log);
    for (std::uint64_t i = 0; i < kPlaces; ++i) {
      const std::size_t from = whole.size() * first / 1'000, to = whole.size() * last / 1'000;
      const std::size_t place = from + random() % (to - from);
      image.at(written().log) = whole;
      GetParam().damage(image.at(written().log), place);
      EXPECT_EQ(served_in_part(image), "") << "at octet " << place << " of " << whole.size();
    }
  }
};

TEST_P(WalDamage, InTheMiddleIsNeverServedInPart) { damage(written().whole, 20, 900); }

TEST_P(WalDamage, NearTheEndIsNeverServedInPart) { damage(written().whole, 990, 1'000); }

// The mark is behind, as it may be for a second: what follows the damage still tells it from a torn tail.
TEST_P(WalDamage, InTheMiddleIsNeverServedInPartWithAnOlderMark) {
  if (!GetParam().leaves_something_intact) return;  // only the mark can tell
  DiskImage image = written().whole;
  image["data/checkpoints/high-water"] = written().half_way.at("data/checkpoints/high-water");
  damage(image, 550, 900);
}

INSTANTIATE_TEST_SUITE_P(Each, WalDamage,
                         ::testing::Values(Case{"BitFlip", flip}, Case{"ZeroedSector", zero_sector},
                                           Case{"OtherOctets", replace_some},
                                           Case{"RepeatedSector", repeat_sector},
                                           Case{"ZeroedRecord", zero_record}, Case{"ChangedType", change_type},
                                           Case{"LostSector", lose_sector, false},
                                           Case{"Truncation", truncate, false}),
                         [](const auto& test) { return test.param.name; });

TEST(WalDamage, UndamagedOpensWhole) {
  EXPECT_FALSE(refused(written().whole));
  EXPECT_EQ(served_in_part(written().whole), "");
}

TEST(WalDamage, AFlippedBitInTheLastRecordIsRefused) {
  DiskImage image = written().whole;
  Bytes& log = image.at(written().log);
  flip(log, log.size() - 20);
  EXPECT_TRUE(refused(image));
}

TEST(WalDamage, AMissingTailIsRefused) {
  for (const std::size_t missing : {1u, 20u, 600u, 5'000u}) {
    DiskImage image = written().whole;
    Bytes& log = image.at(written().log);
    log.resize(log.size() - missing);
    EXPECT_TRUE(refused(image)) << missing;
  }
}

TEST(WalDamage, AMissingLogIsRefused) {
  DiskImage image = written().whole;
  image.erase(written().log);
  EXPECT_TRUE(refused(image));
}

TEST(WalDamage, AnOlderLedgerUnderANewerMarkIsRefused) {
  DiskImage image = written().whole;
  std::erase_if(image, [](const auto& file) { return file.first.starts_with("data/ledger/"); });
  for (const auto& [path, octets] : written().half_way) {
    if (path.starts_with("data/ledger/")) image[path] = octets;
  }
  EXPECT_TRUE(refused(image));
}

}  // namespace
}  // namespace renkei::testing
