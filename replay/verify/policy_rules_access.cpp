// Who may use a person's data: what has to hold of every read, post and correction, and of every act at all.
#include "eventstore/crypto/base64.h"
#include "replay/verify/policy_rules.h"

namespace renkei {
namespace {

using Past = PastOfPolicy;

template <class IdT>
std::string named(const char* what, const IdT& id) {
  return std::string(what) + " " + hex(id.view());
}

const account::State& actor_of(const Past& past, const Recorded& e) {
  return past.states.of<account::State>(e.act.actor.account);
}

// What an account does to its own credentials and sessions is how it becomes fit to act.
bool is_own_way_in(const Recorded& e) {
  return event_type(e.event).aggregate == Aggregate::account &&
         place_of(e.event).stream == e.act.actor.account.octets;
}

bool is_act_of_somebody(const Recorded& e) {
  return e.outcome == Outcome::success && !e.act.actor.account.is_zero() && !is_own_way_in(e);
}

const access::RecordViewed* shared_content_viewed(const Recorded& e) {
  const auto* viewed = std::get_if<access::RecordViewed>(&e.event);
  if (viewed == nullptr || viewed->room.is_zero()) return nullptr;
  const bool shared = viewed->object_kind == ObjectKind::messages ||
                      viewed->object_kind == ObjectKind::message ||
                      viewed->object_kind == ObjectKind::attachment;
  return shared ? viewed : nullptr;
}

bool is_written_in_a_room(const Recorded& e) {
  return std::holds_alternative<room::MessagePosted>(e.event) ||
         std::holds_alternative<room::MessageCorrected>(e.event);
}

// Reading or writing what a room holds. Taking back one's own message is no use of it.
bool uses_a_room(const Recorded& e) {
  return e.outcome == Outcome::success && (is_written_in_a_room(e) || shared_content_viewed(e) != nullptr);
}

// Only what the own facility wrote was shown: no sharing.
bool shows_own_only(const Past& past, const Recorded& e) {
  const auto* viewed = shared_content_viewed(e);
  if (viewed == nullptr) return false;
  if (viewed->own_facility_only) return true;
  const auto posted = past.posted_by.find(viewed->first_position);
  return viewed->object_kind == ObjectKind::attachment && posted != past.posted_by.end() &&
         posted->second == e.act.actor.facility;
}

bool shares(const Past& past, const Recorded& e) { return uses_a_room(e) && !shows_own_only(past, e); }

std::string without_a_name(const Past&, const Recorded& e) {
  return e.subject_ordinal != 0 && e.act.actor.account.is_zero() ? "nobody is named" : "";
}

std::string while_not_active(const Past& past, const Recorded& e) {
  if (!is_act_of_somebody(e)) return {};
  const account::State& account = actor_of(past, e);
  if (!account.exists || account.status != AccountStatus::active)
    return named("not active: account", e.act.actor.account);
  if (account.is_city()) return {};
  const auto& facility = past.states.of<facility::State>(account.facility);
  return facility.status == FacilityStatus::active ? "" : named("not active: facility", account.facility);
}

std::string without_a_pledge(const Past& past, const Recorded& e) {
  const account::State& account = actor_of(past, e);
  if (!is_act_of_somebody(e) || account.is_city()) return {};
  const auto verified = [&](const PledgeId& id) {
    return past.states.of<pledge::State>(id).status == PledgeState::verified;
  };
  if (!verified(account.pledge)) return named("no verified pledge: account", e.act.actor.account);
  const auto& facility = past.states.of<facility::State>(account.facility);
  return verified(facility.pledge) ? "" : named("no verified pledge: facility", account.facility);
}

std::string with_an_old_password(const Past& past, const Recorded& e) {
  if (!is_act_of_somebody(e)) return {};
  const account::State& account = actor_of(past, e);
  return account.password_current(date_in_japan(e.recorded_at))
             ? ""
             : named("password not changed in time: account", e.act.actor.account);
}

std::string for_another_purpose(const Past&, const Recorded& e) {
  if (!uses_a_room(e)) return {};
  const bool one_of_seven = e.act.purpose >= Purpose::care && e.act.purpose <= Purpose::care_conference;
  return one_of_seven ? "" : "purpose " + std::string(code_text(e.act.purpose));
}

std::string by_an_officer(const Past& past, const Recorded& e) {
  return uses_a_room(e) && actor_of(past, e).is_city() ? named("account", e.act.actor.account) : "";
}

std::string without_assignment(const Past& past, const Recorded& e) {
  if (!uses_a_room(e)) return {};
  const auto& room = past.states.of<room::State>(e.room);
  return room.assigned(e.act.actor.account, e.recorded_at) ? "" : named("account", e.act.actor.account);
}

std::string without_taking_part(const Past& past, const Recorded& e) {
  if (!shares(past, e)) return {};
  const auto& room = past.states.of<room::State>(e.room);
  const bool takes_part = room.takes_part(e.act.actor.facility, date_in_japan(e.recorded_at));
  return takes_part ? "" : named("facility", e.act.actor.facility);
}

std::string after_sharing_ended(const Past& past, const Recorded& e) {
  if (!shares(past, e)) return {};
  const RoomStatus status = past.states.of<room::State>(e.room).status;
  const bool goes_on = status == RoomStatus::open || status == RoomStatus::closing;
  return goes_on ? "" : "the room is " + std::string(code_text(status));
}

template <class Wanted>
bool any_consent(const Past& past, const Recorded& e, Wanted wanted) {
  for (const ConsentFormId& id : past.states.of<room::State>(e.room).consent_forms) {
    const auto& form = past.states.of<consent::State>(id);
    if (form.in_force() && wanted(form)) return true;
  }
  return false;
}

std::string without_consent(const Past& past, const Recorded& e) {
  if (!shares(past, e)) return {};
  const auto& facility = past.states.of<facility::State>(e.act.actor.facility);
  const bool covered = any_consent(past, e, [&](const consent::State& form) {
    return !form.of_family() && form.covers_facility(facility.id, facility.facility_kind);
  });
  return covered ? "" : named("no consent in force covers facility", e.act.actor.facility);
}

std::string about_the_family(const Past& past, const Recorded& e) {
  const auto* posted = std::get_if<room::MessagePosted>(&e.event);
  if (posted == nullptr || posted->about != About::family) return {};
  const bool agreed = any_consent(
      past, e, [](const consent::State& form) { return form.of_family() && !form.family_excluded; });
  return agreed ? "" : "no consent of the family in force";
}

std::string sensitive_without_writing(const Past& past, const Recorded& e) {
  const auto* posted = std::get_if<room::MessagePosted>(&e.event);
  if (posted == nullptr || posted->sensitivity != Sensitivity::high) return {};
  const bool written = any_consent(past, e, [](const consent::State& form) {
    return !form.of_family() && form.type == ConsentType::written;
  });
  return written ? "" : "no written consent in force";
}

std::string of_what_was_not_there(const Past&, const Recorded& e) {
  const auto* viewed = std::get_if<access::RecordViewed>(&e.event);
  if (viewed == nullptr) return {};
  const bool past_only = viewed->first_position <= viewed->last_position &&
                         viewed->last_position < std::max<std::uint64_t>(e.position, 1) &&
                         viewed->view_position <= e.position;
  return past_only ? ""
                   : "up to position " + std::to_string(std::max(viewed->last_position, viewed->view_position));
}

// A wrong person's message is followed by the list of those who saw it: each must have left the room's content
// with an access of its own.
std::string body_without_access(const Past& past, const Recorded& e) {
  const auto* incident = std::get_if<incident::IncidentReported>(&e.event);
  if (incident == nullptr) return {};
  for (const AccountId& reader : incident->readers) {
    if (!past.last_view.contains({reader, past.last_retraction.subject})) return named("reader", reader);
  }
  return {};
}

}  // namespace

const std::vector<PolicyRule>& rules_of_access() {
  static const std::vector<PolicyRule> kRules{
      {"actor-named", "III.3(3)", "every act in a person's history names who acted", without_a_name},
      {"access-before-body", "III.3(3)", "whoever was shown a message has an access entry before",
       body_without_access},
      {"view-of-the-past", "III.3(3)", "an access entry covers only what was there", of_what_was_not_there},
      {"active-only", "III.3(3)", "only active accounts of active facilities act", while_not_active},
      {"pledge-in-force", "III.2", "users act under verified pledges of their own and their facility",
       without_a_pledge},
      {"password-in-time", "III.3(3)", "nobody acts with a password past its last day", with_an_old_password},
      {"purpose-of-seven", "III.3(1)", "a room is used for the policy's seven purposes only",
       for_another_purpose},
      {"no-officer-in-rooms", "III.1", "the city's officers use no room", by_an_officer},
      {"assigned-only", "III.3(3)", "a room is used by those assigned to it only", without_assignment},
      {"part-of-the-room", "III.3(4)", "data is shared among facilities that take part only",
       without_taking_part},
      {"no-sharing-after-end", "III.3(4)", "nothing is shared after a withdrawal or the room's end",
       after_sharing_ended},
      {"consent-in-force", "III.3(4)", "data is shared under a consent that covers the facility",
       without_consent},
      {"family-consent", "III.3(4)", "the family's data stands on the family's consent", about_the_family},
      {"written-consent", "III.3(4)", "sensitive data stands on a written consent", sensitive_without_writing},
  };
  return kRules;
}

}  // namespace renkei
