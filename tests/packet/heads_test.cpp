// Where histories end: what the city states of it, made anew by everyone who holds the ledger.
#include "eventstore/codec/entry_view.h"
#include "replay/disclosure/packet_builder.h"
#include "replay/packet/subject_heads.h"
#include "replay/verify/subjects.h"
#include "replay/verify/verify.h"
#include "tests/packet/played_packet.h"

namespace renkei::testing {
namespace {

CareRecipientId person(std::uint8_t n) {
  CareRecipientId id;
  id.octets.fill(n);
  return id;
}

Digest root_of(const std::vector<packet::PersonHead>& heads) {
  std::vector<Digest> leaves;
  for (const auto& head : heads) leaves.push_back(packet::heads_leaf(head));
  return packet::heads_root(leaves);
}

struct SealedHeadsCheck : ::testing::Test {
  FindingList findings;
  SubjectsCheck check{findings};
  std::map<std::uint8_t, std::pair<std::uint64_t, Digest>> heads;  // as the entries say them

  void entry(std::uint64_t position, std::uint8_t who) {
    auto& [ordinal, leaf] = heads[who];
    EntryView view;
    view.subject = person(who);
    view.subject_ordinal = ++ordinal;
    view.subject_previous = leaf;
    leaf = sha256({std::to_string(position)});
    check.check(position, view, leaf);
  }
  std::vector<std::string> found() {
    std::vector<std::string> all;
    for (const Finding& f : findings.by_position()) all.push_back(f.kind + " " + std::to_string(f.position));
    return all;
  }
  packet::PersonHead head_at(std::uint8_t who, std::uint64_t ordinal, std::uint64_t position) {
    return {person(who), ordinal, sha256({std::to_string(position)})};
  }
};

TEST_F(SealedHeadsCheck, TakesAStatementAboutAPointALittleBeforeIt) {
  entry(10, 1);
  entry(11, 2);
  entry(12, 1);
  entry(14, 3);
  check.check_sealed(15, {{}, 12, 2, root_of({head_at(1, 1, 10), head_at(2, 1, 11)})});
  check.check_sealed(15, {{}, 15, 3, root_of({head_at(1, 2, 12), head_at(2, 1, 11), head_at(3, 1, 14)})});
  EXPECT_EQ(found(), std::vector<std::string>{});
}

TEST_F(SealedHeadsCheck, FindsAPersonLeftOutAndAHistoryCutShort) {
  entry(10, 1);
  entry(11, 2);
  entry(12, 1);
  check.check_sealed(20, {{}, 13, 1, root_of({head_at(1, 2, 12)})});
  check.check_sealed(21, {{}, 13, 2, root_of({head_at(1, 1, 10), head_at(2, 1, 11)})});
  check.check_sealed(22, {{}, 30, 2, {}});
  EXPECT_EQ(found(), (std::vector<std::string>{"subject-heads 20", "subject-heads 21", "subject-heads 22"}));
}

// The verifier looks at persons a piece ahead of what entries say, and back as far as promised all the same.
TEST_F(SealedHeadsCheck, LooksBackAsFarAsPromisedWhateverItRanAhead) {
  constexpr std::uint64_t kBack = SubjectsCheck::kLookedBackMax, kAhead = SubjectsCheck::kAheadMax;
  entry(0, 1);
  entry(1, 2);
  for (std::uint64_t position = 2; position < 2 + kBack + kAhead; ++position) entry(position, 2);
  check.check_sealed(2 + kBack, {{}, 3, 2, root_of({head_at(1, 1, 0), head_at(2, 2, 2)})});
  EXPECT_EQ(found(), std::vector<std::string>{});
  entry(2 + kBack + kAhead, 2);
  check.check_sealed(3 + kBack, {{}, 3, 2, root_of({head_at(1, 1, 0), head_at(2, 2, 2)})});
  EXPECT_EQ(found(), std::vector<std::string>{"subject-heads " + std::to_string(3 + kBack)});
}

// The real ledger of the story says what its views say; the verifier made it anew from the entries.
TEST(SealedHeadsOfTheStory, AreWhatTheEntriesSay) {
  auto& played = PlayedPacket::only();
  const auto views = played.city.service->views->snapshot();
  const SealedHeads all = seal_heads(*views.reader, views.position);
  EXPECT_EQ(all.count, 1u);
  const VerifyReport report = verify_ledger({*played.city.service->city.engine,
                                             played.city.service->city.log_key,
                                             "renkei.example/marugame",
                                             played.city.service->city.checkpoints->latest(),
                                             nullptr,
                                             {},
                                             {}});
  EXPECT_EQ(report.exit_code(), 0) << report.findings[0].kind;
  EXPECT_GE(report.by_type.at("SubjectHeadsSealed"), 1u);
}

// Once a day, whatever the number of packets; and not again on that day.
TEST(SealedHeadsOfTheDay, AreRecordedOnceOnEachDay) {
  api::ServiceLimits limits = ServedCity::cheap_limits();
  limits.seal_heads_daily = true;
  ServedCity city(Instant{1'795'305'600'000'000}, limits);
  const auto sealed = [&] {
    std::uint64_t count = 0;
    city.service->city.engine->scan(0, [&](std::uint64_t, BytesView entry) {
      count += read_entry(entry)->type == ledger::SubjectHeadsSealed::kType.number;
      return true;
    });
    return count;
  };
  const auto wait_for = [&](std::uint64_t count) {
    for (int i = 0; i < 400 && sealed() < count; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(25));
    return sealed();
  };
  std::this_thread::sleep_for(std::chrono::milliseconds(1'500));
  EXPECT_EQ(sealed(), 0u) << "the day of init has its beginning";
  city.clock.advance_milliseconds(24 * 3'600'000);
  EXPECT_EQ(wait_for(1), 1u);
  std::this_thread::sleep_for(std::chrono::milliseconds(1'500));
  EXPECT_EQ(sealed(), 1u);
}

}  // namespace
}  // namespace renkei::testing
