// Leaves the files where RENKEI_PACKET_FILES says, for the readers in other languages that are run after this
// suite.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/packet_formats/sample_packet.h"

namespace renkei::testing {
namespace {

void leave(const std::filesystem::path& path, const std::string& octets) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary | std::ios::trunc) << octets;
  EXPECT_EQ(std::filesystem::file_size(path), octets.size());
}

TEST(PacketFiles, AreLeftForOtherReaders) {
  const char* asked = std::getenv("RENKEI_PACKET_FILES");
  const std::filesystem::path folder =
      asked != nullptr ? asked : std::filesystem::temp_directory_path() / "packet_formats";
  for (const bool names : {true, false}) {
    const SamplePacket sample = small_packet(names);
    const std::filesystem::path here = folder / (names ? "names" : "numbers");
    leave(here / "usage.csv", csv_of(sample));
    leave(here / "bundle.json", bundle_of(sample));
  }
  leave(folder / "empty" / "bundle.json", bundle_of({small_packet(false).facts, {}, {}}));
}

}  // namespace
}  // namespace renkei::testing
