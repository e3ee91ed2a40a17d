// Tasks fall due on the same day whether one process folded the whole ledger or another one goes on with it.
#include <gtest/gtest.h>

#include "eventstore/codec/compact.h"
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

std::vector<TaskRow> tasks_of(const ViewReader& reader, Tray tray, const FacilityId& owner) {
  std::vector<TaskRow> tasks;
  const Bytes prefix = tray_prefix(tray, owner);
  reader.scan(static_cast<std::size_t>(Family::tasks), prefix, after_prefix(prefix),
              [&](BytesView, BytesView row) {
                tasks.push_back(from_compact<TaskRow>(row));
                return true;
              });
  return tasks;
}

// The days on which tasks are due, as the view says, in the order of the days.
std::vector<CivilDate> due_days(const ViewReader& reader, Tray tray, const FacilityId& owner) {
  std::vector<CivilDate> days;
  for (const TaskRow& task : tasks_of(reader, tray, owner)) days.push_back(task.due_on.value());
  return days;
}

TEST(FoldTasks, AreDueWhenThePolicyInForceSays) {
  LedgerFixture ledger;  // on Sunday 22 November 2026
  const auto person = test_id<CareRecipientId>(0x11);
  (void)ledger.keyring->create_key(KeyKind::care_recipient, KeyId{person.octets});
  policy::Policy policy = policy_file();
  policy.deadlines.consent_verification_business_days = 2;
  policy.deadlines.approval_days = 3;
  consent::ConsentFormReceived received;
  received.consent_form = test_id<ConsentFormId>(0x33);
  received.subject = person;
  room::MessagePosted posted;
  posted.message = test_id<MessageId>(0x44);
  posted.subject = person;
  Act by_a_clerk;
  by_a_clerk.actor.facility = test_id<FacilityId>(0x55);
  by_a_clerk.actor.on_behalf_of = test_id<AccountId>(0x66);
  ledger.record({{policy::PolicyVersionPublished{ledger.city_key, policy, {}}, {}, {}},
                 {care_recipient::SubjectKeyCreated{person, person}, {}, {}}});
  ledger.record({{received, {}, {}}, {posted, {}, {}}}, {}, by_a_clerk);
  ASSERT_TRUE(ledger.views->wait_for(ledger.committer->durable_head().size, 10'000));
  const auto reader = ledger.views->snapshot().reader;
  EXPECT_EQ(due_days(*reader, Tray::intake, {}),
            std::vector{*civil_date(2026, 11, 25)});  // the 23rd is a holiday
  EXPECT_EQ(due_days(*reader, Tray::facility, by_a_clerk.actor.facility),
            std::vector{*civil_date(2026, 11, 25)});
}

// Given a request with two pledges, each of these leaves as many of them to be verified.
TEST(FoldTasks, OfAPledgeEndWithItOrWithTheFormThatNamesIt) {
  const auto request = test_id<RegistrationRequestId>(0x71);
  const auto one = test_id<PledgeId>(0x72), other = test_id<PledgeId>(0x73);
  const auto pledge_of = [&](const PledgeId& id) {
    pledge::PledgeSubmitted submitted;
    submitted.pledge = id;
    submitted.request = request;
    return submitted;
  };
  registration::RegistrationRequestResubmitted again;
  again.request = request;
  const std::vector<std::pair<DomainEvent, std::size_t>> ends{
      {pledge::PledgeVerified{one, {"signature"}}, 1},
      {pledge::PledgeRevoked{one, "x"}, 1},
      {again, 0},
      {registration::RegistrationRequestRejected{request, "x"}, 0},
      {registration::RegistrationRequestWithdrawn{request}, 0}};
  for (const auto& [end, left] : ends) {
    LedgerFixture ledger;
    registration::RegistrationRequestSubmitted submitted;
    submitted.request = request;
    submitted.pledges = {one, other};
    ledger.record({{submitted, {}, {}}, {pledge_of(one), {}, {}}, {pledge_of(other), {}, {}}});
    ledger.record({{end, {}, {}}});
    ASSERT_TRUE(ledger.views->wait_for(ledger.committer->durable_head().size, 10'000));
    std::size_t pledges = 0;
    for (const TaskRow& task : tasks_of(*ledger.views->snapshot().reader, Tray::intake, {}))
      pledges += task.kind == TaskKind::verify_pledge;
    EXPECT_EQ(pledges, left) << event_type(end).name;
  }
}

TEST(FoldTasks, OfACredentialNameTheFacilityOfItsAccountAndNoneIsLeftWhereTheCityIsMade) {
  LedgerFixture ledger;
  account::AccountCreated created;
  created.account = test_id<AccountId>(0x81);
  created.facility = test_id<FacilityId>(0x55);
  (void)ledger.keyring->create_key(KeyKind::account, KeyId{created.account.octets});
  account::CredentialIssued issued;
  issued.account = created.account;
  issued.credential = test_id<CredentialId>(0x82);
  Act officer;
  officer.actor = {test_id<AccountId>(0x83), test_id<FacilityId>(0x84), 0, ActorRole::system_administrator, {}};
  ledger.record({{created, {}, {}}, {issued, {}, {}}});  // by nobody: as init does
  ASSERT_TRUE(ledger.views->wait_for(ledger.committer->durable_head().size, 10'000));
  EXPECT_TRUE(tasks_of(*ledger.views->snapshot().reader, Tray::intake, {}).empty());
  ledger.record({{issued, {}, {}}}, {}, officer);
  ASSERT_TRUE(ledger.views->wait_for(ledger.committer->durable_head().size, 10'000));
  const auto tasks = tasks_of(*ledger.views->snapshot().reader, Tray::intake, {});
  ASSERT_EQ(tasks.size(), 1u);
  EXPECT_EQ(tasks[0].kind, TaskKind::deliver_credential);
  EXPECT_EQ(tasks[0].facility, created.facility);
}

}  // namespace
}  // namespace renkei::testing
