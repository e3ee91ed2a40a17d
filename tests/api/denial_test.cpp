// Denials in a person's history: equal ones within ten minutes are one event; another act closes the window
// (no. 18).
#include "tests/api/played_city.h"

namespace renkei::testing {
namespace {

struct Denials : PlayedTest {};
using Types = std::vector<std::string>;

TEST_F(Denials, OfALoopAreOneEventInTenMinutes) {
  city->log_in_again(city->r.nishioka);
  const std::uint64_t before = city->size();
  for (int i = 0; i < 50; ++i)
    EXPECT_EQ(code_of(city->get(&city->r.nishioka, city->messages())), "404 not-found");
  EXPECT_EQ(city->since(before), Types{"AccessDenied"});
  EXPECT_EQ(code_of(city->post(&city->r.nishioka, city->messages(),
                               R"({"kind":"notice","text":"x","about":"recipient","sensitivity":"normal"})")),
            "404 not-found");
  EXPECT_EQ(city->since(before), (Types{"AccessDenied", "AccessDenied"}));  // another operation
  EXPECT_EQ(code_of(city->get(&city->r.nishioka, city->messages())), "404 not-found");
  EXPECT_EQ(city->since(before).size(), 3u);
  city->clock.advance_milliseconds(600'000 - 1);
  EXPECT_EQ(code_of(city->get(&city->r.nishioka, city->messages())), "404 not-found");
  EXPECT_EQ(city->since(before).size(), 3u);
  city->clock.advance_milliseconds(1);
  EXPECT_EQ(code_of(city->get(&city->r.nishioka, city->messages())), "404 not-found");
  EXPECT_EQ(city->since(before).size(), 4u);
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
