// A stopped server's DATA, damaged in every place where something lies: the verifier must say so, name the kind
// and a position that is right, and go on. Prints a table of what was done and what was found.
#include <gtest/gtest.h>

#include <rocksdb/db.h>

#include <iostream>

#include "eventstore/crypto/base64.h"
#include "eventstore/crypto/sha256.h"
#include "replay/cli/command.h"
#include "tests/verifier/city_with_history.h"
#include "tests/verifier/database_edit.h"

namespace renkei::testing {
namespace {

constexpr std::uint64_t kFirstSize = 300, kSize = 640;

struct Answer {
  int exit_code = 0;
  std::vector<Finding> findings;
};

// What `renkei verify` does.
Answer verify_data(const CityPaths& paths) {
  PosixFiles files;
  const auto format = read_format(files, paths);
  if (!format) return {format.error().exit_code, {}};
  auto engine = RocksEngine::open_read_only(files, paths.data);
  if (!engine) {
    const EngineError& e = engine.error();
    return {e.corrupt ? 2 : 5, {Finding{e.position, "storage", "a ledger that opens", e.what, 2}}};
  }
  const CheckpointSlot mark = read_high_water_slot(files, paths.checkpoints()).value_or(CheckpointSlot());
  VerifyInput input{
      **engine, *VerificationKey::parse(format->log_key),      format->origin, mark.note, nullptr, {},
      {},       high_water_problem(files, paths.checkpoints())};
  input.kept = {kept_checkpoints(files, kept_directory(paths.checkpoints())), mark.number, false};
  input.check_blob = [&](const Digest& blob, std::string& problem) {
    const std::string name = hex(blob.view());
    const auto octets = read_file(files, paths.blobs() + "/" + name.substr(0, 2) + "/" + name);
    problem = octets ? "other octets" : "nothing";
    return octets && sha256({*octets}) == blob;
  };
  const VerifyReport report = verify_ledger(input);
  return {report.exit_code(), report.findings};
}

// Two stages of one city: what is in the write-ahead log, and the same flushed to table files.
struct DamagedDatabase : ::testing::Test {
  static void SetUpTestSuite() {
    folder = new TemporaryFolder;
    CityWithHistory city(folder->path / "city", "丸亀市");
    city.grow(kFirstSize);
    flush_database(city.paths.data + "/ledger");
    copy_tree(city.paths.data, folder->path / "old");
    city.grow(kSize, [&] {
      copy_live_tree(city.paths.data, folder->path / "midway");
      city.clock.advance_milliseconds(3'600'000);
    });
    copy_tree(city.paths.data, folder->path / "wal");
    blobs = city.blobs;
    CityWithHistory other(folder->path / "other", "坂出市");
    other.grow(kSize + 20);
    fs::copy(folder->path / "other/data/checkpoints", folder->path / "other-checkpoints",
             fs::copy_options::recursive);
    copy_tree(folder->path / "wal", folder->path / "sst");
    flush_database(folder->path / "sst/ledger");
  }
  static void TearDownTestSuite() {
    std::cout << table.str();
    delete folder;
  }

  fs::path fresh(const char* base) {
    work = folder->path / "work";
    copy_tree(folder->path / base, work);
    return work;
  }
  std::string ledger() const { return work / "ledger"; }

  // Verifies the damaged copy: exit code 2 or 3, and a finding of one of these kinds at a position from `low`
  // to `high`.
  void expect_found(const std::string& what, std::uint64_t low, std::uint64_t high, const std::string& kinds) {
    const Answer answer = verify_data({work, {}});
    EXPECT_TRUE(answer.exit_code == 2 || answer.exit_code == 3) << what << ": exit " << answer.exit_code;
    ASSERT_FALSE(answer.findings.empty()) << what;
    const Finding& first = answer.findings.front();
    EXPECT_GE(first.position, low) << what << ": " << first.kind << " " << first.found;
    EXPECT_LE(first.position, high) << what << ": " << first.kind << " " << first.found;
    EXPECT_NE((" " + kinds + " ").find(" " + first.kind + " "), std::string::npos)
        << what << ": " << first.kind << ", " << first.found;
    table << what << " | exit " << answer.exit_code << " | " << first.position << " " << first.kind << " | "
          << answer.findings.size() << " findings\n";
  }

