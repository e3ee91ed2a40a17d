// Every act on a disclosure case that its state refuses, through the API (tests/support/disclosure_table.h; the
// domain is asked every cell in tests/domain/disclosure_transitions_test.cpp).
#include "tests/api/contract_states.h"
#include "tests/api/played_case.h"
#include "tests/support/disclosure_table.h"

namespace renkei::testing {
namespace {

struct DisclosureRefusals : States {
  // A case on its way, with what the acts on it need.
  class Way {
   public:
    Way() : at_hand(*city, city->r.kono) {}

    void verify() { at_hand.act("verify-identity", PlayedCase::kIdentity); }
    // One report of this case in each state in which an act on it is due.
    void ask_for_reports() {
      for (const char* due : {"generate", "provide", "receive"})
        reports_[due] =
            "/v1/usage-reports/" + field(done(city->r.kono, "/v1/usage-reports", of_this_case()), "data.id");
      for (const char* due : {"provide", "receive"}) do_on_report(due, "generate");
    }
    void get_report() {
      city->step_up(city->r.city2);
      do_on_report("receive", "provide");
    }
    void clarify() { at_hand.act("clarify-scope", PlayedCase::scope("room")); }
    void get_opinion() { done(city->r.fujikawa, at_hand.path() + "/opinions", PlayedCase::kAgrees); }
    void decide(const std::string& result, const std::string& ground = "") {
      at_hand.act("decide", PlayedCase::decision(result, ground));
    }
    void notify() { at_hand.act("notice", PlayedCase::kNotice); }
    void deliver() {
      const std::string packet = at_hand.packet();
      EXPECT_EQ(at_hand.content(city->r.kono, packet).status, 200);
      at_hand.act("deliver", PlayedCase::delivery(packet));
    }
    void close(const std::string& how) { at_hand.act("close", "{\"closure\":" + cli::json_string(how) + "}"); }
    // Up to the decision; the other facility has answered.
    void prepare() {
      verify();
      ask_for_reports();
      get_report();
      clarify();
      get_opinion();
    }

    // Tries every act that the state refuses.
    void expect_refusals(const std::string& state) {
      static const DisclosureTable table = disclosure_table();
      for (const auto& [act, code] : table.at(state)) {
        if (code == "ok") continue;
        EXPECT_EQ(field(parsed(answer_to(act)), "code"), code) << act << " of a case that is " << state;
        ++refusals;
      }
    }

    PlayedCase at_hand;
    static inline unsigned refusals = 0;

   private:
    static std::string of_no_case() { return to_text(test_id<UsageReportId>(7)); }
    std::string of_this_case() const {
      return "{\"disclosure_request_id\":" + cli::json_string(at_hand.id) + "}";
    }
    std::string report(const std::string& due) const {
      const auto found = reports_.find(due);
      return found == reports_.end() ? "/v1/usage-reports/" + of_no_case() : found->second;
    }
    void do_on_report(const std::string& due, const std::string& verb) {
      const std::string path = report(due);
      done(city->r.city2, path + "/" + verb, "{}", city->current(&city->r.city2, path));
    }
    Answer on_report(const std::string& due) {
      const std::string path = report(due);
      const bool there = reports_.contains(due);
      return city->post(&city->r.city2, path + "/" + due, "{}",
                        there ? city->current(&city->r.city2, path) : at("1"));
    }
    Answer on_case(const std::string& verb, const std::string& body) {
      return city->post(&city->r.kono, at_hand.path() + "/" + verb, body, at_hand.current());
    }
    Answer answer_to(const std::string& act) {
      static const std::map<std::string, std::pair<std::string, std::string>> of_the_case{
          {"verify", {"verify-identity", PlayedCase::kIdentity}},
          {"clarify", {"clarify-scope", PlayedCase::scope("room")}},
          {"withhold", {"withholdings", PlayedCase::withholding(3)}},
          {"decide", {"decide", PlayedCase::decision("full")}},
          {"notice", {"notice", PlayedCase::kNotice}},
          {"deliver", {"deliver", PlayedCase::delivery(to_text(test_id<PacketId>(7)))}},
          {"close", {"close", PlayedCase::kCompleted}},
          {"withdraw", {"close", R"({"closure":"request_withdrawn"})"}}};
      const Person& kono = city->r.kono;
      if (const auto found = of_the_case.find(act); found != of_the_case.end())
        return on_case(found->second.first, found->second.second);
      if (act == "request") return city->post(&kono, "/v1/usage-reports", of_this_case());
      if (act == "generate") return on_report(act);
      if (act == "receive") return city->get(&kono, report(act) + "/content?format=csv");
      if (act == "opinion")
        return city->post(&city->r.fujikawa, at_hand.path() + "/opinions", PlayedCase::kAgrees);
      if (act == "packet") return city->post(&kono, "/v1/packets", at_hand.packet_body());
      city->step_up(city->r.city2);
      if (act == "provide") return on_report(act);
      if (act == "copy") return city->post(&city->r.city2, "/v1/packets", at_hand.packet_body("auditor"));
      throw std::logic_error("no such act: " + act);
    }

    std::map<std::string, std::string> reports_;  // paths, by the act that is due
  };

  void TearDown() override {
    EXPECT_GT(Way::refusals, 0u);
    Way::refusals = 0;
    States::TearDown();
  }
};

TEST_F(DisclosureRefusals, OfACaseOnItsWayToTheEnd) {
  Way way;
  way.expect_refusals("received");
  way.verify();
  way.ask_for_reports();
  way.expect_refusals("verified");
  way.get_report();
  way.clarify();
  way.expect_refusals("clarified");
  way.get_opinion();
  way.expect_refusals("given");
  way.decide("full");
  way.expect_refusals("decided");
  way.notify();
  way.expect_refusals("notified");
  way.deliver();
  way.expect_refusals("delivered");
  way.close("completed");
  way.expect_refusals("closed");
}

TEST_F(DisclosureRefusals, OfACaseWithdrawnBeforeItsDecision) {
  Way way;
  way.verify();
  way.ask_for_reports();
  way.clarify();
  way.expect_refusals("no-report");
  way.get_report();
  way.close("request_withdrawn");
  way.expect_refusals("undecided");
}

TEST_F(DisclosureRefusals, OfACaseWithdrawnAfterItsDecision) {
  Way way;
  way.prepare();
  way.decide("full");
  way.close("request_withdrawn");
  way.expect_refusals("withdrawn");
}

TEST_F(DisclosureRefusals, OfACaseThatIsAnsweredByALetterAlone) {
  Way way;
  way.prepare();
  way.decide("none", "life_or_rights");
  way.notify();
  way.expect_refusals("nothing");
}

}  // namespace
}  // namespace renkei::testing
