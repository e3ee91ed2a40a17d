// The policy's guarantees as standing rules: what must hold of every event, given all before it, whatever
// decided it. They repeat no decision; each says its guarantee in its own terms over recorded facts, so that a
// ledger with right hashes and wrong acts is found. Clauses are those of the policy (docs/events.md).
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "replay/verify/states_so_far.h"

namespace renkei {

// History up to an event, as the rules look at it.
struct PastOfPolicy {
  StatesSoFar states;
  std::unordered_map<std::uint64_t, FacilityId> posted_by;  // facility of the message at a position
  std::map<std::pair<AccountId, CareRecipientId>, std::uint64_t> last_view;  // who was shown what is shared
  room::MessageRetracted last_retraction;
};

struct PolicyRule {
  std::string_view name, clause, guarantee;
  // Empty: it holds. Otherwise what was found; never a name or a text.
  std::string (*broken)(const PastOfPolicy& past, const Recorded& event);
};

const std::vector<PolicyRule>& rules_of_access();     // policy_rules_access.cpp
const std::vector<PolicyRule>& rules_of_admission();  // policy_rules_admission.cpp

class PolicyRules {
 public:
  using Find = std::function<void(std::uint64_t position, const PolicyRule& rule, const std::string& found)>;
  explicit PolicyRules(Find find) : find_(std::move(find)) {}

  void check(const Recorded& event);  // in order; throws CorruptHistory for one that can't follow

 private:
  void remember(const Recorded& event);

  Find find_;
  PastOfPolicy past_;
};

}  // namespace renkei
