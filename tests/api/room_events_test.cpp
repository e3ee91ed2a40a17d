// The event streams of rooms: ids and positions only, and no longer than the right to them.
#include "tests/api/played_city.h"

namespace renkei::testing {
namespace {

struct RoomEvents : ::testing::Test {
  // Listens as this person until the stream ends; gives all that came.
  std::future<std::string> listen(const Person& who) {
    const std::size_t before = city.service->streams.size();
    auto heard = std::async(std::launch::async, [this, headers = city.as(&who)] {
      return client::ApiClient(city.url(), "").get("/v1/rooms/" + city.r.room_id + "/events", headers).body;
    });
    while (city.service->streams.size() == before &&
           heard.wait_for(std::chrono::milliseconds(1)) == std::future_status::timeout) {
    }
    return heard;
  }
  void post() {
    const Answer posted = city.post(
        &city.r.kono, city.messages(),
        R"({"kind":"notice","text":"血圧138/76","about":"recipient","sensitivity":"normal","urgent":false})");
    ASSERT_EQ(posted.status, 201) << posted.body;
    position = field(parsed(posted), "receipt.position");
    message = field(parsed(posted), "data.id");
  }
  static bool ended_by_right(const std::string& heard) {
    return heard.find("access_ended") != std::string::npos;
  }

  PlayedCity city;
  std::string position, message;
};

TEST_F(RoomEvents, TellIdsAndPositionsOnly) {
  city.log_in_again(city.r.miki);
  auto heard = listen(city.r.miki);
  post();
  city.wait_for_views();
  EXPECT_EQ(code_of(city.post(&city.r.miki, "/v1/sessions/current/end", "{}")), "200 ");
  const std::string all = heard.get();
  EXPECT_NE(all.find("event: message_posted\nid: " + position + "\ndata: {\"message_id\":\"" + message +
                     "\",\"position\":" + position + "}"),
            std::string::npos)
      << all;
  EXPECT_EQ(all.find("血圧"), std::string::npos);
}

TEST_F(RoomEvents, EndWithTheSession) {
  city.log_in_again(city.r.miki);
  auto logged_out = listen(city.r.miki);
  EXPECT_EQ(code_of(city.post(&city.r.miki, "/v1/sessions/current/end", "{}")), "200 ");
  EXPECT_FALSE(ended_by_right(logged_out.get()));
  city.log_in_again(city.r.miki);
  auto idle = listen(city.r.miki);
  city.clock.advance_milliseconds(30LL * 60 * 1'000 + 1);
  EXPECT_FALSE(ended_by_right(idle.get()));
}

TEST_F(RoomEvents, EndWithThePledge) {
  for (Person* who : {&city.r.kono, &city.r.takagi}) city.log_in_again(*who);
  auto heard = listen(city.r.takagi), others = listen(city.r.kono);
  const auto id = *id_from_text<AccountId>(city.r.takagi.account_id);
  std::promise<Committed> committed;
  auto done = committed.get_future();
  const auto revoke = [id](Situation& s) {
    return Verdict{{}, {Draft{pledge::PledgeRevoked{s.state<account::State>(id).pledge, "x"}, {}, {}}}, {}};
  };
  ASSERT_TRUE(city.service->committer->submit(std::make_unique<Act1>(revoke, std::move(committed))));
  ASSERT_FALSE(done.get().rejection);
  EXPECT_TRUE(ended_by_right(heard.get()));
  EXPECT_EQ(others.wait_for(std::chrono::seconds(0)), std::future_status::timeout);
  city.service->streams.close_all();
}

// Nothing is recorded when a day ends: the right is asked again.
TEST_F(RoomEvents, EndWithTheLastDayOfThePassword) {
  const Instant evening = start_of_day(civil_date(2026, 12, 23).value()).plus_seconds(-600);
  city.clock.advance_milliseconds((evening.microseconds - city.clock.now().microseconds) / 1'000);
  city.log_in_again(city.r.kono);
  auto heard = listen(city.r.kono);
  const std::uint64_t before = city.size();
  city.clock.advance_milliseconds(11 * 60 * 1'000);
  EXPECT_TRUE(ended_by_right(heard.get()));
  EXPECT_EQ(city.size(), before) << "nobody asked, nothing is recorded";
}

}  // namespace
}  // namespace renkei::testing
