// The end-to-end test: the story through the real HTTP API, then the person's exact history and what must hold
// over the whole run.
#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "replay/verify/verify.h"
#include "tests/story/played_story.h"
#include "tests/support/folders.h"
#include "tests/support/programs.h"

namespace renkei::testing {
namespace {

// "#n Event" of docs/story.md, in their order.
std::vector<std::string> history_of_the_page() {
  const std::string page = text_of(source_folder() + "/docs/story.md");
  static const std::regex kEntry("#([0-9]+) ([A-Z][A-Za-z]+)");
  std::vector<std::string> types;
  for (std::sregex_iterator at(page.begin(), page.end(), kEntry), end; at != end; ++at) {
    EXPECT_EQ((*at)[1], std::to_string(types.size() + 1)) << "numbers of docs/story.md";
    types.push_back((*at)[2]);
  }
  return types;
}

// The types that docs/policy.md marks as played by the story.
std::set<std::string> types_of_the_policy_page() {
  const std::string page = text_of(source_folder() + "/docs/policy.md");
  static const std::regex kMarked("●`([A-Za-z]+)`");
  std::set<std::string> types;
  for (std::sregex_iterator at(page.begin(), page.end(), kMarked), end; at != end; ++at) types.insert((*at)[1]);
  return types;
}

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t n = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + what.size())) ++n;
  return n;
}

TEST_F(StoryTest, WritesThePersonsExactHistory) {
  std::vector<std::string> types;
  for (const UsageRow& row : history()) {
    EXPECT_EQ(row.ordinal, types.size() + 1);
    types.emplace_back(event_type(row.type)->name);
  }
  EXPECT_EQ(types, history_of_the_page());
}

TEST_F(StoryTest, PlaysTheEventsThatThePolicyPageSaysItPlays) {
  std::set<std::string> types;
  city->service->city.engine->scan(0, [&](std::uint64_t, BytesView entry) {
    types.emplace(event_type(decode_entry(entry).event).name);
    return true;
  });
  EXPECT_EQ(types, types_of_the_policy_page());
}

TEST(PolicyPage, NamesEveryEvent) {
  const std::string page = text_of(source_folder() + "/docs/policy.md");
  for_each_event_type([&]<class E>() {
    const std::string name(E::kType.name);
    EXPECT_NE(page.find("`" + name + "`"), std::string::npos) << name;
  });
}

TEST_F(StoryTest, GivesAReportOfThirtyEightRowsInThePolicysWords) {
  EXPECT_EQ(result.rows, 38u);
  EXPECT_EQ(result.csv.substr(0, 3), "\xEF\xBB\xBF");
  EXPECT_EQ(count(result.csv, "\r\n"), 39u);
  EXPECT_EQ(count(result.csv, "\"拒否\",\"担当になっていない\""), 1u);
  EXPECT_EQ(count(result.csv, "\"拒否\",\"同意撤回により共有停止中\""), 2u);
  EXPECT_EQ(count(result.csv, "療養者等に提供する医療サービス及び介護サービス"), 20u);
  EXPECT_NE(result.csv.find("サービス担当者会議等によるサービス事業者等との連携"), std::string::npos);
  EXPECT_NE(result.csv.find("2026-11-22 09:0"), std::string::npos);
}

TEST_F(StoryTest, NamesNoStaffAndNoPatientInTheReport) {
  for (const char* name : {"河野", "三木", "西岡", "藤川", "高木", "香川", "森本", "大西"})
    EXPECT_EQ(result.csv.find(name), std::string::npos) << name;
}

TEST_F(StoryTest, TellsTheTextsOfTheDay) {
  EXPECT_EQ(result.case_number, "開R8-001");
  EXPECT_NE(result.texts[0].find("11月20日（金）訪問診療"), std::string::npos) << result.texts[0];
  EXPECT_NE(result.texts[0].find("次回は12月4日（金）です"), std::string::npos) << result.texts[0];
  EXPECT_NE(result.texts[2].find("11月27日（金）14時から"), std::string::npos) << result.texts[2];
  EXPECT_NE(result.texts[2].find("25日（水）までに"), std::string::npos) << result.texts[2];
}

TEST_F(StoryTest, RegeneratesTheReportAfterARestartAndVerifiesSound) {
  city->stop();
  auto opened = open_city(city->files, city->paths);
  ASSERT_TRUE(opened) << opened.error().what;
  const auto note = read_high_water(city->files, city->paths.checkpoints());
  ASSERT_TRUE(note);
  VerifyInput input{
      *opened->engine, opened->log_key, opened->format.origin, *note, opened->view_store.get(), {}, {}};
  input.policy = true;
  input.kept = {kept_checkpoints(city->files, kept_directory(city->paths.checkpoints())),
                opened->checkpoints->kept(), false};
  const VerifyReport report = verify_ledger(input);
  for (const Finding& f : report.findings)
    ADD_FAILURE() << f.position << " " << f.kind << " expected " << f.expected << " found " << f.found;
  EXPECT_EQ(report.exit_code(), 0);
  EXPECT_EQ(report.by_type.at("MessagePosted"), 4u);
  opened = Result<OpenCity, CityError>(Unexpected{CityError{}});
  city->serve();
  cli::Person kono = result.kono;
  client::ApiClient http(city->url(), "");
  const auto login = http.post(
      "/v1/sessions", "{\"login_id\":\"" + kono.login_id + "\",\"password\":\"" + kono.password + "\"}",
      {{"Renkei-Device", kono.device}});
  ASSERT_EQ(login.status, 201) << login.body;
  const std::size_t at = login.body.find("\"token\":\"") + 9;
  const auto csv =
      http.get("/v1/usage-reports/" + result.usage_report_id + "/content?format=csv",
               {{"Authorization", "Bearer " + login.body.substr(at, login.body.find('"', at) - at)}});
  EXPECT_EQ(csv.status, 200);
  EXPECT_EQ(csv.body, result.csv);
  EXPECT_EQ(city->failure, "");
}

}  // namespace
}  // namespace renkei::testing
