// The city's rules and its officers.
#pragma once

#include "domain/event_type.h"
#include "domain/policy/disclosure_rules.h"
#include "domain/policy/policy.h"

namespace renkei::policy {

struct PolicyVersionPublished {
  static constexpr EventType kType{201, "PolicyVersionPublished", Aggregate::policy};
  KeyId ledger_id;
  Policy policy;
  std::vector<AccountId> publishers;  // two people (product.md no. 34)
  template <class V>
  static void describe(V& v) {
    v.stream("ledger_id", &PolicyVersionPublished::ledger_id);
    v.clear("policy", &PolicyVersionPublished::policy);
    v.clear("publishers", &PolicyVersionPublished::publishers, some_items(2));
  }
};

struct FormTemplatePublished {
  static constexpr EventType kType{202, "FormTemplatePublished", Aggregate::policy};
  KeyId ledger_id;
  std::string form_id, form_version, title;
  template <class V>
  static void describe(V& v) {
    v.stream("ledger_id", &FormTemplatePublished::ledger_id);
    v.clear("form_id", &FormTemplatePublished::form_id, text(10));
    v.clear("form_version", &FormTemplatePublished::form_version, text(20));
    v.clear("title", &FormTemplatePublished::title, text(120));
  }
};

struct DisclosureRulesPublished {  // beside the policy's version that it belongs to
  static constexpr EventType kType{203, "DisclosureRulesPublished", Aggregate::policy};
  KeyId ledger_id;
  DisclosureRules rules;
  std::vector<AccountId> publishers;
  template <class V>
  static void describe(V& v) {
    v.stream("ledger_id", &DisclosureRulesPublished::ledger_id);
    v.clear("rules", &DisclosureRulesPublished::rules);
    v.clear("publishers", &DisclosureRulesPublished::publishers, some_items(2));
  }
};

}  // namespace renkei::policy
