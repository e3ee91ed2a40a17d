// What a packet that was really built tells, where a sample's hand-made model would not show a fault of the
// builder.
#include "eventstore/json/json_read.h"
#include "tests/packet/played_packet.h"

namespace renkei::testing {
namespace {

// A facility's system manager who treats the person is of the team like everybody else.
TEST(BuiltContent, TheCareTeamIsEverybodyWhoWorkedInTheRoom) {
  const auto bundle = parse_json_file(unzipped(PlayedPacket::only().story.packet).at("fhir/bundle.json"));
  ASSERT_TRUE(bundle);
  std::set<std::string> members;
  for (int i = 0; cli::field(*bundle, "entry." + std::to_string(i) + ".fullUrl") != ""; ++i) {
    const std::string at = "entry." + std::to_string(i) + ".resource.";
    if (cli::field(*bundle, at + "resourceType") != "CareTeam") continue;
    for (int k = 0;; ++k) {
      const std::string member =
          cli::field(*bundle, at + "participant." + std::to_string(k) + ".member.reference");
      if (member.empty()) break;
      members.insert(member);
    }
  }
  EXPECT_EQ(members.size(), 4u) << "河野, 三木, 藤川, 髙木: the assigned ones, who all read or wrote";
}

}  // namespace
}  // namespace renkei::testing
