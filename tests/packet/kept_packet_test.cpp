// The story's packet and the city's keys as files, for the tests of the page that checks packets.
#include <filesystem>
#include <fstream>

#include "tests/packet/played_packet.h"
#include "tests/support/folders.h"

namespace renkei::testing {
namespace {

void keep(const std::string& name, BytesView octets) {
  std::filesystem::create_directories(kept_packet_folder());
  std::ofstream file(kept_packet_folder() + "/" + name, std::ios::binary | std::ios::trunc);
  file.write(octets.data(), static_cast<std::streamsize>(octets.size()));
  file.close();
  EXPECT_TRUE(file) << name;
}

TEST(KeptPacket, StandsBesideTheKeysOfItsCity) {
  const PlayedPacket& played = PlayedPacket::only();
  ASSERT_EQ(played.check(played.story.packet).exit_code(), 0);
  keep("packet.zip", played.story.packet);
  keep("policy.txt", played.policy.to_string());
}

}  // namespace
}  // namespace renkei::testing
