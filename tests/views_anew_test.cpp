// Views made anew beside their readers: the same rows, no reader disturbed, all or nothing.
#include <gtest/gtest.h>

#include "projections/dump.h"
#include "tests/support/ledger_fixture.h"

namespace renkei::testing {
namespace {

const auto kPerson = test_id<CareRecipientId>(0x11);
const auto kRoom = test_id<RoomId>(0x22);
constexpr std::uint64_t kMessages = 300;

std::vector<std::string> rows_of(const ViewReader& reader) {
  std::vector<std::string> rows;
  dump_views(reader, [&](const std::string& row) { rows.push_back(row); });
  return rows;
}

std::shared_ptr<MemoryViewStore> empty_store() {
  return std::make_shared<MemoryViewStore>(family_names().size());
}

// Whoever lets go of it last closes it, and that takes a while.
class SlowlyClosed final : public ViewStore {
 public:
  explicit SlowlyClosed(std::atomic<bool>& is_closed) : is_closed_(is_closed), rows_(family_names().size()) {}
  ~SlowlyClosed() override {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    is_closed_ = true;
  }
  Result<void, std::string> write(const std::vector<ViewRow>& rows) override { return rows_.write(rows); }
  Result<void, std::string> flush() override { return {}; }
  std::unique_ptr<ViewReader> snapshot() const override { return rows_.snapshot(); }

 private:
  std::atomic<bool>& is_closed_;
  MemoryViewStore rows_;
};

struct ViewsAnew : ::testing::Test {
  ViewsAnew() {
    (void)ledger.keyring->create_key(KeyKind::care_recipient, KeyId{kPerson.octets});
    ledger.record({{care_recipient::SubjectKeyCreated{kPerson, kPerson}, {}, {}},
                   {room::RoomOpened{kRoom, kPerson, {}, {}}, {}, {}}});
    post(kMessages);
    former = ledger.store;
    ledger.store.reset();  // the views alone hold it
  }
  void post(std::uint64_t count) {
    for (std::uint64_t i = 0; i < count; ++i) {
      room::MessagePosted e;
      e.room = kRoom;
      e.subject = kPerson;
      e.message.octets[0] = static_cast<std::uint8_t>(posted >> 8);
      e.message.octets[15] = static_cast<std::uint8_t>(posted++);
      e.text = "訪問しました。";
      ledger.record({{e, {}, {}}});
    }
    ASSERT_TRUE(ledger.views->wait_for(ledger.committer->durable_head().size, 10'000));
  }

  LedgerFixture ledger;
  std::weak_ptr<ViewStore> former;
  std::uint64_t posted = 0;
  const std::function<Result<void, std::string>()> chosen = [] { return Result<void, std::string>(); };
};

TEST_F(ViewsAnew, HaveTheRowsOfTheFormerOnesAndReplaceThem) {
  const auto before = rows_of(*ledger.views->snapshot().reader);
  const auto next = empty_store();
  const auto made = ledger.views->make_anew(next, chosen);
  ASSERT_TRUE(made) << made.error();
  EXPECT_EQ(*made, Views::Anew::done);
  EXPECT_EQ(ledger.views->snapshot().store, next);
  EXPECT_EQ(rows_of(*ledger.views->snapshot().reader), before);
  EXPECT_TRUE(former.expired()) << "closed, so that its folder can go";
  post(10);
  EXPECT_EQ(ledger.views->snapshot().position, ledger.committer->durable_head().size) << "goes on from there";
}

TEST_F(ViewsAnew, LeaveAReaderItsStateUntilItIsDone) {
  auto reader = std::make_unique<ViewSnapshot>(ledger.views->snapshot());
  const auto before = rows_of(*reader->reader);
  std::atomic<bool> returned{false};
  std::thread making([&] {
    EXPECT_TRUE(ledger.views->make_anew(empty_store(), chosen));
    returned = true;
  });
  while (ledger.views->snapshot().store == reader->store) std::this_thread::yield();
  post(5);
  EXPECT_EQ(rows_of(*reader->reader), before);
  EXPECT_FALSE(returned) << "the former store is still read";
  reader.reset();
  making.join();
  EXPECT_TRUE(former.expired());
}

// Its folder is removed next: a store that is still closing may write there.
TEST_F(ViewsAnew, WaitUntilTheFormerOnesAreClosedNotOnlyLetGo) {
  std::atomic<bool> is_closed{false};
  ASSERT_TRUE(ledger.views->make_anew(std::make_shared<SlowlyClosed>(is_closed), chosen));
  auto reader = std::make_unique<ViewSnapshot>(ledger.views->snapshot());
  std::thread making([&] {
    EXPECT_TRUE(ledger.views->make_anew(empty_store(), chosen));
    EXPECT_TRUE(is_closed);
  });
  while (ledger.views->snapshot().store == reader->store) std::this_thread::yield();
  reader.reset();  // closes it, on this thread
  making.join();
}

TEST_F(ViewsAnew, AreNotUsedWhenTheChoiceCanNotBeMadeDurable) {
  const auto present = ledger.views->snapshot().store;
  const auto made = ledger.views->make_anew(
      empty_store(), []() -> Result<void, std::string> { return Unexpected{std::string("no space")}; });
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error(), "no space");
  EXPECT_EQ(ledger.views->snapshot().store, present);
  post(5);
}

TEST_F(ViewsAnew, AreLeftWhenTheServerEnds) {
  ledger.committer->stop();
  ledger.views->stop();
  const auto made = ledger.views->make_anew(empty_store(), chosen);
  ASSERT_TRUE(made);
  EXPECT_EQ(*made, Views::Anew::stopped);
}

}  // namespace
}  // namespace renkei::testing
