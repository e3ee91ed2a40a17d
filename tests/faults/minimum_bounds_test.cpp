// Bounds decide when something is cached, batched, folded or flushed, never what is recorded. One random
// history is recorded under the default bounds and under the smallest, in memory and on a simulated disk: all
// say the same.
#include <gtest/gtest.h>

#include <deque>
#include <random>

#include "eventstore/codec/compact.h"
#include "eventstore/codec/event_codec.h"
#include "eventstore/crypto/base64.h"
#include "tests/faults/promises.h"

namespace renkei::testing {
namespace {

constexpr RocksLimits kSmallestEngine{.records_read = std::size_t{64} << 10};
constexpr std::size_t kActs = 400;
constexpr std::size_t kPeople = 6;
constexpr std::size_t kOutstanding = 40;  // acts that wait at once, where the queue lets them

const KeyId kCityKey = test_id<KeyId>(0xC1);

struct Step {
  std::vector<Draft>
      drafts;  // recorded when the room's version is a multiple of `every`, else the act is rejected
  RoomId room;
  std::uint64_t every = 1;
  std::optional<Rejection> denied;
  RequestKey request;
};

CareRecipientId person(std::uint64_t n) { return numbered<CareRecipientId>(0xCA, n); }
RoomId room_of(std::uint64_t n) { return numbered<RoomId>(0x40, n); }

Step random_step(std::mt19937_64& random, std::uint64_t number, const std::vector<Step>& before) {
  if (number < kPeople) return {open_room(person(number), room_of(number)), {}, 1, {}, request_key(number)};
  const std::uint64_t who = random() % kPeople;
  Step step{{}, room_of(who), 1, {}, request_key(number)};
  const std::uint64_t kind = random() % 10;
  if (kind == 0) return before[random() % before.size()];  // the same request again
  if (kind == 1) {
    step.denied = Rejection::not_assigned;
    step.drafts = {
        Draft{access::AccessDenied{person(who), person(who), room_of(who)}, {}, {}, Outcome::denied}};
    return step;
  }
  if (kind == 2) step.every = 1 + random() % 3;
  if (kind == 3) {
    room::RoomMemberAssigned assigned;
    assigned.room = room_of(who);
    assigned.subject = person(who);
    assigned.assignment = numbered<AssignmentId>(0xA5, number);
    assigned.account = numbered<AccountId>(0xAC, random() % 9);
    step.drafts.push_back({assigned, {}, {}});
  }
  for (std::uint64_t i = 0, count = 1 + random() % 3; i < count; ++i) {
    step.drafts.push_back(message(person(who), room_of(who), number * 4 + i, random() % 300));
  }
  return step;
}

std::vector<Step> random_history(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<Step> steps;
  for (std::size_t i = 0; i < kActs; ++i) steps.push_back(random_step(random, i, steps));
  return steps;
}

Verdict decide(const Step& step, Situation& situation) {
  Act act;
  act.actor.account = numbered<AccountId>(0xAC, step.drafts.size());
  if (!step.room.is_zero() && situation.version<room::State>(step.room) % step.every != 0) {
    return {act, {}, Rejection::stale_version};
  }
  return {act, step.drafts, step.denied};
}

// A ledger over one engine and one store of views, with the answers it gave.
class History {
 public:
  History(SimulatedFiles& files, bool on_disk, bool smallest) : smallest_(smallest) {
    for (const char* folder : {"secrets", "data", "views"}) EXPECT_TRUE(files.create_directory(folder));
    keyring_ = std::move(*Keyring::create(files, "secrets"));
    EXPECT_TRUE(keyring_->create_key(KeyKind::city, kCityKey));
    for (std::uint64_t n = 0; n < kPeople; ++n) {
      EXPECT_TRUE(keyring_->create_key(KeyKind::care_recipient, KeyId{person(n).octets}));
    }
    if (on_disk) {
      engine = std::move(*RocksEngine::open(files, "data", 0, smallest_ ? kSmallestEngine : RocksLimits{}));
      store = std::move(*RocksViewStore::open(files, "views", family_names()));
    } else {
      engine = std::make_unique<MemoryEngine>();
      store = std::make_unique<MemoryViewStore>(family_names().size());
    }
  }

