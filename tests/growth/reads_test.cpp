// What a start and a command read does not grow with the ledger: counted at the engine, not timed.
#include <gtest/gtest.h>

#include "tests/support/effort.h"
#include "tests/support/policy_file.h"
#include "tests/verifier/city_with_history.h"

namespace renkei::testing {
namespace {

constexpr std::size_t kDraftsAtOnce = 500;
constexpr std::uint64_t kMany = rounds<std::uint64_t>(100'000);

// An open city on disk at work.
struct GrownCity {
  explicit GrownCity(const fs::path& root) : paths{root / "data", root / "secrets"} {
    fs::create_directories(root);
    const Bytes policy = policy_text();
    EXPECT_TRUE(init_city(
        files, paths, {"丸亀市", "renkei.example/marugame", policy, {"森本 由紀", "大西 健"}, clock.now()}));
    open();
  }
  void open() {
    city = std::move(*open_city(files, paths));
    views = std::make_unique<Views>(city.view_store, *city.engine, ViewsLimits{}, fatal);
    committer =
        std::make_unique<Committer>(Committer::Parts{*city.engine, *views, *views, *city.keyring, clock,
                                                     city.format.ledger_id, restore_edge(*city.engine), fatal},
                                    CommitterLimits{});
  }
  void reopen() {
    committer.reset();
    views.reset();
    city = {};
    open();
  }
  ~GrownCity() {
    committer.reset();
    views.reset();
    EXPECT_EQ(failure, "");
  }

  void record(std::vector<Draft> drafts) {
    std::promise<Committed> promise;
    auto done = promise.get_future();
    auto decide = [drafts = std::move(drafts)](Situation& s) {
      // As a real command does: it looks at its room before it decides.
      if (const auto* posted = std::get_if<room::MessagePosted>(&drafts.front().event))
        (void)s.state<room::State>(posted->room);
      return Verdict{{}, drafts, {}};
    };
    ASSERT_TRUE(committer->submit(std::make_unique<Act1>(std::move(decide), std::move(promise))));
    ASSERT_FALSE(done.get().rejection);
  }
  void add_person(std::uint64_t number) {
    const auto person = person_id(number);
    ASSERT_TRUE(city.keyring->create_key(KeyKind::care_recipient, KeyId{person.octets}));
    record({{care_recipient::SubjectKeyCreated{person, person}, {}, {}},
            {room::RoomOpened{room_id(number), person, {}, {}}, {}, {}}});
  }
  // Many persons at once; nothing is sealed about them, so they need no key.
  void add_persons(std::uint64_t first, std::uint64_t count) {
    std::vector<Draft> drafts;
    for (std::uint64_t n = first; n < first + count; ++n) {
      drafts.push_back({care_recipient::SubjectKeyCreated{person_id(n), person_id(n)}, {}, {}});
      drafts.push_back({room::RoomOpened{room_id(n), person_id(n), {}, {}}, {}, {}});
      if (drafts.size() >= kDraftsAtOnce || n + 1 == first + count) record(std::exchange(drafts, {}));
    }
  }
  void post(std::uint64_t person, std::uint64_t count) {
    std::vector<Draft> drafts;
    for (std::uint64_t i = 0; i < count; ++i) {
      room::MessagePosted e;
      e.room = room_id(person);
      e.subject = person_id(person);
      e.message = numbered_id<MessageId>(0x4D, ++posted_);
      e.text = "訪問しました。";
      drafts.push_back({e, {}, {}});
      if (drafts.size() >= kDraftsAtOnce || i + 1 == count) record(std::exchange(drafts, {}));
    }
  }
  // Entries and payloads read from the engine by one message.
  std::uint64_t reads_of_a_post(std::uint64_t person) {
    EXPECT_TRUE(views->wait_for(committer->durable_head().size, 60'000));
    const std::uint64_t before = reads();
    post(person, 1);
    EXPECT_TRUE(views->wait_for(committer->durable_head().size, 60'000));
    return reads() - before;
  }
  std::uint64_t reads() const {
    const auto counters = city.engine->counters();
    return counters.entries_read + counters.payloads_read;
  }

  template <class IdT>
  static IdT numbered_id(std::uint8_t space, std::uint64_t number) {
    IdT id;
    id.octets[0] = space;
    // In both halves, as in random ids: hash tables look at one of them.
    for (std::size_t i = 0; i < 7; ++i)
      id.octets[1 + i] = id.octets[15 - i] = static_cast<std::uint8_t>(number >> (8 * i) & 0xFF);
    return id;
  }
  static CareRecipientId person_id(std::uint64_t n) { return numbered_id<CareRecipientId>(0x11, n); }
  static RoomId room_id(std::uint64_t n) { return numbered_id<RoomId>(0x22, n); }

  PosixFiles files;
  ManualClock clock{kStoryStart};
  CityPaths paths;
  std::string failure;
  std::function<void(const std::string&)> fatal = [this](const std::string& what) { failure = what; };
  OpenCity city;
  std::unique_ptr<Views> views;
  std::unique_ptr<Committer> committer;

 private:
  std::uint64_t posted_ = 0;
};

TEST(Reads, OfAStartStayFewBehindAHundredThousandEntries) {
  const TemporaryFolder folder;
  GrownCity city(folder.path / "city");
  city.add_person(1);
  city.post(1, kMany);
  city.reopen();
  EXPECT_LE(city.reads(), 1'000u);
  EXPECT_GT(city.reads(), 0u) << "the counter counts";
}

TEST(Reads, OfACommandStayFewOnAStreamOfTenThousandEvents) {
  const TemporaryFolder folder;
  GrownCity city(folder.path / "city");
  city.add_person(1);
  city.post(1, 10'000);
  city.reopen();
  EXPECT_LE(city.reads_of_a_post(1), 100u) << "with nothing cached";
  EXPECT_LE(city.reads_of_a_post(1), 100u);
}

TEST(Reads, OfACommandAreThoseOfASmallCityAmongAHundredThousandPersons) {
  const TemporaryFolder folder;
  GrownCity small(folder.path / "small"), large(folder.path / "large");
  for (GrownCity* city : {&small, &large}) {
    city->add_person(1);
    city->add_persons(2, city == &small ? 9 : kMany - 1);
    city->post(1, 20);
    city->reopen();
  }
  EXPECT_EQ(small.reads_of_a_post(1), large.reads_of_a_post(1)) << "with nothing cached";
  EXPECT_EQ(small.reads_of_a_post(1), large.reads_of_a_post(1));
}

}  // namespace
}  // namespace renkei::testing
