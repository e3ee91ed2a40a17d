// The committer: gapless, hash-chained, sealed, idempotent, and the same after a restart.
#include <gtest/gtest.h>

#include "eventstore/codec/event_codec.h"
#include "eventstore/sealing.h"
#include "tests/support/ledger_fixture.h"

namespace renkei::testing {
namespace {

const CareRecipientId kHaru = test_id<CareRecipientId>(0x11);
const RoomId kRoom = test_id<RoomId>(0x22);

std::vector<Draft> open_room() {
  return {Draft{care_recipient::SubjectKeyCreated{kHaru, kHaru}, {}, {}},
          Draft{room::RoomOpened{kRoom, kHaru, {}, {}}, {}, {}}};
}
Draft post(std::uint8_t n, std::string text) {
  room::MessagePosted e;
  e.room = kRoom;
  e.subject = kHaru;
  e.message = test_id<MessageId>(n);
  e.text = std::move(text);
  return {e, {}, {}};
}

struct CommitterTest : ::testing::Test {
  LedgerFixture ledger;
  void SetUp() override {
    ASSERT_TRUE(ledger.keyring->create_key(KeyKind::care_recipient, KeyId{kHaru.octets}));
  }
};

TEST_F(CommitterTest, ChainsEveryEntryToTheOneBefore) {
  ledger.record(open_room());
  for (std::uint8_t i = 0; i < 40; ++i) ledger.record({post(i, "血圧138/76")});
  Digest previous;
  std::vector<Digest> leaves;
  std::uint64_t ordinal = 0;
  Digest subject_previous;
  ledger.engine->scan(0, [&](std::uint64_t position, BytesView octets) {
    const auto entry = read_entry(octets);
    EXPECT_TRUE(entry.has_value());
    EXPECT_EQ(entry->position, position);
    EXPECT_EQ(entry->previous_leaf, previous);
    EXPECT_EQ(entry->subject_ordinal, ++ordinal);
    EXPECT_EQ(entry->subject_previous, subject_previous);
    previous = subject_previous = leaf_hash(octets);
    leaves.push_back(previous);
    return true;
  });
  ASSERT_EQ(leaves.size(), 42u);
  EXPECT_EQ(ledger.engine->head().root, root_of_leaves(leaves));
}

TEST_F(CommitterTest, KeepsPersonalTextOutOfTheEntryAndOpensItFromThePayload) {
  ledger.record(open_room());
  const Committed posted = ledger.record({post(1, "足浴後に右下腿を撮影しました。")});
  const std::uint64_t position = posted.events.at(0).position;
  const Bytes entry = *ledger.engine->entry(position);
  const Bytes sealed = *ledger.engine->payload(position);
  EXPECT_EQ(entry.find("足浴"), Bytes::npos);
  EXPECT_EQ(sealed.find("足浴"), Bytes::npos);
  const EntryView view = *read_entry(entry);
  EXPECT_EQ(view.payload_digest, payload_digest(sealed));
  const Secret key = payload_key(ledger.keyring->key(view.payload_key)->view(), view.event_id);
  const auto plain =
      open_payload(key.view(), {view.event_id, view.payload_key, view.type, view.schema_version}, sealed);
  ASSERT_TRUE(plain.has_value());
  Recorded recorded = decode_entry(entry);
  decode_payload(*plain, recorded.event);
  EXPECT_EQ(std::get<room::MessagePosted>(recorded.event).text, "足浴後に右下腿を撮影しました。");
}

TEST_F(CommitterTest, GivesTheFirstReceiptAgainForTheSameRequest) {
  RequestKey request;
  request.id = test_id<RequestId>(0x77);
  request.utc_day = 20'779;
  request.tags[0] = test_id<RequestTag>(0x01);
  const Committed first = ledger.record(open_room(), request);
  const Committed again = ledger.record(open_room(), request);
  EXPECT_TRUE(again.replayed);
  EXPECT_EQ(again.first_position, first.events.at(0).position);
  EXPECT_EQ(ledger.engine->head().size, 2u);
  request.tags[0] = test_id<RequestTag>(0x02);
  EXPECT_EQ(ledger.record(open_room(), request).rejection, Rejection::idempotency_key_reused);
  EXPECT_EQ(ledger.engine->head().size, 2u);
}

// A request of the last second of a day is recorded on the next one, and repeated then: its tag is still that
// day's.
TEST_F(CommitterTest, KnowsARequestAgainThatWasRecordedADayLater) {
  RequestKey request;
  request.id = test_id<RequestId>(0x78);
  request.utc_day = 20'778;  // a day before the ledger's clock
  request.tags[0] = test_id<RequestTag>(0x01);
  ASSERT_FALSE(ledger.record(open_room(), request).rejection);
  EXPECT_TRUE(ledger.record(open_room(), request).replayed);
  request.utc_day = 20'779;
  request.tags = {test_id<RequestTag>(0x05), test_id<RequestTag>(0x01), {}};
  EXPECT_TRUE(ledger.record(open_room(), request).replayed);
  request.tags[1] = test_id<RequestTag>(0x06);
  EXPECT_EQ(ledger.record(open_room(), request).rejection, Rejection::idempotency_key_reused);
}

// A burst of long messages is not held in memory as one bundle.
TEST(CommitterBatches, EndWithTheProposalThatFillsThem) {
  LedgerFixture ledger({.batch_bytes = 10'000});
  ASSERT_TRUE(ledger.keyring->create_key(KeyKind::care_recipient, KeyId{kHaru.octets}));
  ledger.record(open_room());
  std::promise<void> queued;
  const auto submit = [&](Act1::Decide decide) {
    std::promise<Committed> promise;
    auto future = promise.get_future();
    EXPECT_TRUE(ledger.committer->submit(std::make_unique<Act1>(std::move(decide), std::move(promise))));
    return future;
  };
  const std::uint64_t before = ledger.committer->counters().batches;
  std::vector<std::future<Committed>> posted;
  posted.push_back(submit([&](Situation&) {
    queued.get_future().wait();
    return Verdict{{}, {post(0, std::string(6'000, 'a'))}, {}};
  }));
  for (std::uint8_t i = 1; i < 5; ++i) {
    posted.push_back(submit([i](Situation&) { return Verdict{{}, {post(i, std::string(6'000, 'a'))}, {}}; }));
  }
  queued.set_value();
  std::vector<std::uint64_t> positions;
  for (auto& future : posted) positions.push_back(future.get().events.at(0).position);
  EXPECT_EQ(positions, (std::vector<std::uint64_t>{2, 3, 4, 5, 6}));
  ledger.committer->stop();
  const std::uint64_t batches = ledger.committer->counters().batches - before;
  EXPECT_GE(batches, 3u) << "two of them fill a bundle";
  EXPECT_LE(batches, 4u) << "the first may have been drained alone";
}

// What records nothing but must not be told from what does waits for a sync of its own.
TEST_F(CommitterTest, SyncsNothingWhereTheTimeMustNotTell) {
  int synced = 0;
  ledger.stop();
  ledger.sync_nothing = [&] { ++synced; };
  ledger.start();
  ledger.act([](Situation&) { return Verdict{{}, {}, Rejection::wrong_state}; });
  EXPECT_EQ(synced, 0);
  ledger.act([](Situation&) { return Verdict{{}, {}, Rejection::not_found, true}; });
  EXPECT_EQ(synced, 1);
  ledger.act([](Situation&) { return Verdict{{}, open_room(), Rejection::not_found, true}; });
  EXPECT_EQ(synced, 1) << "the ledger's own";
}

// What the views do not know yet counts as well: files that an event names, and the person's room.
TEST_F(CommitterTest, KnowsTheFilesAndRoomsOfItsOwnBatchAndOfTheViews) {
  room::MessagePosted posted;
  posted.room = kRoom;
  posted.subject = kHaru;
  posted.message = test_id<MessageId>(0x31);
  posted.attachments = {{test_id<AttachmentId>(0x32), MediaType::jpeg, 1, {}}};
  posted.attachment_keys.resize(1);
  std::vector<Draft> drafts = open_room();
  drafts.push_back({posted, {}, {}});
  const auto known = [](Situation& s) {
    return s.room_of(kHaru) == kRoom && s.names_file(test_id<AttachmentId>(0x32));
  };
  bool before = true, after = false, folded = false;
  ledger.act([&](Situation& s) {
    before = known(s);
    return Verdict{{}, drafts, {}};
  });
  ledger.act([&](Situation& s) {
    after = known(s);
    return Verdict{};
  });
  ledger.stop();
  ledger.start();
  ledger.act([&](Situation& s) {
    folded =
        known(s) && !s.room_of(test_id<CareRecipientId>(0x12)) && !s.names_file(test_id<AttachmentId>(0x33));
    return Verdict{};
  });
  EXPECT_FALSE(before);
  EXPECT_TRUE(after && folded);
}

TEST_F(CommitterTest, DecidesOnStatesThatIncludeTheWholeHistoryAfterARestart) {
  ledger.record(open_room());
  for (std::uint8_t i = 0; i < 200; ++i) ledger.record({post(i, "x")});
  ledger.record({Draft{room::RoomSharingStopped{kRoom, kHaru, {}}, {}, {}}});
  ledger.stop();
  ledger.start();
  const auto before = ledger.engine->counters().entries_read;
  ledger.act([&](Situation& s) {
    EXPECT_EQ(s.state<room::State>(kRoom).status, RoomStatus::sharing_stopped);
    EXPECT_EQ(s.version<room::State>(kRoom), 202u);
    return Verdict{};
  });
  EXPECT_LE(ledger.engine->counters().entries_read - before, 100u);
  EXPECT_TRUE(ledger.failure.empty()) << ledger.failure;
}

TEST_F(CommitterTest, RecordsNothingForARejection) {
  const Committed c = ledger.act([](Situation&) { return Verdict{{}, {}, Rejection::wrong_state}; });
  EXPECT_EQ(c.rejection, Rejection::wrong_state);
  EXPECT_EQ(ledger.engine->head().size, 0u);
}

TEST_F(CommitterTest, RefusesContentForAPersonWhoseKeyIsDestroyed) {
  ledger.record(open_room());
  ASSERT_TRUE(ledger.keyring->destroy_key(KeyId{kHaru.octets}));
  EXPECT_TRUE(ledger.record({post(1, "x")}).rejection.has_value());
  EXPECT_EQ(ledger.engine->head().size, 2u);
}

TEST(EventSchemas, MatchTheDescriptions) { EXPECT_EQ(check_schemas(), ""); }

TEST_F(CommitterTest, StampsNothingWhileTheClockIsInDoubt) {
  ledger.record(open_room());
  ledger.clock.set_synchronised(false);
  ledger.clock.step_milliseconds(2'000);
  ASSERT_FALSE(ledger.record({post(1, "a")}).rejection) << "two seconds are no step";
  ledger.clock.step_milliseconds(400LL * 86'400 * 1'000);
  const std::uint64_t size = ledger.engine->head().size;
  EXPECT_EQ(ledger.record({post(2, "b")}).rejection, Rejection::clock_unsure);
  EXPECT_EQ(ledger.committer->clock_doubt()->why, ledger::ClockDoubt::stepped);
  EXPECT_EQ(ledger.engine->head().size, size);
  ledger.clock.step_milliseconds(-400LL * 86'400 * 1'000);
  EXPECT_FALSE(ledger.record({post(3, "c")}).rejection) << "it is back";
  ledger.clock.step_milliseconds(-5'000);
  EXPECT_EQ(ledger.record({post(4, "d")}).rejection, Rejection::clock_unsure);
}

TEST_F(CommitterTest, TakesTheKernelsWordForTheClockAndRecordsIt) {
  ledger.record(open_room());
  const Instant before = ledger.clock.now();
  ledger.clock.step_milliseconds(60'000);
  const Committed posted = ledger.record({post(1, "a")});
  ASSERT_FALSE(posted.rejection);
  const std::uint64_t position = posted.events.at(0).position;
  const Recorded confirmed = decode_entry(*ledger.engine->entry(position - 1));
  const auto& event = std::get<ledger::ClockConfirmed>(confirmed.event);
  EXPECT_EQ(event.doubt, ledger::ClockDoubt::stepped);
  EXPECT_EQ(event.witness, ledger::ClockWitness::kernel);
  EXPECT_EQ(event.expected_at, before);
  EXPECT_EQ(event.confirmed_at, confirmed.recorded_at);
  EXPECT_FALSE(ledger.committer->clock_doubt());
}

TEST_F(CommitterTest, DoubtsTheClockOfAStartFarFromTheNewestEntry) {
  ledger.record(open_room());
  ledger.stop();
  ledger.clock.set_synchronised(false);
  using ledger::ClockDoubt;
  const auto doubt_after = [&](std::int64_t milliseconds) -> std::optional<ClockDoubt> {
    ledger.clock.step_milliseconds(milliseconds);
    ledger.start();
    const auto doubt = ledger.committer->clock_doubt();
    ledger.stop();
    return doubt ? std::optional(doubt->why) : std::nullopt;
  };
  constexpr std::int64_t kDay = 86'400'000;
  EXPECT_EQ(doubt_after(-1'000), std::nullopt);
  EXPECT_EQ(doubt_after(-2'000), ClockDoubt::before_last_entry);
  EXPECT_EQ(doubt_after(3'000 + 7 * kDay), std::nullopt);
  EXPECT_EQ(doubt_after(1), ClockDoubt::long_after_last_entry);
  ledger.clock.set_synchronised(true);
  ledger.start();
  const Committed posted = ledger.record({post(1, "a")});
  EXPECT_FALSE(posted.rejection);
  EXPECT_EQ(ledger.engine->head().size, 4u) << "with what the kernel said";
}

}  // namespace
}  // namespace renkei::testing
