// What a city's policy file holds: the policy and, beside it, the rules of disclosure. Each is published by an
// event of its own.
#pragma once

#include "domain/policy/disclosure_rules.h"
#include "domain/policy/policy.h"

namespace renkei::policy {

struct PolicyFile : Policy {
  DisclosureRules disclosure;
  template <class V>
  static void describe(V& v) {
    Policy::describe(v);
    v.field("disclosure", &PolicyFile::disclosure);
  }
};

}  // namespace renkei::policy
