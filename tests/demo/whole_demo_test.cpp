// The whole story as a new user sees it (steps 1 to 47): the real programs, kill -9 in between, an auditor's
// copy, and a packet in hand.
#include <gtest/gtest.h>

#include <chrono>
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
