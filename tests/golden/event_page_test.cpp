// docs/events.md says what the code says. RENKEI_WRITE_GOLDEN=1 writes it anew.
#include "tests/golden/event_page.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "domain/domain_event.h"
#include "tests/support/folders.h"

namespace renkei::testing {
namespace {

const std::string kPage = source_folder() + "/docs/events.md";

TEST(EventPage, IsMadeFromTheDescriptions) {
  const std::string page = event_page();
  if (std::getenv("RENKEI_WRITE_GOLDEN") != nullptr) std::ofstream(kPage, std::ios::binary) << page;
  std::ifstream in(kPage, std::ios::binary);
  std::stringstream committed;
  committed << in.rdbuf();
  EXPECT_EQ(committed.str(), page);
}

TEST(EventPage, HasASectionForEveryEvent) {
  const std::string page = event_page();
  for_each_event_type([&]<class E>() {
    EXPECT_NE(page.find("\n### " + std::to_string(E::kType.number) + " " + std::string(E::kType.name) + "\n"),
              std::string::npos)
        << E::kType.name;
  });
}

}  // namespace
}  // namespace renkei::testing
