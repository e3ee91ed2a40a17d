// A disclosure case from its scope to its end (policy III.3(5); product.md nos. 3, 40, 47, 48): each act in its
// order, nothing withheld after the decision.
#include "tests/domain/case_of_haru.h"

namespace renkei::testing {
namespace {

TEST_F(CaseOfHaru, GoesThroughItsStatesInOrder) {
  clarified();
  go(decide_as(DisclosureResult::full));
  go(notice());
  go(deliver());
  go(close());
  EXPECT_EQ(now().status, DisclosureState::closed);
  EXPECT_EQ(now().packet, kPacket);
  EXPECT_EQ(now().usage_report, kReport);
  EXPECT_EQ(now().fee_yen, 300u);
  EXPECT_EQ(now().version, 7u);
}

TEST_F(CaseOfHaru, NamesWhatAnActOutOfOrderLacks) {
  EXPECT_EQ(names(clarify()), refused(Rejection::wrong_state));
  EXPECT_EQ(names(withhold(3)), refused(Rejection::scope_not_clarified));
  EXPECT_EQ(names(decide_as(DisclosureResult::full)), refused(Rejection::scope_not_clarified));
  EXPECT_EQ(names(notice()), refused(Rejection::decision_required));
  EXPECT_EQ(names(deliver()), refused(Rejection::decision_required));
  EXPECT_EQ(names(close()), refused(Rejection::wrong_state));
  clarified();
  history.usage_report.reset();
  EXPECT_EQ(names(withhold(3)), refused(Rejection::usage_report_not_provided));
  EXPECT_EQ(names(decide_as(DisclosureResult::full)), refused(Rejection::usage_report_not_provided));
  history.usage_report = kReport;
  go(decide_as(DisclosureResult::full));
  EXPECT_EQ(names(deliver()), refused(Rejection::notice_required));
  go(notice());
  EXPECT_EQ(names(notice()), refused(Rejection::wrong_state));
  EXPECT_EQ(names(deliver(false)), refused(Rejection::packet_required));
  EXPECT_EQ(names(close()), refused(Rejection::wrong_state));
  go(deliver());
  EXPECT_EQ(names(deliver()), refused(Rejection::wrong_state));
}

TEST_F(CaseOfHaru, WithholdsNothingAfterTheDecision) {
  clarified(RecordsScope::room);
  go(opinion(OpinionAnswer::agree));
  go(withhold(3));
  go(decide_as(DisclosureResult::part));
  EXPECT_EQ(names(withhold(4)), refused(Rejection::already_decided));
  EXPECT_EQ(names(lift(3)), refused(Rejection::already_decided));
  EXPECT_EQ(names(clarify()), refused(Rejection::already_decided));
  EXPECT_EQ(names(decide_as(DisclosureResult::full)), refused(Rejection::already_decided));
  EXPECT_EQ(names(opinion(OpinionAnswer::agree)), refused(Rejection::already_decided));
}

TEST_F(CaseOfHaru, IsNoFullDisclosureWhereAnotherFacilityWithholdsWhatItRecorded) {
  clarified(RecordsScope::room);
  go(opinion(OpinionAnswer::withhold, kOffice, "business_hindrance"));
  EXPECT_EQ(names(decide_as(DisclosureResult::full)), refused(Rejection::result_contradicts));
  history.authors = {kClinic};  // it recorded nothing
  EXPECT_EQ(names(decide_as(DisclosureResult::part)), refused(Rejection::result_contradicts));
  history.authors = {kClinic, kOffice};
  go(decide_as(DisclosureResult::part));
}

TEST_F(CaseOfHaru, WithholdsRowsByPublishedGroundsAndShowsOfThemWhatIsUsual) {
  clarified();
  EXPECT_EQ(names(withhold(3, "embarrassing")), refused(Rejection::invalid_value));
  EXPECT_EQ(names(withhold(41)), refused(Rejection::invalid_value));
  go(withhold(7, "life_or_rights"));
  go(withhold(3));
  ASSERT_EQ(weighed().withheld.size(), 2u);
  EXPECT_EQ(weighed().withheld[0],
            (disclosure::WithheldItem{3, "business_hindrance", GroundDisplay::specific, RowDisplay::normal}));
  EXPECT_EQ(weighed().withheld[1], (disclosure::WithheldItem{7, "life_or_rights", GroundDisplay::article_only,
                                                             RowDisplay::number_only}));
  go(lift(3));
  EXPECT_EQ(weighed().withheld.size(), 1u);
}

// Two system managers at once: what the one withheld is not lost in the decision of the other.
TEST_F(CaseOfHaru, DecidesNothingOnAHistoryThatSomebodyWentBeyond) {
  clarified();
  const disclosure::HistoryFacts looked = history;
  go(withhold(3));
  history = looked;
  EXPECT_EQ(names(decide_as(DisclosureResult::full)), refused(Rejection::stale_version));
  EXPECT_EQ(names(withhold(4)), refused(Rejection::stale_version));
}

// The corrected text says what the first one said.
TEST_F(CaseOfHaru, WithholdsAMessageInEveryVersion) {
  clarified();
  go(withhold(7, "life_or_rights"));
  history.versions = weighed().withheld;
  history.versions[0].ordinal = 9;
  const auto decided = first<disclosure::DisclosureDecided>(decide_as(DisclosureResult::part));
  ASSERT_EQ(decided.withheld.size(), 2u);
  EXPECT_EQ(decided.withheld[1], (disclosure::WithheldItem{9, "life_or_rights", GroundDisplay::article_only,
                                                           RowDisplay::number_only}));
}

// The law of providers, that of the city as holder and the guideline for the bereaved know different grounds.
TEST_F(CaseOfHaru, TakesTheGroundsOfItsRoute) {
  clarified();
  EXPECT_TRUE(withhold(3, "other_law"));
  EXPECT_EQ(names(withhold(3, "wishes_of_the_deceased")), refused(Rejection::invalid_value));
  city_is_asked = true;
  EXPECT_EQ(names(withhold(3, "other_law")), refused(Rejection::invalid_value));
  EXPECT_TRUE(withhold(3, "business_hindrance"));
  EXPECT_EQ(policy::route_of(true, RequesterKind::bereaved), policy::DisclosureRoute::bereaved);
  for (const auto route :
       {policy::DisclosureRoute::provider, policy::DisclosureRoute::city, policy::DisclosureRoute::bereaved})
    EXPECT_NE(policy_file().disclosure.ground(route, policy_file().disclosure.third_party_ground), nullptr);
}

TEST_F(CaseOfHaru, DecidesWhatFitsTheWithholdings) {
  clarified();
  EXPECT_EQ(names(decide_as(DisclosureResult::part)), refused(Rejection::result_contradicts));
  EXPECT_EQ(names(decide_as(DisclosureResult::none)), refused(Rejection::invalid_value));
  EXPECT_EQ(names(decide_as(DisclosureResult::full, "life_or_rights")), refused(Rejection::invalid_value));
  EXPECT_EQ(names(decide_as(DisclosureResult::none, "life_or_rights")), Names{"DisclosureDecided"});
  go(withhold(3));
  EXPECT_EQ(names(decide_as(DisclosureResult::full)), refused(Rejection::result_contradicts));
}

// The history of use in a provider's hands comes from the city, whatever was asked for beside it.
TEST_F(CaseOfHaru, IsAnsweredByAProviderWithTheCitysReportOnly) {
  verified();
  for (const DisclosureKind kind :
       {DisclosureKind::records, DisclosureKind::usage, DisclosureKind::third_party_records}) {
    history.usage_report = kReport;
    go(decide(matter(), disclosure::ClarifyScope{RecordsScope::own, {}, {kind}}, {}));
    EXPECT_EQ(names(decide_as(DisclosureResult::full)), Names{"DisclosureDecided"});
    history.usage_report.reset();
    EXPECT_EQ(names(decide_as(DisclosureResult::full)), refused(Rejection::usage_report_not_provided));
    EXPECT_EQ(names(withhold(3)), refused(Rejection::usage_report_not_provided));
  }
  city_is_asked = true;
  EXPECT_EQ(names(decide_as(DisclosureResult::full)), Names{"DisclosureDecided"})
      << "it holds the history itself";
}

TEST_F(CaseOfHaru, IsNeverAnsweredWithNothingWhereRecordsThatWereAskedForExist) {
  clarified();
  EXPECT_EQ(names(decide_as(DisclosureResult::no_data)), refused(Rejection::result_contradicts));
  history.authors = {kOffice};  // not those of who is asked
  EXPECT_EQ(names(decide_as(DisclosureResult::no_data)), Names{"DisclosureDecided"});
  go(clarify(RecordsScope::room));
  go(opinion(OpinionAnswer::ask_them));
  EXPECT_EQ(names(decide_as(DisclosureResult::no_data)), Names{"DisclosureDecided"});
  history.authors.push_back(kPharmacy);
  go(clarify(RecordsScope::room, {kOffice, kPharmacy}));
  go(opinion(OpinionAnswer::agree, kPharmacy));
  EXPECT_EQ(names(decide_as(DisclosureResult::no_data)), refused(Rejection::result_contradicts));
  history.authors = {kClinic};
  go(decide(matter(), disclosure::ClarifyScope{RecordsScope::own, {}, {DisclosureKind::usage}}, {}));
  EXPECT_EQ(names(decide_as(DisclosureResult::no_data)), Names{"DisclosureDecided"});
}

TEST_F(CaseOfHaru, WeighsOnlyWhatIsWithheldWithinThePeriod) {
  clarified();
  go(withhold(3));
  history.period_first = 4;
  EXPECT_EQ(names(decide_as(DisclosureResult::part)), refused(Rejection::result_contradicts));
  EXPECT_EQ(names(decide_as(DisclosureResult::full)), Names{"DisclosureDecided"});
  history.period_first = 1;
  history.period_last = 2;
  EXPECT_EQ(names(decide_as(DisclosureResult::full)), Names{"DisclosureDecided"});
  history.period_last = 3;
  EXPECT_EQ(names(decide_as(DisclosureResult::full)), refused(Rejection::result_contradicts));
}

TEST_F(CaseOfHaru, IsToldAndHandedOverInTheOrderOfItsDays) {
  clarified();
  go(decide_as(DisclosureResult::full));
  const auto told_on = [&](CivilDate on) {
    return decide(matter(), disclosure::SendNotice{HandoverMethod::post, on});
  };
  const auto handed_on = [&](CivilDate on) {
    return decide(matter(), disclosure::DeliverPacket{kPacket, HandoverMethod::post, on}, true);
  };
  const CivilDate decided_on = now().decided_on.value();
  today = decided_on.plus_days(3);
  EXPECT_EQ(names(told_on(decided_on.plus_days(-1))), refused(Rejection::invalid_value));
  EXPECT_EQ(names(told_on(today.plus_days(1))), refused(Rejection::invalid_value));
  go(told_on(decided_on.plus_days(1)));
  EXPECT_EQ(names(handed_on(decided_on)), refused(Rejection::invalid_value));
  EXPECT_EQ(names(handed_on(today.plus_days(1))), refused(Rejection::invalid_value));
  EXPECT_EQ(names(handed_on(decided_on.plus_days(1))), Names{"DisclosureDelivered"});
}

TEST_F(CaseOfHaru, IsNotToldOrHandedOverOnceItWasWithdrawn) {
  clarified();
  go(close(DisclosureClosure::request_withdrawn));
  EXPECT_EQ(names(notice()), refused(Rejection::wrong_state));
  EXPECT_EQ(names(deliver()), refused(Rejection::wrong_state));
}

TEST_F(CaseOfHaru, CountsWhatConcernsAnotherPersonAsWithheld) {
  history.third_party = {26};
  clarified();
  EXPECT_EQ(names(decide_as(DisclosureResult::full)), refused(Rejection::result_contradicts));
  const auto decided = first<disclosure::DisclosureDecided>(decide_as(DisclosureResult::part));
  ASSERT_EQ(decided.withheld.size(), 1u);
  EXPECT_EQ(decided.withheld[0].ordinal, 26u);
  EXPECT_EQ(decided.withheld[0].ground, policy_file().disclosure.third_party_ground);
}

TEST_F(CaseOfHaru, AsksOtherFacilitiesForTheWholeRoomOnly) {
  verified();
  EXPECT_TRUE(first<disclosure::DisclosureScopeClarified>(clarify(RecordsScope::own)).asked.empty());
  go(clarify(RecordsScope::room));
  ASSERT_EQ(now().opinions.size(), 1u);
  EXPECT_EQ(now().opinions[0].due_on, kToday.plus_days(policy_file().disclosure.opinion_days));
  EXPECT_EQ(names(opinion(OpinionAnswer::agree, kPharmacy)), refused(Rejection::not_found));
  EXPECT_EQ(names(opinion(OpinionAnswer::withhold)), refused(Rejection::invalid_value));
  EXPECT_EQ(names(opinion(OpinionAnswer::agree, kOffice, "other_law")), refused(Rejection::invalid_value));
  go(opinion(OpinionAnswer::withhold, kOffice, "other_law"));
  EXPECT_EQ(names(opinion(OpinionAnswer::agree)), refused(Rejection::wrong_state));
}

TEST_F(CaseOfHaru, WaitsForOpinionsUntilTheirDayIsOver) {
  clarified(RecordsScope::room);
  EXPECT_EQ(names(decide_as(DisclosureResult::full)), refused(Rejection::opinions_missing));
  today = now().opinions[0].due_on;
  EXPECT_EQ(names(decide_as(DisclosureResult::full)), refused(Rejection::opinions_missing));
  today = today.plus_days(1);
  EXPECT_EQ(names(decide_as(DisclosureResult::full)), Names{"DisclosureDecided"});
}

// product.md no. 3: a facility's records leave only if it has answered to this very question.
TEST_F(CaseOfHaru, AsksWhoRecordedSomethingSinceTheOthersWereAsked) {
  clarified(RecordsScope::room);
  go(opinion(OpinionAnswer::agree));
  history.authors = {kClinic, kOffice, kPharmacy};
  EXPECT_EQ(names(decide_as(DisclosureResult::full)), refused(Rejection::opinions_missing));
  go(clarify(RecordsScope::room, {kOffice, kPharmacy}));
  EXPECT_TRUE(now().opinion_of(kOffice)->given) << "the same question";
  EXPECT_EQ(names(decide_as(DisclosureResult::full)), refused(Rejection::opinions_missing));
  go(opinion(OpinionAnswer::agree, kPharmacy));
  EXPECT_EQ(names(decide_as(DisclosureResult::full)), Names{"DisclosureDecided"});
}

TEST_F(CaseOfHaru, AsksAnewWhenTheQuestionIsAnother) {
  clarified(RecordsScope::room);
  go(opinion(OpinionAnswer::agree));
  const disclosure::ClarifyScope narrower{
      RecordsScope::room, {kToday.plus_days(-9), kToday}, {DisclosureKind::records, DisclosureKind::usage}};
  go(decide(matter(), narrower, {kOffice}));
  EXPECT_FALSE(now().opinion_of(kOffice)->given);
  EXPECT_EQ(names(decide_as(DisclosureResult::full)), refused(Rejection::opinions_missing));
  go(opinion(OpinionAnswer::withhold, kOffice, "other_law"));
}

TEST_F(CaseOfHaru, EndsWhenThePersonWithdrawsTheRequest) {
  go(close(DisclosureClosure::request_withdrawn));
  EXPECT_EQ(names(close(DisclosureClosure::request_withdrawn)), refused(Rejection::wrong_state));
}

TEST_F(PacketOfACase, IsForThePersonOnceTheNoticeIsSent) {
  EXPECT_EQ(names(ask()), refused(Rejection::decision_required));
  EXPECT_EQ(names(ask(PacketAudience::auditor)), refused(Rejection::disclosure_request_required));
  clarified();
  EXPECT_EQ(names(ask(PacketAudience::auditor)), Names{"PacketRequested"});
  go(decide_as(DisclosureResult::full));
  EXPECT_EQ(names(ask()), refused(Rejection::notice_required));
  go(notice());
  follow(made, ask());
  EXPECT_EQ(names(ask()), refused(Rejection::already_exists));
}

TEST_F(PacketOfACase, CanBeTakenUntilItExpires) {
  clarified();
  go(decide_as(DisclosureResult::full));
  go(notice());
  follow(made, ask());
  EXPECT_EQ(names(decide(made, packet::DownloadPacket{}, kToday)), refused(Rejection::wrong_state));
  follow(made, decide(made, packet::MakePacket{}, kToday.plus_days(30)));
  EXPECT_EQ(names(decide(made, packet::MakePacket{}, kToday)), refused(Rejection::wrong_state));
  EXPECT_EQ(names(decide(made, packet::DownloadPacket{}, kToday.plus_days(30))), Names{"PacketDownloaded"});
  EXPECT_EQ(names(decide(made, packet::DownloadPacket{}, kToday.plus_days(31))),
            refused(Rejection::packet_expired));
  EXPECT_EQ(names(decide(made, packet::FailDownload{5})), Names{"PacketDownloadFailed"});
}

}  // namespace
}  // namespace renkei::testing
