// A stopped server's DATA, damaged in every place where something lies: the verifier must say so, name the kind
// and a position that is right, and go on. Prints a table of what was done and what was found.
#include "tests/verifier/tampered_values.h"

namespace renkei::testing {
namespace {

using DamagedDatabase = DamagedCity;

TEST_F(DamagedDatabase, IsSoundUntilItIsDamaged) {
  for (const char* base : {"wal", "sst", "old", "midway"}) {
    const Said said = verify_by("renkei", fresh(base));
    EXPECT_EQ(said.exit_code, 0) << base << ": " << said.text();
    EXPECT_TRUE(said.findings.empty()) << base << ": " << said.text();
  }
}

// Values of one block of a table share its checksum: with one, those before it in the block can't be read
// either.
constexpr std::uint64_t kBlockBytes = 16'384;

TEST_F(DamagedDatabase, FindsAByteFlippedInAFile) {
  const struct {
    const char *name, *family;
    Bytes key;
    std::uint64_t at, entries;  // how many one value tells of
    const char* kinds;
  } kPlaces[] = {{"entry", "entries", position_key(400), 400, 1, "storage"},
                 {"payload", "payloads", position_key(401), 401, 1, "storage"},
                 {"tile", "tiles", tile_position_key(0, 1), 256, 256, "storage"},
                 {"head", "heads", "head", kSize, 0, "storage head-root"}};
  for (const auto& place : kPlaces) {
    fresh("wal");
    const Bytes value = *DatabaseEdit::read(ledger(), place.family, place.key);
    ASSERT_TRUE(flip_in_files(ledger(), ".log", value)) << place.name;
    expect_damage_told(std::string("(a) byte flipped in the log, ") + place.name);
    fresh("sst");
    ASSERT_TRUE(flip_in_table(ledger(), place.family, value)) << place.name;
    expect_found(std::string("(a) byte flipped in a table, ") + place.name,
                 place.at - std::min(place.at, kBlockBytes / value.size() * place.entries), place.at,
                 place.kinds);
  }
}

// (b), (c) and (d): removed_checks_test.cpp shows that each of the verifier's checks is needed for each letter.
TEST_F(DamagedDatabase, FindsValuesReplacedSwappedOrDeleted) {
  for (const Tampering& row : tampered_values()) {
    fresh(row.base);
    row.damage(*this);
    const Said said = verify_by("renkei", work);
    EXPECT_EQ(not_noticed(row, said), "") << row.what << ": " << said.text();
    table << "(" << row.letter << ") " << row.what << " | " << said.text() << "\n";
  }
}

TEST_F(DamagedDatabase, FindsAFileReplacedByItsOlderCopy) {
  fresh("wal");
  ASSERT_TRUE(older_log(folder->path / "midway/ledger", ledger()));
  expect_found("(e) the log as it was before", kFirstSize, kSize, "truncated");
  for (const char* family : {"entries", "payloads", "tiles", "heads"}) {
    fresh("sst");
    ASSERT_TRUE(older_table(ledger(), family)) << family;
    expect_damage_told(std::string("(e) a table replaced by an older one, ") + family);
  }
  fresh("wal");
  copy_tree(folder->path / "old/ledger", work / "ledger");
  expect_found("(e) the whole ledger as it was before", kFirstSize, kFirstSize, "truncated");
}

TEST_F(DamagedDatabase, FindsDamageToABlobsFile) {
  fresh("wal");
  Bytes octets = octets_of(blob(0));
  octets[70'000] = static_cast<char>(octets[70'000] ^ 1);
  put_octets(blob(0), octets);
  expect_found("(a) byte flipped in a blob", blob_at[0], blob_at[0], "blob");
  fresh("wal");
  put_octets(blob(1), octets_of(blob(1)).substr(0, 65'552));
  expect_found("(e) blob as it was when half written", blob_at[1], blob_at[1], "blob");
}

// Through what the reader kept of an earlier day the ledger must go, under the key that the city publishes.
TEST_F(DamagedDatabase, IsComparedWithWhatTheReaderKept) {
  PosixFiles files;
  const auto note_of = [&](const char* base) {
    return read_high_water_slot(files, folder->path / base / "checkpoints")->note;
  };
  const auto with = [&](const char* base, const std::string& checkpoint, const std::string& key_of) {
    const auto key = read_format(files, {key_of, {}})->log_key;
    put_octets(folder->path / "checkpoint", checkpoint);
    const Said said =
        verify_by("renkei", fresh(base),
                  "--checkpoint " + (folder->path / "checkpoint").string() + " --key '" + key + "'");
    return std::pair(said.exit_code, said.findings.empty() ? "" : said.findings.back().kind);
  };
  const std::string own = folder->path / "wal", others = folder->path / "other/data";
  using Found = std::pair<int, std::string>;
  EXPECT_EQ(with("wal", note_of("old"), own), (Found{0, ""}));
  EXPECT_EQ(with("wal", note_of("wal"), own), (Found{0, ""}));
  EXPECT_EQ(with("old", note_of("wal"), own), (Found{3, "truncated"}));
  EXPECT_EQ(with("wal", note_of("other/data"), own), (Found{2, "checkpoint-signature"}));
  fresh("wal");
  const Said said = verify_by("renkei", work, "--key '" + read_format(files, {others, {}})->log_key + "'");
  EXPECT_EQ(said.exit_code, 2);
  EXPECT_TRUE(said.names({0, "log-key"})) << said.text();
}

// Also where nothing else can be checked.
TEST_F(DamagedDatabase, IsReportedUnderTheKeyThatTheReaderGave) {
  fresh("wal");
  put_octets(fs::path(ledger()) / "CURRENT", "nothing that is there\n");
  PosixFiles files;
  const std::string given = read_format(files, {folder->path / "other/data", {}})->log_key;
  EXPECT_NE(verify_by("renkei", work).log_key, given);
  const Said said = verify_by("renkei", work, "--key '" + given + "'");
  EXPECT_EQ(said.log_key, given);
  EXPECT_EQ(said.findings, (std::vector<Named>{{0, "storage"}})) << said.text();
  EXPECT_EQ(verify_by("renkei", work, "--key nothing").exit_code, 64);
}

// FORMAT lies beside the ledger and is not signed: it must be what the first entry says.
TEST_F(DamagedDatabase, HasTheFormatThatItsFirstEntryTells) {
  const auto found = [&](const std::string& from, const std::string& to) {
    fresh("wal");
    Bytes text = octets_of(work / "FORMAT");
    const std::size_t at = text.find(from);
    EXPECT_NE(at, Bytes::npos) << from;
    put_octets(work / "FORMAT", text.replace(at, from.size(), to));
    const Said said = verify_by("renkei", work);
    return std::pair(said.exit_code, said.findings.empty() ? said.errors : said.findings.front().kind);
  };
  PosixFiles files;
  const CityFormat format = read_format(files, {folder->path / "wal", {}}).value();
  const std::string id = hex(format.ledger_id.view());
  using Found = std::pair<int, std::string>;
  EXPECT_EQ(found("丸亀市", "坂出市"), (Found{2, "city"}));
  EXPECT_EQ(found(id, (id[0] == '0' ? "1" : "0") + id.substr(1)), (Found{2, "ledger-id"}));
  EXPECT_EQ(found(format.packet_key, format.packet_key + "x"), (Found{2, "packet-key"}));
}

// Views that don't open are made anew at a start; whoever verifies is told that they were not compared.
TEST_F(DamagedDatabase, IsSoundButForViewsThatDontOpen) {
  fresh("wal");
  bool damaged = false;
  for (const auto& file : fs::recursive_directory_iterator(work)) {
    if (file.path().filename() != "CURRENT" || file.path().string().starts_with(ledger())) continue;
    put_octets(file.path(), "nothing that is there\n");
    damaged = true;
  }
  ASSERT_TRUE(damaged);
  const Said said = verify_by("renkei", work);
  EXPECT_EQ(said.exit_code, 4) << said.text();
  EXPECT_EQ(said.findings, (std::vector<Named>{{kSize, "views"}})) << said.text();
}

// Bundles beside a database do not make it an export: the database is what is checked.
TEST_F(DamagedDatabase, IsCheckedWhateverLiesBesideIt) {
  fresh("wal");
  fs::create_directories(work / "tile/entries");
  EXPECT_EQ(verify_by("renkei", work).exit_code, 0);
  fs::remove_all(work / "ledger");
  EXPECT_EQ(verify_by("renkei", work).exit_code, 5);
}

TEST_F(DamagedDatabase, FindsDamageToTheHighWaterMarksFile) {
  fresh("wal");
  const Bytes good = octets_of(mark());
  ASSERT_EQ(good.size(), 1'024u);
  for (const std::size_t at : {100u, 612u}) {
    Bytes flipped = good;
    flipped[at] = static_cast<char>(flipped[at] ^ 1);
    put_octets(mark(), flipped);
    expect_found("(a) byte flipped in a slot of the mark", kFirstSize, kSize, "high-water-slot");
  }
  copy_tree(folder->path / "old/checkpoints", work / "checkpoints");
  expect_found("(e) mark as it was an hour before", kFirstSize, kFirstSize, "high-water-stale");
}

// (c) for the mark. Its slots carry no number of their own: the format (docs/formats/ledger.md, "High-water
// slot") has them written in turn, with the greater size in force in whichever it lies, and init itself may
// leave the newest in either. So two swapped slots are octets that a city could have written: nothing is lost,
// there is nothing to find, and exit 0 is right. Kept checkpoints, whose place means something, have it in
// their number.
TEST_F(DamagedDatabase, IsTheSameWithTheSlotsOfTheMarkSwapped) {
  fresh("wal");
  const Bytes good = octets_of(mark());
  put_octets(mark(), good.substr(512) + good.substr(0, 512));
  ASSERT_NE(octets_of(mark()), good);
  PosixFiles files;
  EXPECT_EQ(read_high_water(files, work / "checkpoints"),
            read_high_water(files, folder->path / "wal/checkpoints"));
  EXPECT_EQ(verify_by("renkei", work).exit_code, 0);
  table << "(c) slots of the mark swapped | exit 0: the newest counts in either slot\n";
}

TEST_F(DamagedDatabase, FindsDamageToTheKeptCheckpointsFile) {
  fresh("wal");
  const Bytes good = octets_of(kept());
  ASSERT_EQ(good.size(), 1'024u);
  for (const std::size_t at : {0u, 100u, 499u, 511u}) {
    Bytes flipped = good;
    flipped[at] = static_cast<char>(flipped[at] ^ 1);
    put_octets(kept(), flipped);
    expect_found("(a) byte " + std::to_string(at) + " flipped in a kept checkpoint", 0, 0, "kept-slot");
  }
  put_octets(kept(), good);
  copy_tree(folder->path / "old/ledger", work / "ledger");
  expect_found("(e) older ledger under newer kept checkpoints", kFirstSize, kFirstSize, "truncated");
}

TEST_F(DamagedDatabase, GoesOnBehindTheFirstFinding) {
  fresh("sst");
  const Bytes entry = *DatabaseEdit::read(ledger(), "entries", position_key(400));
  {
    DatabaseEdit edit(ledger());
    edit.flip("payloads", position_key(620), 50);
  }
  ASSERT_TRUE(flip_in_table(ledger(), "entries", entry));
  const Said said = verify_by("renkei", work);
  ASSERT_GE(said.findings.size(), 2u);
  EXPECT_EQ(said.findings.front().kind, "storage");
  EXPECT_TRUE(said.names({620, "payload-digest"})) << said.text();
}

}  // namespace
}  // namespace renkei::testing
