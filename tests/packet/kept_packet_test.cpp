// The story's packet and the city's keys as files, for the tests of the page that checks packets, and bundles
// for the check against HL7's schema.
#include <filesystem>
#include <fstream>

#include "tests/packet/played_packet.h"
#include "tests/support/folders.h"

namespace renkei::testing {
namespace {

void keep(const std::string& name, BytesView octets) {
  const std::filesystem::path path = kept_packet_folder() + "/" + name;
  std::filesystem::create_directories(path.parent_path());
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(octets.data(), static_cast<std::streamsize>(octets.size()));
  file.close();
  EXPECT_TRUE(file) << name;
}

TEST(KeptPacket, StandsBesideTheKeysOfItsCity) {
  const PlayedPacket& played = PlayedPacket::only();
  ASSERT_EQ(played.check(played.story.packet).exit_code(), 0);
  keep("packet.zip", played.story.packet);
  keep("policy.txt", played.policy.to_string());
  keep("person/bundle.json", unzipped(played.story.packet).at("fhir/bundle.json"));
}

// With the staff's names, and nothing withheld.
TEST(KeptPacket, HasTheAuditorsBundleBesideIt) {
  keep("auditor/bundle.json", unzipped(PlayedPacket::only().auditors_copy()).at("fhir/bundle.json"));
}

}  // namespace
}  // namespace renkei::testing
