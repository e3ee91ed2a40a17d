// A stopped server's DATA at several moments, to be copied and damaged, and what `renkei verify` says of it.
#pragma once

#include <gtest/gtest.h>

#include <iostream>

#include "domain/attachments.h"
#include "eventstore/codec/event_codec.h"
#include "eventstore/crypto/base64.h"
#include "eventstore/json/json_value.h"
#include "tests/support/programs.h"
#include "tests/verifier/city_with_history.h"
#include "tests/verifier/database_edit.h"

namespace renkei::testing {

constexpr std::uint64_t kFirstSize = 300, kSize = 640;

struct Named {
  std::uint64_t position = 0;
  std::string kind;
  bool operator==(const Named&) const = default;
};

struct Said {
  int exit_code = 0;
  std::vector<Named> findings;
  std::string errors;   // what it wrote beside its answer
  std::string log_key;  // under which it checked

  bool names(const Named& wanted) const {
    return std::find(findings.begin(), findings.end(), wanted) != findings.end();
  }
  std::string text() const {
    std::string all =
        "exit " + std::to_string(exit_code) + ", " + std::to_string(findings.size()) + " findings";
    for (std::size_t i = 0; i < std::min<std::size_t>(findings.size(), 12); ++i)
      all += ", " + std::to_string(findings[i].position) + " " + findings[i].kind;
    return all + (errors.empty() ? "" : " | " + errors);
  }
};

// The command itself, by the program of this name.
inline Said verify_by(const std::string& program, const fs::path& data, const std::string& options = "") {
  const TemporaryFolder folder;
  const fs::path errors = folder.path / "errors";
  const Ran ran = run(beside_this_program(program) + " verify " + data.string() + " --json " + options + " 2>" +
                      errors.string());
  Said said{ran.exit_code, {}, text_of(errors), {}};
  const auto json = parse_json(ran.output);
  if (!json) return said;
  said.log_key = std::get<std::string>(json->member("log_key")->value);
  for (const JsonValue& finding : std::get<JsonValue::Array>(json->member("findings")->value)) {
    said.findings.push_back(
        {static_cast<std::uint64_t>(std::get<std::int64_t>(finding.member("position")->value)),
         std::get<std::string>(finding.member("kind")->value)});
  }
  return said;
}

// Two stages of one city: what is in the write-ahead log, and the same flushed to table files.
struct DamagedCity : ::testing::Test {
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
    copy_tree(folder->path / "wal", folder->path / "sst");
    flush_database(folder->path / "sst/ledger");
    find_blobs();
  }
  static void TearDownTestSuite() {
    std::cout << table.str();
    delete folder;
    blob_at.clear();
    table.str("");
  }

  fs::path fresh(const char* base) {
    work = folder->path / "work";
    copy_tree(folder->path / base, work);
    return work;
  }
  std::string ledger() const { return work / "ledger"; }
  fs::path blob(std::size_t n) const {
    const std::string name = hex(blobs.at(n).view());
    return work / "blobs" / name.substr(0, 2) / name;
  }
  fs::path mark() const { return work / "checkpoints/high-water"; }
  fs::path kept() const { return work / "checkpoints/kept/000"; }
  static fs::path other(const char* path) { return folder->path / "other/data" / path; }

  // Exit code 2 or 3, and a first finding of one of these kinds at a position from `low` to `high`.
  void expect_found(const std::string& what, std::uint64_t low, std::uint64_t high, const std::string& kinds) {
    const Said said = verify_by("renkei", work);
    EXPECT_TRUE(said.exit_code == 2 || said.exit_code == 3) << what << ": " << said.text();
    ASSERT_FALSE(said.findings.empty()) << what << ": " << said.text();
    const Named& first = said.findings.front();
    EXPECT_GE(first.position, low) << what << ": " << said.text();
    EXPECT_LE(first.position, high) << what << ": " << said.text();
    EXPECT_NE((" " + kinds + " ").find(" " + first.kind + " "), std::string::npos)
        << what << ": " << said.text();
    table << what << " | " << said.text() << "\n";
  }

  // Damage that keeps RocksDB from opening the ledger ends the check with what RocksDB says.
  void expect_damage_told(const std::string& what) {
    const Said said = verify_by("renkei", work);
    EXPECT_TRUE(said.exit_code == 2 || said.exit_code == 3) << what << ": " << said.text();
    EXPECT_FALSE(said.findings.empty() && said.errors.empty()) << what << ": " << said.text();
    table << what << " | " << said.text() << "\n";
  }

  static inline TemporaryFolder* folder = nullptr;
  static inline std::vector<Digest> blobs;
  static inline std::vector<std::uint64_t> blob_at;  // positions of the messages that name them
  static inline std::stringstream table;
  fs::path work;

 private:
  static void find_blobs() {
    PosixFiles files;
    auto engine = RocksEngine::open_read_only(files, folder->path / "wal");
    (*engine)->scan(0, [&](std::uint64_t position, BytesView entry) {
      const Recorded recorded = decode_entry(entry);
      const auto* attachments = attachments_of(recorded.event);
      for (std::size_t i = 0; attachments != nullptr && i < attachments->size(); ++i)
        blob_at.push_back(position);
      return true;
    });
    ASSERT_EQ(blob_at.size(), 2u);
  }
};

}  // namespace renkei::testing
