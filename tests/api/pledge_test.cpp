// 誓約書: nobody is let in under a pledge that is not in force, be it the user's or the facility's (policy
// III.2).
#include "api/handlers/handlers.h"
#include "tests/api/played_city.h"

namespace renkei::testing {
namespace {

PledgeId pledge_of_clinic(const PlayedCity& city) {
  const auto views = city.service->views->snapshot();
  return api::view_state<facility::State>(*views.reader, id_from_text<FacilityId>(city.r.clinic_id)->octets)
      .pledge;
}

struct PledgeOfTheFacility : PlayedTest {};

TEST_F(PledgeOfTheFacility, MustBeInForceForMoreUsers) {
  cli::StoryResult& r = city->r;
  for (Person* who : {&r.city1, &r.city2}) city->log_in_again(*who);
  const std::string scan = city->story.upload(r.city1, cli::sample_scan("誓約書"), "application/pdf");
  const std::string document = field(
      parsed(city->post(&r.city1, "/v1/intake-documents",
                        R"({"channel":"fax","received_on":"2026-11-22","kind":"registration","sender":"x",)"
                        R"("attachment_ids":[)" +
                            cli::json_string(scan) + "]}")),
      "data.id");
  const JsonValue entered = parsed(city->post(
      &r.city1, "/v1/registration-requests",
      R"({"kind":"add_users","form_id":"1-2","form_version":"2026-04","intake_document_id":)" +
          cli::json_string(document) + ",\"facility_id\":" + cli::json_string(r.clinic_id) +
          R"(,"users":[{"name":"白川 渚","kana":"しらかわ なぎさ","profession":"nurse","starts_on":"2026-11-24"}],)" +
          R"("pledges":[{"scope":"user","user_index":0,"signer":"白川 渚","signed_on":"2026-11-20",)" +
          R"("text_version":"2026-04","attachment_id":)" + cli::json_string(scan) + "}]}"));
  ASSERT_EQ(field(entered, "data.complete"), "true") << field(entered, "data.defects.0.ja");
  const std::string users = "/v1/pledges/" + field(entered, "data.pledge_ids.0");
  EXPECT_EQ(city->post(&r.city1, users + "/verify", R"({"checks":["signature"]})", cli::match("1")).status,
            200);
  const std::string facilitys = "/v1/pledges/" + to_text(pledge_of_clinic(*city));
  EXPECT_EQ(city->post(&r.city2, facilitys + "/revoke", R"({"reason":"x"})", city->current(&r.city2, facilitys))
                .status,
            200);
  const std::uint64_t before = city->size();
  const Answer approved =
      city->post(&r.city2, "/v1/registration-requests/" + field(entered, "data.id") + "/approve", "{}",
                 cli::match(field(entered, "data.version")));
  EXPECT_EQ(code_of(approved), "403 pledge-not-in-force");
  EXPECT_EQ(city->since(before), std::vector<std::string>{"ActionDenied"});
}

// Revoked between the approval and the first login: the account never becomes active.
TEST(PledgeOfAUser, MustBeInForceAtTheFirstUse) {
  ServedCity city(Instant{1'795'305'600'000'000});
  const auto setup = city.story_setup();
  cli::StoryClient story(setup);
  cli::StoryResult r;
  cli::set_up_city(story, r);
  cli::admit_clinic(story, r);
  const auto account = *id_from_text<AccountId>(r.miki.account_id);
  const auto state = [&] {
    const Head head = city.service->committer->durable_head();
    EXPECT_TRUE(city.service->views->wait_for(head.size, 5'000));
    const auto views = city.service->views->snapshot();
    return api::view_state<account::State>(*views.reader, account.octets);
  };
  const std::string pledge = "/v1/pledges/" + to_text(state().pledge);
  story.done(r.city2, pledge + "/revoke", R"({"reason":"x"})", 200,
             {{"If-Match", story.get(r.city2, pledge).headers.at("etag")}});
  story.log_in(r.miki);
  const Answer changed =
      story.post(r.miki, "/v1/password-changes",
                 "{\"current\":" + cli::json_string(r.miki.password) + R"(,"new":"Yama-no-ue-34"})");
  EXPECT_EQ(code_of(changed), "403 pledge-not-in-force");
  EXPECT_EQ(state().status, AccountStatus::created);
  EXPECT_FALSE(state().password_expires_on);
}

}  // namespace
}  // namespace renkei::testing
