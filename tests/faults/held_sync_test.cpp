// No reply leaves before the sync of its batch: receipts, rejections, repeated receipts and denials alike.
#include <gtest/gtest.h>

#include "tests/faults/faulty_city.h"
#include "tests/support/held_sync.h"

namespace renkei::testing {
namespace {

struct HeldSync : ::testing::Test {
  HeldSync() { lay_out(disk, fresh_city()); }
  std::future<Committed> submit(RunningCity& city, Verdict verdict, const RequestKey& request) {
    std::promise<Committed> promise;
    auto future = promise.get_future();
    auto proposal = std::make_unique<Act1>([verdict](Situation&) { return verdict; }, std::move(promise));
    proposal->request = request;
    EXPECT_TRUE(city.committer->submit(std::move(proposal)));
    return future;
  }
  static bool answered(const std::future<Committed>& future) {
    return future.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
  }

  SimulatedFiles disk;
  CareRecipientId subject = test_id<CareRecipientId>(0x11);
  RoomId room = test_id<RoomId>(0x22);
};

TEST_F(HeldSync, HoldsEveryReplyOfItsBatch) {
  // Of four in one batch, so under default bounds always: with batches of one there would be none to hold.
  RunningCity city(std::move(*open_on(disk)), CommitterLimits{}, ViewsLimits{});
  ASSERT_TRUE(city.city.keyring->create_key(KeyKind::care_recipient, KeyId{subject.octets}));
  HeldLedgerSync gate(disk);
  auto first = submit(city, {{}, open_room(subject, room), {}}, request_key(1));
  gate.wait_for(1);
  EXPECT_FALSE(answered(first));

  Draft denial{access::AccessDenied{}, {}, {}, Outcome::denied};
  std::vector<std::future<Committed>> batch;  // all wait for the first, so all stand in one batch
  batch.push_back(submit(city, {{}, {message(subject, room, 2, 10)}, {}}, request_key(2)));
  batch.push_back(submit(city, {{}, {}, Rejection::wrong_state}, request_key(3)));
  batch.push_back(submit(city, {{}, open_room(subject, room), {}}, request_key(1)));
  batch.push_back(submit(city, {{}, {denial}, Rejection::not_found}, request_key(4)));
  gate.let_through(1);
  gate.wait_for(2);
  EXPECT_TRUE(answered(first));
  for (const auto& reply : batch) EXPECT_FALSE(answered(reply));
  EXPECT_EQ(city.committer->durable_head().size, first.get().events.back().position + 1);

  gate.let_through(2);
  const Committed accepted = batch[0].get(), rejected = batch[1].get(), repeated = batch[2].get(),
                  denied = batch[3].get();
  EXPECT_EQ(accepted.events.size(), 1u);
  EXPECT_EQ(rejected.rejection, Rejection::wrong_state);
  EXPECT_TRUE(repeated.replayed);
  EXPECT_EQ(denied.rejection, Rejection::not_found);
  EXPECT_EQ(denied.events.size(), 1u);
  EXPECT_EQ(city.committer->durable_head().size, denied.events.back().position + 1);
}

TEST_F(HeldSync, ThatFailsAnswersNobody) {
  RunningCity city(std::move(*open_on(disk)));
  ASSERT_TRUE(city.city.keyring->create_key(KeyKind::care_recipient, KeyId{subject.octets}));
  HeldLedgerSync gate(disk);
  auto first = submit(city, {{}, open_room(subject, room), {}}, request_key(1));
  gate.wait_for(1);
  auto second = submit(city, {{}, {}, Rejection::wrong_state}, request_key(2));
  disk.fail_operation(1, EIO, false);
  gate.let_through(1);
  EXPECT_THROW(first.get(), std::future_error);
  EXPECT_THROW(second.get(), std::future_error);
  EXPECT_TRUE(city.failed());
  EXPECT_FALSE(city.record({}, request_key(3)).has_value()) << "writing must stop after a failed sync";
}

}  // namespace
}  // namespace renkei::testing
