#pragma once

#include "domain/consent/state.h"
#include "domain/room/state.h"

namespace renkei::consent {

struct VerifyConsent {
  std::vector<std::string> checks;
  template <class V>
  static void describe(V& v) {
    v.field("checks", &VerifyConsent::checks, code_words(1, 10));
  }
};

struct Signer {
  GrantorKind kind = GrantorKind::self;
  template <class V>
  static void describe(V& v) {
    v.field("kind", &Signer::kind);
  }
};

struct WithdrawConsent {
  WithdrawalScope scope = WithdrawalScope::all;
  std::optional<FacilityId> facility_id;
  std::optional<std::string> data_kind;
  DocumentId intake_document_id;
  CivilDate received_on;
  Signer requested_by;
  std::optional<CivilDate> handover_until;
  template <class V>
  static void describe(V& v) {
    v.field("scope", &WithdrawConsent::scope);
    v.field("facility_id", &WithdrawConsent::facility_id);
    v.field("data_kind", &WithdrawConsent::data_kind, code_word(60));
    v.field("intake_document_id", &WithdrawConsent::intake_document_id);
    v.field("received_on", &WithdrawConsent::received_on);
    v.field("requested_by", &WithdrawConsent::requested_by);
    v.field("handover_until", &WithdrawConsent::handover_until);
  }
};

struct SupplementConsent {
  ConsentScope added;
  DocumentId intake_document_id;
  CivilDate signed_on;
  Signer signed_by;
  std::vector<std::string> checks;
  template <class V>
  static void describe(V& v) {
    v.field("added", &SupplementConsent::added);
    v.field("intake_document_id", &SupplementConsent::intake_document_id);
    v.field("signed_on", &SupplementConsent::signed_on);
    v.field("signed_by", &SupplementConsent::signed_by);
    v.field("checks", &SupplementConsent::checks, code_words(1, 10));
  }
};

Decision decide(const State& state, const VerifyConsent& command);
// Widens a form in force. What was withdrawn stays withdrawn: only a new form undoes that (product.md no. 24).
Decision decide(const State& state, const SupplementConsent& command, CivilDate today);
// In force from the moment of receipt. `room` is the room that the form opened, or null; `forms` are all forms
// of that room, or of the request for one. What the person withdraws is withdrawn from every form that speaks
// for them: another one would go on covering it (product.md no. 24). The family's form binds the family alone.
Decision decide(const State& state, const WithdrawConsent& command, const room::State* room,
                const std::vector<State>& forms, CivilDate today);

}  // namespace renkei::consent
