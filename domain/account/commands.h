// Credentials and account states. Secrets are no part of any command here: the shell keeps verifiers in the
// credentials store before the event that speaks of them is recorded.
#pragma once

#include "domain/account/state.h"

namespace renkei::account {

struct IssueCredential {
  CredentialId credential;
  CredentialKind kind = CredentialKind::initial;
};
struct DeliverCredential {
  DeliveryMethod method = DeliveryMethod::sealed_letter;
  std::string handed_to;
  CivilDate on;
  template <class V>
  static void describe(V& v) {
    v.field("method", &DeliverCredential::method);
    v.field("handed_to", &DeliverCredential::handed_to, required_text(80));
    v.field("on", &DeliverCredential::on);
  }
};
struct RecordPasswordChange {
  bool pledges_in_force = false;  // the user's and the facility's
};
struct EnrolSecondFactor {};
struct LockAccount {
  template <class V>
  static void describe(V&) {}
};
struct UnlockAccount {
  template <class V>
  static void describe(V&) {}
};
struct SuspendAccount {
  std::string reason;
  template <class V>
  static void describe(V& v) {
    v.field("reason", &SuspendAccount::reason, required_text(2000));
  }
};
struct ReinstateAccount {
  template <class V>
  static void describe(V&) {}
};
struct CloseAccount {
  CivilDate left_on;
  template <class V>
  static void describe(V& v) {
    v.field("left_on", &CloseAccount::left_on);
  }
};

Decision decide(const State& state, const IssueCredential& command, const policy::Policy& policy,
                CivilDate today);
Decision decide(const State& state, const DeliverCredential& command);
// The first change also activates the account, under pledges in force (III.2), unless a second factor is still
// to be enrolled (city).
Decision decide(const State& state, const RecordPasswordChange& command, const policy::Policy& policy,
                CivilDate today);
Decision decide(const State& state, const EnrolSecondFactor&);
Decision decide(const State& state, const LockAccount&);
Decision decide(const State& state, const UnlockAccount&);
Decision decide(const State& state, const SuspendAccount&);
Decision decide(const State& state, const ReinstateAccount&);
Decision decide(const State& state, const CloseAccount&, CivilDate today);

}  // namespace renkei::account
