// What a packet that was really built tells, where a sample's hand-made model would not show a fault of the
// builder.
#include "eventstore/json/json_read.h"
#include "tests/packet/packet_places.h"
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

Members members() { return unzipped(PlayedPacket::only().story.packet); }

std::string line_with(const std::string& text, const std::vector<std::string>& words) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const auto has = [&](const std::string& word) { return line.find(word) != std::string::npos; };
    if (std::all_of(words.begin(), words.end(), has)) return line;
  }
  return "";
}

// Why a record was taken back is part of what became of it (product.md no. 50), in each format.
TEST(BuiltContent, SaysWhyARecordWasTakenBack) {
  const Members files = members();
  EXPECT_NE(line_with(files.at("usage.csv"), {"取消し", "別の方の記録だったため"}), "");
  EXPECT_NE(line_with(files.at("usage.jsonl"), {"取消し", R"("reason":"wrong_care_recipient")"}), "");
}

// What was written as the reason of a step is the person's to read as much as a record is: the night nurse who
// took the person over by herself said why, and the provider's own form says whom it asked for.
TEST(BuiltContent, HoldsTheWordsOfStepsAndTheFormForTheRoom) {
  const Members files = members();
  EXPECT_NE(line_with(files.at("usage.jsonl"), {R"("object":"新規部屋作成依頼書")",
                                                R"("content_state":"shown")", R"("main_doctor_agreed":)"}),
            "");
  EXPECT_NE(line_with(files.at("usage.jsonl"),
                      {R"("object":"担当者")", R"("content_state":"shown")", R"("basis":"様式5-1")"}),
            "")
      << "an assignment says by what";
  const Bytes text = PacketPlaces(PlayedPacket::only().story.packet).all().at("text of packet.pdf");
  EXPECT_NE(text.find("部屋と、参加した事業所・担当者の記録"), Bytes::npos);
}

}  // namespace
}  // namespace renkei::testing
