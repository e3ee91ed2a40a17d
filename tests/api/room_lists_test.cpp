// The lists of a room and of its messages.
#include "projections/timeline.h"
#include "tests/api/played_city.h"

namespace renkei::testing {
namespace {

struct RoomLists : PlayedTest {
  static JsonValue done(const Person& who, const std::string& path, const std::string& body,
                        Headers more = {}) {
    const Answer answer = city->post(&who, path, body, std::move(more));
    EXPECT_TRUE(answer.status == 200 || answer.status == 201) << path << " " << answer.body;
    return parsed(answer);
  }
};

TEST_F(RoomLists, GiveAPageBehindTheCursor) {
  const cli::StoryResult& r = city->r;
  const std::string newest = city->messages() + "?limit=1";
  const JsonValue first = parsed(city->get(&r.kono, newest));
  const std::string cursor = "&cursor=" + field(first, "next_cursor");
  const JsonValue second = parsed(city->get(&r.kono, newest + cursor));
  EXPECT_EQ(field(second, "data"), "[1]");
  EXPECT_LT(std::stoull(field(second, "data.0.position")), std::stoull(field(first, "data.0.position")));
  const std::string jump = "&before=" + field(first, "data.0.position");
  EXPECT_EQ(field(parsed(city->get(&r.kono, newest + jump)), "data.0.id"), field(second, "data.0.id"));
  EXPECT_EQ(field(parsed(city->get(&r.kono, city->messages() + "?limit=200")), "next_cursor"), "null");
  for (const std::string& other : {newest + "&author_facility=own" + cursor, newest + jump + cursor})
    EXPECT_EQ(code_of(city->get(&r.kono, other)), "400 invalid-cursor") << other;
  EXPECT_EQ(code_of(city->get(&r.miki, newest + cursor)), "400 invalid-cursor");
}

TEST_F(RoomLists, KeepARoomUntilTheLastAssignmentEnds) {
  const cli::StoryResult& r = city->r;
  const std::string assignments = "/v1/rooms/" + r.room_id + "/assignments";
  const auto assigned = [&](const std::string& days) {
    return field(done(r.kono, assignments,
                      "{\"account_id\":" + cli::json_string(r.nishioka.account_id) + days + R"(,"basis":"x"})"),
                 "data.id");
  };
  const auto rooms = [&] {
    city->wait_for_views();
    const auto views = city->service->views->snapshot();
    return own_rooms(*views.reader, *id_from_text<AccountId>(r.nishioka.account_id), 10).size();
  };
  const std::string first = assigned(R"(,"from_on":"2026-11-22","until_on":"2026-11-22")"),
                    second = assigned(R"(,"from_on":"2026-11-23")");
  done(r.kono, assignments + "/" + first + "/end", "{}", cli::match("1"));
  EXPECT_EQ(rooms(), 1u);
  done(r.kono, assignments + "/" + second + "/end", "{}", cli::match("1"));
  EXPECT_EQ(rooms(), 0u);
}

TEST_F(RoomLists, OfReadersOfARetractedMessageAreThoseOfItsRetraction) {
  const cli::StoryResult& r = city->r;
  const std::string note = R"({"kind":"notice","text":"x","about":"recipient","sensitivity":"normal"})";
  const std::string retract =
      "/v1/messages/" + field(done(r.kono, city->messages(), note), "data.id") + "/retract";
  city->wait_for_views();  // what one writes, another need not see at once
  EXPECT_EQ(city->get(&r.miki, city->messages()).status, 200);
  Headers headers = cli::match("1");
  headers["Idempotency-Key"] = client::new_idempotency_key();
  const std::string why = R"({"reason_code":"duplicate"})";
  const JsonValue first = done(r.kono, retract, why, headers);
  EXPECT_EQ(field(first, "data.read_by"), "[1]");
  EXPECT_EQ(city->get(&r.fujikawa, city->messages()).status, 200);
  const JsonValue again = done(r.kono, retract, why, headers);
  EXPECT_EQ(field(again, "data.read_by"), "[1]");
  EXPECT_EQ(field(again, "data.read_by.0.account_id"), r.miki.account_id);
  EXPECT_EQ(field(again, "receipt.leaf_hash"), field(first, "receipt.leaf_hash"));
}

TEST_F(RoomLists, OfReadersNameWhoOpenedTheMessageOrItsFileAndNobodyElse) {
  cli::StoryResult& r = city->r;
  const auto posted = [&](const std::string& files) {
    return field(
        done(r.kono, city->messages(),
             R"({"kind":"notice","text":"x","about":"recipient","sensitivity":"normal","attachment_ids":[)" +
                 files + "]}"),
        "data.id");
  };
  const std::string file = city->story.upload(r.kono, cli::sample_scan("x"), "application/pdf");
  const std::string message = posted(cli::json_string(file)), later = posted("");
  city->wait_for_views();
  EXPECT_EQ(city->get(&r.miki, "/v1/messages/" + message).status, 200);
  EXPECT_EQ(city->get(&r.fujikawa, "/v1/attachments/" + file + "/content").status, 200);
  EXPECT_EQ(city->get(&r.takagi, city->messages() + "?limit=1").status, 200) << "shows the later one only";
  EXPECT_EQ(city->get(&r.takagi, city->messages() + "?author_facility=own").status, 200);
  const JsonValue taken_back =
      done(r.kono, "/v1/messages/" + message + "/retract", R"({"reason_code":"duplicate"})", cli::match("1"));
  EXPECT_EQ(field(taken_back, "data.read_by"), "[2]");
  EXPECT_EQ(field(taken_back, "data.read_by.0.account_id"), r.miki.account_id);
  EXPECT_EQ(field(taken_back, "data.read_by.1.account_id"), r.fujikawa.account_id);
}

}  // namespace
}  // namespace renkei::testing