  void record(const std::vector<Step>& steps) {
    std::string failure;
    const auto fatal = [&](const std::string& what) { failure = what; };
    {
      ManualClock clock(kStoryStart);
      Views views(store, *engine, smallest_ ? kSmallestViews : ViewsLimits{}, fatal);
      Committer committer({*engine, views, views, *keyring_, clock, kCityKey, restore_edge(*engine), fatal},
                          smallest_ ? kSmallestCommitter : CommitterLimits{});
      std::deque<std::future<Committed>> waiting;
      for (const Step& step : steps) {
        submit(committer, step, waiting);
        while (waiting.size() >= kOutstanding) take_answer(waiting);
      }
      while (!waiting.empty()) take_answer(waiting);
    }
    EXPECT_EQ(failure, "");
  }

  std::unique_ptr<LedgerEngine> engine;
  std::shared_ptr<ViewStore> store;
  std::vector<std::string> answers;

 private:
  void submit(Committer& committer, const Step& step, std::deque<std::future<Committed>>& waiting) {
    while (true) {
      std::promise<Committed> promise;
      auto future = promise.get_future();
      auto proposal =
          std::make_unique<Act1>([&step](Situation& s) { return decide(step, s); }, std::move(promise));
      proposal->request = step.request;
      if (committer.submit(std::move(proposal))) return waiting.push_back(std::move(future));
      take_answer(waiting);  // the queue is full, so somebody waits
    }
  }
  void take_answer(std::deque<std::future<Committed>>& waiting) {
    ASSERT_FALSE(waiting.empty());
    const Committed c = waiting.front().get();
    waiting.pop_front();
    const std::uint64_t position = c.replayed || c.events.empty() ? c.first_position : c.events[0].position;
    answers.push_back((c.rejection ? std::string(code_text(*c.rejection)) : "recorded") + " " +
                      std::to_string(c.events.size()) + " " + std::to_string(position) +
                      (c.replayed ? " again" : ""));
  }

  bool smallest_;
  std::unique_ptr<Keyring> keyring_;
};

// What the entries say, without what is drawn at random for each: event ids and what is hashed or sealed with
// them.
std::vector<std::string> meaning(const LedgerEngine& engine) {
  std::vector<std::string> lines;
  engine.scan(0, [&](std::uint64_t position, BytesView octets) {
    const EntryView e = *read_entry(octets);
    std::string line = std::to_string(position);
    for (const std::uint64_t number : {std::uint64_t{e.type}, e.stream_version, e.subject_ordinal,
                                       std::uint64_t{e.payload_length}, std::uint64_t{e.outcome}}) {
      line += " " + std::to_string(number);
    }
    lines.push_back(line + hex(e.request.view()) + hex(e.subject.view()) + hex(e.room.view()));
    return true;
  });
  return lines;
}

// Every row, with leaf hashes left out.
std::map<Bytes, Bytes> dump(const ViewStore& store) {
  std::map<Bytes, Bytes> rows;
  const auto reader = store.snapshot();
  for (std::size_t family = 0; family < family_names().size(); ++family) {
    reader->scan(family, {}, Bytes(64, '\xFF'), [&](BytesView key, BytesView value) {
      Bytes shown(value);
      if (key == meta_key()) {
        auto meta = from_compact<MetaRow>(value);
        meta.last_leaf = {};
        shown = to_compact(meta);
      } else if (family == static_cast<std::size_t>(Family::subjects)) {
        auto row = from_compact<UsageRow>(value);
        row.leaf = {};
        shown = to_compact(row);
      }
      rows[family_names()[family] + ":" + Bytes(key)] = shown;
      return true;
    });
  }
  return rows;
}

class MinimumBounds : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(MinimumBounds, ChangeNothingThatIsRecordedOrShown) {
  SCOPED_TRACE("seed " + std::to_string(GetParam()));
  const std::vector<Step> steps = random_history(GetParam());
  SimulatedFiles reference_files;
  History reference(reference_files, false, false);
  reference.record(steps);
  EXPECT_GT(reference.engine->head().size, kActs / 2);
  EXPECT_EQ(not_a_fresh_fold(*reference.store, *reference.engine), "");
  for (const bool on_disk : {false, true}) {
    for (const bool smallest : {false, true}) {
      SCOPED_TRACE(std::string(on_disk ? "on disk" : "in memory") + (smallest ? ", smallest bounds" : ""));
      SimulatedFiles files;
      History other(files, on_disk, smallest);
      other.record(steps);
      EXPECT_EQ(other.answers, reference.answers);
      EXPECT_EQ(meaning(*other.engine), meaning(*reference.engine));
      EXPECT_EQ(dump(*other.store), dump(*reference.store));
      EXPECT_EQ(not_a_fresh_fold(*other.store, *other.engine), "");
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, MinimumBounds, ::testing::Range<std::uint64_t>(1, 5));

}  // namespace
}  // namespace renkei::testing
