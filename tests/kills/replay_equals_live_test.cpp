// What the views of a live city were at a position, `renkei replay --at` gives from the stopped one, octet for
// octet.
#include <gtest/gtest.h>

#include "projections/dump.h"
#include "tests/kills/killed_city.h"

namespace renkei::testing {
namespace {

constexpr Instant kStart{1'795'305'600'000'000};  // 2026-11-22 09:00 JST
constexpr std::size_t kPositions = 50;

// Serves a city and keeps what its views are whenever a request comes in: the story asks one thing after
// another, so that then everything acknowledged before is folded, and nothing else.
class WatchedApplication final : public http::Application {
 public:
  explicit WatchedApplication(ServedCity& city) : city_(city) {}

  http::BodyPlan plan(const http::RequestHead& head) override { return city_.application->plan(head); }
  http::Response refusal(int status, std::string_view code, const std::string& request_id) override {
    return city_.application->refusal(status, code, request_id);
  }
  void handle(http::Request request, std::unique_ptr<http::BodySink> sink, http::Reply reply) override {
    watch();
    city_.application->handle(std::move(request), std::move(sink), std::move(reply));
  }

  void watch() {
    const std::uint64_t size = city_.service->committer->durable_head().size;
    ENSURE(city_.service->views->wait_for(size, 5'000));
    const auto snapshot = city_.service->views->snapshot();
    ENSURE(snapshot.position == size);
    const std::lock_guard lock(mutex_);
    std::string& dump = dumps_[size - 1];
    if (dump.empty()) dump_views(*snapshot.reader, [&](const std::string& line) { dump += line + "\n"; });
  }
  std::map<std::uint64_t, std::string> dumps() const {
    const std::lock_guard lock(mutex_);
    return dumps_;
  }

 private:
  ServedCity& city_;
  mutable std::mutex mutex_;                    // guards dumps_
  std::map<std::uint64_t, std::string> dumps_;  // by the position of the last entry that counts
};

struct Played {
  cli::StoryResult story;
  std::map<std::uint64_t, std::string> dumps;
};

Played play_watched(ServedCity& city) {
  WatchedApplication watched(city);
  http::ServerOptions options;
  options.port = 0;
  http::Server server(options, watched);
  std::thread serving([&] { server.run(); });
  cli::StorySetup setup = city.story_setup();
  setup.base_url = "http://127.0.0.1:" + std::to_string(server.port());
  Played played;
  try {
    played.story = cli::play_story(setup);
  } catch (const cli::StoryFailure& e) {
    ADD_FAILURE() << e.what();
  }
  server.stop(1);
  serving.join();
  watched.watch();
  played.dumps = watched.dumps();
  return played;
}

std::string replayed(const std::string& data, std::uint64_t position) {
  const std::string command =
      beside_this_program("renkei") + " replay " + data + " --at " + std::to_string(position);
  const Ran ran = run(command);
  return ran.exit_code == 0 ? ran.output : "renkei replay failed: " + ran.output;
}

std::string first_differing_line(const std::string& found, const std::string& expected) {
  std::stringstream one(found), other(expected);
  std::string a, b;
  while (true) {
    const bool more_a = static_cast<bool>(std::getline(one, a)),
               more_b = static_cast<bool>(std::getline(other, b));
    if (!more_a && !more_b) return {};
    if (!more_a || !more_b || a != b)
      return "live: " + (more_b ? b : "nothing") + "\nreplayed: " + (more_a ? a : "nothing");
  }
}

TEST(Replay, GivesTheViewsThatWereLive) {
  ServedCity city(kStart);
  const Played played = play_watched(city);
  city.stop();
  ASSERT_GE(played.dumps.size(), kPositions);
  const std::uint64_t before = played.story.position_before_withdrawal, after = before + 2;  // consent and room
  ASSERT_TRUE(played.dumps.contains(before) && played.dumps.contains(after));
  EXPECT_NE(played.dumps.at(before), played.dumps.at(after));
  std::size_t octets = 0;
  for (const auto& [position, live] : played.dumps) {
    const std::string replay = replayed(city.paths.data, position);
    ASSERT_TRUE(replay == live) << "at position " << position << "\n" << first_differing_line(replay, live);
    octets += live.size();
  }
  std::cout << played.dumps.size() << " positions, " << octets << " octets, the withdrawal after " << before
            << "\n";
}

}  // namespace
}  // namespace renkei::testing
