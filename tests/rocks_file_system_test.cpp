// RocksDB over the port: what it acknowledged survives power cuts on the simulated disk, and what it writes
// through the real one is plain RocksDB.
#include "eventstore/rocks/rocks_file_system.h"

#include <gtest/gtest.h>
#include <rocksdb/db.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <random>
#include <string>

#include "eventstore/files/posix_files.h"
#include "eventstore/files/simulated_files.h"
#include "tests/impatient_rocks_env.h"
#include "tests/support/effort.h"

namespace renkei {
namespace {

using Acknowledged = std::map<std::string, std::string>;

const std::string kFolder = "/db";

rocksdb::Options options(rocksdb::Env* env) {
  rocksdb::Options result;
  result.env = env;
  result.create_if_missing = true;
  result.write_buffer_size = std::size_t{32} * 1024;  // flushes and compactions within a round
  result.level0_file_num_compaction_trigger = 2;
  result.max_bgerror_resume_count = 0;
  result.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  return result;
}

rocksdb::WriteOptions synced() {
  rocksdb::WriteOptions result;
  result.sync = true;
  return result;
}

std::unique_ptr<rocksdb::DB> open(const rocksdb::Options& with, const std::string& path,
                                  rocksdb::Status& status) {
  rocksdb::DB* db = nullptr;
  status = rocksdb::DB::Open(with, path, &db);
  return std::unique_ptr<rocksdb::DB>(db);
}

// A database on a simulated disk through repeated power cuts.
class Rounds {
 public:
  explicit Rounds(std::uint64_t seed) : random_(seed), env_(disk_) {
    EXPECT_TRUE(disk_.create_directory(kFolder));
    EXPECT_TRUE(disk_.sync_directory("/"));
  }

  SimulatedFiles& disk() { return disk_; }
  int strict_refusals() const { return strict_refusals_; }

  // Writes until power is cut at a random operation, sometimes already while the database opens.
  void write_until_cut() {
    const bool early = random_() % 4 == 0;
    if (early) disk_.cut_power_at(1 + random_() % 60, random_());
    rocksdb::Status status;
    {
      const auto db = reopen(status);
      if (db == nullptr) return cut();
      if (!early) disk_.cut_power_at(1 + random_() % 400, random_());
      while (write_batch(*db)) {
      }
    }
    cut();
  }

  // Opens again and counts the acknowledged pairs that are gone; everything counts when it does not open.
  std::size_t lost() {
    disk_.power_on();
    rocksdb::Status status;
    const auto db = reopen(status);
    if (db == nullptr) {
      last_status_ = status.ToString();
      return acknowledged_.size() + 1;
    }
    std::size_t missing = 0;
    std::string value;
    for (const auto& [key, expected] : acknowledged_) {
      const rocksdb::Status got = db->Get({}, key, &value);
      if (!got.ok() || value != expected) ++missing;
    }
    return missing;
  }

  const std::string& last_status() const { return last_status_; }

 private:
  std::unique_ptr<rocksdb::DB> reopen(rocksdb::Status& status) {
    rocksdb::Options with = options(&env_);
    auto db = open(with, kFolder, status);
    if (db != nullptr || !status.IsCorruption()) return db;
    // A write torn in the middle looks like damage to the strict mode. It was never acknowledged.
    ++strict_refusals_;
    with.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
    return open(with, kFolder, status);
  }

  bool write_batch(rocksdb::DB& db) {
    rocksdb::WriteBatch batch;
    Acknowledged pairs;
    for (std::uint64_t i = 0, count = 1 + random_() % 8; i < count; ++i) {
      const std::string key = "key" + std::to_string(next_key_++);
      pairs[key] = std::string(random_() % 900, static_cast<char>('a' + random_() % 26));
      batch.Put(key, pairs[key]);
    }
    if (!db.Write(synced(), &batch).ok()) return false;
    acknowledged_.merge(pairs);
    return true;
  }

  void cut() { disk_.power_cut(random_()); }

