// What a start and a command read does not grow with the ledger: the product's own start, and messages posted
// through its API, counted at the engine and at the views, not timed.
#include <gtest/gtest.h>

#include <iostream>

#include "replay/cli/story_steps.h"
#include "tests/growth/counted_reads.h"
#include "tests/growth/filling.h"
#include "tests/support/effort.h"
#include "tests/support/served_city.h"

namespace renkei::testing {
namespace {

constexpr std::uint64_t kMany = rounds<std::uint64_t>(100'000), kLongStream = 10'000, kFew = 10;
constexpr const char* kMessage =
    R"({"kind":"visit_record","text":"訪問しました。","about":"recipient","sensitivity":"normal","attachment_ids":[],"urgent":false})";

struct Read {
  std::uint64_t entries = 0, payloads = 0, rows = 0;
  bool operator==(const Read&) const = default;
  Read operator-(const Read& before) const {
    return {entries - before.entries, payloads - before.payloads, rows - before.rows};
  }
  std::uint64_t all() const { return entries + payloads + rows; }
};
std::ostream& operator<<(std::ostream& out, const Read& read) {
  return out << read.entries << " entries, " << read.payloads << " payloads, " << read.rows << " rows";
}

// A served city with the story's room, whose reading is counted.
class GrownCity {
 public:
  GrownCity() : city_(kStoryStart) {
    const cli::StorySetup setup = city_.story_setup();
    cli::StoryClient story(setup);
    cli::set_up_city(story, people_);
    cli::admit_clinic(story, people_);
    cli::admit_office(story, people_);
    cli::first_logins(story, people_);
    cli::open_room(story, people_);
  }
  ~GrownCity() { EXPECT_EQ(city_.failure, ""); }

  Filling filling() { return Filling(*city_.service->committer); }
  RoomId room() const { return *id_from_text<RoomId>(people_.room_id); }
  CareRecipientId person() const { return *id_from_text<CareRecipientId>(people_.care_recipient_id); }

  // From here on nothing is cached and everything is counted. Gives what the start read.
  Read start_again() {
    wait_for_views();
    city_.stop();
    rows_before_ = rows_read();
    city_.serve();
    const Read read = so_far();
    const auto answer = http().post("/v1/sessions",
                                    "{\"login_id\":" + cli::json_string(people_.kono.login_id) +
                                        ",\"password\":" + cli::json_string(people_.kono.password) + "}",
                                    {{"Renkei-Device", people_.kono.device}});
    EXPECT_EQ(answer.status, 201) << answer.body;
    token_ = cli::field(cli::parsed(answer), "data.token");
    return read;
  }
  // What a message reads until it stands in the views.
  Read of_a_message() {
    wait_for_views();
    const Read before = so_far();
    const auto answer = http().post("/v1/rooms/" + people_.room_id + "/messages", kMessage,
                                    {{"Authorization", "Bearer " + token_},
                                     {"Renkei-Device", people_.kono.device},
                                     {"Idempotency-Key", client::new_idempotency_key()}});
    EXPECT_EQ(answer.status, 201) << answer.body;
    wait_for_views();
    return so_far() - before;
  }

 private:
  client::ApiClient http() const { return {city_.url(), ""}; }
  void wait_for_views() const {
    const std::uint64_t durable = city_.service->committer->durable_head().size;
    EXPECT_TRUE(city_.service->views->wait_for(durable, patience(60'000)));
  }
  Read so_far() const {
    const auto counters = city_.service->city.engine->counters();
    return {counters.entries_read, counters.payloads_read, rows_read() - rows_before_};
  }

  ServedCity city_;
  cli::StoryResult people_;
  std::string token_;
  std::uint64_t rows_before_ = 0;  // the start
};

TEST(Reads, OfAStartStayFewBehindAHundredThousandEntries) {
  GrownCity city;
  Filling filling = city.filling();
  filling.add_persons(kFew);
  filling.add_views(kFew, kMany);
  filling.end();
  const Read read = city.start_again();
  std::cout << "a start reads " << read << "\n";
  EXPECT_LE(read.all(), 1'000u) << read;
  EXPECT_GT(read.entries, 0u) << "the counter counts";
}

TEST(Reads, OfACommandStayFewOnAStreamOfTenThousandEvents) {
  GrownCity city;
  Filling filling = city.filling();
  filling.add_messages(city.room(), city.person(), kLongStream);
  filling.end();
  city.start_again();
  for (const char* when : {"with nothing cached", "then"}) {
    const Read read = city.of_a_message();
    std::cout << "a message on a long stream reads, " << when << ", " << read << "\n";
    EXPECT_LE(read.all(), 100u) << when << ": " << read;
    EXPECT_GT(read.rows, 0u) << "the counter counts";
  }
}

TEST(Reads, OfACommandAreThoseOfASmallCityAmongAHundredThousandPersons) {
  GrownCity small, large;
  for (GrownCity* city : {&small, &large}) {
    Filling filling = city->filling();
    filling.add_persons(city == &small ? kFew - 1 : kMany - 1);
    filling.end();
    city->start_again();
  }
  for (const char* when : {"with nothing cached", "then"}) {
    const Read in_small = small.of_a_message(), in_large = large.of_a_message();
    std::cout << "a message reads, " << when << ", " << in_large << "\n";
    // What happens beside the message, a tick of the server, may fall into either count.
    EXPECT_LE(in_large.all(), in_small.all() + 3) << when << ": " << in_small << " in a small city";
    EXPECT_GT(in_large.rows, 0u) << "the counter counts";
  }
}

}  // namespace
}  // namespace renkei::testing
