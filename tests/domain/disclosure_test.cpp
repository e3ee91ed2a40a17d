// Disclosure cases and the city's usage reports for them.
#include "domain/disclosure/commands.h"
#include "domain/usage_report/state.h"
#include "tests/domain/given.h"

namespace renkei::testing {
namespace {

const FacilityId kClinic = id<FacilityId>(21), kOffice = id<FacilityId>(22);
const AccountId kManager = id<AccountId>(12);

struct Disclosure : ::testing::Test {
  disclosure::State cases;
  const DisclosureRequestId dsc = id<DisclosureRequestId>(95);
  Decision ask(CivilDate today, RequesterKind who = RequesterKind::self, bool known = true) {
    return decide(
        cases,
        disclosure::RequestDisclosure{
            {who}, id<CareRecipientId>(41), today, {}, {DisclosureKind::usage}, DisclosureMethod::paper, {}},
        dsc, kClinic, known, policy_in_force().deadlines.disclosure_days, today);
  }
  Decision report(const usage_report::State& state = {}) {
    return decide(state, usage_report::RequestUsageReport{dsc}, cases, id<UsageReportId>(96), kClinic,
                  policy_in_force(), kToday);
  }
  Decision verify(std::optional<std::string> name = {}, std::optional<std::string> proof = {}) {
    return verify_by("my_number_card_face", std::move(name), std::move(proof));
  }
  Decision verify_by(const std::string& document, std::optional<std::string> name = {},
                     std::optional<std::string> proof = {}) {
    return decide(disclosure::Matter{cases, dsc, kClinic, policy_file().disclosure, kToday},
                  disclosure::VerifyIdentity{{document}, std::move(name), std::move(proof)});
  }
};

TEST_F(Disclosure, NumbersCasesByTheJapaneseYear) {
  const Instant last = at("2026-12-31T14:59:59.999999Z"), next = at("2026-12-31T15:00:00Z");
  const auto number = [&](Instant now) {
    return first<disclosure::DisclosureRequested>(ask(date_in_japan(now))).case_number;
  };
  EXPECT_EQ(number(last), "開R8-001");
  apply(cases, ask(date_in_japan(last))->front().event, kManager, last);
  EXPECT_EQ(number(last), "開R8-002");
  EXPECT_EQ(number(next), "開R9-001");
  apply(cases, ask(date_in_japan(next))->front().event, kManager, next);
  EXPECT_EQ(number(next), "開R9-002");
}

TEST_F(Disclosure, IsForPersonsWhomTheFacilityKnows) {
  EXPECT_EQ(names(ask(kToday, RequesterKind::self, false)), refused(Rejection::not_found));
  EXPECT_EQ(first<disclosure::DisclosureRequested>(ask(kToday)).due_on, kToday.plus_days(14));
  const disclosure::RequestDisclosure backwards{
      {}, {}, kToday, {kToday, kToday.plus_days(-1)}, {}, DisclosureMethod::paper, {}};
  EXPECT_EQ(names(decide(cases, backwards, dsc, kClinic, true, 14, kToday)), refused(Rejection::invalid_value));
}

TEST_F(Disclosure, VerifiesIdentityOnceAndARepresentativesRight) {
  EXPECT_EQ(names(verify()), refused(Rejection::not_found));
  follow(cases, ask(kToday, RequesterKind::agent));
  EXPECT_EQ(names(verify()), refused(Rejection::invalid_value));
  EXPECT_EQ(names(verify("香川 修")), refused(Rejection::invalid_value));
  EXPECT_EQ(names(verify("香川 修", "")), refused(Rejection::invalid_value));
  EXPECT_EQ(names(verify("", "委任状")), refused(Rejection::invalid_value)) << "the letter needs a name";
  const Decision verified = verify("香川 修", "委任状");
  EXPECT_EQ(first<disclosure::IdentityVerified>(verified).representative_name, "香川 修");
  follow(cases, verified);
  EXPECT_EQ(names(verify("香川 修", "委任状")), refused(Rejection::wrong_state));
}

TEST_F(Disclosure, WhoAsksForHimselfHasNoRepresentative) {
  follow(cases, ask(kToday));
  EXPECT_EQ(names(verify("香川 修")), refused(Rejection::invalid_value));
  follow(cases, verify());
}

TEST_F(Disclosure, VerifiesIdentityByThePublishedKindsOfDocuments) {
  follow(cases, ask(kToday));
  EXPECT_EQ(names(verify_by("library_card")), refused(Rejection::invalid_value));
  follow(cases, verify_by("drivers_license"));
}

TEST_F(Disclosure, GivesAReportOnlyForAVerifiedCase) {
  EXPECT_EQ(names(report()), refused(Rejection::disclosure_request_required));
  EXPECT_EQ(names(decide(usage_report::State{}, usage_report::RequestUsageReport{}, cases,
                         id<UsageReportId>(96), kClinic, policy_in_force(), kToday)),
            refused(Rejection::disclosure_request_required));
  follow(cases, ask(kToday));
  EXPECT_EQ(names(report()), refused(Rejection::disclosure_request_required));
  follow(cases, verify());
  const Decision requested = report();
  EXPECT_EQ(first<usage_report::UsageReportRequested>(requested).due_on, day(2026, 11, 26));
  usage_report::State state;
  follow(state, requested);
  EXPECT_EQ(names(report(state)), refused(Rejection::already_exists));
}

TEST_F(Disclosure, KeepsAReportToItsOrderItsFacilityAndAnOpenCase) {
  follow(cases, ask(kToday));
  usage_report::State state;
  const usage_report::GenerateUsageReport generate{130, 38, {}};
  const auto download = [&](const FacilityId& facility) {
    return decide(state, usage_report::DownloadUsageReport{}, cases, facility);
  };
  EXPECT_EQ(names(decide(state, generate, cases)), refused(Rejection::not_found));
  EXPECT_EQ(names(decide(state, usage_report::ProvideUsageReport{}, cases)), refused(Rejection::not_found));
  EXPECT_EQ(names(download(kClinic)), refused(Rejection::not_found));
  apply(state, usage_report::UsageReportRequested{id<UsageReportId>(96), {}, dsc, kClinic, kToday});
  EXPECT_EQ(names(decide(state, usage_report::ProvideUsageReport{}, cases)), refused(Rejection::wrong_state));
  EXPECT_EQ(names(download(kClinic)), refused(Rejection::wrong_state));
  follow(state, decide(state, generate, cases));
  EXPECT_EQ(names(decide(state, generate, cases)), refused(Rejection::wrong_state));
  follow(state, decide(state, usage_report::ProvideUsageReport{}, cases));
  EXPECT_EQ(names(download(kOffice)), refused(Rejection::not_found));
  EXPECT_EQ(names(download(kClinic)), Names{"UsageReportDownloaded"});
  apply(cases, disclosure::DisclosureClosed{kClinic, dsc, {}, DisclosureClosure::request_withdrawn});
  EXPECT_EQ(names(download(kClinic)), refused(Rejection::wrong_state));
  state.status = UsageReportState::generated;
  EXPECT_EQ(names(decide(state, usage_report::ProvideUsageReport{}, cases)), refused(Rejection::wrong_state));
  state.status = UsageReportState::requested;
  EXPECT_EQ(names(decide(state, generate, cases)), refused(Rejection::wrong_state));
}

}  // namespace
}  // namespace renkei::testing
