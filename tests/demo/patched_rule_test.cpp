// The demo is no film: with a renkeid whose consent rule refuses, it stops at the step that needs consent, says
// the problem in its own words and exits with 1.
#include <gtest/gtest.h>

#include "api/problem.h"
#include "tests/demo/demo_folder.h"

namespace renkei::testing {
namespace {

TEST(PatchedRule, StopsTheDemoAtTheStepThatNeedsConsent) {
  const DemoFolder folder("refusing_renkeid");
  const Ran made = folder.init();
  ASSERT_EQ(made.exit_code, 0) << made.output;
  const Ran played = folder.demo();
  EXPECT_EQ(played.exit_code, 1) << played.output;
  const api::ProblemText& problem = api::problem_text("consent-not-effective");
  const std::string sentence = "手順20: 403 consent-not-effective " + std::string(problem.title_ja) + "（" +
                               std::string(problem.detail_ja);
  EXPECT_NE(played.output.find(sentence), std::string::npos) << "wanted " << sentence << "\n" << played.output;
  EXPECT_NE(played.output.find("19  部屋を開設しました"), std::string::npos) << played.output;
  EXPECT_EQ(played.output.find("20  河野医師"), std::string::npos) << played.output;
  const Ran verified = folder.verify();  // and the refusal stands in the person's history
  EXPECT_EQ(verified.exit_code, 0) << verified.output;
  EXPECT_NE(verified.output.find("AccessDenied 1"), std::string::npos) << verified.output;
  EXPECT_EQ(verified.output.find("MessagePosted"), std::string::npos) << verified.output;
}

}  // namespace
}  // namespace renkei::testing
