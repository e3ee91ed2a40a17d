// The event streams of rooms: ids and positions only, and no longer than the right to them.
#include "tests/api/room_listener.h"

namespace renkei::testing {
namespace {

struct RoomEvents : ::testing::Test {
  std::future<std::string> listen(const Person& who, Headers more = {}) {
    return testing::listen(city, who, std::move(more));
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
  EXPECT_EQ(all.find("event: listening\nid: "), 0u) << "so that it can be resumed from the first moment on";
  EXPECT_NE(all.find("event: message_posted\nid: " + position + "\ndata: {\"message_id\":\"" + message +
                     "\",\"position\":" + position + "}"),
            std::string::npos)
      << all;
  EXPECT_EQ(all.find("血圧"), std::string::npos);
}

// What a listener with this Last-Event-ID is told until its session ends.
struct ResumedRoomEvents : RoomEvents {
  std::string heard_from(const std::string& last_told) {
    city.log_in_again(city.r.miki);
    auto heard = listen(city.r.miki, {{"Last-Event-ID", last_told}});
    post();
    city.wait_for_views();
    EXPECT_EQ(code_of(city.post(&city.r.miki, "/v1/sessions/current/end", "{}")), "200 ");
    return heard.get();
  }
  static std::size_t times(const std::string& text, const std::string& word) {
    std::size_t found = 0;
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++found;
    return found;
  }
};

TEST_F(ResumedRoomEvents, BeginWithWhatWasMissed) {
  city.log_in_again(city.r.kono);
  post();
  const std::string told = position;
  std::vector<std::string> expected;
  for (int i = 0; i < 3; ++i) {
    post();
    expected.push_back(position);
  }
  const std::string last = "/v1/messages/" + message;
  ASSERT_EQ(code_of(city.post(&city.r.kono, last + "/retract", R"({"reason_code":"mistake"})",
                              city.current(&city.r.kono, last))),
            "200 ");
  city.wait_for_views();
  const std::string heard = heard_from(told);
  expected.push_back(position);
  EXPECT_EQ(times(heard, "event: message_posted"), expected.size()) << heard;
  std::size_t at = 0;
  for (const std::string& missed : expected) {
    at = heard.find("id: " + missed + "\n", at);
    EXPECT_NE(at, std::string::npos) << missed << " in order, in\n" << heard;
  }
  EXPECT_EQ(times(heard, "id: " + told + "\n"), 0u);
  EXPECT_EQ(times(heard, "event: message_retracted"), 1u);
}

TEST_F(ResumedRoomEvents, SayWhereTooMuchWasMissed) {
  city.log_in_again(city.r.kono);
  post();
  const std::string told = position;
  for (int i = 0; i < 201; ++i) post();
  city.wait_for_views();
  const std::string heard = heard_from(told);
  EXPECT_EQ(heard.find("event: news_missed\nid: "), 0u) << heard;
  EXPECT_EQ(times(heard, "event: message_posted"), 1u) << "the one after it";
}

TEST_F(ResumedRoomEvents, GoOnFromNowForWhoNamesALaterId) {
  const std::string heard = heard_from("18446744073709551615");
  EXPECT_EQ(heard.find("event: listening\nid: "), 0u) << heard;
  EXPECT_EQ(times(heard, "id: " + position + "\n"), 1u) << heard;
}

TEST_F(ResumedRoomEvents, NeedAnIdThatWasGiven) {
  city.log_in_again(city.r.kono);
  for (const char* wrong : {"x", "-1", "01", "99999999999999999999"}) {
    EXPECT_EQ(
        code_of(city.get(&city.r.kono, "/v1/rooms/" + city.r.room_id + "/events", {{"Last-Event-ID", wrong}})),
        "400 invalid-value")
        << wrong;
  }
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
  city.record([id](Situation& s) {
    return Verdict{{}, {draft(pledge::PledgeRevoked{s.state<account::State>(id).pledge, "x"})}, {}};
  });
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
