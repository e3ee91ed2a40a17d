// What every Files promises, run over the real disk and over the simulated one.
#include "eventstore/files/files.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "eventstore/files/posix_files.h"
#include "eventstore/files/simulated_files.h"

namespace renkei {
namespace {

struct Disk {
  virtual ~Disk() = default;
  virtual Files& files() = 0;
  virtual std::string root() const = 0;
};

struct RealDisk final : Disk {
  RealDisk() {
    std::string pattern = (std::filesystem::temp_directory_path() / "renkei-files-XXXXXX").string();
    root_ = ::mkdtemp(pattern.data());
  }
  ~RealDisk() override { std::filesystem::remove_all(root_); }
  Files& files() override { return files_; }
  std::string root() const override { return root_; }

 private:
  PosixFiles files_;
  std::string root_;
};

struct MemoryDisk final : Disk {
  MemoryDisk() { EXPECT_TRUE(files_.create_directory("/store")); }
  Files& files() override { return files_; }
  std::string root() const override { return "/store"; }

 private:
  SimulatedFiles files_;
};

using MakeDisk = std::function<std::unique_ptr<Disk>()>;

class FilesContract : public testing::TestWithParam<MakeDisk> {
 protected:
  Files& files() { return disk_->files(); }
  std::string path(const std::string& name) const { return disk_->root() + "/" + name; }
  std::unique_ptr<File> open(const std::string& name, OpenMode mode) {
    auto file = files().open(path(name), mode);
    EXPECT_TRUE(file) << file.error().to_string();
    return *std::move(file);
  }
  int open_error(const std::string& name, OpenMode mode) {
    const auto file = files().open(path(name), mode);
    return file ? 0 : file.error().code;
  }
  void write(const std::string& name, BytesView octets) {
    ASSERT_TRUE(open(name, OpenMode::create)->pwrite(0, octets));
  }
  Bytes content(const std::string& name) {
    const auto octets = read_file(files(), path(name));
    return octets ? *octets : Bytes("error: " + octets.error().to_string());
  }
  std::vector<std::string> names() { return *files().list(disk_->root()); }

