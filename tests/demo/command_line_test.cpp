// Every command says what it does, whatever else is missing, and refuses what it does not know.
#include <gtest/gtest.h>

#include "tests/support/programs.h"

namespace renkei::testing {
namespace {

std::string renkei() { return beside_this_program("renkei"); }

// As the overview lists them.
std::vector<std::string> commands() {
  std::vector<std::string> names;
  std::istringstream overview(run(renkei() + " --help 2>&1").output);
  for (std::string line; std::getline(overview, line);) {
    if (line.rfind("  ", 0) == 0 && line.size() > 18) names.push_back(line.substr(2, line.find(' ', 2) - 2));
  }
  return names;
}

TEST(CommandLine, OverviewNamesEveryCommandThatTheDocumentsName) {
  const std::vector<std::string> names = commands();
  for (const char* name : {"init", "demo", "verify", "replay", "rebuild", "usage-report", "export", "vkey",
                           "clock", "packet", "check-packet", "protect-packet", "policy"})
    EXPECT_NE(std::find(names.begin(), names.end(), name), names.end()) << name;
}

TEST(CommandLine, EveryCommandExplainsItselfWhateverElseIsMissing) {
  ASSERT_GE(commands().size(), 13u);
  for (const std::string& name : commands()) {
    const Ran ran = run(renkei() + " " + name + " --help 2>&1");
    EXPECT_EQ(ran.exit_code, 0) << name << ": " << ran.output;
    for (const char* part : {"Example: ", "--help", "Exit codes: "})
      EXPECT_NE(ran.output.find(part), std::string::npos) << name << ": " << ran.output;
  }
}

TEST(CommandLine, WrongUseHasItsOwnCodeAndNamesWhatIsWrong) {
  for (const std::string& name : commands()) {
    const Ran ran = run(renkei() + " " + name + " --no-such-option 2>&1");
    EXPECT_EQ(ran.exit_code, 64) << name << ": " << ran.output;
    EXPECT_NE(ran.output.find("no-such-option"), std::string::npos) << name << ": " << ran.output;
  }
  EXPECT_EQ(run(renkei() + " no-such-command 2>&1").exit_code, 64);
}

TEST(CommandLine, EveryCommandThatAnswersCanAnswerInJson) {
  for (const std::string& name : commands()) {
    if (name == "demo" || name == "policy" || name == "clock") continue;  // a story, a file, an act
    const Ran ran = run(renkei() + " " + name + " --help 2>&1");
    EXPECT_NE(ran.output.find("--json"), std::string::npos) << name << ": " << ran.output;
  }
}

}  // namespace
}  // namespace renkei::testing
