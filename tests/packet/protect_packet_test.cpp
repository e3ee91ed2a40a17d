// A packet under a passphrase, as its receiver opens it: with a common program that shares no code with Renkei.
#include <sys/stat.h>

#include "eventstore/json/json_value.h"
#include "tests/packet/played_packet.h"
#include "tests/support/temporary_folder.h"

namespace renkei::testing {
namespace {

struct ProtectPacket : ::testing::Test {
  TemporaryFolder folder;
  const std::string packet = folder.path.string() + "/packet.zip",
                    out = folder.path.string() + "/protected.zip";
  const std::string protect =
      beside_this_program("renkei") + " protect-packet " + packet + " --json --out " + out + " 2>&1";

  void SetUp() override { std::ofstream(packet, std::ios::binary) << PlayedPacket::only().story.packet; }
  Ran open_with(const std::string& passphrase) {
    return run("7z x -y -o" + folder.path.string() + "/opened -p" + passphrase + " " + out + " 2>&1");
  }
};

TEST_F(ProtectPacket, OpensWithItsPassphraseOnly) {
  const Ran made = run(protect);
  ASSERT_EQ(made.exit_code, 0) << made.output;
  const auto json = *parse_json(made.output);
  const std::string passphrase = cli::field(json, "passphrase");
  EXPECT_EQ(passphrase.size(), 24u);
  EXPECT_NE(open_with("0000-0000-0000-0000-0000").exit_code, 0);
  const Ran opened = open_with(passphrase);
  ASSERT_EQ(opened.exit_code, 0) << opened.output;
  EXPECT_EQ(text_of(folder.path.string() + "/opened/packet.zip"), PlayedPacket::only().story.packet);
}

TEST_F(ProtectPacket, IsReadByItsOwnerOnlyAndTellsNothingOutside) {
  ASSERT_EQ(run(protect).exit_code, 0);
  struct stat facts {};
  ASSERT_EQ(::stat(out.c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777, 0600u);
  const std::string octets = text_of(out);
  for (const char* inside : {"usage.jsonl", "manifest", "開R8"})
    EXPECT_EQ(octets.find(inside), std::string::npos) << inside;
}

TEST_F(ProtectPacket, HasAnotherPassphraseEachTimeAndOverwritesNothing) {
  const auto first = cli::field(*parse_json(run(protect).output), "passphrase");
  const Ran again = run(protect);
  EXPECT_EQ(again.exit_code, 5);
  EXPECT_NE(again.output.find("is there already"), std::string::npos) << again.output;
  EXPECT_EQ(open_with(first).exit_code, 0);
  std::filesystem::remove(out);
  EXPECT_NE(cli::field(*parse_json(run(protect).output), "passphrase"), first);
}

TEST_F(ProtectPacket, TakesNothingButAPacket) {
  std::ofstream(packet, std::ios::binary | std::ios::trunc) << "no packet";
  EXPECT_EQ(run(protect).exit_code, 5);
  EXPECT_FALSE(std::filesystem::exists(out));
}

}  // namespace
}  // namespace renkei::testing
