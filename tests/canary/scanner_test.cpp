// The scanner is shown each canary in clear, in each form, in each kind of place, and must find every one: a
// blind scanner would praise any server.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <rocksdb/db.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "domain/check.h"
#include "tests/canary/places.h"

namespace renkei::testing {
namespace {

struct ScannerTest : ::testing::Test {
  ScannerTest() {
    char folder[] = "/tmp/renkei-canary-XXXXXX";
    ENSURE(mkdtemp(folder) != nullptr);
    root = folder;
    for (int i = 0; i < 300; ++i) canaries.text("text " + std::to_string(i));
    for (int i = 0; i < 20; ++i) canaries.ascii("ascii " + std::to_string(i));
    canaries.secret("token", "q3Xz-_8Kpw0tRz1hYb6cV5mN2aSdFgHjKlPoIuYtRe4");
  }
  ~ScannerTest() override { std::filesystem::remove_all(root); }

  // Every form of one canary among other octets.
  static Bytes planted(const std::string& text) {
    Bytes octets(13, 'x');
    for (const Form& form : forms_of(text)) octets += form.octets + std::string("\0 .", 3);
    return octets;
  }
  void expect_all(const Finds& finds) const {
    for (const auto& [name, text] : canaries.all()) {
      for (const Form& form : forms_of(text)) {
        bool found = false;
        for (const std::string& line : finds.lines)
          found = found || line.ends_with(": " + name + " (" + form.name + ")");
        EXPECT_TRUE(found) << name << " as " << form.name;
        if (!found) return;
      }
    }
  }
  Scanner scanner() const { return Scanner(canaries.all()); }

  std::string root;
  Canaries canaries;
};

TEST_F(ScannerTest, FindsEveryFormOfEveryCanaryInAFile) {
  std::filesystem::create_directories(root + "/a/b");
  std::ofstream out(root + "/a/b/blob", std::ios::binary);
  for (const auto& [name, text] : canaries.all()) out << planted(text);
  out.close();
  Finds finds;
  scan_files(scanner(), root, finds);
  expect_all(finds);
}

TEST_F(ScannerTest, FindsACanaryOnTheBorderOfTwoPiecesAndInAName) {
  std::ofstream(root + "/" + canaries.text("in a name"))
      << Bytes((4u << 20) - 5, 'x') << canaries.text("on a border");
  Finds finds;
  scan_files(scanner(), root, finds);
  EXPECT_TRUE(finds.canaries.contains("on a border") && finds.canaries.contains("in a name")) << finds.text();
}

TEST_F(ScannerTest, FindsBase64WhateverStandsBefore) {
  const std::string text = canaries.text("text 7");
  for (std::size_t before = 0; before < 6; ++before) {
    for (const char* after : {"", "z", "zz"}) {
      Finds finds;
      Bytes encoded = forms_of(Bytes(before, 'y') + text + after).at(0).octets;
      for (const Form& form : forms_of(Bytes(before, 'y') + text + after)) {
        if (form.name == "base64+0") encoded = form.octets;
      }
      finds.scan(scanner(), "text", encoded);
      EXPECT_EQ(finds.canaries, std::set<std::string>{"text 7"}) << before << after;
    }
  }
}

TEST_F(ScannerTest, FindsThemAsKeysAndValuesOfADatabaseThatCompresses) {
  rocksdb::Options options;
  options.create_if_missing = true;
  options.compression = rocksdb::kLZ4Compression;
  rocksdb::DB* raw = nullptr;
  ASSERT_TRUE(rocksdb::DB::Open(options, root + "/db", &raw).ok());
  std::unique_ptr<rocksdb::DB> db(raw);
  for (const auto& [name, text] : canaries.all()) {
    const bool as_key = name.ends_with("1");
    ASSERT_TRUE(
        db->Put({}, as_key ? planted(text) : name, as_key ? "" : planted(text) + Bytes(4'000, 'x')).ok());
    if (name == "text 250") {
      ASSERT_TRUE(db->Flush({}).ok());  // the rest stays in the log
    }
  }
  db.reset();
  Finds finds;
  scan_database(scanner(), root + "/db", finds);
  expect_all(finds);
}

// One child that keeps what it is told and writes it to its log, as a server might.
TEST_F(ScannerTest, FindsThemInTheLogAndTheMemoryOfAChild) {
  int told[2];
  ASSERT_EQ(pipe2(told, O_CLOEXEC), 0);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, told[0], 0);
  posix_spawn_file_actions_addopen(&actions, 1, (root + "/log").c_str(), O_WRONLY | O_CREAT, 0600);
  std::string shell = "sh", option = "-c", script = "IFS= read -r kept; printf '%s\\n' \"$kept\"; read more";
  char* arguments[]{shell.data(), option.data(), script.data(), nullptr};
  pid_t child = 0;
  ASSERT_EQ(posix_spawn(&child, "/bin/sh", &actions, nullptr, arguments, environ), 0);
  posix_spawn_file_actions_destroy(&actions);
  close(told[0]);
  std::string line;
  for (const auto& [name, text] : canaries.all()) line += text + " ";
  line += "\n";
  ASSERT_EQ(write(told[1], line.data(), line.size()), static_cast<ssize_t>(line.size()));
  for (int i = 0; i < 500 && std::filesystem::file_size(root + "/log") < line.size(); ++i) usleep(10'000);
  Finds in_memory, in_log;
  scan_memory(scanner(), child, in_memory);
  EXPECT_EQ(child_process("sh"), child);
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  close(told[1]);
  scan_files(scanner(), root, in_log);
  EXPECT_EQ(in_memory.canaries.size(), canaries.all().size());
  EXPECT_EQ(in_log.canaries.size(), canaries.all().size());
}

TEST_F(ScannerTest, FindsNothingWhereNothingIs) {
  Finds finds;
  finds.scan(scanner(), "noise", "鶉鷸 鶉000鷸 Uzura. 9d89 \\u9d89");
  EXPECT_TRUE(finds.lines.empty()) << finds.text();
}

}  // namespace
}  // namespace renkei::testing
