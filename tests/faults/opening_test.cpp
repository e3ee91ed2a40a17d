// What a city needs to be opened: its own keys, its mark, its credentials; an origin that can sign at all.
#include <gtest/gtest.h>

#include <cerrno>

#include "eventstore/crypto/base64.h"
#include "eventstore/files/posix_files.h"
#include "eventstore/history_reader.h"
#include "eventstore/rocks/torn_tail.h"
#include "tests/faults/faulty_city.h"
#include "tests/support/temporary_folder.h"

namespace renkei::testing {
namespace {

// Opens a fresh city after a change to its files; its error, "" when it opens.
std::string opened_after(const std::function<void(DiskImage&)>& change, int exit_code = 5) {
  DiskImage image = fresh_city();
  change(image);
  SimulatedFiles disk;
  lay_out(disk, image);
  const auto opened = open_on(disk);
  if (opened) return "";
  EXPECT_EQ(opened.error().exit_code, exit_code) << opened.error().what;
  return opened.error().what;
}

constexpr const char* kCredentials = "secrets/credentials";

TEST(Opening, GoesOnBehindATornCredential) {
  EXPECT_EQ(opened_after([](DiskImage& image) { image[kCredentials].resize(image[kCredentials].size() - 5); }),
            "");
  EXPECT_EQ(opened_after([](DiskImage& image) { image[kCredentials] += Bytes(512, '\0'); }), "");
}

TEST(Opening, KeepsATornCredentialBesideTheOthers) {
  DiskImage image = fresh_city();
  Bytes& octets = image[kCredentials];
  const std::size_t first =
      4 + (static_cast<std::uint8_t>(octets[2]) << 8 | static_cast<std::uint8_t>(octets[3]));
  octets.resize(octets.size() - 5);
  const Bytes tail = octets.substr(first);
  SimulatedFiles disk;
  lay_out(disk, image);
  ASSERT_TRUE(open_on(disk));
  const DiskImage after = disk.snapshot();
  EXPECT_EQ(after.at(kCredentials).size(), first);
  EXPECT_EQ(after.at("secrets/credentials-torn-at-" + std::to_string(first)), tail);
}

TEST(Opening, TakesNoDamagedCredentialForATornOne) {
  for (const std::size_t octet : {0u, 1u, 2u, 3u, 40u}) {  // of two records, the first one's length and text
    const std::string what = opened_after([&](DiskImage& image) {
      Bytes& octets = image[kCredentials];
      octets[octet] = static_cast<char>(octets[octet] ^ 0x7F);
    });
    EXPECT_EQ(what, "credentials: the record at octet 0 is damaged") << octet;
  }
}

TEST(Opening, NeedsItsSignedMark) {
  const auto without = [](DiskImage& image) { image.erase("data/checkpoints/high-water"); };
  EXPECT_NE(opened_after(without, 3).find("no signed high-water mark"), std::string::npos);
  const auto garbage = [](DiskImage& image) { image["data/checkpoints/high-water"] = Bytes(512, 'x'); };
  EXPECT_NE(opened_after(garbage, 3).find("no signed high-water mark"), std::string::npos);
}

// Whoever asked holds a checkpoint beyond that mark; a second root for its size must never be signed.
TEST(Opening, TakesNoOlderMarkThanWhatWasHandedOut) {
  SimulatedFiles disk;
  lay_out(disk, fresh_city());
  {
    auto city = open_on(disk);
    ASSERT_TRUE(city);
    Checkpoints& checkpoints = *city->checkpoints;
    ASSERT_TRUE(checkpoints.sign(checkpoints.high_water()->size + 1, Digest()));
    ASSERT_TRUE(checkpoints.keep());
  }
  const Bytes handed_out = disk.snapshot().at("data/checkpoints/kept/000");
  const auto put_back = [&](DiskImage& image) { image["data/checkpoints/kept/000"] = handed_out; };
  EXPECT_EQ(opened_after(put_back, 3),
            "the signed high-water mark is older than a checkpoint that was handed out");
}

// A medium that can only be read, as an auditor is given one.
struct ReadOnlyMedium : PosixFiles {
  Result<std::unique_ptr<File>, FileError> lock(const std::string& path) override {
    return Unexpected{FileError{EROFS, "lock", path}};
  }
};

TEST(Locking, OfWhatCannotBeWrittenLetsOthersRead) {
  const TemporaryFolder folder;
  const CityPaths paths{folder.path.string(), {}};
  ReadOnlyMedium files;
  const auto without = lock_to_read(files, paths);
  ASSERT_TRUE(without);
  EXPECT_EQ(*without, nullptr) << "the copy brought no LOCK";
  EXPECT_FALSE(lock_city(files, paths));
  PosixFiles writable;
  {
    const auto server = lock_city(writable, paths);
    ASSERT_TRUE(server);
    const auto beside = lock_to_read(files, paths);
    ASSERT_FALSE(beside);
    EXPECT_NE(beside.error().what.find("in use"), std::string::npos) << beside.error().what;
  }
  const auto one = lock_to_read(files, paths), other = lock_to_read(files, paths);
  ASSERT_TRUE(one && other);
  EXPECT_NE(*one, nullptr);
  EXPECT_FALSE(lock_city(writable, paths)) << "while they read";
}

TEST(Opening, NeedsTheKeysThatItsFormatNames) {
  for (const std::string name : {"log.key", "packet.key"}) {
    const auto another = [&](DiskImage& image) {
      image["secrets/" + name] = base64(Secret::random(32).view()) + "\n";
    };
    EXPECT_EQ(opened_after(another), name + " is not the key that data/FORMAT names");
  }
}

TEST(Opening, MissesNoKey) {
  const auto emptied = [](DiskImage& image) { image["secrets/keyring"].replace(256, 128, Bytes(128, '\0')); };
  EXPECT_EQ(opened_after(emptied), "keyring: slot 2 is empty, with written ones behind it");
  const auto longer = [](DiskImage& image) { image["secrets/keyring"] += Bytes(256, '\0'); };
  EXPECT_EQ(opened_after(longer), "");
}

// A key is destroyed by an entry that says so. One that is cut off the keyring's end was lost: what it opened
// is not shown as erased.
TEST(Opening, TakesALostKeyForNoDestroyedOne) {
  DiskImage image = fresh_city();
  Bytes& keyring = image["secrets/keyring"];
  keyring.resize(keyring.find_last_not_of('\0') / 128 * 128);
  SimulatedFiles disk;
  lay_out(disk, image);
  const auto city = open_on(disk);
  ASSERT_TRUE(city);
  const HistoryReader history(*city->engine, city->keyring.get());
  std::size_t opened = 0, lost = 0;
  for (std::uint64_t position = 0; position < city->engine->head().size; ++position) {
    try {
      history.open(position) ? ++opened : ++lost;
    } catch (const CorruptHistory&) {
      ++lost;
    }
  }
  EXPECT_GT(opened, 0u);
  EXPECT_EQ(lost, 1u) << "the name of the second of the first two officers";
  EXPECT_THROW((void)history.open(city->engine->head().size - 2), CorruptHistory);
}

TEST(Opening, ShowsNoControlCharacterOfItsFormat) {
  const auto escaped = [](DiskImage& image) {
    Bytes& format = image["data/FORMAT"];
    format.insert(format.find("丸亀"), "\\u001b[2J");
  };
  EXPECT_EQ(opened_after(escaped), "data/FORMAT: control characters in a text");
}

TEST(Opening, RecordsOnlyTailsOfALog) {
  const auto entries = [](const std::string& name) {
    DiskImage image = fresh_city();
    image["data/ledger/quarantine/" + name] = "tail";
    SimulatedFiles disk;
    lay_out(disk, image);
    const auto tails = tails_set_aside(disk, "data/ledger");
    return tails ? tails->size() : 99;
  };
  EXPECT_EQ(entries("000012.log-at-0"), 1u);
  for (const char* other : {"x-at-0", "note.log-at-0", ".log-at-0", "000012.log.tmp"})
    EXPECT_EQ(entries(other), 0u) << other;
}

// Nothing is made of a city that could not be opened afterwards.
void expect_refused(const InitOptions& options) {
  SimulatedFiles disk;
  const auto made = init_city(disk, kPaths, options);
  ASSERT_FALSE(made) << options.origin << options.city;
  EXPECT_EQ(made.error().exit_code, 64);
  EXPECT_TRUE(disk.snapshot().empty());
}

TEST(Init, TakesNoOriginThatCannotSign) {
  InitOptions options = init_options();
  for (const std::string& origin :
       {std::string("a b"), std::string("x+y"), std::string(), std::string(101, 'o')}) {
    options.origin = origin;
    expect_refused(options);
  }
}

TEST(Init, TakesNoCityThatTerminalsWouldObey) {
  InitOptions options = init_options();
  for (const char* city : {"丸亀\t市", "丸亀\xC2\x9B", "\x7F"}) {
    options.city = city;
    expect_refused(options);
  }
}

TEST(Init, KeepsNoSecretsInsideTheData) {
  for (const CityPaths& paths :
       {CityPaths{"data", "data/secrets"}, {"data", "./data/secrets"}, {"data/", "other/../data/secrets"}}) {
    SimulatedFiles disk;
    EXPECT_FALSE(init_city(disk, paths, init_options())) << paths.secrets;
    EXPECT_TRUE(disk.snapshot().empty());
  }
}

}  // namespace
}  // namespace renkei::testing
