// The flow of a disclosure case on the command line (`renkei login`, `renkei case`), against a served city:
// from the paper to the packet in hand.
#include "replay/cli/signed_in.h"
#include "tests/api/played_case.h"
#include "tests/support/programs.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/unzipped.h"

namespace renkei::testing {
namespace {

class CaseOnTheCommandLine : public ::testing::Test {
 protected:
  std::string file(const std::string& name) const { return (folder_.path / name).string(); }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(file(name)) << text << "\n";
  }

  Ran log_in(Person& who, const std::string& password, const std::string& session = "session") {
    write("typed", who.login_id + "\n" + password + "\n" + code(who));
    write("device", who.device);
    return run(renkei_ + " login --server " + city.url() + " --session " + file(session) + " --device-file " +
               (who.device.empty() ? "''" : file("device")) + " < " + file("typed") + " 2>&1");
  }
  Ran step_up(Person& who, const std::string& session) {
    write("typed", who.password + "\n" + code(who));
    return run(renkei_ + " login --step-up --session " + file(session) + " < " + file("typed") + " 2>&1");
  }
  Ran act(const std::string& name, const std::string& body = "", const std::string& more = "",
          const std::string& session = "session") {
    write("body", body);
    return run(renkei_ + " case " + name + " --session " + file(session) + " --body " + file("body") +
               (id.empty() ? "" : " --case " + id) + " " + more + " 2>&1");
  }
  void goes_on(const std::string& name, const std::string& body, const std::string& told) {
    const Ran ran = act(name, body);
    EXPECT_EQ(ran.exit_code, 0) << name << ": " << ran.output;
    EXPECT_NE(ran.output.find(told), std::string::npos) << name << ": " << ran.output;
  }
  void refused(const std::string& code, const Ran& ran) {
    EXPECT_EQ(ran.exit_code, 1) << ran.output;
    EXPECT_NE(ran.output.find(code), std::string::npos) << ran.output;
  }
  std::string opened() {
    const Ran ran =
        act("open", PlayedCase::asking(city.r.care_recipient_id, R"(["records","usage"])"), "--json");
    EXPECT_EQ(ran.exit_code, 0) << ran.output;
    const auto json = parse_json(ran.output);
    return json ? field(*json, "data.id") : "";
  }
  // By the provider, by the privacy officer, and fetched.
  void get_report() {
    const std::string asked = act("report", "", "--json").output;
    const std::string report = "--report " + field(parse_json(asked).value(), "data.id");
    const std::string out = " --out " + file("usage.csv");
    EXPECT_EQ(act("report-content", "", out).exit_code, 64) << "which one?";
    refused("wrong-state", act("report-content", "", report + out));
    ASSERT_EQ(log_in(city.r.city2, city.r.city2.password, "officer").exit_code, 0);
    EXPECT_EQ(act("generate-report", "", report, "officer").exit_code, 0);
    refused("step-up-required", act("provide-report", "", report, "officer"));
    const Ran again = step_up(city.r.city2, "officer");
    EXPECT_EQ(again.exit_code, 0) << again.output;
    EXPECT_EQ(act("provide-report", "", report, "officer").exit_code, 0);
    EXPECT_EQ(act("report-content", "", report).exit_code, 64) << "where to?";
    EXPECT_EQ(act("report-content", "", report + out).exit_code, 0);
    EXPECT_NE(text_of(file("usage.csv")).find("閲覧"), std::string::npos);
    EXPECT_EQ(act("report-content", "", report + out).exit_code, 5) << "nothing is written over";
  }

  PlayedCity city;
  std::string id;

 private:
  std::string code(Person& who) {
    if (who.totp_seed.empty()) return "";
    city.clock_step();
    return city.totp(who) + "\n";
  }

  TemporaryFolder folder_;
  const std::string renkei_ = beside_this_program("renkei");
};

TEST_F(CaseOnTheCommandLine, GoesFromThePaperToThePacketInHand) {
  ASSERT_EQ(log_in(city.r.kono, city.r.kono.password).exit_code, 0);
  id = opened();
  ASSERT_FALSE(id.empty());
  goes_on("show", "", "開R8-");
  goes_on("verify-identity", PlayedCase::kIdentity, "本人確認済み");
  refused("scope-not-clarified", act("decide", PlayedCase::decision("part")));
  get_report();
  goes_on("scope", PlayedCase::scope("own"), "範囲を確認");
  goes_on("withhold", PlayedCase::withholding(3), "範囲を確認");
  refused("result-contradicts-withholdings", act("decide", PlayedCase::decision("full")));
  goes_on("decide", PlayedCase::decision("part"), "決定");
  refused("notice-required", act("packet", "", "--out " + file("packet.zip")));
  goes_on("notice", PlayedCase::kNotice, "通知");
  const Ran made = act("packet", "", "--json --out " + file("packet.zip"));
  ASSERT_EQ(made.exit_code, 0) << made.output;
  const std::string packet = field(parse_json(made.output).value(), "data.id");
  EXPECT_EQ(run(beside_this_program("renkei") + " check-packet " + file("packet.zip") + " 2>&1").exit_code, 4)
      << "whole in itself; nobody named a policy";
  EXPECT_EQ(act("packet", "", "--out " + file("packet.zip")).exit_code, 5) << "nothing is written over";
  const Ran copy = act("packet", "", "--auditor --out " + file("copy.zip"), "officer");
  EXPECT_EQ(copy.exit_code, 0) << copy.output;
  EXPECT_NE(unzipped(text_of(file("copy.zip"))).at("manifest.json").find(R"("audience":"auditor")"),
            std::string::npos);
  goes_on("deliver", PlayedCase::delivery(packet), "交付");
  goes_on("close", PlayedCase::kCompleted, "終了");
}

TEST_F(CaseOnTheCommandLine, KeepsTheSessionForItsOwnerOnlyAndSecretsOffTheCommandLine) {
  ASSERT_EQ(log_in(city.r.kono, city.r.kono.password).exit_code, 0);
  using std::filesystem::perms;
  EXPECT_EQ(std::filesystem::status(file("session")).permissions() & (perms::group_all | perms::others_all),
            perms::none);
  EXPECT_EQ(text_of(file("session")).find(city.r.kono.password), std::string::npos);
  const std::string help = run(beside_this_program("renkei") + " login --help").output;
  EXPECT_EQ(help.find("password"), std::string::npos) << help;
}

TEST_F(CaseOnTheCommandLine, SaysWhatIsWrongAndDoesNothing) {
  refused("credentials-rejected", log_in(city.r.kono, "not this one 1"));
  EXPECT_EQ(act("show").exit_code, 5) << "no session, no act";
  ASSERT_EQ(log_in(city.r.kono, city.r.kono.password).exit_code, 0);
  EXPECT_EQ(act("show").exit_code, 64) << "which case?";
  id = opened();
  const std::uint64_t size = city.size();
  EXPECT_EQ(act("shred").exit_code, 64);
  EXPECT_EQ(act("packet").exit_code, 64) << "where to?";
  refused("/documents/0", act("verify-identity", R"({"documents":["library_card"]})"));
  refused("/document  ", act("verify-identity", R"({"document":1})"));
  refused("malformed-json", act("verify-identity", "{"));
  const auto since = city.since(size);
  EXPECT_TRUE(std::all_of(since.begin(), since.end(), [](const std::string& t) { return t == "RecordViewed"; }))
      << "the case was looked at, and nothing else";
}

}  // namespace
}  // namespace renkei::testing