 private:
  std::unique_ptr<Disk> disk_ = GetParam()();
};

TEST_P(FilesContract, ReadsBackWhatWasWritten) {
  const auto file = open("a", OpenMode::create_new);
  ASSERT_TRUE(file->pwrite(0, "hello world"));
  ASSERT_TRUE(file->pwrite(6, "there"));
  ASSERT_TRUE(file->sync());
  EXPECT_EQ(*file->length(), 11u);
  EXPECT_EQ(*file->pread(0, 11), "hello there");
  EXPECT_EQ(*file->pread(6, 100), "there");
  EXPECT_EQ(*file->pread(11, 5), "");
  EXPECT_EQ(*file->pread(500, 5), "");
  EXPECT_EQ(*file->pread(3, 0), "");
}

TEST_P(FilesContract, FillsGapsWithZeros) {
  const auto file = open("a", OpenMode::create);
  ASSERT_TRUE(file->pwrite(4, "x"));
  EXPECT_EQ(*file->pread(0, 5), Bytes("\0\0\0\0x", 5));
}

TEST_P(FilesContract, TruncatesAndExtends) {
  const auto file = open("a", OpenMode::create);
  ASSERT_TRUE(file->pwrite(0, "abcdef"));
  ASSERT_TRUE(file->truncate(2));
  EXPECT_EQ(*file->pread(0, 10), "ab");
  ASSERT_TRUE(file->truncate(4));
  EXPECT_EQ(*file->pread(0, 10), Bytes("ab\0\0", 4));
}

TEST_P(FilesContract, ReservedSpaceIsNoContent) {
  const auto file = open("a", OpenMode::create);
  ASSERT_TRUE(file->pwrite(0, "abc"));
  file->reserve(0, 1 << 20);
  EXPECT_EQ(*file->length(), 3u);
  EXPECT_EQ(*file->pread(0, 100), "abc");
  ASSERT_TRUE(file->pwrite(3, "def"));
  ASSERT_TRUE(file->truncate(6));
  EXPECT_EQ(*file->pread(0, 100), "abcdef");
}

TEST_P(FilesContract, OpenModes) {
  EXPECT_EQ(open_error("a", OpenMode::read_only), ENOENT);
  EXPECT_EQ(open_error("a", OpenMode::read_write), ENOENT);
  EXPECT_EQ(open_error("a", OpenMode::create_new), 0);
  EXPECT_EQ(open_error("a", OpenMode::create_new), EEXIST);
  write("a", "kept");
  EXPECT_EQ(open_error("a", OpenMode::create), 0);
  EXPECT_EQ(content("a"), "kept");
  EXPECT_EQ(open_error("none/a", OpenMode::create), ENOENT);
  EXPECT_EQ(open_error("a/b", OpenMode::create), ENOTDIR);
}

TEST_P(FilesContract, RefusesToWriteAFileOpenedForReading) {
  write("a", "x");
  const auto file = open("a", OpenMode::read_only);
  EXPECT_FALSE(file->pwrite(0, "y"));
  EXPECT_FALSE(file->truncate(0));
  EXPECT_EQ(*file->pread(0, 2), "x");
}

TEST_P(FilesContract, ADirectoryIsNoFile) {
  ASSERT_TRUE(files().create_directory(path("d")));
  EXPECT_EQ(open_error("d", OpenMode::read_only), EISDIR);
  EXPECT_EQ(open_error("d", OpenMode::create), EISDIR);
  EXPECT_FALSE(files().unlink(path("d")));
}

TEST_P(FilesContract, RenameReplaces) {
  write("a", "new");
  write("b", "old");
  const auto reader = open("b", OpenMode::read_only);
  ASSERT_TRUE(files().rename(path("a"), path("b")));
  EXPECT_EQ(content("b"), "new");
  EXPECT_EQ(*reader->pread(0, 3), "old");
  EXPECT_EQ(names(), std::vector<std::string>{"b"});
  EXPECT_EQ(files().rename(path("a"), path("b")).error().code, ENOENT);
}

TEST_P(FilesContract, RenamesAcrossAndOfDirectories) {
  ASSERT_TRUE(files().create_directory(path("d")));
  write("a", "x");
  ASSERT_TRUE(files().rename(path("a"), path("d/b")));
  ASSERT_TRUE(files().rename(path("d"), path("e")));
  EXPECT_EQ(content("e/b"), "x");
  EXPECT_EQ(names(), std::vector<std::string>{"e"});
  EXPECT_EQ(files().rename(path("e"), path("e/f")).error().code, EINVAL);
  write("c", "y");
  EXPECT_EQ(files().rename(path("c"), path("e")).error().code, EISDIR);
  EXPECT_EQ(files().rename(path("e"), path("c")).error().code, ENOTDIR);
}

TEST_P(FilesContract, AnUnlinkedFileStaysReadableWhileOpen) {
  write("a", "x");
  const auto file = open("a", OpenMode::read_write);
  ASSERT_TRUE(files().unlink(path("a")));
  EXPECT_FALSE(files().exists(path("a")));
  EXPECT_EQ(*file->pread(0, 1), "x");
  EXPECT_TRUE(files().unlink(path("a")).error().not_found());
}

TEST_P(FilesContract, Directories) {
  ASSERT_TRUE(files().create_directory(path("d")));
  EXPECT_TRUE(files().create_directory(path("d")));
  EXPECT_TRUE(files().exists(path("d")));
  write("d/2", "");
  write("d/1", "");
  EXPECT_EQ(*files().list(path("d")), (std::vector<std::string>{"1", "2"}));
  EXPECT_TRUE(files().sync_directory(path("d")));
  EXPECT_EQ(files().remove_directory(path("d")).error().code, ENOTEMPTY);
  ASSERT_TRUE(files().unlink(path("d/1")));
  ASSERT_TRUE(files().unlink(path("d/2")));
  EXPECT_TRUE(files().remove_directory(path("d")));
  EXPECT_FALSE(files().exists(path("d")));
  EXPECT_EQ(files().list(path("d")).error().code, ENOENT);
  EXPECT_EQ(files().sync_directory(path("d")).error().code, ENOENT);
}

TEST_P(FilesContract, AFileIsNoDirectory) {
  write("a", "");
  EXPECT_EQ(files().create_directory(path("a")).error().code, EEXIST);
  EXPECT_EQ(files().list(path("a")).error().code, ENOTDIR);
  EXPECT_EQ(files().sync_directory(path("a")).error().code, ENOTDIR);
  EXPECT_EQ(files().remove_directory(path("a")).error().code, ENOTDIR);
}

TEST_P(FilesContract, LockIsExclusiveUntilReleased) {
  auto held = files().lock(path("LOCK"));
  ASSERT_TRUE(held);
  EXPECT_EQ(files().lock(path("LOCK")).error().code, EWOULDBLOCK);
  *held = nullptr;
  EXPECT_TRUE(files().lock(path("LOCK")));
}

TEST_P(FilesContract, ReplaceFileLeavesNoDraft) {
  write("a.tmp", "left behind by a crash, and longer");
  ASSERT_TRUE(replace_file(files(), path("a"), "one"));
  EXPECT_EQ(content("a"), "one");
  ASSERT_TRUE(replace_file(files(), path("a"), ""));
  EXPECT_EQ(content("a"), "");
  EXPECT_EQ(names(), std::vector<std::string>{"a"});
}

TEST_P(FilesContract, SeveralThreadsReadOneFile) {
  Bytes octets(200000, '\0');
  for (std::size_t i = 0; i < octets.size(); ++i) octets[i] = static_cast<char>(i % 251);
  write("a", octets);
  const auto file = open("a", OpenMode::read_only);
  std::vector<int> mismatches(4);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < mismatches.size(); ++t) {
    threads.emplace_back([&, t] {
      for (std::size_t at = t; at + 100 < octets.size(); at += 97) {
        if (*file->pread(at, 100) != octets.substr(at, 100)) ++mismatches[t];
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(mismatches, std::vector<int>(4, 0));
}

TEST_P(FilesContract, ErrorsNameOperationPathAndReason) {
  const FileError error = files().open(path("none"), OpenMode::read_only).error();
  EXPECT_TRUE(error.not_found());
  EXPECT_FALSE(error.no_space());
  EXPECT_EQ(error.to_string(), "open " + path("none") + ": No such file or directory");
}

INSTANTIATE_TEST_SUITE_P(Disks, FilesContract,
                         testing::Values(MakeDisk([] { return std::make_unique<RealDisk>(); }),
                                         MakeDisk([] { return std::make_unique<MemoryDisk>(); })),
                         [](const testing::TestParamInfo<MakeDisk>& disk) {
                           return std::string(disk.index == 0 ? "Posix" : "Simulated");
                         });

TEST(PosixFiles, CreatesForTheOwnerOnly) {
  RealDisk disk;
  ASSERT_TRUE(disk.files().create_directory(disk.root() + "/d"));
  ASSERT_TRUE(disk.files().open(disk.root() + "/d/a", OpenMode::create));
  struct stat status {};
  ASSERT_EQ(::stat((disk.root() + "/d").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777u, 0700u);
  ASSERT_EQ(::stat((disk.root() + "/d/a").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777u, 0600u);
}

TEST(PosixFiles, ReservedSpaceIsGivenBack) {
  RealDisk disk;
  const auto file = *disk.files().open(disk.root() + "/a", OpenMode::create);
  const auto blocks = [&] {
    struct stat status {};
    EXPECT_EQ(::stat((disk.root() + "/a").c_str(), &status), 0);
    return status.st_blocks;
  };
  ASSERT_TRUE(file->pwrite(0, "abc"));
  ASSERT_TRUE(file->sync());
  const auto before = blocks();
  if (!file->reserve(0, 1 << 20)) return;  // this file system can not
  EXPECT_GE(blocks(), (1 << 20) / 512);
  ASSERT_TRUE(file->truncate(3));
  EXPECT_EQ(blocks(), before);
}

// The kernel writes what still fits below the limit: a short write, continued, then fails with the reason.
TEST(PosixFiles, AShortWriteIsContinuedAndItsReasonReported) {
  RealDisk disk;
  const auto file = *disk.files().open(disk.root() + "/a", OpenMode::create);
  struct rlimit before {};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  struct rlimit limited = before;
  limited.rlim_cur = 1000;
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &limited), 0);
  const auto written = file->pwrite(0, Bytes(1500, 'x'));
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  std::signal(SIGXFSZ, handler);
  EXPECT_EQ(written.error().code, EFBIG);
  EXPECT_EQ(*file->length(), 1000u);
}

TEST(Files, ParentDirectory) {
  EXPECT_EQ(parent_directory("a/b"), "a");
  EXPECT_EQ(parent_directory("a/b/"), "a");
  EXPECT_EQ(parent_directory("/a/b/c"), "/a/b");
  EXPECT_EQ(parent_directory("/a"), "/");
  EXPECT_EQ(parent_directory("/"), "/");
  EXPECT_EQ(parent_directory("a"), ".");
  EXPECT_EQ(parent_directory("a//b"), "a");
  EXPECT_EQ(parent_directory(""), ".");
}

}  // namespace
}  // namespace renkei
