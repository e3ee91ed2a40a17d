// Denials in a person's history: equal ones within ten minutes are one event; another act closes the window
// (no. 18).
#include "tests/api/played_city.h"

namespace renkei::testing {
namespace {

struct Denials : PlayedTest {};
using Types = std::vector<std::string>;

TEST_F(Denials, OfALoopAreOneEventAndACountInTenMinutes) {
  city->log_in_again(city->r.nishioka);
  const std::uint64_t before = city->size();
  const auto look = [] { EXPECT_EQ(code_of(city->get(&city->r.nishioka, city->messages())), "404 not-found"); };
  const auto count_at = [](std::uint64_t p) {
    return std::get<access::AccessDenied>(city->service->history.read(p).event).count;
  };
  for (int i = 0; i < 50; ++i) look();
  EXPECT_EQ(city->since(before), Types{"AccessDenied"});
  EXPECT_EQ(count_at(before), 1u);
  EXPECT_EQ(code_of(city->post(&city->r.nishioka, city->messages(),
                               R"({"kind":"notice","text":"x","about":"recipient","sensitivity":"normal"})")),
            "404 not-found");
  EXPECT_EQ(city->since(before).size(),
            3u);  // another operation closes the window: the count, then its own event
  EXPECT_EQ(count_at(before + 1), 49u);
  EXPECT_EQ(count_at(before + 2), 1u);
  look();
  EXPECT_EQ(city->since(before).size(), 4u);
  city->clock.advance_milliseconds(600'000 - 1);
  look();
  EXPECT_EQ(city->since(before).size(), 4u);
  city->clock.advance_milliseconds(1);
  look();
  EXPECT_EQ(city->since(before).size(), 6u);  // ten minutes are over
  EXPECT_EQ(count_at(before + 4), 1u);
}

TEST_F(Denials, ACountIsRecordedWhenTheTimeIsOver) {
  city->clock.advance_milliseconds(600'000);
  city->log_in_again(city->r.nishioka);
  const auto look = [] { EXPECT_EQ(code_of(city->get(&city->r.nishioka, city->messages())), "404 not-found"); };
  const auto wait_for_size = [](std::uint64_t size) {
    for (int i = 0; i < 500 && city->size() < size; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    EXPECT_EQ(city->size(), size);
  };
  std::uint64_t before = city->size();
  for (int i = 0; i < 3; ++i) look();
  city->log_in_again(city->r.nishioka);  // no act of the session: the window stays
  city->clock.advance_milliseconds(600'000);
  wait_for_size(before + 3);  // first, login, count by the clock
  EXPECT_EQ(std::get<access::AccessDenied>(city->service->history.read(before + 2).event).count, 2u);
}

TEST_F(Denials, OfTheOwnMeansStandInTheActorsHistoryOnce) {
  city->log_in_again(city->r.kono);
  const std::uint64_t before = city->size();
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(
        code_of(city->post(
            &city->r.kono, "/v1/intake-documents",
            R"({"channel":"counter","received_on":"2026-11-20","kind":"other","attachment_ids":[],"sender":"x"})")),
        "403 role-required");
  }
  EXPECT_EQ(city->since(before), Types{"ActionDenied"});
}

TEST_F(Denials, OfAnOfficerStandInThePersonsHistory) {
  city->log_in_again(city->r.city1);
  const std::uint64_t before = city->size();
  EXPECT_EQ(code_of(city->get(&city->r.city1, city->messages())), "404 not-found");
  EXPECT_EQ(city->since(before), Types{"AccessDenied"});
}

// Body and time are alike (product.md no. 18): whether a denial is recorded, counted, or about nothing at all,
// the answer waits for one sync, of the ledger or of an empty file in its place.
TEST_F(Denials, TakeOneSyncWhetherOrNotThereIsSuchARoom) {
  city->log_in_again(city->r.nishioka);
  city->clock.advance_milliseconds(600'000);
  const std::string nothing = city->paths.uploads() + "/nothing";
  const auto syncs = [&](const std::string& path, const std::string& body) {
    (void)city->files.unlink(nothing);
    const std::uint64_t before = city->size();
    const Answer answer =
        body.empty() ? city->get(&city->r.nishioka, path) : city->post(&city->r.nishioka, path, body);
    EXPECT_EQ(code_of(answer), "404 not-found") << path;
    return std::pair(city->size() > before, city->files.exists(nothing));
  };
  const std::string unknown = "/v1/rooms/" + to_text(test_id<RoomId>(9)) + "/messages";
  for (const std::string& body :
       {std::string(),
        std::string(R"({"kind":"notice","text":"x","about":"recipient","sensitivity":"normal"})")}) {
    EXPECT_EQ(syncs(unknown, body), std::pair(false, true));
    EXPECT_EQ(syncs(city->messages(), body), std::pair(true, false));
    EXPECT_EQ(syncs(city->messages(), body), std::pair(false, true)) << "an equal one is only counted";
    EXPECT_EQ(syncs(unknown, body), std::pair(false, true));
  }
}

TEST_F(Denials, OfUnknownRoomsLeaveNoTrace) {
  city->log_in_again(city->r.nishioka);
  const std::uint64_t before = city->size();
  EXPECT_EQ(code_of(city->get(&city->r.nishioka, "/v1/rooms/" + to_text(test_id<RoomId>(9)) + "/messages")),
            "404 not-found");
  EXPECT_EQ(city->size(), before);
}

}  // namespace
}  // namespace renkei::testing
