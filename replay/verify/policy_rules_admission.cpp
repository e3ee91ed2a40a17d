// Who is let in, who decides, and what the person is given: what has to hold of the city's own acts.
#include <algorithm>

#include "eventstore/crypto/base64.h"
#include "replay/verify/policy_rules.h"

namespace renkei {
namespace {

using Past = PastOfPolicy;

std::string same_person(const AccountId& account) { return "the same account " + hex(account.view()); }

std::string alone(const Past& past, const Recorded& e) {
  const AccountId& actor = e.act.actor.account;
  if (const auto* r = std::get_if<registration::RegistrationRequestApproved>(&e.event))
    return past.states.of<registration::State>(r->request).entered_by == actor ? same_person(actor) : "";
  if (const auto* r = std::get_if<room_request::RoomRequestApproved>(&e.event))
    return past.states.of<room_request::State>(r->room_request).entered_by == actor ? same_person(actor) : "";
  if (const auto* r = std::get_if<account::CityRoleGranted>(&e.event))
    return !r->approver || *r->approver == r->account ? same_person(r->account) : "";
  if (const auto* p = std::get_if<policy::PolicyVersionPublished>(&e.event)) {
    const bool two = p->publishers.size() == 2 && p->publishers[0] != p->publishers[1];
    return two ? "" : std::to_string(p->publishers.size()) + " publishers, not two persons";
  }
  return {};
}

template <class... Events>
bool is_one_of(const DomainEvent& event) {
  return (std::holds_alternative<Events>(event) || ...);
}

// What only the city decides.
bool is_officers_act(const DomainEvent& event) {
  return is_one_of<intake::IntakeDocumentReceived, registration::RegistrationRequestApproved,
                   registration::RegistrationRequestReturned, registration::RegistrationRequestRejected,
                   pledge::PledgeVerified, pledge::PledgeRevoked, facility::FacilityRegistered,
                   facility::EnvironmentRecognised, facility::FacilitySuspended, facility::FacilityReinstated,
                   account::AccountCreated, account::CredentialDelivered, consent::ConsentVerified,
                   consent::ConsentWithdrawn, room_request::RoomRequestApproved,
                   room_request::RoomRequestReturned, room_request::RoomRequestRejected, room::RoomOpened,
                   usage_report::UsageReportGenerated, usage_report::UsageReportProvided>(event);
}

std::string without_the_city(const Past& past, const Recorded& e) {
  if (!is_officers_act(e.event)) return {};
  const auto& actor = past.states.of<account::State>(e.act.actor.account);
  return actor.is_city() ? "" : "account " + hex(e.act.actor.account.view());
}

std::string account_without_pledge(const Past& past, const Recorded& e) {
  const auto without = [&](const PledgeId& user, const FacilityId& facility) -> std::string {
    for (const PledgeId& id : {user, past.states.of<facility::State>(facility).pledge}) {
      if (past.states.of<pledge::State>(id).status != PledgeState::verified)
        return "pledge " + hex(id.view()) + " is not verified";
    }
    return {};
  };
  if (const auto* created = std::get_if<account::AccountCreated>(&e.event))
    return without(created->pledge, created->facility);
  const auto* activated = std::get_if<account::AccountActivated>(&e.event);
  if (activated == nullptr) return {};
  const auto& account = past.states.of<account::State>(activated->account);
  return account.is_city() ? "" : without(account.pledge, account.facility);
}

// A user's first act is the change of the issued password; an officer's the second factor.
std::string active_without_credential(const Past& past, const Recorded& e) {
  const auto* activated = std::get_if<account::AccountActivated>(&e.event);
  if (activated == nullptr) return {};
  const auto& account = past.states.of<account::State>(activated->account);
  if (!account.password_expires_on) return "the issued password was not changed";
  return account.is_city() && !account.second_factor ? "no second factor" : "";
}

std::string room_without_consents(const Past& past, const Recorded& e) {
  const auto* opened = std::get_if<room::RoomOpened>(&e.event);
  if (opened == nullptr) return {};
  const auto& request = past.states.of<room_request::State>(opened->room_request);
  if (request.status != RequestState::approved) return "its request is not approved";
  if (request.subject != opened->subject) return "its request is about another person";
  if (opened->consent_forms.empty()) return "no consent form";
  for (const ConsentFormId& id : opened->consent_forms) {
    if (!past.states.of<consent::State>(id).in_force()) return "form " + hex(id.view()) + " is not verified";
  }
  return {};
}

std::string report_without_identity(const Past& past, const Recorded& e) {
  const auto* asked = std::get_if<usage_report::UsageReportRequested>(&e.event);
  if (asked == nullptr) return {};
  const disclosure::Case* found =
      past.states.of<disclosure::State>(asked->facility).find(asked->disclosure_request);
  if (found == nullptr) return "no such case at the facility";
  if (found->subject != asked->subject) return "the case is about another person";
  return found->status != DisclosureState::received && found->open() ? "" : "identity not verified";
}

std::string report_out_of_order(const Past& past, const Recorded& e) {
  const auto expect = [&](const UsageReportId& id, UsageReportState before) -> std::string {
    const auto& state = past.states.of<usage_report::State>(id);
    if (!state.exists) return "no such report";
    return state.status == before ? "" : "the report is " + std::string(code_text(state.status));
  };
  if (const auto* made = std::get_if<usage_report::UsageReportGenerated>(&e.event)) {
    if (made->checkpoint_size > e.position) return "made of entries that were not there";
    return expect(made->usage_report, UsageReportState::requested);
  }
  if (const auto* provided = std::get_if<usage_report::UsageReportProvided>(&e.event))
    return expect(provided->usage_report, UsageReportState::generated);
  if (const auto* taken = std::get_if<usage_report::UsageReportDownloaded>(&e.event)) {
    const auto& state = past.states.of<usage_report::State>(taken->usage_report);
    // The city as holder has its register under the id of the ledger, where there is no facility.
    const bool city_as_holder =
        e.act.actor.facility.is_zero() && !past.states.of<facility::State>(state.facility).exists;
    if (state.facility != e.act.actor.facility && !city_as_holder) return "another facility";
    return expect(taken->usage_report, UsageReportState::provided);
  }
  return {};
}

// The report follows the retraction in the same act.
std::string retraction_without_incident(const Past& past, const Recorded& e) {
  if (const auto* retracted = std::get_if<room::MessageRetracted>(&e.event)) {
    const bool wrong_person = retracted->reason == RetractionReason::wrong_care_recipient;
    return wrong_person && !retracted->incident ? "no incident" : "";
  }
  const auto* reported = std::get_if<incident::IncidentReported>(&e.event);
  if (reported == nullptr || !reported->message) return {};
  return past.last_retraction.incident == reported->incident ? "" : "incident of no retraction";
}

}  // namespace

const std::vector<PolicyRule>& rules_of_admission() {
  static const std::vector<PolicyRule> kRules{
      {"second-person", "III.2", "what one person entered another one approves", alone},
      {"officers-only", "III.1", "the city's decisions are made by its officers", without_the_city},
      {"pledge-before-account", "III.2", "an account is made, and becomes active, on verified pledges only",
       account_without_pledge},
      {"first-use", "I-③", "an account becomes active by its holder's own password", active_without_credential},
      {"consents-before-room", "III.2", "a room is opened on verified consents only", room_without_consents},
      {"identity-before-report", "III.3(5)", "a usage report is asked for after identity was verified",
       report_without_identity},
      {"report-in-order", "III.3(5)", "a usage report is made, provided and taken in this order",
       report_out_of_order},
      {"wrong-person-is-incident", "III.3(3)", "a message about the wrong person is reported",
       retraction_without_incident},
  };
  return kRules;
}

}  // namespace renkei
