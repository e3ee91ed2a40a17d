// The demo is no film: with a renkeid whose consent rule refuses, it stops at the step that needs consent, says
// the problem in its own words and exits with 1.
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "api/problem.h"
#include "tests/kills/killed_city.h"
#include "tests/support/folders.h"

namespace renkei::testing {
namespace {

namespace fs = std::filesystem;

// The demo connects to the port that its server's configuration names, so that this must be a number.
int free_port() {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  ENSURE(::bind(socket, reinterpret_cast<const sockaddr*>(&address), length) == 0);
  ENSURE(::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &length) == 0);
  ::close(socket);
  return ntohs(address.sin_port);
}

// renkei starts the renkeid that lies beside it.
class DemoFolder {
 public:
  explicit DemoFolder(const std::string& server) {
    char folder[] = "/tmp/renkei-demo-XXXXXX";
    ENSURE(mkdtemp(folder) != nullptr);
    root = folder;
    fs::copy(beside_this_program("renkei"), root + "/renkei");
    fs::copy(beside_this_program(server), root + "/renkeid");
    std::ofstream(root + "/renkeid.json")
        << "{\"data\":" << cli::json_string(root + "/data")
        << ",\"secrets\":" << cli::json_string(root + "/secrets") << ",\"port\":" << free_port() << "}";
  }
  ~DemoFolder() { fs::remove_all(root); }

  Ran init() const {
    return run(root + "/renkei init " + root + "/data --ballast 1 --secrets " + root + "/secrets --policy " +
               source_folder() +
               "/replay/data/marugame-2026-04.json --admin 森本由紀 --admin 大西健 --codes-file " + root +
               "/codes.json 2>&1");
  }
  Ran demo() const {
    return run(root + "/renkei demo --config " + root + "/renkeid.json --codes " + root + "/codes.json --out " +
               root + "/out 2>&1");
  }
  Ran verify() const { return run(root + "/renkei verify " + root + "/data 2>&1"); }

  std::string root;
};

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
