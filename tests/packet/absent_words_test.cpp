// What a packet must not tell stands in none of its places, however they are read: no name of staff where names
// are off (product.md no. 47), nothing of what is withheld (48, 40). The auditor's copy of the same case, which
// has all of it, shows that it would be found.
#include "eventstore/codec/entry_view.h"
#include "tests/api/played_case.h"
#include "tests/packet/packet_places.h"
#include "tests/packet/played_packet.h"
#include "tests/packet_pdf/sample_pictures.h"

namespace renkei::testing {
namespace {

std::string listed(const std::set<std::string>& places) {
  std::string all;
  for (const std::string& place : places) all += place + "\n";
  return all;
}

struct StaffNames : ::testing::Test {
  static void SetUpTestSuite() {
    PlayedPacket& played = PlayedPacket::only();
    persons = std::make_unique<PacketPlaces>(played.story.packet);
    auditors = std::make_unique<PacketPlaces>(played.auditors_copy());
  }
  static void TearDownTestSuite() {
    persons.reset();
    auditors.reset();
  }
  static inline std::unique_ptr<PacketPlaces> persons, auditors;
};

// A word of each place, so that whatever stood there would be found.
TEST_F(StaffNames, AreLookedForWhereWordsAreFound) {
  const std::vector<std::pair<const char*, const char*>> words{
      {"entries/000", "III.3(4)"},
      {"payload of row 2", "かがわ はる"},
      {"payload of row 19", "フロセミド"},
      {"proofs/000019.tlog-proof", "III.3(4)"},
      {"subject-heads", "renkei.example/marugame"},
      {"checkpoint", "renkei.example/marugame"},
      {"manifest.json", "しらさぎ在宅クリニック"},
      {"manifest.sig", "開R8-001"},
      {"usage.jsonl", "フロセミド"},
      {"usage.csv", "フロセミド"},
      {"fhir/bundle.json", "フロセミド"},
      {"verify.html", "丸亀市"},
      {"attachments/104-1.pdf", "同意書（ご本人）"},
      {"attachments/120-1.jpg", "Exif"},
      {"packet.pdf", "%PDF-1.7"},
      {"text of packet.pdf", "フロセミド"},
      {"facts of packet.pdf", "しらさぎ在宅クリニック"},
      {"objects of packet.pdf", "一覧の読み方とことばの説明"}};
  for (const auto& [place, word] : words)
    EXPECT_TRUE(persons->of(word).contains(place)) << word << " is not in " << place << " but in\n"
                                                   << listed(persons->of(word));
}

TEST_F(StaffNames, StandNowhereUnlessTheyAreToBeNamed) {
  const std::set<std::string> where_named{"manifest.json", "usage.jsonl", "usage.csv", "fhir/bundle.json",
                                          "text of packet.pdf"};
  for (const char* acted : {"河野", "真一", "三木", "西岡", "藤川", "和子", "高木", "森本", "大西"}) {
    const std::set<std::string> named = auditors->of(acted);
    for (const std::string& place : where_named) EXPECT_TRUE(named.contains(place)) << acted << " " << place;
    EXPECT_EQ(listed(persons->of(acted)), "") << acted;
  }
  for (const char* unnamed :
       {"こうの", "しんいち", "めぐみ", "にしおか", "ふじかわ", "かずこ", "たかぎ", "森本", "大西"})
    EXPECT_EQ(listed(persons->of(unnamed)), "") << unnamed;
}

TEST_F(StaffNames, AreAsAbsentAsAnotherPersonsName) {
  EXPECT_GE(auditors->of("山田様").size(), 5u) << listed(auditors->of("山田様"));
  EXPECT_EQ(listed(persons->of("山田")), "");
}

// A message with a photo and a scan, and what it was corrected to.
struct Posted {
  const char *text, *corrected, *comment, *title;
  std::uint64_t ordinal = 0;
  std::vector<const char*> words() const { return {text, corrected, comment, title}; }
};

// Three messages of the clinic, all posted alike: one is shown, two are withheld in both ways.
struct Withheld : ::testing::Test {
  static constexpr const char *kReason = "弟さんへの配慮", *kNote = "紫の風呂敷の相談";

  static void SetUpTestSuite() {
    city = std::make_unique<PlayedCity>();
    for (Posted* posted : {&shown, &hindering, &endangering}) post(*posted);
    PlayedCase c(*city, city->r.kono);
    c.act("verify-identity", PlayedCase::kIdentity);
    c.get_report();
    c.act("clarify-scope", PlayedCase::scope("room"));
    EXPECT_EQ(city->post(&city->r.fujikawa, c.path() + "/opinions",
                         std::string(R"({"answer":"agree","note":")") + kNote + "\"}")
                  .status,
              200);
    c.act("withholdings", withholding(hindering, "business_hindrance"));
    c.act("withholdings", withholding(endangering, "life_or_rights"));
    c.act("decide", PlayedCase::decision("part"));
    c.act("notice", PlayedCase::kNotice);
    persons = std::make_unique<PacketPlaces>(c.content(city->r.kono, c.packet()).body);
    city->step_up(city->r.city1);
    auditors =
        std::make_unique<PacketPlaces>(c.content(city->r.city1, c.packet(city->r.city1, "auditor")).body);
  }
  static void TearDownTestSuite() {
    persons.reset();
    auditors.reset();
    city.reset();
  }

