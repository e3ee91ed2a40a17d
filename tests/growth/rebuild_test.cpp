// All views made anew from a long ledger while sixteen clients write and read: none of them notices.
#include <gtest/gtest.h>

#include <iostream>

#include "replay/cli/story_steps.h"
#include "replay/view_folders.h"
#include "tests/growth/filling.h"
#include "tests/support/effort.h"
#include "tests/support/served_city.h"

namespace renkei::testing {
namespace {

constexpr std::uint64_t kEntries = rounds<std::uint64_t>(1'000'000);
constexpr std::size_t kClients = 16;
constexpr std::uint64_t kPersons = 1'000;
constexpr const char* kMessage =
    R"({"kind":"visit_record","text":"訪問しました。","about":"recipient","sensitivity":"normal","attachment_ids":[],"urgent":false})";
constexpr auto kRebuildMax = std::chrono::minutes(15);

// Posts and reads the newest page, again and again, in a session of its own.
class Client {
 public:
  Client(const ServedCity& city, const cli::Person& who, std::string room)
      : http_(city.url(), ""), path_("/v1/rooms/" + room + "/messages") {
    const auto answer = http_.post("/v1/sessions",
                                   "{\"login_id\":" + cli::json_string(who.login_id) +
                                       ",\"password\":" + cli::json_string(who.password) + "}",
                                   {{"Renkei-Device", who.device}});
    headers_ = {{"Authorization", "Bearer " + cli::field(cli::parsed(answer), "data.token")},
                {"Renkei-Device", who.device}};
  }
  void work(const std::atomic<bool>& stop) {
    while (!stop && problem.empty()) {
      post();
      if (problem.empty()) read();
      ++rounds;
    }
  }

  std::uint64_t rounds = 0;
  std::string problem;

 private:
  void post() {
    auto headers = headers_;
    headers["Idempotency-Key"] = client::new_idempotency_key();
    const auto answer = http_.post(path_, kMessage, headers);
    if (answer.status != 201) return fail("a message", answer);
    const auto json = cli::parsed(answer);
    own_ = cli::field(json, "data.id");
    own_position_ = std::stoull(cli::field(json, "data.position"));
  }
  void read() {
    const auto answer = http_.get(path_ + "?limit=20", headers_);
    if (answer.status != 200) return fail("a page", answer);
    const auto json = cli::parsed(answer);
    const std::uint64_t newest = std::stoull(cli::field(json, "data.0.position"));
    const std::string last = cli::field(json, "data.19.position");  // none: the room has fewer
    const std::uint64_t oldest = last.empty() ? 0 : std::stoull(last);
    if (newest < seen_)
      problem = "a page goes back from " + std::to_string(seen_) + " to " + std::to_string(newest);
    const bool own_is_older = oldest > own_position_;  // pushed off the page by the others
    if (!own_is_older && answer.body.find(own_) == std::string::npos) problem = "its own message is not there";
    seen_ = newest;
  }
  void fail(const std::string& what, const client::Answer& answer) {
    problem = what + ": " + std::to_string(answer.status) + " " + answer.error + answer.body;
  }

  client::ApiClient http_;
  client::Headers headers_;
  const std::string path_;
  std::string own_;
  std::uint64_t own_position_ = 0, seen_ = 0;
};

struct Rebuild : ::testing::Test {
  Rebuild() : city(SystemClock().now()) {
    const cli::StorySetup setup = city.story_setup();
    cli::StoryClient story(setup);
    cli::set_up_city(story, people);
    cli::admit_clinic(story, people);
    cli::admit_office(story, people);
    cli::first_logins(story, people);
    cli::open_room(story, people);
    const std::uint64_t there = city.service->committer->durable_head().size;
    Filling filling(*city.service->committer);
    filling.add_persons(kPersons);
    filling.add_views(kPersons, kEntries - there - 2 * kPersons);
    filling.end();
    EXPECT_TRUE(city.service->views->wait_for(kEntries, patience(60'000)));
  }
  // Waits until a rebuild has come to its end; its problem.
  std::string make_views_anew() {
    std::promise<std::string> promise;
    auto problem = promise.get_future();
    city.service->make_views_anew([&](const std::string& what) { promise.set_value(what); });
    return problem.wait_for(kRebuildMax) == std::future_status::ready ? problem.get() : "it does not end";
  }

  ServedCity city;
  cli::StoryResult people;
};

TEST_F(Rebuild, OfALongLedgerIsNotNoticedBySixteenClients) {
  const std::string before = views_folder(city.files, city.paths);
  std::vector<std::unique_ptr<Client>> clients;
  for (std::size_t i = 0; i < kClients; ++i)
    clients.push_back(std::make_unique<Client>(city, i % 2 == 0 ? people.kono : people.miki, people.room_id));
  std::atomic<bool> stop{false};
  std::vector<std::thread> threads;
  for (auto& client : clients) threads.emplace_back([&] { client->work(stop); });
  const std::uint64_t begun_at = city.service->committer->durable_head().size;
  const std::string problem = make_views_anew();
  const std::uint64_t ended_at = city.service->committer->durable_head().size;
  std::this_thread::sleep_for(std::chrono::milliseconds(500));  // some acts on the new views alone
  stop = true;
  for (std::thread& thread : threads) thread.join();

  EXPECT_EQ(problem, "");
  for (const auto& client : clients) {
    EXPECT_EQ(client->problem, "");
    EXPECT_GE(client->rounds, 3u);
  }
  EXPECT_GT(ended_at, begun_at + 10 * kClients) << "they wrote meanwhile";
  EXPECT_NE(views_folder(city.files, city.paths), before);
  EXPECT_FALSE(city.files.exists(before)) << "the former folder is gone";
  EXPECT_EQ(city.failure, "");
  std::cout << "views of " << begun_at << " entries made anew while " << ended_at - begun_at << " were added\n";
}

}  // namespace
}  // namespace renkei::testing
