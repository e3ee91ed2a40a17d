// Ways in: what a stranger learns, codes that work once, limits of time, passwords.
#include <future>

#include "tests/api/played_city.h"
#include "tests/support/effort.h"

namespace renkei::testing {
namespace {

struct Login : PlayedTest {
  static std::string without_instance(std::string body) { return body.erase(body.find("urn:uuid:"), 45); }
  static Answer change(const Person& who, const std::string& fresh) {
    return city->post(
        &who, "/v1/password-changes",
        "{\"current\":" + cli::json_string(who.password) + ",\"new\":" + cli::json_string(fresh) + "}");
  }
  static void advance(std::int64_t minutes) { city->clock.advance_milliseconds(minutes * 60'000); }
};

TEST_F(Login, TellsAStrangerNothing) {
  Person unknown = city->r.kono;
  unknown.login_id = "nobody";
  const Answer wrong = city->log_in(city->r.kono, "wrong"), nobody = city->log_in(unknown, "wrong");
  EXPECT_EQ(code_of(wrong), "401 credentials-rejected");
  EXPECT_EQ(without_instance(wrong.body), without_instance(nobody.body));
  EXPECT_EQ(code_of(city->log_in(city->r.city1, city->r.city1.password)),
            "401 credentials-rejected");  // right, without its code
  EXPECT_EQ(without_instance(city->log_in(city->r.city1, city->r.city1.password, "000000").body),
            without_instance(wrong.body));
}

struct FailedLogin : Login {};  // stops the committer: a city of its own

// No answer may depend on what only the account of a known id is owed: a record, and the wait for its sync.
TEST_F(FailedLogin, DoesTheSameForKnownAndUnknownIds) {
  Person unknown = city->r.kono;
  unknown.login_id = "nobody";
  const std::uint64_t before = city->size();
  const std::string nothing = city->paths.uploads() + "/nothing";
  (void)city->files.unlink(nothing);
  EXPECT_EQ(code_of(city->log_in(city->r.kono, "wrong")), "401 credentials-rejected");
  EXPECT_FALSE(city->files.exists(nothing));
  EXPECT_EQ(code_of(city->log_in(unknown, "wrong")), "401 credentials-rejected");
  EXPECT_TRUE(city->files.exists(nothing));
  while (city->size() == before) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  EXPECT_EQ(city->since(before), std::vector<std::string>{"LoginFailed"});
  city->service->committer->stop();
  for (const Person& who : {city->r.kono, unknown})
    EXPECT_EQ(code_of(city->log_in(who, "wrong")), "503 overloaded") << who.login_id;
}

TEST_F(Login, SlowsDownWhoGuesses) {
  city->log_in_again(city->r.nishioka);  // a success forgets the failures before it
  for (const std::string& login : {city->r.nishioka.login_id, std::string("guessed")}) {  // known or not
    Person who = city->r.nishioka;
    who.login_id = login;
    for (int i = 0; i < 5; ++i)
      EXPECT_EQ(code_of(city->log_in(who, "wrong")), "401 credentials-rejected") << login << i;
    int waited = 0;
    for (int i = 0; i < 3; ++i) {
      const Answer later = city->log_in(who, city->r.nishioka.password);
      EXPECT_EQ(code_of(later), "429 too-many-requests") << login;
      ASSERT_TRUE(later.headers.contains("retry-after"));
      const int seconds = std::stoi(later.headers.at("retry-after"));
      EXPECT_GT(seconds, waited) << login;  // growing
      waited = seconds;
      city->clock.advance_milliseconds(std::int64_t{seconds} * 1'000);
      EXPECT_EQ(code_of(city->log_in(who, "wrong")), "401 credentials-rejected");
    }
    city->clock.advance_milliseconds(60'000);
    const int right = city->log_in(who, city->r.nishioka.password).status;
    EXPECT_EQ(right, login == "guessed" ? 401 : 201);
  }
}

// Guesses that wait for the password thread together are not all free because none had failed when they came.
TEST_F(Login, SlowsDownWhoGuessesManyAtOnce) {
  std::promise<void> free_again;
  ASSERT_TRUE(city->service->password_jobs.submit([&] { free_again.get_future().wait(); }));
  std::vector<std::future<std::string>> guesses;
  for (int i = 0; i < 12; ++i) {
    guesses.push_back(std::async(std::launch::async, [] {
      return code_of(client::ApiClient(city->url(), "")
                         .post("/v1/sessions", R"({"login_id":"guessed-at-once","password":"wrong"})", {}));
    }));
  }
  std::this_thread::sleep_for(patience(std::chrono::milliseconds(500)));  // all are queued
  free_again.set_value();
  int tried = 0;
  for (auto& guess : guesses) tried += guess.get() == "401 credentials-rejected";
  EXPECT_EQ(tried, 5);
}

TEST_F(Login, TakesACodeOnce) {
  city->clock_step();
  const std::string code = city->totp(city->r.city1);
  EXPECT_EQ(city->log_in(city->r.city1, city->r.city1.password, code).status, 201);
  EXPECT_EQ(code_of(city->log_in(city->r.city1, city->r.city1.password, code)), "401 credentials-rejected");
  city->clock_step();
  EXPECT_EQ(code_of(city->log_in(city->r.city1, city->r.city1.password, code)), "401 credentials-rejected");
  EXPECT_EQ(city->log_in(city->r.city1, city->r.city1.password, city->totp(city->r.city1)).status, 201);
}

TEST_F(Login, KeepsTheSecondFactorFromBeingStrippedWithTheCodeOfNothing) {
  city->log_in_again(city->r.city2);
  const std::string empty = totp_code("", totp_step(city->clock.now().microseconds / 1'000'000));
  EXPECT_EQ(
      code_of(city->post(&city->r.city2, "/v1/second-factors", "{\"code\":" + cli::json_string(empty) + "}")),
      "401 credentials-rejected");
  city->clock_step();
  EXPECT_EQ(code_of(city->log_in(city->r.city2, city->r.city2.password)), "401 credentials-rejected");
  EXPECT_EQ(city->log_in(city->r.city2, city->r.city2.password, city->totp(city->r.city2)).status, 201);
}

TEST_F(Login, EndsAfterIdleTime) {
  for (const auto& [who, minutes] : {std::pair{&city->r.kono, 30}, std::pair{&city->r.city1, 15}}) {
    city->log_in_again(*who);
    advance(minutes);
    EXPECT_EQ(city->get(who, "/v1/sessions/current").status, 200) << who->name;
    advance(minutes);
    city->clock.advance_milliseconds(1);
    EXPECT_EQ(code_of(city->get(who, "/v1/sessions/current")), "401 session-expired") << who->name;
  }
}

TEST_F(Login, EndsAfterItsLongestTimeHoweverBusy) {
  city->log_in_again(city->r.kono);
  for (int i = 0; i < 12 * 3; ++i) {
    advance(20);
    EXPECT_EQ(city->get(&city->r.kono, "/v1/sessions/current").status, 200) << i;
  }
  city->clock.advance_milliseconds(1);
  EXPECT_EQ(code_of(city->get(&city->r.kono, "/v1/sessions/current")), "401 session-expired");
}

TEST_F(Login, EndsWithLogout) {
  city->log_in_again(city->r.miki);
  EXPECT_EQ(city->post(&city->r.miki, "/v1/sessions/current/end", "{}").status, 200);
  EXPECT_EQ(code_of(city->get(&city->r.miki, "/v1/sessions/current")), "401 session-required");
}

TEST_F(Login, RefusesWeakAndUsedPasswords) {
  Person& who = city->r.takagi;
  city->log_in_again(who);
  for (const std::string& weak :
       {std::string("kE7#qz"), "xx" + who.login_id + "yy", std::string("Password-9931"), who.password + "1",
        std::string("MARUGAME-4413")}) {
    EXPECT_EQ(code_of(change(who, weak)), "422 password-too-weak") << weak;
  }
  const std::string old = who.password, fresh = "Tsuki-88-kaze";
  ASSERT_EQ(change(who, fresh).status, 200);
  who.password = fresh;
  EXPECT_EQ(code_of(change(who, old)), "422 password-reused");
  EXPECT_EQ(code_of(city->log_in(who, old)), "401 credentials-rejected");
  EXPECT_EQ(city->log_in(who, fresh).status, 201);
}

TEST_F(Login, EndsTheOthersWhenThePasswordChanges) {
  Person& who = city->r.takagi;
  city->log_in_again(who);
  Person elsewhere = who;
  city->log_in_again(elsewhere);
  EXPECT_EQ(city->get(&who, "/v1/rooms").status, 200);
  const std::string fresh = "Hoshi-41-umi";
  ASSERT_EQ(change(elsewhere, fresh).status, 200);
  who.password = fresh;
  EXPECT_EQ(code_of(city->get(&who, "/v1/rooms")), "401 session-required");
  EXPECT_EQ(city->get(&elsewhere, "/v1/rooms").status, 200);
}

// Who guesses a password must not make stale what an officer is about to do against it.
TEST_F(Login, GuessingDoesNotKeepAnAccountFromBeingLocked) {
  city->log_in_again(city->r.city1);
  city->clock.advance_milliseconds(3'600'000 / 6);
  const std::string path = "/v1/accounts/" + city->r.miki.account_id;
  const Headers seen = city->current(&city->r.city1, path);
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(code_of(city->log_in(city->r.miki, "guess")), "401 credentials-rejected");
  const Answer locked = city->post(&city->r.city1, path + "/lock", "{}", seen);
  EXPECT_EQ(locked.status, 200) << locked.body;
  EXPECT_EQ(code_of(city->post(&city->r.city1, path + "/unlock", "{}", seen)), "412 stale-version");
  EXPECT_EQ(city->post(&city->r.city1, path + "/unlock", "{}", city->current(&city->r.city1, path)).status,
            200);
}

struct ExpiredPassword : Login {};  // moves the clock by a month: a city of its own

TEST_F(ExpiredPassword, IsChangedInPlace) {
  Person& who = city->r.fujikawa;
  const Instant last_evening{start_of_day(civil_date(2026, 12, 23).value()).microseconds - 60'000'000};
  city->clock.advance_milliseconds((last_evening.microseconds - city->clock.now().microseconds) / 1'000);
  city->log_in_again(who);
  EXPECT_EQ(city->get(&who, "/v1/rooms").status, 200);
  advance(1);  // 24:00
  EXPECT_EQ(code_of(city->get(&who, "/v1/rooms")), "403 password-change-required");
  const Answer login = city->log_in(who, who.password);
  EXPECT_EQ(field(parsed(login), "data.scope"), "change_password");
  who.token = field(parsed(login), "data.token");
  EXPECT_EQ(code_of(city->get(&who, "/v1/rooms")), "403 password-change-required");
  EXPECT_EQ(code_of(city->get(&who, city->messages())), "403 password-change-required");
  const Answer changed = change(who, "Umi-no-oto-27");
  EXPECT_EQ(field(parsed(changed), "data.scope"), "full") << changed.body;
  EXPECT_EQ(field(parsed(changed), "data.password_expires_on"), "2027-01-23");
  EXPECT_EQ(city->get(&who, "/v1/rooms").status, 200);  // the same session
}

struct DeviceCode : ::testing::Test {
  DeviceCode() {
    const auto setup = city.story_setup();
    cli::StoryClient story(setup);
    cli::set_up_city(story, r);
    cli::admit_clinic(story, r);
  }
  Answer log_in(const Person& who, const std::string& code) {
    return client::ApiClient(city.url(), "")
        .post("/v1/sessions",
              "{\"login_id\":" + cli::json_string(who.login_id) + ",\"password\":" +
                  cli::json_string(who.password) + ",\"enrolment_code\":" + cli::json_string(code) + "}",
              {});
  }
  std::string device_with(const Person& who, const std::string& code) {
    const Answer answer = log_in(who, code);
    EXPECT_EQ(answer.status, 201) << answer.body;
    return field(parsed(answer), "data.device.device_id");
  }
  ServedCity city{Instant{1'795'305'600'000'000}};
  cli::StoryResult r;
};

// A login that was not recorded has no answer: whoever tries again still has the code.
TEST_F(DeviceCode, IsNotUsedUpByALoginThatWasNotRecorded) {
  city.service->committer->stop();
  EXPECT_EQ(code_of(log_in(r.kono, r.kono.enrolment_code)), "503 overloaded");
  city.stop();
  city.serve();
  EXPECT_NE(device_with(r.kono, r.kono.enrolment_code), "");
}

TEST_F(DeviceCode, WorksOnce) {
  EXPECT_NE(r.kono.enrolment_code, r.miki.enrolment_code);
  EXPECT_EQ(device_with(r.kono, "wrong-code"), "");
  EXPECT_NE(device_with(r.kono, r.kono.enrolment_code), "");
  EXPECT_EQ(device_with(r.kono, r.kono.enrolment_code), "");
  EXPECT_EQ(device_with(r.miki, r.kono.enrolment_code), "");
  EXPECT_NE(device_with(r.miki, r.miki.enrolment_code), "");
}

// A repeat of the same request must not spoil the password that the first one issued.
TEST(Credentials, RepeatingAReissueLeavesTheIssuedPasswordInForce) {
  PlayedCity city;
  city.step_up(city.r.city1);
  const Headers same_key{{"Idempotency-Key", client::new_idempotency_key()}};
  const std::string body =
      "{\"account_ids\":[" + cli::json_string(city.r.nishioka.account_id) + R"(],"kind":"reissue"})";
  const Answer issued = city.post(&city.r.city1, "/v1/credentials", body, same_key);
  ASSERT_EQ(issued.status, 201) << issued.body;
  EXPECT_EQ(city.post(&city.r.city1, "/v1/credentials", body, same_key).status, 409);
  EXPECT_EQ(city.log_in(city.r.nishioka, field(parsed(issued), "data.0.initial_password")).status, 201);
}

TEST(DeviceCodes, OfAReissueLeavesColleaguesDevicesAlone) {
  PlayedCity city;
  city.log_in_again(city.r.city1);
  city.step_up(city.r.city1);
  const Answer issued =
      city.post(&city.r.city1, "/v1/credentials",
                "{\"account_ids\":[" + cli::json_string(city.r.nishioka.account_id) + R"(],"kind":"reissue"})");
  ASSERT_EQ(issued.status, 201) << issued.body;
  for (Person* who : {&city.r.kono, &city.r.miki}) {
    city.log_in_again(*who);
    EXPECT_EQ(city.get(who, city.messages()).status, 200) << who->name;
  }
}

}  // namespace
}  // namespace renkei::testing
