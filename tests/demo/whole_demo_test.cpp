// The whole story as a new user sees it (steps 1 to 47): the real programs, kill -9 in between, an auditor's
// copy, and a packet in hand.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <sstream>
#include <thread>

#include "tests/demo/demo_folder.h"
#include "tests/support/effort.h"

namespace renkei::testing {
namespace {

bool is_running(const std::string& program) {
  for (const auto& process : fs::directory_iterator("/proc")) {
    if (text_of(process.path().string() + "/cmdline").rfind(program + std::string(1, '\0'), 0) == 0)
      return true;
  }
  return false;
}

// The lines behind the step's number that begin with a program: what the reader is asked to try.
std::vector<std::string> commands_of(const std::string& output) {
  std::vector<std::string> commands;
  std::istringstream lines(output.substr(std::min(output.find("確かめるには:"), output.size())));
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("  ") && line.find("/renkei ") != std::string::npos) commands.push_back(line);
  }
  return commands;
}

// Step 39: what is printed at the end is there, and every command of it does what it says.
void expect_a_true_ending(const std::string& output) {
  const std::size_t ending = output.find("\n開示請求 ");
  ASSERT_NE(ending, std::string::npos);
  EXPECT_NE(output.find("開R8-001", ending), std::string::npos);
  const std::size_t csv = output.find("利用状況報告 ", ending) + std::string("利用状況報告 ").size();
  const std::string path = output.substr(csv, output.find('\n', csv) - csv);
  const std::string report = text_of(path);
  EXPECT_EQ(std::count(report.begin(), report.end(), '\n'), 39) << path << ": a head and 38 rows";
  const std::size_t logins = output.find("ログイン一覧 ", ending) + std::string("ログイン一覧 ").size();
  EXPECT_TRUE(fs::exists(output.substr(logins, output.find("（", logins) - logins)));
  const std::vector<std::string> commands = commands_of(output);
  EXPECT_EQ(commands.size(), 4u);
  for (const std::string& command : commands) {
    const Ran tried = run(command + " 2>&1");
    EXPECT_EQ(tried.exit_code, 0) << command << "\n" << tried.output;
  }
}

TEST(Demo, PlaysTheWholeStoryAgainstTheRealServer) {
  const DemoFolder folder("renkeid");
  const Ran made = folder.init();
  ASSERT_EQ(made.exit_code, 0) << made.output;
  const Ran again = folder.init();
  EXPECT_EQ(again.exit_code, 5) << "a city is made once: " << again.output;
  const Ran played = folder.demo();
  ASSERT_EQ(played.exit_code, 0) << played.output;
  std::vector<std::string> lines{
      "36  kill -9 のあとも、受領証 ",
      "37  写しの検証: ", "37  利用状況報告を写しから作り直すと、記録された要約値と一致しました。",
      "1バイトを変えた写し: verify の終了コードは2", "末尾を切った写し: verify の終了コードは3"};
  // The others' words are the story's own test's; here each step must have told something.
  for (int step = 2; step <= 47; ++step) {
    if (step == 38 || step == 39) continue;
    const std::string number = std::to_string(step);
    lines.push_back("\n" + std::string(number.size() < 2 ? " " : "") + number + "  ");
  }
  for (const std::string& line : lines)
    EXPECT_NE(("\n" + played.output).find(line), std::string::npos) << "no line with: " << line;
  expect_a_true_ending(played.output);
  const Ran checked = run(folder.root + "/renkei check-packet " + folder.root + "/out/packet.zip --policy " +
                          folder.root + "/out/policy.txt 2>&1");
  EXPECT_EQ(checked.exit_code, 0) << checked.output;
  EXPECT_FALSE(fs::exists(folder.root + "/codes.json")) << "one-time codes are of no use afterwards";
  EXPECT_EQ(folder.verify().exit_code, 0);
  // A thousand entries and more, and no terminal to tell of them.
  const Ran rebuilt = run(folder.root + "/renkei rebuild " + folder.root + "/data 2>&1");
  EXPECT_EQ(rebuilt.exit_code, 0) << rebuilt.output;
  EXPECT_EQ(folder.verify().exit_code, 0) << "the views equal a fresh fold";
  if (HasFailure()) std::cout << played.output;
}

TEST(Demo, TakesItsServerWithItWhenItIsEnded) {
  const DemoFolder folder("renkeid");
  ASSERT_EQ(folder.init().exit_code, 0);
  // timeout(1) ends the demo alone, as `kill` would; 124 is its word for that.
  const Ran ended =
      run("timeout --foreground -s TERM 3 " + folder.root + "/renkei demo --config " + folder.root +
          "/renkeid.json --codes " + folder.root + "/codes.json --out " + folder.root + "/out 2>&1");
  EXPECT_EQ(ended.exit_code, 124) << ended.output;
  const auto running = [&] { return is_running(folder.root + "/renkeid"); };
  const auto begun = std::chrono::steady_clock::now();
  while (running() && std::chrono::steady_clock::now() - begun < patience(std::chrono::seconds(20))) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  EXPECT_FALSE(running()) << "a server that nobody knows of";
  EXPECT_TRUE(fs::exists(folder.root + "/codes.json")) << "by which scripts/run knows that it was not played";
}

}  // namespace
}  // namespace renkei::testing