  // A picture that paper can show, and a comment in its file.
  static Bytes photo(const std::string& comment) {
    const Bytes length{'\0', static_cast<char>(comment.size() + 2)};
    Bytes octets = jpeg_photo(320, 240, 1);
    return octets.insert(2, "\xFF\xFE" + length + comment);
  }
  static void post(Posted& posted) {
    const Person& miki = city->r.miki;
    const std::string picture = city->story.upload(miki, photo(posted.comment), "image/jpeg"),
                      scan = city->story.upload(miki, cli::sample_scan(posted.title), "application/pdf");
    const JsonValue made = city->story.done(
        miki, city->messages(),
        std::string(R"({"kind":"visit_record","about":"recipient","sensitivity":"normal","occurred_on":)") +
            R"("2026-11-22","urgent":false,"text":)" + cli::json_string(posted.text) + ",\"attachment_ids\":[" +
            cli::json_string(picture) + "," + cli::json_string(scan) + "]}",
        201);
    posted.ordinal = ordinal_at(std::stoull(field(made, "receipt.position")));
    city->story.done(miki, "/v1/messages/" + field(made, "data.id") + "/correct",
                     "{\"text\":" + cli::json_string(posted.corrected) + R"(,"reason":"誤記"})", 200,
                     {{"If-Match", "\"1\""}});
  }
  static std::uint64_t ordinal_at(std::uint64_t position) {
    std::uint64_t ordinal = 0;
    city->service->city.engine->scan(position, [&](std::uint64_t, BytesView entry) {
      ordinal = read_entry(entry)->subject_ordinal;
      return false;
    });
    return ordinal;
  }
  static std::string withholding(const Posted& posted, const std::string& ground) {
    return "{\"items\":[{\"ordinal\":" + std::to_string(posted.ordinal) +
           ",\"ground\":" + cli::json_string(ground) + "}],\"private_reason\":" + cli::json_string(kReason) +
           "}";
  }
  // Places whose names tell of no row.
  static std::set<std::string> kinds(const std::set<std::string>& places) {
    std::set<std::string> found;
    for (const std::string& place : places) {
      found.insert(place.starts_with("payload of")     ? "payloads"
                   : place.starts_with("attachments/") ? "attachments/" + place.substr(place.rfind('.') + 1)
                                                       : place);
    }
    return found;
  }

  static inline Posted shown{"青い傘の話", "青い合羽の話", "青い傘の写真", "青い傘の書類"},
      hindering{"赤い長靴の話", "赤い草履の話", "赤い長靴の写真", "赤い長靴の書類"},
      endangering{"白い帽子の話", "白い頭巾の話", "白い帽子の写真", "白い帽子の書類"};
  static inline std::unique_ptr<PlayedCity> city;
  static inline std::unique_ptr<PacketPlaces> persons, auditors;
};

TEST_F(Withheld, WouldBeFoundInEveryPlaceWhereAShownMessageStands) {
  for (std::size_t i = 0; i < shown.words().size(); ++i) {
    const std::set<std::string> of_shown = kinds(persons->of(shown.words()[i]));
    EXPECT_EQ(of_shown, kinds(auditors->of(shown.words()[i]))) << shown.words()[i];
    for (const Posted* withheld : {&hindering, &endangering})
      EXPECT_EQ(of_shown, kinds(auditors->of(withheld->words()[i]))) << withheld->words()[i];
  }
  const std::set<std::string> of_text{"payloads", "usage.jsonl", "usage.csv", "fhir/bundle.json",
                                      "text of packet.pdf"};
  EXPECT_EQ(kinds(persons->of(shown.text)), of_text);
  EXPECT_EQ(kinds(persons->of(shown.corrected)), of_text);
  EXPECT_EQ(kinds(persons->of(shown.comment)), std::set<std::string>{"attachments/jpg"});
  EXPECT_EQ(kinds(persons->of(shown.title)), std::set<std::string>{"attachments/pdf"});
}

TEST_F(Withheld, StandsNowhereInThePersonsPacket) {
  for (const Posted* withheld : {&hindering, &endangering}) {
    for (const char* word : withheld->words()) EXPECT_EQ(listed(persons->of(word)), "") << word;
  }
}

TEST_F(Withheld, PhotosAreNotAmongThePicturesNorTheFiles) {
  const auto files = [](const PacketPlaces& places) {
    std::size_t count = 0;
    for (const auto& [place, octets] : places.all()) count += place.starts_with("attachments/");
    return count;
  };
  EXPECT_EQ(auditors->pictures(), 4u);  // the story's too
  EXPECT_EQ(persons->pictures(), 2u);
  EXPECT_EQ(files(*auditors) - files(*persons), 4u);
}

// What those who decided told each other is nobody else's.
TEST_F(Withheld, ReasonsAndNotesOfThoseWhoDecidedStandNowhere) {
  for (const char* word : {kReason, kNote}) {
    EXPECT_EQ(listed(persons->of(word)), "") << word;
    EXPECT_EQ(listed(auditors->of(word)), "") << word;
  }
}

}  // namespace
}  // namespace renkei::testing
