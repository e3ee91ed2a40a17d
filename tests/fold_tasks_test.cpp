// Tasks fall due on the same day whether one process folded the whole ledger or another one goes on with it.
#include <gtest/gtest.h>

#include "projections/dump.h"
#include "tests/support/ledger_fixture.h"
#include "tests/support/policy_file.h"

namespace renkei::testing {
namespace {

std::vector<std::string> rows_of(const ViewReader& reader) {
  std::vector<std::string> rows;
  dump_views(reader, [&](const std::string& row) { rows.push_back(row); });
  return rows;
}

TEST(FoldTasks, AreDueAfterTheHolidaysAlsoForAProcessThatDidNotReadThePolicy) {
  LedgerFixture ledger;
  const auto person = test_id<CareRecipientId>(0x11);
  (void)ledger.keyring->create_key(KeyKind::care_recipient, KeyId{person.octets});
  ledger.record({{policy::PolicyVersionPublished{ledger.city_key, policy_file(), {}}, {}, {}},
                 {care_recipient::SubjectKeyCreated{person, person}, {}, {}}});
  ledger.stop();
  ledger.start();  // on Sunday 22 November 2026; Monday is a holiday
  consent::ConsentFormReceived received;
  received.consent_form = test_id<ConsentFormId>(0x33);
  received.subject = person;
  ledger.record({{received, {}, {}}});
  ASSERT_TRUE(ledger.views->wait_for(ledger.committer->durable_head().size, 10'000));
  const auto kept = rows_of(*ledger.views->snapshot().reader);
  MemoryViewStore fresh(family_names().size());
  fold_until(*ledger.engine, ledger.engine->head().size - 1, fresh, {});
  EXPECT_EQ(kept, rows_of(*fresh.snapshot()));
}

}  // namespace
}  // namespace renkei::testing
