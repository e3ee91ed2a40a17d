// Requests that are under way together: each is decided on what the others before it did, in the same batch
// too.
#include "tests/api/held_committer.h"

namespace renkei::testing {
namespace {

struct InFlight : PlayedTest {
  static void SetUpTestSuite() {
    // Three wait at once here; a queue of two would refuse the third, and there would be no order to look at.
    api::ServiceLimits limits = ServedCity::cheap_limits();
    limits.committer.queue = CommitterLimits{}.queue;
    city = std::make_unique<PlayedCity>(limits);
    for (Person* who : {&city->r.kono, &city->r.miki, &city->r.takagi}) city->log_in_again(*who);
  }
  static std::string note(const std::string& text, const std::string& more = "") {
    return "{\"kind\":\"notice\",\"text\":" + cli::json_string(text) +
           R"(,"about":"recipient","sensitivity":"normal")" + more + "}";
  }
  static std::string posted_by(const Person& who, const std::string& text) {
    return "/v1/messages/" + field(parsed(city->post(&who, city->messages(), note(text))), "data.id");
  }
  static inline const std::string kWrongPerson = R"({"reason_code":"wrong_care_recipient"})";
};

TEST_F(InFlight, OneOfTwoCommandsGetsTheFileThatBothName) {
  const std::string file = city->story.upload(city->r.kono, cli::sample_scan("記録"), "application/pdf");
  const std::string body = note("x", ",\"attachment_ids\":[" + cli::json_string(file) + "]");
  HeldCommitter held(*city);
  auto first = held.post(city->r.kono, city->messages(), body);
  auto second = held.post(city->r.kono, city->messages(), body);
  const std::uint64_t before = city->size();
  held.release();
  EXPECT_EQ(first.get().status, 201);
  const Answer late = second.get();
  EXPECT_EQ(code_of(late), "400 invalid-value");
  EXPECT_EQ(field(parsed(late), "errors.0.pointer"), "/attachment_ids/0");
  EXPECT_EQ(city->since(before), std::vector<std::string>{"MessagePosted"});
}

TEST_F(InFlight, AReadBeforeTheRetractionIsNamedByIt) {
  const std::string path = posted_by(city->r.takagi, "山田様のご連絡");
  HeldCommitter held(*city);
  auto page = held.get(city->r.miki, city->messages());
  auto retracted = held.post(city->r.takagi, path + "/retract", kWrongPerson, cli::match("1"));
  auto late = held.get(city->r.kono, city->messages());
  held.release();
  EXPECT_NE(page.get().body.find("山田様のご連絡"), std::string::npos);
  const JsonValue answer = parsed(retracted.get());
  EXPECT_EQ(field(answer, "data.read_by"), "[1]");
  EXPECT_EQ(field(answer, "data.read_by.0.account_id"), city->r.miki.account_id);
  const Answer after = late.get();
  EXPECT_EQ(after.status, 200);
  EXPECT_EQ(after.body.find("山田様のご連絡"), std::string::npos) << "prepared before, decided after";
  std::vector<AccountId> readers;
  for (std::uint64_t p = 0; p < city->size(); ++p) {
    const Recorded recorded = city->service->history.read(p);
    if (const auto* e = std::get_if<incident::IncidentReported>(&recorded.event)) readers = e->readers;
  }
  EXPECT_EQ(readers, std::vector{*id_from_text<AccountId>(city->r.miki.account_id)});
}

TEST_F(InFlight, AMessageTakenBackIsNotShownByItselfEither) {
  const std::string path = posted_by(city->r.takagi, "山田様のお休み");
  HeldCommitter held(*city);
  auto retracted = held.post(city->r.takagi, path + "/retract", kWrongPerson, cli::match("1"));
  auto late = held.get(city->r.miki, path);
  held.release();
  EXPECT_EQ(field(parsed(retracted.get()), "data.read_by"), "[0]");
  EXPECT_EQ(late.get().body.find("山田様のお休み"), std::string::npos);
}

TEST_F(InFlight, ARepeatGetsTheVeryReceiptOfTheFirst) {
  const Headers key{{"Idempotency-Key", client::new_idempotency_key()}};
  const Answer first = city->post(&city->r.kono, city->messages(), note("x"), key);
  posted_by(city->r.miki, "y");
  const Answer again = city->post(&city->r.kono, city->messages(), note("x"), key);
  EXPECT_EQ(again.headers.at("idempotency-replayed"), "true");
  EXPECT_EQ(again.body, first.body);
}

struct UnrecordedLogin : InFlight {};  // its clock is in doubt for a while: a city of its own

// A failure that can't be recorded is not answered as one that is.
TEST_F(UnrecordedLogin, IsOutOfServiceForKnownAndUnknownIds) {
  for (const std::string& login : {city->r.kono.login_id, std::string("nobody")}) {
    Person who = city->r.kono;
    who.login_id = login;
    HeldCommitter held(*city);
    auto answer = held.ask([who] { return city->log_in(who, "wrong"); });
    city->clock.set_synchronised(false);
    city->clock.step_milliseconds(10'000);
    held.release();
    EXPECT_EQ(code_of(answer.get()), "503 clock-unsure") << login;
    city->clock.set_synchronised(true);
    EXPECT_EQ(code_of(city->log_in(who, "wrong")), "401 credentials-rejected") << login;
  }
}

}  // namespace
}  // namespace renkei::testing
