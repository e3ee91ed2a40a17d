// Disclosure by the city: asked itself as the holder (policy ch. 5), and its copy of a case for an auditor.
#include <set>

#include "tests/api/played_case.h"
#include "tests/support/programs.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/unzipped.h"

namespace renkei::testing {
namespace {

struct DisclosureByTheCity : PlayedTest {
  static void SetUpTestSuite() {
    PlayedTest::SetUpTestSuite();
    cli::StoryResult& r = city->r;
    for (Person* who : {&r.city1, &r.city2, &r.kono, &r.miki, &r.fujikawa}) city->log_in_again(*who);
  }
  static bool in_tray(const std::string& tray, const std::string& kind, const std::string& ref) {
    const JsonValue tasks = parsed(city->get(&city->r.city1, "/v1/tasks?limit=200&tray=" + tray));
    for (int i = 0; !field(tasks, "data." + std::to_string(i) + ".id").empty(); ++i) {
      const std::string task = "data." + std::to_string(i);
      if (field(tasks, task + ".kind") == kind && field(tasks, task + ".ref") == ref) return true;
    }
    return false;
  }
  // The purposes of the entries of these kinds from this size on.
  static std::vector<Purpose> purposes(std::uint64_t from, const std::set<std::string>& kinds) {
    std::vector<Purpose> found;
    for (std::uint64_t p = from; p < city->size(); ++p) {
      const Recorded recorded = city->service->history.read(p);
      if (kinds.contains(std::string(event_type(recorded.event).name))) found.push_back(recorded.act.purpose);
    }
    return found;
  }
};

TEST_F(DisclosureByTheCity, AsTheHolderGoesFromRequestToNoticeInItsThirtyDays) {
  const cli::StoryResult& r = city->r;
  PlayedCase c(*city, city->r.city1);
  EXPECT_EQ(field(c.received, "data.due_on"), "2026-12-22");
  EXPECT_TRUE(in_tray("disclosure", "answer_disclosure", c.id));
  for (const Person* who : {&r.kono, &r.fujikawa})
    EXPECT_EQ(code_of(city->get(who, c.path())), "404 not-found") << who->name;
  c.act("verify-identity", PlayedCase::kIdentity);
  c.get_report();
  EXPECT_EQ(city->get(&r.city1, c.report_path + "/content?format=csv").status, 200);
  EXPECT_EQ(code_of(city->get(&r.kono, c.report_path + "/content?format=csv")), "404 not-found");
  c.act("clarify-scope", PlayedCase::scope("room"));
  for (const Person* who : {&r.kono, &r.fujikawa})  // both facilities have written in the room
    EXPECT_EQ(city->post(who, c.path() + "/opinions", PlayedCase::kAgrees).status, 200) << who->name;
  EXPECT_EQ(code_of(city->post(&r.city1, c.path() + "/withholdings", PlayedCase::withholding(3, "other_law"),
                               c.current())),
            "400 invalid-value")
      << "a ground of the law of providers";
  c.act("decide", PlayedCase::decision("full"));
  c.act("notice", PlayedCase::kNotice);
  EXPECT_EQ(field(c.shown(), "data.state"), "notified");
  const std::string packet = c.packet();
  const auto manifest = parsed({200, {}, unzipped(c.content(r.city1, packet).body).at("manifest.json"), {}});
  EXPECT_EQ(field(manifest, "issuer.name"), "丸亀市");
  c.act("deliver", PlayedCase::delivery(packet));
  c.act("close", PlayedCase::kCompleted);
  EXPECT_FALSE(in_tray("disclosure", "answer_disclosure", c.id));
}

// What a provider leaves out it says, and where to ask for it: at the registered address.
TEST_F(DisclosureByTheCity, OrAProviderNamesThoseWhoseRecordsAreNotIncluded) {
  PlayedCase c(*city, city->r.kono);
  c.decide("full");
  const TemporaryFolder folder;
  const std::string pdf = (folder.path / "packet.pdf").string();
  std::ofstream(pdf, std::ios::binary) << unzipped(c.content(city->r.kono, c.packet()).body).at("packet.pdf");
  const Ran read = run("pdftotext -raw -enc UTF-8 " + pdf + " -");
  ASSERT_EQ(read.exit_code, 0);
  for (const char* words : {"丸亀市（架空）4-5-6", "0877-00-0003"})
    EXPECT_NE(read.output.find(words), std::string::npos) << words;
}

TEST_F(DisclosureByTheCity, ForAnAuditorWithholdsNothingAndIsRecordedUnderItsPurpose) {
  const cli::StoryResult& r = city->r;
  PlayedCase c(*city, city->r.kono);
  c.decide("part");
  const std::string persons = c.packet();
  EXPECT_EQ(field(c.made, "data.withheld"), "1");
  const std::uint64_t before = city->size();
  city->step_up(city->r.city1);
  const std::string auditors = c.packet(r.city1, "auditor");
  EXPECT_EQ(field(c.made, "data.withheld"), "0");
  EXPECT_EQ(c.content(r.city1, auditors).status, 200);
  EXPECT_EQ(purposes(before, {"PacketRequested", "PacketMade", "PacketDownloaded"}),
            std::vector<Purpose>(3, Purpose::audit));
  EXPECT_EQ(code_of(c.content(r.kono, auditors)), "403 role-required");
  EXPECT_EQ(code_of(city->get(&r.kono, "/v1/packets/" + auditors)), "404 not-found");
  EXPECT_EQ(code_of(city->post(&r.kono, c.path() + "/deliver", PlayedCase::delivery(auditors), c.current())),
            "409 packet-required");
  EXPECT_EQ(code_of(c.content(r.city1, persons)), "404 not-found");
}

}  // namespace
}  // namespace renkei::testing
