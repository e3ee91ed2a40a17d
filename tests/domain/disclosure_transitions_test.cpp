// Every act on a disclosure case in every state (tests/support/disclosure_table.h).
#include <functional>

#include "domain/usage_report/state.h"
#include "tests/domain/case_of_haru.h"
#include "tests/support/disclosure_table.h"

namespace renkei::testing {
namespace {

struct Transitions : PacketOfACase {
  // Each from the received case.
  const std::map<std::string, std::function<void()>> states{
      {"received", [] {}},
      {"verified", [this] { verified(); }},
      {"no-report",
       [this] {
         clarified(RecordsScope::room);
         history.usage_report.reset();
       }},
      {"clarified", [this] { clarified(RecordsScope::room); }},
      {"given", [this] { given(); }},
      {"decided", [this] { decided(); }},
      {"notified", [this] { notified(); }},
      {"nothing",
       [this] {
         given();
         go(decide_as(DisclosureResult::none, "life_or_rights"));
         go(notice());
       }},
      {"delivered", [this] { delivered(); }},
      {"closed",
       [this] {
         delivered();
         go(close());
       }},
      {"undecided",
       [this] {
         clarified(RecordsScope::room);
         withdraw();
       }},
      {"withdrawn",
       [this] {
         decided();
         withdraw();
       }},
  };
  const std::map<std::string, std::function<Decision()>> acts{
      {"verify",
       [this] {
         return decide(matter(), disclosure::VerifyIdentity{{"passport"}, {}, {}});
       }},
      {"clarify", [this] { return clarify(RecordsScope::room); }},
      {"request",
       [this] {
         return decide(usage_report::State{}, usage_report::RequestUsageReport{kCase}, cases,
                       id<UsageReportId>(98), kClinic, policy_in_force(), today);
       }},
      {"generate",
       [this] {
         return decide(report(UsageReportState::requested), usage_report::GenerateUsageReport{9, 9, {}}, cases);
       }},
      {"provide",
       [this] {
         return decide(report(UsageReportState::generated), usage_report::ProvideUsageReport{}, cases);
       }},
      {"receive",
       [this] {
         return decide(report(UsageReportState::provided), usage_report::DownloadUsageReport{}, cases, kClinic);
       }},
      {"opinion", [this] { return opinion(OpinionAnswer::agree); }},
      {"withhold", [this] { return withhold(3); }},
      {"decide", [this] { return decide_as(DisclosureResult::full); }},
      {"notice", [this] { return notice(); }},
      {"packet", [this] { return ask(); }},
      {"copy", [this] { return ask(PacketAudience::auditor); }},
      {"deliver", [this] { return deliver(); }},
      {"close", [this] { return close(); }},
      {"withdraw", [this] { return close(DisclosureClosure::request_withdrawn); }},
  };

  void given() {
    clarified(RecordsScope::room);
    go(opinion(OpinionAnswer::agree));
  }
  void decided() {
    given();
    go(decide_as(DisclosureResult::full));
  }
  void notified() {
    decided();
    go(notice());
  }
  void delivered() {
    notified();
    go(deliver());
  }
  void withdraw() { go(close(DisclosureClosure::request_withdrawn)); }
  // Of this case, in the state in which the act is due. Before the identity was verified there was none.
  usage_report::State report(UsageReportState status) {
    usage_report::State state;
    if (now().status == DisclosureState::received) return state;
    apply(state, usage_report::UsageReportRequested{kReport, {}, kCase, kClinic, today});
    state.status = status;
    return state;
  }
};

TEST_F(Transitions, OfEveryStateByEveryAct) {
  const DisclosureTable table = disclosure_table();
  ASSERT_EQ(table.size(), states.size());
  const disclosure::State received = cases;
  const disclosure::HistoryFacts looked = history;
  for (const auto& [state, lead_to] : states) {
    cases = received;
    history = looked;
    lead_to();
    ASSERT_EQ(table.at(state).size(), acts.size());
    for (const auto& [act, do_it] : acts) {
      const Decision decision = do_it();
      EXPECT_EQ(decision ? "ok" : code_text(decision.error().rule), table.at(state).at(act))
          << act << " of a case that is " << state;
    }
  }
}

}  // namespace
}  // namespace renkei::testing
