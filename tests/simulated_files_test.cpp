#include "eventstore/files/simulated_files.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>

namespace renkei {
namespace {

constexpr std::uint64_t kSeeds = 1000;

std::unique_ptr<File> opened(Files& files, const std::string& path, OpenMode mode = OpenMode::create) {
  auto file = files.open(path, mode);
  EXPECT_TRUE(file) << file.error().to_string();
  return *std::move(file);
}

// A disk with the durable file "a" of the given content.
void prepare(SimulatedFiles& disk, BytesView octets) {
  const auto file = opened(disk, "a");
  EXPECT_TRUE(file->pwrite(0, octets));
  EXPECT_TRUE(file->sync());
  EXPECT_TRUE(disk.sync_directory("/"));
}

// What "a" may hold after a cut, over many seeds.
template <class Change>
std::set<Bytes> outcomes(BytesView before, Change change) {
  std::set<Bytes> result;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    SimulatedFiles disk;
    prepare(disk, before);
    change(disk, *opened(disk, "a"));
    disk.power_cut(seed);
    disk.power_on();
    const auto octets = read_file(disk, "a");
    result.insert(octets ? *octets : Bytes("lost"));
  }
  return result;
}

// The names that may be in the root after a cut, joined by commas.
template <class Change>
std::set<std::string> name_outcomes(Change change, bool any_order = false) {
  std::set<std::string> result;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    SimulatedFiles disk;
    disk.lose_names_in_any_order(any_order);
    change(disk);
    disk.power_cut(seed);
    std::string names;
    for (const auto& [name, octets] : disk.snapshot()) names += (names.empty() ? "" : ",") + name;
    result.insert(names);
  }
  return result;
}

using Names = std::set<std::string>;

TEST(SimulatedFiles, SyncedOctetsAreNeverLost) {
  const auto seen = outcomes("", [](SimulatedFiles&, File& file) {
    ASSERT_TRUE(file.pwrite(0, Bytes(3000, 'x')));
    ASSERT_TRUE(file.truncate(2000));
    ASSERT_TRUE(file.sync());
  });
  EXPECT_EQ(seen, std::set<Bytes>{Bytes(2000, 'x')});
}

TEST(SimulatedFiles, UnsyncedOctetsAreLostWithSomeSeedAndKeptWithAnother) {
  const auto seen = outcomes("old", [](SimulatedFiles&, File& file) { ASSERT_TRUE(file.pwrite(0, "new")); });
  EXPECT_EQ(seen, (std::set<Bytes>{"old", "new"}));
}

TEST(SimulatedFiles, WritesTearAtSectors) {
  const Bytes before(1536, 'o');
  const auto seen = outcomes(before, [](SimulatedFiles&, File& file) {
    ASSERT_TRUE(file.pwrite(100, Bytes(1300, 'n')));  // touches three sectors
  });
  EXPECT_EQ(seen.size(), 8u);
  for (const Bytes& octets : seen) {
    ASSERT_EQ(octets.size(), before.size());
    EXPECT_EQ(octets.substr(0, 100), Bytes(100, 'o'));
    EXPECT_EQ(octets.substr(100, 412), Bytes(412, octets[100]));
    EXPECT_EQ(octets.substr(512, 512), Bytes(512, octets[512]));
    EXPECT_EQ(octets.substr(1024, 376), Bytes(376, octets[1024]));
    EXPECT_EQ(octets.substr(1400), Bytes(136, 'o'));
  }
}

TEST(SimulatedFiles, LaterWritesMaySurviveWithoutEarlierOnes) {
  const auto seen = outcomes(Bytes(1024, '-'), [](SimulatedFiles&, File& file) {
    ASSERT_TRUE(file.pwrite(0, "1"));
    ASSERT_TRUE(file.pwrite(600, "2"));
  });
  EXPECT_EQ(seen.size(), 4u);
}

TEST(SimulatedFiles, TruncationMayBeLost) {
  const auto seen = outcomes("long", [](SimulatedFiles&, File& file) { ASSERT_TRUE(file.truncate(1)); });
  EXPECT_EQ(seen, (std::set<Bytes>{"long", "l"}));
}

TEST(SimulatedFiles, ANewNameNeedsTheSyncOfItsFolder) {
  const auto create = [](SimulatedFiles& disk) { ASSERT_TRUE(opened(disk, "a")->sync()); };
  EXPECT_EQ(name_outcomes(create), (Names{"", "a"}));
  EXPECT_EQ(name_outcomes([&](SimulatedFiles& disk) {
              create(disk);
              ASSERT_TRUE(disk.sync_directory("/"));
            }),
            Names{"a"});
}