  std::mt19937_64 random_;
  SimulatedFiles disk_;
  ImpatientRocksEnv env_;
  Acknowledged acknowledged_;
  std::uint64_t next_key_ = 0;
  int strict_refusals_ = 0;
  std::string last_status_;
};

constexpr std::uint64_t kDisks = testing::rounds<std::uint64_t>(40);
constexpr int kRoundsPerDisk = 5;  // recovery of what a recovery left is worth testing

TEST(RocksFileSystem, WhatWasAcknowledgedSurvivesPowerCuts) {
  int strict_refusals = 0;
  for (std::uint64_t seed = 1; seed <= kDisks; ++seed) {
    Rounds rounds(seed);
    for (int round = 0; round < kRoundsPerDisk; ++round) {
      rounds.write_until_cut();
      ASSERT_EQ(rounds.lost(), 0u) << "seed " << seed << " round " << round << " " << rounds.last_status();
    }
    strict_refusals += rounds.strict_refusals();
  }
  RecordProperty("strict_refusals", strict_refusals);
}

// A batch that was in flight may be torn in its middle; the strict mode cannot tell that from damage.
TEST(RocksFileSystem, ATornTailMayNeedPointInTimeRecovery) {
  int strict_refusals = 0;
  for (std::uint64_t seed = 1; seed <= testing::rounds(300u); ++seed) {
    SimulatedFiles disk;
    ImpatientRocksEnv env(disk);
    rocksdb::Status status;
    auto db = open(options(&env), kFolder, status);
    ASSERT_TRUE(status.ok()) << status.ToString();
    ASSERT_TRUE(db->Put(synced(), "kept", "1").ok());
    ASSERT_TRUE(disk.sync_directory("/"));
    disk.cut_power_at(2, seed);  // in the sync
    ASSERT_FALSE(db->Put(synced(), "in flight", std::string(2000, 'x')).ok());
    db = nullptr;
    disk.power_on();
    rocksdb::Options with = options(&env);
    db = open(with, kFolder, status);
    if (db == nullptr) {
      ASSERT_TRUE(status.IsCorruption()) << status.ToString();
      ++strict_refusals;
      with.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
      db = open(with, kFolder, status);
      ASSERT_NE(db, nullptr) << status.ToString();
    }
    std::string value;
    EXPECT_TRUE(db->Get({}, "kept", &value).ok()) << "seed " << seed;
  }
  EXPECT_GT(strict_refusals, 0);
  RecordProperty("strict_refusals", strict_refusals);
}

TEST(RocksFileSystem, AMissingSyncOfTheWalIsNoticed) {
  std::uint64_t losing = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Rounds rounds(seed);
    rounds.disk().skip_sync([](const std::string& path, bool) {
      return path.size() > 4 && path.substr(path.size() - 4) == ".log";
    });
    rounds.write_until_cut();
    if (rounds.lost() > 0) ++losing;
  }
  EXPECT_GT(losing, 0u);
}

TEST(RocksFileSystem, AFailedSyncIsNeverAcknowledged) {
  SimulatedFiles disk;
  const auto env = make_rocks_env(disk);
  rocksdb::Status status;
  const auto db = open(options(env.get()), kFolder, status);
  ASSERT_TRUE(status.ok()) << status.ToString();
  disk.fail_operation(2, EIO, false);  // pwrite, then the sync
  EXPECT_TRUE(db->Put(synced(), "a", "1").IsIOError());
  EXPECT_FALSE(db->Put(synced(), "b", "2").ok()) << "writing must stop after a failed sync";
}

TEST(RocksFileSystem, AFullDiskIsReportedAsSuch) {
  SimulatedFiles disk;
  const auto env = make_rocks_env(disk);
  rocksdb::Status status;
  const auto db = open(options(env.get()), kFolder, status);
  ASSERT_TRUE(status.ok()) << status.ToString();
  disk.fail_operation(1, ENOSPC, true);
  EXPECT_TRUE(db->Put(synced(), "a", "1").IsNoSpace());
}

TEST(RocksFileSystem, SyncWalWorksBesideWrites) {
  SimulatedFiles disk;
  const auto env = make_rocks_env(disk);
  rocksdb::Status status;
  const auto db = open(options(env.get()), kFolder, status);
  ASSERT_TRUE(status.ok()) << status.ToString();
  ASSERT_TRUE(db->Put({}, "a", "1").ok());
  EXPECT_TRUE(db->SyncWAL().ok());
}

TEST(RocksFileSystem, OneDatabaseIsOpenedOnce) {
  SimulatedFiles disk;
  const auto env = make_rocks_env(disk);
  rocksdb::Status status;
  auto db = open(options(env.get()), kFolder, status);
  ASSERT_TRUE(status.ok()) << status.ToString();
  EXPECT_EQ(open(options(env.get()), kFolder, status), nullptr);
  EXPECT_TRUE(status.IsIOError()) << status.ToString();
  db = nullptr;
  EXPECT_NE(open(options(env.get()), kFolder, status), nullptr) << status.ToString();
}

TEST(RocksFileSystem, WritesNoInfoLog) {
  SimulatedFiles disk;
  const auto env = make_rocks_env(disk);
  rocksdb::Status status;
  open(options(env.get()), kFolder, status);
  ASSERT_TRUE(status.ok()) << status.ToString();
  EXPECT_EQ(disk.snapshot().count("db/LOG"), 0u);
  EXPECT_EQ(disk.snapshot().count("db/CURRENT"), 1u);
}

TEST(RocksFileSystem, AnswersWhatRocksDbAsksOfMissingThings) {
  SimulatedFiles disk;
  RocksFileSystem files(disk);
  const rocksdb::IOOptions io;
  std::vector<std::string> names;
  bool is_directory = true;
  std::uint64_t size = 1;
  std::unique_ptr<rocksdb::FSDirectory> directory;
  std::unique_ptr<rocksdb::FSSequentialFile> file;
  EXPECT_TRUE(files.FileExists("/none", io, nullptr).IsNotFound());
  EXPECT_TRUE(files.GetChildren("/none", io, &names, nullptr).IsNotFound());
  EXPECT_TRUE(files.DeleteFile("/none", io, nullptr).IsPathNotFound());
  EXPECT_TRUE(files.NewDirectory("/none", io, &directory, nullptr).IsPathNotFound());
  EXPECT_TRUE(files.NewSequentialFile("/none", {}, &file, nullptr).IsPathNotFound());
  EXPECT_TRUE(files.GetFileSize("/none", io, &size, nullptr).IsPathNotFound());
  EXPECT_TRUE(files.IsDirectory("/none", io, &is_directory, nullptr).IsPathNotFound());
  EXPECT_TRUE(files.CreateDir("/d", io, nullptr).ok());
  EXPECT_FALSE(files.CreateDir("/d", io, nullptr).ok());
  EXPECT_TRUE(files.CreateDirIfMissing("/d", io, nullptr).ok());
  EXPECT_TRUE(files.IsDirectory("/d", io, &is_directory, nullptr).ok());
  EXPECT_TRUE(is_directory);
}

TEST(RocksFileSystem, TheWriterBuffersAndTellsItsLength) {
  SimulatedFiles disk;
  RocksFileSystem files(disk);
  const rocksdb::IOOptions io;
  std::unique_ptr<rocksdb::FSWritableFile> file;
  ASSERT_TRUE(files.NewWritableFile("/a", {}, &file, nullptr).ok());
  ASSERT_TRUE(file->Append("abc", io, nullptr).ok());
  EXPECT_EQ(disk.snapshot()["a"], "");
  EXPECT_EQ(file->GetFileSize(io, nullptr), 3u);
  ASSERT_TRUE(file->Flush(io, nullptr).ok());
  EXPECT_EQ(disk.snapshot()["a"], "abc");
  const std::string large(100000, 'x');
  ASSERT_TRUE(file->Append("d", io, nullptr).ok());
  ASSERT_TRUE(file->Append(large, io, nullptr).ok());
  ASSERT_TRUE(file->Sync(io, nullptr).ok());
  ASSERT_TRUE(file->Truncate(50000, io, nullptr).ok());
  ASSERT_TRUE(file->Append("e", io, nullptr).ok());
  ASSERT_TRUE(file->Close(io, nullptr).ok());
  EXPECT_EQ(disk.snapshot()["a"], ("abcd" + large).substr(0, 50000) + "e");
  ASSERT_TRUE(files.ReopenWritableFile("/a", {}, &file, nullptr).ok());
  EXPECT_EQ(file->GetFileSize(io, nullptr), 50001u);
  ASSERT_TRUE(files.NewWritableFile("/a", {}, &file, nullptr).ok());
  EXPECT_EQ(disk.snapshot()["a"], "");
}

TEST(RocksFileSystem, TheRealDiskHoldsPlainRocksDb) {
  std::string folder = (std::filesystem::temp_directory_path() / "renkei-rocks-XXXXXX").string();
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  rocksdb::Status status;
  {
    PosixFiles files;
    const auto env = make_rocks_env(files);
    const auto db = open(options(env.get()), folder, status);
    ASSERT_TRUE(status.ok()) << status.ToString();
    for (int i = 0; i < 2000; ++i) {
      ASSERT_TRUE(db->Put({}, "key" + std::to_string(i), std::string(100, 'v')).ok());
      if (i == 1000) {
        ASSERT_TRUE(db->Flush({}).ok());
      }
    }
    rocksdb::Status second;
    EXPECT_EQ(open(options(rocksdb::Env::Default()), folder, second), nullptr)
        << "RocksDB's tools must stay out";
  }
  {
    const auto db = open(options(rocksdb::Env::Default()), folder, status);
    ASSERT_TRUE(status.ok()) << status.ToString();
    std::string value;
    for (int i = 0; i < 2000; ++i) {
      ASSERT_TRUE(db->Get({}, "key" + std::to_string(i), &value).ok());
      ASSERT_EQ(value, std::string(100, 'v'));
    }
  }
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace renkei
