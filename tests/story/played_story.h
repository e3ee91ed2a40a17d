// The story played once for all tests of this suite: what its clients asked and were answered, and how long the
// ledger was after each answer.
#pragma once

#include <gtest/gtest.h>

#include "eventstore/codec/event_codec.h"
#include "projections/usage_history.h"
#include "replay/cli/answers.h"
#include "tests/support/served_city.h"

namespace renkei::testing {

constexpr Instant kStoryStart{1'795'305'600'000'000};  // 2026-11-22 09:00 JST

struct Exchange {
  int step = 0;  // of docs/story.md; 0 for the logins with which the case goes on
  client::Question asked;
  client::Answer answer;
  Head before, after;  // of the ledger

  bool has_written() const { return before != after; }
  JsonValue json() const { return cli::parsed(answer); }
  std::string field(const std::string& path) const { return cli::field(json(), path); }
  std::string text() const { return asked.method + " " + asked.path + ": " + std::to_string(answer.status); }
};

struct StoryTest : ::testing::Test {
  static void SetUpTestSuite();
  static void TearDownTestSuite();
  void SetUp() override { ASSERT_EQ(problem, ""); }

  // What was asked in a step and fits the pattern, of "GET /v1/rooms"; in the order of asking.
  static std::vector<Exchange> asked(int step, const std::string& pattern);
  // The one of them that was answered so; fails, and is empty, unless there is one alone.
  static Exchange answered(int step, const std::string& pattern, int status);

  // Entries of the ledger: from one position to another, or those that an exchange or a step appended.
  static std::vector<Recorded> entries(std::uint64_t from, std::uint64_t to);
  static std::vector<Recorded> entries_of(const Exchange& exchange);
  static std::vector<Recorded> entries_of(int step);
  static std::vector<std::string> types(const std::vector<Recorded>& entries);
  // The entry that is the n-th of the care recipient's history, "#n" of the story.
  static Recorded of_history(std::uint64_t ordinal);
  static std::vector<UsageRow> history();

  static inline ServedCity* city = nullptr;
  static inline cli::StoryResult result;
  static inline std::string problem;
  static inline std::vector<Exchange> exchanges;                   // without /readyz, by which the clients wait
  static inline std::vector<std::pair<int, std::uint64_t>> steps;  // each step told, and the ledger's size then
  static inline std::uint64_t begun = 0, ended = 0;  // the ledger's size before the story and after it
};

// The event of an entry, which must be an E.
template <class E>
E event_of(const Recorded& recorded) {
  const auto* event = std::get_if<E>(&recorded.event);
  EXPECT_NE(event, nullptr) << event_type(recorded.event).name << " at " << recorded.position;
  return event == nullptr ? E{} : *event;
}

inline std::string actor(const Recorded& recorded) { return to_text(recorded.act.actor.account); }

// The same entry with its sealed fields, read with the city's keys.
Recorded opened(const Recorded& recorded);

}  // namespace renkei::testing
