// The means of acting: proving again who acts, devices, the recognised environment, and what is typed for
// others.
#include "tests/api/played_city.h"

namespace renkei::testing {
namespace {

struct Means : ::testing::Test {
  PlayedCity city;
  cli::StoryResult& r = city.r;

  Answer reissue() {
    return city.post(&r.city1, "/v1/credentials",
                     "{\"account_ids\":[" + cli::json_string(r.nishioka.account_id) + R"(],"kind":"reissue"})");
  }
  Answer prove(const Person& who, const std::string& password, const std::string& totp) {
    return city.post(
        &who, "/v1/sessions/current/step-up",
        "{\"password\":" + cli::json_string(password) + ",\"totp\":" + cli::json_string(totp) + "}");
  }
  std::string device_of(const Person& who) {
    return "/v1/devices/" + who.device.substr(0, who.device.find('.'));
  }
};

TEST_F(Means, ASessionIsSteppedUpForFiveMinutesUnderANewToken) {
  EXPECT_EQ(code_of(reissue()), "403 step-up-required");
  const Person before = r.city1;
  const std::uint64_t from = city.size();
  city.step_up(r.city1);
  EXPECT_EQ(city.since(from), std::vector<std::string>{"LoginSucceeded"});
  EXPECT_EQ(code_of(city.get(&before, "/v1/sessions/current")), "401 session-required");
  EXPECT_EQ(field(parsed(city.get(&r.city1, "/v1/sessions/current")), "data.scope"), "step_up");
  EXPECT_EQ(reissue().status, 201);
  city.clock.advance_milliseconds(5 * 60'000 + 1);
  EXPECT_EQ(code_of(reissue()), "403 step-up-required");
  EXPECT_EQ(field(parsed(city.get(&r.city1, "/v1/sessions/current")), "data.scope"), "full");
}

TEST_F(Means, NothingLessThanPasswordAndAFreshCodeStepsUp) {
  city.clock_step();
  const std::string code = city.totp(r.city1);
  EXPECT_EQ(code_of(prove(r.city1, "wrong", code)), "401 credentials-rejected");
  EXPECT_EQ(code_of(prove(r.city1, r.city1.password, "000000")), "401 credentials-rejected");
  EXPECT_EQ(code_of(prove(r.city1, r.city1.password, "")), "401 credentials-rejected");
  const std::uint64_t from = city.size();
  EXPECT_EQ(code_of(prove(r.city1, r.city1.password, "111111")), "401 credentials-rejected");
  for (const std::string& type : city.since(from)) EXPECT_EQ(type, "ActionDenied");
  const Answer proved = prove(r.city1, r.city1.password, code);
  ASSERT_EQ(proved.status, 200) << proved.body;
  r.city1.token = field(parsed(proved), "data.token");
  EXPECT_EQ(code_of(prove(r.city1, r.city1.password, code)), "401 credentials-rejected");  // works once
}

TEST_F(Means, ANewDeviceWorksAtOnceAndALostOneNoMore) {
  const Answer registered =
      city.post(&r.kono, "/v1/devices", R"({"kind":"tablet","os":"iOS 18","browser":"Safari"})");
  ASSERT_EQ(registered.status, 201) << registered.body;
  const std::string path = registered.headers.at("location");
  EXPECT_EQ(field(parsed(city.get(&r.kono, path)), "data.enrolled"), "false");
  Person miki = r.miki;
  miki.device.clear();
  miki.enrolment_code = field(parsed(registered), "data.enrolment_code");
  city.story.log_in(miki);
  EXPECT_EQ(city.get(&miki, city.messages()).status, 200);
  EXPECT_EQ(field(parsed(city.get(&r.kono, path)), "data.enrolled"), "true");
  EXPECT_EQ(field(parsed(city.post(&r.nishioka, path + "/lost", "{}")), "data.state"), "lost");
  EXPECT_EQ(code_of(city.get(&miki, city.messages())), "401 session-required");  // its sessions end
  miki.enrolment_code.clear();
  city.story.log_in(miki);
  EXPECT_EQ(code_of(city.get(&miki, city.messages())), "403 device-not-registered");
  EXPECT_EQ(city.get(&r.miki, city.messages()).status, 200);  // her other device
}

TEST_F(Means, AFacilityWhoseOnlyDeviceIsGoneGetsANewOneFromTheCity) {
  for (const Person* who : {&r.fujikawa, &r.takagi})
    EXPECT_EQ(city.post(who, device_of(*who) + "/lost", "{}").status, 200);
  r.fujikawa.device.clear();
  city.log_in_again(r.fujikawa);
  const std::string sheet = R"("kind":"tablet","os":"iOS 18","browser":"Safari"})";
  EXPECT_EQ(code_of(city.post(&r.fujikawa, "/v1/devices", "{" + sheet)), "403 device-not-registered");
  const Answer registered =
      city.post(&r.city1, "/v1/devices", "{\"facility_id\":" + cli::json_string(r.office_id) + "," + sheet);
  ASSERT_EQ(registered.status, 201) << registered.body;
  r.fujikawa.enrolment_code = field(parsed(registered), "data.enrolment_code");
  city.story.log_in(r.fujikawa);
  EXPECT_EQ(city.get(&r.fujikawa, city.messages()).status, 200);
}

TEST_F(Means, AnEnvironmentObjectedToStopsTheFacilityUntilItsNextIsRecognised) {
  const JsonValue listed = parsed(city.get(&r.kono, "/v1/environments"));
  EXPECT_EQ(field(listed, "data.0.state"), "recognised");
  const std::string first = "/v1/environments/" + field(listed, "data.0.id");
  const Answer declared =
      city.post(&r.kono, "/v1/environments", R"({"network":"wired_private","antivirus":"更新済み"})");
  ASSERT_EQ(declared.status, 201) << declared.body;
  EXPECT_EQ(city.get(&r.miki, city.messages()).status, 200);
  ASSERT_EQ(city.post(&r.city2, first + "/object", R"({"reason":"共用Wi-Fi"})").status, 200);
  EXPECT_EQ(code_of(city.get(&r.miki, city.messages())), "403 environment-not-recognised");
  EXPECT_EQ(city.get(&r.fujikawa, city.messages()).status, 200);
  const std::string next = declared.headers.at("location");
  EXPECT_NE(city.get(&r.city2, "/v1/tasks?tray=approval").body.find("recognise_environment"),
            std::string::npos);
  ASSERT_EQ(city.post(&r.city2, next + "/recognise", "{}").status, 200);
  EXPECT_EQ(city.get(&r.city2, "/v1/tasks?tray=approval").body.find("recognise_environment"),
            std::string::npos);
  EXPECT_EQ(city.get(&r.miki, city.messages()).status, 200);
  EXPECT_EQ(field(parsed(city.get(&r.kono, next)), "data.antivirus"), "更新済み");
}

TEST_F(Means, WhatIsTypedForSomeoneWaitsForTheApproval) {
  const std::string body = R"({"kind":"question","text":"x","about":"recipient","sensitivity":"normal",)";
  const Answer typed = city.post(&r.miki, city.messages(),
                                 body + "\"on_behalf_of\":" + cli::json_string(r.kono.account_id) + "}");
  ASSERT_EQ(typed.status, 201) << typed.body;
  const std::string path = typed.headers.at("location");
  JsonValue shown = parsed(city.get(&r.fujikawa, path));
  EXPECT_EQ(field(shown, "data.author.account_id"), r.kono.account_id);
  EXPECT_EQ(field(shown, "data.author.profession"), "医師");
  EXPECT_EQ(field(shown, "data.entered_by.account_id"), r.miki.account_id);
  EXPECT_EQ(field(shown, "data.approval"), "waiting");
  EXPECT_EQ(field(shown, "data.still_to_acknowledge.0"), r.office_id);
  EXPECT_NE(city.get(&r.kono, "/v1/tasks").body.find("approve_message"), std::string::npos);
  ASSERT_EQ(city.post(&r.kono, path + "/approve", "{}", {{"If-Match", "\"1\""}}).status, 200);
  ASSERT_EQ(city.post(&r.takagi, path + "/acknowledge", "{}").status, 200);
  shown = parsed(city.get(&r.fujikawa, path));
  EXPECT_EQ(field(shown, "data.approval"), "approved");
  EXPECT_EQ(field(shown, "data.acknowledged_by.0"), r.office_id);
  EXPECT_EQ(field(shown, "data.still_to_acknowledge"), "[0]");
  EXPECT_EQ(city.get(&r.kono, "/v1/tasks").body.find("approve_message"), std::string::npos);
}

TEST_F(Means, AnUploadIsOpenToItsSenderUntilARecordNamesIt) {
  const Answer sent = city.story.post_file(r.miki, cli::sample_scan("指示書"), "application/pdf");
  ASSERT_EQ(sent.status, 201) << sent.body;
  const std::string path = sent.headers.at("location");
  EXPECT_EQ(city.get(&r.miki, path).body, cli::sample_scan("指示書"));
  for (const Person* who : {&r.kono, &r.fujikawa, &r.city1})
    EXPECT_EQ(code_of(city.get(who, path)), "404 not-found");
  const std::uint64_t from = city.size();
  EXPECT_EQ(city.get(&r.miki, path).status, 200);
  EXPECT_EQ(city.since(from), std::vector<std::string>{});  // no fact about anyone yet
}

TEST_F(Means, AManagerSeesTheOwnFacilitysAssignmentsWithoutBeingAssigned) {
  const std::string path = "/v1/rooms/" + r.room_id + "/assignments";
  JsonValue all = parsed(city.get(&r.kono, path));
  EXPECT_EQ(field(all, "data"), "[4]");
  for (int i = 0; i < 4; ++i) {
    const std::string at = "data." + std::to_string(i) + ".";
    if (field(all, at + "account_id") != r.kono.account_id) continue;
    ASSERT_EQ(city.post(&r.kono, path + "/" + field(all, at + "id") + "/end", "{}", cli::match("1")).status,
              200);
  }
  EXPECT_EQ(code_of(city.get(&r.kono, city.messages())), "403 not-assigned");
  const std::uint64_t from = city.size();
  all = parsed(city.get(&r.kono, path));
  EXPECT_EQ(field(all, "data"), "[2]");  // of the clinic; the office's are not his
  EXPECT_EQ(field(all, "data.0.ended"), "true");
  EXPECT_EQ(city.since(from), std::vector<std::string>{"RecordViewed"});
}

TEST(StatesOfMeans, OfAFacilityWhoseEnvironmentWasRecognisedLongAgo) {
  PlayedCity city;
  Person& who = city.r.kono;
  city.clock.advance_milliseconds(std::int64_t{400} * 24 * 3'600'000);
  city.log_in_again(who);
  const Answer changed =
      city.post(&who, "/v1/password-changes",
                "{\"current\":" + cli::json_string(who.password) + R"(,"new":"Yama-no-ue-34"})");
  ASSERT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(code_of(city.get(&who, "/v1/rooms")), "403 environment-not-recognised");
}

TEST(StatesOfMeans, OfAnOfficerWithoutASecondFactor) {
  ServedCity city(Instant{1'795'305'600'000'000});
  client::ApiClient http(city.url(), "");
  const auto& admin = city.admins[0];
  const Answer login =
      http.post("/v1/sessions", "{\"login_id\":" + cli::json_string(admin.login_id) +
                                    ",\"password\":" + cli::json_string(admin.one_time_code) + "}");
  const Headers headers{{"Authorization", "Bearer " + field(parsed(login), "data.token")},
                        {"Idempotency-Key", client::new_idempotency_key()}};
  const Answer changed = http.post(
      "/v1/password-changes",
      "{\"current\":" + cli::json_string(admin.one_time_code) + R"(,"new":"Yama-no-ue-35"})", headers);
  EXPECT_EQ(field(parsed(changed), "data.scope"), "enrol_second_factor") << changed.body;
  EXPECT_EQ(code_of(http.get("/v1/tasks", headers)), "403 second-factor-required");
}

}  // namespace
}  // namespace renkei::testing
