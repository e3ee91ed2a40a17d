// The whole state machine of a disclosure case: a line for each state, a column for each act, and what comes of
// the act: `ok`, or the code of the refusal (design/api.md, 409). The domain is asked every cell, the API every
// refusal.
#pragma once

#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace renkei::testing {

// `undecided`, `withdrawn`: by the person, before the decision and after it. `given`: the other facility
// has answered. `nothing`: notified that nothing is disclosed. `no-report`: the city's part is not
// there.
inline constexpr const char* kUntilTheDecision = R"(
state      verify  clarify  request  generate  provide  receive  opinion  withhold  decide
received   ok      state    case     unknown   unknown  unknown  unknown  scope     scope
verified   state   ok       ok       ok        ok       ok       unknown  scope     scope
no-report  state   ok       ok       ok        ok       ok       ok       report    report
clarified  state   ok       ok       ok        ok       ok       ok       ok        opinions
given      state   ok       ok       ok        ok       ok       state    ok        ok
decided    state   over     ok       ok        ok       ok       over     over      over
notified   state   over     ok       ok        ok       ok       over     over      over
nothing    state   over     ok       ok        ok       ok       over     over      over
delivered  state   over     ok       ok        ok       ok       over     over      over
closed     state   over     state    state     state    ok       over     state     state
undecided  state   state    state    state     state    state    state    state     state
withdrawn  state   over     state    state     state    state    over     state     state
)";
inline constexpr const char* kAfterTheDecision = R"(
state      notice    packet    copy  deliver   close  withdraw
received   decision  decision  case  decision  state  ok
verified   decision  decision  ok    decision  state  ok
no-report  decision  decision  ok    decision  state  ok
clarified  decision  decision  ok    decision  state  ok
given      decision  decision  ok    decision  state  ok
decided    ok        notice    ok    notice    state  ok
notified   state     ok        ok    ok        state  ok
nothing    state     ok        ok    ok        ok     ok
delivered  state     ok        ok    state     ok     ok
closed     state     state     ok    state     state  state
undecided  state     state     ok    state     state  state
withdrawn  state     state     ok    state     state  state
)";

using DisclosureTable =
    std::map<std::string, std::map<std::string, std::string>>;  // what comes of an act, by state

inline DisclosureTable disclosure_table() {
  static const std::map<std::string, std::string> codes{{"ok", "ok"},
                                                        {"state", "wrong-state"},
                                                        {"unknown", "not-found"},
                                                        {"case", "disclosure-request-required"},
                                                        {"scope", "scope-not-clarified"},
                                                        {"report", "usage-report-not-provided"},
                                                        {"opinions", "opinions-missing"},
                                                        {"over", "already-decided"},
                                                        {"decision", "decision-required"},
                                                        {"notice", "notice-required"}};
  DisclosureTable table;
  for (const char* text : {kUntilTheDecision, kAfterTheDecision}) {
    std::istringstream lines(text);
    std::string line, state, word;
    std::vector<std::string> acts;
    while (std::getline(lines, line)) {
      std::istringstream words(line);
      if (!(words >> state)) continue;
      for (std::size_t column = 0; words >> word; ++column) {
        state == "state" ? acts.push_back(word) : void(table[state][acts.at(column)] = codes.at(word));
      }
    }
  }
  return table;
}

}  // namespace renkei::testing