TEST(SimulatedFiles, RenameIsAtomicButLostWithoutTheSyncOfItsFolder) {
  const auto rename = [](SimulatedFiles& disk) {
    prepare(disk, "x");
    ASSERT_TRUE(disk.rename("a", "b"));
  };
  EXPECT_EQ(name_outcomes(rename), (Names{"a", "b"}));
  EXPECT_EQ(name_outcomes(rename, true), (Names{"a", "b"}));
  EXPECT_EQ(name_outcomes([&](SimulatedFiles& disk) {
              rename(disk);
              ASSERT_TRUE(disk.sync_directory("/"));
            }),
            Names{"b"});
}

TEST(SimulatedFiles, UnlinkMayBeLost) {
  EXPECT_EQ(name_outcomes([](SimulatedFiles& disk) {
              prepare(disk, "x");
              ASSERT_TRUE(disk.unlink("a"));
            }),
            (Names{"", "a"}));
}

TEST(SimulatedFiles, NamesAreKeptInOrderUnlessToldOtherwise) {
  const auto create = [](SimulatedFiles& disk) {
    opened(disk, "a");
    opened(disk, "b");
  };
  EXPECT_EQ(name_outcomes(create), (Names{"", "a", "a,b"}));
  EXPECT_EQ(name_outcomes(create, true), (Names{"", "a", "b", "a,b"}));
}

TEST(SimulatedFiles, RenameAcrossFoldersNeedsBothSyncs) {
  const auto rename = [](SimulatedFiles& disk, bool sync_source, bool sync_target) {
    ASSERT_TRUE(disk.create_directory("from"));
    ASSERT_TRUE(disk.create_directory("to"));
    ASSERT_TRUE(disk.sync_directory("/"));
    ASSERT_TRUE(opened(disk, "from/a")->sync());
    ASSERT_TRUE(disk.sync_directory("from"));
    ASSERT_TRUE(disk.rename("from/a", "to/a"));
    if (sync_source) {
      ASSERT_TRUE(disk.sync_directory("from"));
    }
    if (sync_target) {
      ASSERT_TRUE(disk.sync_directory("to"));
    }
  };
  const auto seen = [&](bool sync_source, bool sync_target) {
    return name_outcomes([&](SimulatedFiles& disk) { rename(disk, sync_source, sync_target); });
  };
  EXPECT_EQ(seen(false, false), (Names{"from/a", "to/a"}));
  EXPECT_EQ(seen(true, false), (Names{"from/a", "to/a"}));
  EXPECT_EQ(seen(false, true), (Names{"from/a,to/a", "to/a"}));
  EXPECT_EQ(seen(true, true), Names{"to/a"});
  SimulatedFiles disk;
  rename(disk, true, true);
  EXPECT_EQ(disk.durable_snapshot(), (std::map<std::string, Bytes>{{"to/a", ""}}));
}

TEST(SimulatedFiles, ReplaceFileIsOldOrNewWhereverPowerIsCut) {
  for (std::uint64_t k = 1; k < 12; ++k) {
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
      SimulatedFiles disk;
      prepare(disk, "old");
      disk.cut_power_at(k, seed);
      const bool acknowledged = replace_file(disk, "a", "new").has_value();
      disk.power_cut(seed);
      disk.power_on();
      const Bytes octets = *read_file(disk, "a");
      EXPECT_TRUE(octets == "new" || (octets == "old" && !acknowledged)) << "k " << k << " seed " << seed;
    }
  }
}

TEST(SimulatedFiles, SkippedSyncMakesTheLossVisible) {
  const auto skip_octets = outcomes("old", [](SimulatedFiles& disk, File& file) {
    disk.skip_sync([](const std::string& path, bool is_directory) { return path == "a" && !is_directory; });
    ASSERT_TRUE(file.pwrite(0, "new"));
    ASSERT_TRUE(file.sync());
    EXPECT_EQ(disk.snapshot()["a"], "new");
    EXPECT_EQ(disk.durable_snapshot()["a"], "old");
  });
  EXPECT_EQ(skip_octets, (std::set<Bytes>{"old", "new"}));
  const auto skip_name = [](SimulatedFiles& disk) {
    disk.skip_sync([](const std::string&, bool is_directory) { return is_directory; });
    prepare(disk, "x");
  };
  EXPECT_EQ(name_outcomes(skip_name), (Names{"", "a"}));
}

TEST(SimulatedFiles, NothingWorksWithoutPowerAndOldHandlesStayDead) {
  SimulatedFiles disk;
  prepare(disk, "x");
  const auto file = opened(disk, "a");
  auto lock = *disk.lock("LOCK");
  disk.power_cut(1);
  EXPECT_FALSE(disk.powered());
  EXPECT_EQ(file->pread(0, 1).error().code, EIO);
  EXPECT_EQ(disk.open("a", OpenMode::read_only).error().code, EIO);
  EXPECT_FALSE(disk.exists("a"));
  disk.power_on();
  EXPECT_EQ(file->pwrite(0, "y").error().code, EIO);
  EXPECT_EQ(file->sync().error().code, EIO);
  const auto relocked = disk.lock("LOCK");
  EXPECT_TRUE(relocked);
  lock = nullptr;  // of the earlier boot: must not free the new one
  EXPECT_EQ(disk.lock("LOCK").error().code, EWOULDBLOCK);
  EXPECT_EQ(*read_file(disk, "a"), "x");
}