  static inline TemporaryFolder* folder = nullptr;
  static inline std::vector<Digest> blobs;
  static inline std::stringstream table;
  fs::path work;
};

TEST_F(DamagedDatabase, IsSoundUntilItIsDamaged) {
  for (const char* base : {"wal", "sst", "old", "midway"}) {
    fresh(base);
    const Answer answer = verify_data({work, {}});
    EXPECT_EQ(answer.exit_code, 0) << base;
    for (const Finding& f : answer.findings)
      ADD_FAILURE() << base << " " << f.position << " " << f.kind << " " << f.expected << " " << f.found;
  }
}

TEST_F(DamagedDatabase, FindsAByteFlippedInAFile) {
  const struct {
    const char *name, *family;
    Bytes key;
    std::uint64_t at;
    const char* kinds;
  } kPlaces[] = {{"entry", "entries", position_key(400), 400, "storage"},
                 {"payload", "payloads", position_key(401), 401, "storage"},
                 {"tile", "tiles", tile_position_key(0, 1), 511, "storage"},
                 {"head", "heads", "head", kSize, "storage head-root"}};
  for (const auto& place : kPlaces) {
    fresh("wal");
    const Bytes value = *DatabaseEdit::read(ledger(), place.family, place.key);
    ASSERT_TRUE(flip_in_files(ledger(), ".log", value)) << place.name;
    expect_found(std::string("(a) byte flipped in the log, ") + place.name, kFirstSize, kSize,
                 "storage truncated");
    fresh("sst");
    flip_in_table(ledger(), place.family, value);
    expect_found(std::string("(a) byte flipped in a table, ") + place.name, 0, kSize, place.kinds);
  }
}

TEST_F(DamagedDatabase, FindsAValueReplacedThroughTheDatabase) {
  for (const char* base : {"wal", "sst"}) {
    for (const std::uint64_t p : {0u, 400u, 600u, 639u}) {
      for (const std::size_t at : {100u, 200u, 380u}) {
        fresh(base);
        {
          DatabaseEdit edit(ledger());
          edit.flip("entries", position_key(p), at);
        }
        expect_found("(b) entry " + std::to_string(p) + " octet " + std::to_string(at) + " replaced, " + base,
                     p, p + 1,
                     "tile chain event-id-repeated position stream-version time-goes-back subject "
                     "subject-ordinal subject-chain payload-digest head-root kept-root entry-facts");
      }
    }
    fresh(base);
    {
      DatabaseEdit edit(ledger());
      edit.flip("payloads", position_key(401), 50);
    }
    expect_found(std::string("(b) payload replaced, ") + base, 401, 401, "payload-digest");
    fresh(base);
    {
      DatabaseEdit edit(ledger());
      edit.flip("tiles", tile_position_key(0, 1), 32 * 7);
    }
    expect_found(std::string("(b) tile replaced, ") + base, 256 + 7, 256 + 7, "tile");
    fresh(base);
    {
      DatabaseEdit edit(ledger());
      edit.flip("heads", "head", 20);
    }
    expect_found(std::string("(b) head's root replaced, ") + base, kSize, kSize, "head-root");
    fresh(base);
    {
      DatabaseEdit edit(ledger());
      edit.put("heads", "head", "short");
    }
    expect_found(std::string("(b) head malformed, ") + base, kSize, kSize, "head-root");
  }
}

TEST_F(DamagedDatabase, FindsTwoValuesSwapped) {
  fresh("sst");
  {
    DatabaseEdit edit(ledger());
    edit.swap("entries", position_key(310), position_key(420));
  }
  expect_found("(c) entries swapped", 310, 310, "position");
  fresh("sst");
  {
    DatabaseEdit edit(ledger());
    edit.swap("payloads", position_key(401), position_key(403));
  }
  expect_found("(c) payloads swapped", 401, 401, "payload-digest");
  fresh("sst");
  {
    DatabaseEdit edit(ledger());
    edit.swap("tiles", tile_position_key(0, 0), tile_position_key(0, 1));
  }
  expect_found("(c) tiles swapped", 0, 0, "tile");
  fresh("sst");
  {
    DatabaseEdit edit(ledger());
    const Bytes head = *edit.get("heads", "head");
    edit.put("heads", "head", head.substr(0, 8) + head.substr(40) + head.substr(8, 32));
  }
  expect_found("(c) root and last leaf of the head swapped", kSize, kSize, "head-root");
}

TEST_F(DamagedDatabase, FindsAValueDeleted) {
  const struct {
    const char *name, *family;
    Bytes key;
    std::uint64_t at;
    const char* kinds;
  } kPlaces[] = {{"entry", "entries", position_key(400), 400, "entry-missing"},
                 {"entry without a tile", "entries", position_key(600), 600, "entry-missing"},
                 {"last entry", "entries", position_key(kSize - 1), kSize - 1, "head-size"},
                 {"payload", "payloads", position_key(401), 401, "payload-missing"},
                 {"tile", "tiles", tile_position_key(0, 1), 256, "tile-missing"},
                 {"head", "heads", "head", 0, "head-size"}};
  for (const auto& place : kPlaces) {
    fresh("sst");
    {
      DatabaseEdit edit(ledger());
      edit.erase(place.family, place.key);
    }
    expect_found(std::string("(d) deleted: ") + place.name, place.at, place.at, place.kinds);
  }
}

TEST_F(DamagedDatabase, FindsAFileReplacedByItsOlderCopy) {
  fresh("wal");
  ASSERT_TRUE(older_log(folder->path / "midway/ledger", ledger()));
  expect_found("(e) the log as it was before", kFirstSize, kSize, "head-size truncated");
  for (const char* family : {"entries", "payloads", "tiles", "heads"}) {
    fresh("sst");
    ASSERT_TRUE(older_table(ledger(), family)) << family;
    expect_found(std::string("(e) a table replaced by an older one, ") + family, 0, kSize,
                 "storage entry-missing payload-missing tile-missing head-size");
  }
  fresh("wal");
  copy_tree(folder->path / "old/ledger", work / "ledger");
  expect_found("(e) the whole ledger as it was before", kFirstSize, kFirstSize, "truncated");
}

TEST_F(DamagedDatabase, FindsDamageToABlob) {
  const auto blob = [&](std::size_t n) {
    const std::string name = hex(blobs.at(n).view());
    return work / "blobs" / name.substr(0, 2) / name;
  };
  const auto expect_blob = [&](const char* what) { expect_found(what, 0, kSize, "blob"); };
  fresh("wal");
  Bytes octets = octets_of(blob(0));
  Bytes flipped = octets;
  flipped[70'000] = static_cast<char>(flipped[70'000] ^ 1);
  put_octets(blob(0), flipped);
  expect_blob("(a) byte flipped in a blob");
  put_octets(blob(0), "other");
  expect_blob("(b) blob replaced");
  fresh("wal");
  const Bytes second = octets_of(blob(1));
  put_octets(blob(1), octets);
  put_octets(blob(0), second);
  expect_blob("(c) blobs swapped");
  fresh("wal");
  fs::remove(blob(1));
  expect_blob("(d) blob deleted");
  fresh("wal");
  put_octets(blob(1), second.substr(0, 65'552));
  expect_blob("(e) blob as it was when half written");
}

// Through what the reader kept of an earlier day the ledger must go, under the key that the city publishes.
TEST_F(DamagedDatabase, IsComparedWithWhatTheReaderKept) {
  const auto with = [&](const fs::path& data, const std::string& checkpoint, const std::string& key_of) {
    PosixFiles files;
    const auto format = read_format(files, {data, {}});
    const auto key = read_format(files, {key_of, {}});
    auto engine = RocksEngine::open_read_only(files, data);
    const CheckpointSlot mark = *read_high_water_slot(files, data / "checkpoints");
    VerifyInput input{**engine, *VerificationKey::parse(key->log_key), format->origin, mark.note, nullptr, {},
                      {}};
    input.known_checkpoint = checkpoint;
    const VerifyReport report = verify_ledger(input);
    return std::pair(report.exit_code(), report.findings.empty() ? "" : report.findings.front().kind);
  };
  PosixFiles files;
  const auto note_of = [&](const char* base) {
    return read_high_water_slot(files, folder->path / base / "checkpoints")->note;
  };
  const std::string own = folder->path / "wal", other = folder->path / "other/data";
  using Found = std::pair<int, std::string>;
  EXPECT_EQ(with(fresh("wal"), note_of("old"), own), (Found{0, ""}));
  EXPECT_EQ(with(fresh("wal"), note_of("wal"), own), (Found{0, ""}));
  EXPECT_EQ(with(fresh("old"), note_of("wal"), own), (Found{3, "truncated"}));
  EXPECT_EQ(with(fresh("wal"), note_of("other/data"), own), (Found{2, "checkpoint-signature"}));
  EXPECT_EQ(with(fresh("wal"), {}, other), (Found{2, "log-key"}));
}

// FORMAT lies beside the ledger and is not signed: it must be what the first entry says.
TEST_F(DamagedDatabase, HasTheFormatThatItsFirstEntryTells) {
  fresh("wal");
  PosixFiles files;
  const CityFormat format = read_format(files, {work, {}}).value();
  auto engine = RocksEngine::open_read_only(files, work);
  const CheckpointSlot mark = *read_high_water_slot(files, work / "checkpoints");
  const auto found = [&](const std::function<void(VerifyInput&)>& change) {
    VerifyInput input{**engine, *VerificationKey::parse(format.log_key), format.origin, mark.note, nullptr, {},
                      {}};
    input.city = format.city;
    input.ledger_id = format.ledger_id;
    input.packet_key = format.packet_key;
    change(input);
    const VerifyReport report = verify_ledger(input);
    return std::pair(report.exit_code(), report.findings.empty() ? "" : report.findings.front().kind);
  };
  using Found = std::pair<int, std::string>;
  EXPECT_EQ(found([](VerifyInput&) {}), (Found{0, ""}));
  EXPECT_EQ(found([](VerifyInput& input) { input.city = "坂出市"; }), (Found{2, "city"}));
  EXPECT_EQ(found([](VerifyInput& input) { input.ledger_id.octets[0] ^= 1; }), (Found{2, "ledger-id"}));
  EXPECT_EQ(found([](VerifyInput& input) { input.packet_key += "x"; }), (Found{2, "packet-key"}));
  EXPECT_EQ(found([](VerifyInput& input) { input.views_problem = "no such table"; }), (Found{4, "views"}))
      << "they are made anew at a start";
}

// Bundles beside a database do not make it an export: the database is what is checked.
TEST_F(DamagedDatabase, IsCheckedWhateverLiesBesideIt) {
  fresh("wal");
  const auto verified = [&] {
    boost::program_options::variables_map given;
    given.insert({"DATA", {boost::any(work.string()), false}});
    for (const char* name : {"key", "checkpoint"}) given.insert({name, {boost::any(std::string()), true}});
    return cli::verify_command().run(given);
  };
  const int alone = verified();  // 2: nobody acted by the policy in this history
  EXPECT_EQ(alone, 2);
  fs::create_directories(work / "tile/entries");
  EXPECT_EQ(verified(), alone);
  fs::remove_all(work / "ledger");
  EXPECT_EQ(verified(), 5);
}

TEST_F(DamagedDatabase, FindsDamageToTheHighWaterMark) {
  const auto slots = [&] { return work / "checkpoints/high-water"; };
  fresh("wal");
  const Bytes good = octets_of(slots());
  ASSERT_EQ(good.size(), 1'024u);
  for (const std::size_t at : {100u, 612u}) {
    Bytes flipped = good;
    flipped[at] = static_cast<char>(flipped[at] ^ 1);
    put_octets(slots(), flipped);
    expect_found("(a) byte flipped in a slot of the mark", kFirstSize, kSize, "high-water-slot");
  }
  put_octets(slots(), octets_of(folder->path / "other-checkpoints/high-water"));
  expect_found("(b) mark replaced by another city's", kSize, kSize, "high-water-signature");
  put_octets(slots(), good.substr(512) + good.substr(0, 512));
  EXPECT_EQ(verify_data({work, {}}).exit_code, 0);  // the newest counts, in whichever slot it lies
  table << "(c) slots of the mark swapped | sound: the newest counts in either slot\n";
  fs::remove(slots());
  expect_found("(d) mark deleted", kSize, kSize, "high-water-slot high-water-missing");
  copy_tree(folder->path / "old/checkpoints", work / "checkpoints");
  expect_found("(e) mark as it was an hour before", kFirstSize, kFirstSize, "high-water-stale");
}

TEST_F(DamagedDatabase, FindsDamageToTheKeptCheckpoints) {
  fresh("wal");
  const fs::path kept = work / "checkpoints/kept/000";
  const Bytes good = octets_of(kept);
  ASSERT_EQ(good.size(), 1'024u);
  for (const std::size_t at : {0u, 100u, 499u, 511u}) {
    Bytes flipped = good;
    flipped[at] = static_cast<char>(flipped[at] ^ 1);
    put_octets(kept, flipped);
    expect_found("(a) byte " + std::to_string(at) + " flipped in a kept checkpoint", 0, 0, "kept-slot");
  }
  const Bytes other = octets_of(folder->path / "other-checkpoints/kept/000");
  put_octets(kept, other + good.substr(512));
  expect_found("(b) kept checkpoint replaced by another city's", 0, 0, "kept-signature");
  put_octets(kept, good.substr(512) + good.substr(0, 512));
  expect_found("(c) kept checkpoints swapped", 0, 0, "kept-slot");
  put_octets(kept, good.substr(512));
  expect_found("(d) kept checkpoint deleted", 0, 0, "kept-slot");
  put_octets(kept, good.substr(0, 512));
  expect_found("(d) newest kept checkpoint deleted", kFirstSize, kFirstSize, "kept-missing");
  fs::remove(kept);
  expect_found("(d) all kept checkpoints deleted", 0, 0, "kept-missing");
  put_octets(kept, good);
  copy_tree(folder->path / "old/ledger", work / "ledger");
  expect_found("(e) older ledger under newer kept checkpoints", kFirstSize, kFirstSize, "truncated");
}

TEST_F(DamagedDatabase, GoesOnBehindTheFirstFinding) {
  fresh("sst");
  {
    DatabaseEdit edit(ledger());
    edit.flip("payloads", position_key(620), 50);
  }
  flip_in_table(ledger(), "entries", {});
  const Answer answer = verify_data({work, {}});
  ASSERT_GE(answer.findings.size(), 2u);
  EXPECT_EQ(answer.findings.front().kind, "storage");
  bool later = false;
  for (const Finding& f : answer.findings) later = later || (f.position == 620 && f.kind == "payload-digest");
  EXPECT_TRUE(later);
}

}  // namespace
}  // namespace renkei::testing
