#include "tests/story/played_story.h"

#include <regex>

namespace renkei::testing {

void StoryTest::SetUpTestSuite() {
  city = new ServedCity(kStoryStart);
  begun = city->service->committer->durable_head().size;
  Head before = city->service->committer->durable_head();
  std::size_t untold = 0;  // exchanges of the step under way
  // The city has its own observer, which is passed on what it would have seen.
  client::observe_exchanges([before](const client::Question& asked, const client::Answer& answer) mutable {
    if (ExchangeRecord* record = exchange_record()) record->add(asked, answer);
    if (asked.path == "/readyz" || ended != 0) return;
    const Head after = city->service->committer->durable_head();
    exchanges.push_back({0, asked, answer, before, after});
    before = after;
  });
  cli::StorySetup setup = city->story_setup();
  setup.tell = [untold](int step, const std::string&) mutable {
    for (; untold < exchanges.size(); ++untold) exchanges[untold].step = step;
    steps.emplace_back(step, city->service->committer->durable_head().size);
  };
  try {
    result = cli::play_story(setup);
    cli::play_packet(setup, result);
  } catch (const std::exception& e) {
    problem = std::string(e.what()) + " " + city->failure;
  }
  ended = city->service->committer->durable_head().size;
}

void StoryTest::TearDownTestSuite() {
  delete city;
  city = nullptr;
}

std::vector<Exchange> StoryTest::asked(int step, const std::string& pattern) {
  const std::regex wanted(pattern);
  std::vector<Exchange> found;
  for (const Exchange& e : exchanges) {
    if (e.step == step && std::regex_match(e.asked.method + " " + e.asked.path, wanted)) found.push_back(e);
  }
  return found;
}

Exchange StoryTest::answered(int step, const std::string& pattern, int status) {
  std::vector<Exchange> found;
  for (const Exchange& e : asked(step, pattern)) {
    if (e.answer.status == status) found.push_back(e);
  }
  EXPECT_EQ(found.size(), 1u) << "step " << step << ": " << pattern << " answered " << status;
  return found.size() == 1 ? found[0] : Exchange{};
}

std::vector<Recorded> StoryTest::entries(std::uint64_t from, std::uint64_t to) {
  std::vector<Recorded> found;
  for (std::uint64_t position = from; position < to; ++position)
    found.push_back(city->service->history.read(position));
  return found;
}

std::vector<Recorded> StoryTest::entries_of(const Exchange& exchange) {
  return entries(exchange.before.size, exchange.after.size);
}

std::vector<Recorded> StoryTest::entries_of(int step) {
  std::uint64_t from = begun;
  std::vector<Recorded> found;
  for (const auto& [told, size] : steps) {
    if (told == step) {
      for (Recorded& entry : entries(from, size)) found.push_back(std::move(entry));
    }
    from = size;
  }
  return found;
}

std::vector<std::string> StoryTest::types(const std::vector<Recorded>& entries) {
  std::vector<std::string> names;
  for (const Recorded& entry : entries) names.emplace_back(event_type(entry.event).name);
  return names;
}

Recorded StoryTest::of_history(std::uint64_t ordinal) {
  const std::vector<UsageRow> rows = history();
  EXPECT_LE(ordinal, rows.size());
  return ordinal > rows.size() ? Recorded{} : city->service->history.read(rows[ordinal - 1].position);
}

std::vector<UsageRow> StoryTest::history() {
  EXPECT_TRUE(city->service->views->wait_for(ended, 5'000));
  std::vector<UsageRow> rows;
  const auto views = city->service->views->snapshot();
  usage_history(*views.reader, *id_from_text<CareRecipientId>(result.care_recipient_id), ended,
                [&](const UsageRow& row) {
                  rows.push_back(row);
                  return true;
                });
  return rows;
}

Recorded opened(const Recorded& recorded) {
  bool was_opened = false;
  Recorded read = StoryTest::city->service->history.open(recorded.position, was_opened);
  EXPECT_TRUE(was_opened) << recorded.position;
  return read;
}

}  // namespace renkei::testing