TEST(SimulatedFiles, CutsPowerAtTheGivenOperation) {
  SimulatedFiles disk;
  const auto file = opened(disk, "a");
  const std::uint64_t before = disk.operations();
  disk.cut_power_at(3, 7);
  EXPECT_TRUE(file->pwrite(0, "x"));
  EXPECT_TRUE(file->sync());
  EXPECT_EQ(disk.sync_directory("/").error().code, EIO);
  EXPECT_EQ(disk.operations(), before + 3);
  EXPECT_EQ(file->length().error().code, EIO);
  EXPECT_FALSE(disk.powered());
}

TEST(SimulatedFiles, TheSameSeedSettlesTheSameWay) {
  const auto settled = [](std::uint64_t seed) {
    SimulatedFiles disk;
    for (const char* name : {"a", "b", "c", "d"})
      EXPECT_TRUE(opened(disk, name)->pwrite(0, Bytes(5000, *name)));
    disk.power_cut(seed);
    return disk.snapshot();
  };
  for (std::uint64_t seed = 0; seed < 20; ++seed) EXPECT_EQ(settled(seed), settled(seed));
}

TEST(SimulatedFiles, FailsOneOperationOrAllFromItOn) {
  SimulatedFiles disk;
  const auto file = opened(disk, "a");
  disk.fail_operation(2, EIO, false);
  EXPECT_TRUE(file->pwrite(0, "1"));
  const auto failed = file->pwrite(1, "22");
  EXPECT_EQ(failed.error().to_string(), "pwrite a: Input/output error");
  EXPECT_EQ(*file->pread(0, 9), "12");  // half of it was written
  EXPECT_TRUE(file->sync());
  disk.fail_operation(1, EIO, true);
  EXPECT_FALSE(file->sync());
  EXPECT_FALSE(file->length());
  EXPECT_FALSE(disk.list("/"));
  disk.clear_faults();
  EXPECT_TRUE(file->length());
}

TEST(SimulatedFiles, NoSpaceStrikesOnlyWhatNeedsSpace) {
  SimulatedFiles disk;
  const auto file = opened(disk, "a");
  disk.fail_operation(1, ENOSPC, true);
  EXPECT_TRUE(file->length());
  EXPECT_TRUE(disk.open("a", OpenMode::read_only));
  EXPECT_TRUE(file->pwrite(0, "x").error().no_space());
  EXPECT_TRUE(disk.open("b", OpenMode::create).error().no_space());
  EXPECT_TRUE(disk.unlink("a"));
  disk.clear_faults();
  EXPECT_TRUE(file->pwrite(0, "x"));
}

TEST(SimulatedFiles, WhatAFailedSyncLostNoLaterSyncKeeps) {
  const auto seen = outcomes("old", [](SimulatedFiles& disk, File& file) {
    ASSERT_TRUE(file.pwrite(0, "new"));
    disk.fail_operation(1, EIO, false);
    ASSERT_FALSE(file.sync());
    ASSERT_TRUE(file.sync());
    EXPECT_EQ(*file.pread(0, 3), "new");
  });
  EXPECT_EQ(seen, std::set<Bytes>{"old"});
}

TEST(SimulatedFiles, HoldSyncBlocksTheSyncAndNothingElse) {
  SimulatedFiles disk;
  std::mutex mutex;
  std::condition_variable changed;
  bool waiting = false;
  bool released = false;
  disk.hold_sync([&](const std::string& path) {
    std::unique_lock guard(mutex);
    EXPECT_EQ(path, "a");
    waiting = true;
    changed.notify_all();
    changed.wait(guard, [&] { return released; });
  });
  const auto file = opened(disk, "a");
  ASSERT_TRUE(file->pwrite(0, "x"));
  bool synced = false;
  std::thread writer([&] { synced = file->sync().has_value(); });
  {
    std::unique_lock guard(mutex);
    changed.wait(guard, [&] { return waiting; });
  }
  EXPECT_TRUE(opened(disk, "b")->pwrite(0, "y"));
  EXPECT_EQ(*file->pread(0, 1), "x");
  {
    const std::lock_guard guard(mutex);
    released = true;
    changed.notify_all();
  }
  writer.join();
  EXPECT_TRUE(synced);
}

}  // namespace
}  // namespace renkei
