#include "domain/registration/commands.h"

#include <algorithm>

namespace renkei::registration {
namespace {

Draft draft(DomainEvent event, std::string clause) {
  return {std::move(event), Basis{BasisKind::city_duty, {}, std::move(clause)}, {}};
}

std::vector<std::string> codes_of(const std::vector<Defect>& defects) {
  std::vector<std::string> codes;
  codes.reserve(defects.size());
  for (const Defect& defect : defects) codes.push_back(defect.code);
  return codes;
}

void add_pledges(const SubmitRegistrationRequest& command, RegistrationRequestId request,
                 const NewPledges& pledges, std::vector<Draft>& drafts) {
  for (std::size_t i = 0; i < command.pledges.size(); ++i) {
    const PledgeSheet& sheet = command.pledges[i];
    Draft pledge =
        draft(pledge::PledgeSubmitted{pledges.ids[i], request, sheet.scope, sheet.user_index, sheet.signed_on,
                                      sheet.text_version, sheet.attachment_id, sheet.signer,
                                      pledges.files[i].attachments, pledges.files[i].keys},
              "III.2");
    pledge.occurred_on = sheet.signed_on;
    drafts.push_back(std::move(pledge));
  }
}

// ID・パスワードの発行には1週間程度: the clock starts with a complete form (I-※1).
std::optional<CivilDate> due_date(bool complete, const policy::Policy& policy, CivilDate today) {
  if (!complete) return std::nullopt;
  return today.plus_days(policy.deadlines.credential_issue_days);
}

bool pledges_in_order(const std::vector<pledge::State>& pledges) {
  for (const pledge::State& p : pledges) {
    if (p.status != PledgeState::verified) return false;
  }
  return !pledges.empty();
}

// New users join a facility that may use the system itself, under its own pledge.
Result<void, Rejection> may_be_joined(const facility::State& facility, const pledge::State& pledge) {
  if (!facility.exists || facility.status != FacilityStatus::active)
    return Unexpected{Rejection::facility_suspended};
  if (pledge.status != PledgeState::verified) return Unexpected{Rejection::pledge_not_in_force};
  return {};
}

PledgeId pledge_for(const std::vector<pledge::State>& pledges, PledgeScope scope, std::size_t user) {
  for (const pledge::State& p : pledges) {
    if (p.scope == scope && (scope == PledgeScope::facility || p.user_index == user)) return p.id;
  }
  return {};
}

void register_facility(const State& state, const RegistrationForm& form,
                       const std::vector<pledge::State>& pledges, const ApprovalIds& ids,
                       const policy::Policy& policy, CivilDate today, std::vector<Draft>& drafts) {
  const policy::FacilityKind* kind = policy.facility_kind(form.facility->facility_kind);
  const std::vector<std::string> sectors = kind == nullptr ? std::vector<std::string>{} : kind->sectors;
  drafts.push_back(
      draft(facility::FacilityRegistered{ids.facility, form.facility->facility_kind, sectors, state.id,
                                         pledge_for(pledges, PledgeScope::facility, 0), *form.facility},
            "I-①"));
  drafts.push_back(
      draft(facility::EnvironmentRecognised{ids.facility, ids.environment, policy.environment_until(today),
                                            form.environment->network, form.environment->antivirus},
            "III.3(3)"));
  for (std::size_t i = 0; i < form.environment->devices.size(); ++i) {
    const DeviceSheet& sheet = form.environment->devices[i];
    drafts.push_back(
        draft(device::DeviceRegistered{ids.devices[i], ids.facility, sheet.kind, sheet.os, sheet.browser},
              "III.3(3)"));
  }
}

void create_accounts(const RegistrationForm& form, const std::vector<pledge::State>& pledges,
                     FacilityId facility, const ApprovalIds& ids, const policy::Policy& policy,
                     std::vector<Draft>& drafts) {
  for (std::size_t i = 0; i < form.users.size(); ++i) {
    const UserSheet& user = form.users[i];
    const policy::Profession* profession = policy.profession(user.profession);
    drafts.push_back(
        draft(account::AccountCreated{ids.accounts[i], ids.persons[i], facility,
                                      profession == nullptr ? std::uint16_t{0} : profession->number,
                                      pledge_for(pledges, PledgeScope::user, i), user.starts_on, user.name,
                                      user.kana, user.mail},
              "III.2"));
  }
  for (std::size_t i = 0; i < form.users.size(); ++i) {
    if (!form.users[i].is_system_manager) continue;
    drafts.push_back(draft(facility::FacilitySystemManagerAppointed{facility, ids.accounts[i]}, "III.3(3)"));
  }
}

}  // namespace

bool awaits(const State& state, PledgeId pledge) {
  const bool open = state.status == RequestState::submitted || state.status == RequestState::returned;
  return open && std::find(state.pledges.begin(), state.pledges.end(), pledge) != state.pledges.end();
}

void evolve(State& state, const RegistrationRequestSubmitted& e, const Recorded& at) {
  require_history(!state.exists, at);
  state = {true,
           e.request,
           e.kind,
           RequestState::submitted,
           e.complete,
           static_cast<std::uint32_t>(e.defect_codes.size()),
           at.act.actor.account,
           e.pledges,
           e.due_on,
           e.facility.value_or(FacilityId{}),
           at.position};
}
void evolve(State& state, const RegistrationRequestResubmitted& e, const Recorded& at) {
  state.status = RequestState::submitted;
  state.complete = e.complete;
  state.defect_count = static_cast<std::uint32_t>(e.defect_codes.size());
  state.entered_by = at.act.actor.account;
  state.pledges = e.pledges;
  state.due_on = e.due_on;
  state.form_position = at.position;
}
void evolve(State& state, const RegistrationRequestReturned&, const Recorded&) {
  state.status = RequestState::returned;
}
void evolve(State& state, const RegistrationRequestApproved& e, const Recorded&) {
  state.status = RequestState::approved;
  state.facility = e.facility;
}
void evolve(State& state, const RegistrationRequestRejected&, const Recorded&) {
  state.status = RequestState::rejected;
}
void evolve(State& state, const RegistrationRequestWithdrawn&, const Recorded&) {
  state.status = RequestState::withdrawn;
}

Decision decide_submit(const State& state, const SubmitRegistrationRequest& command, RegistrationRequestId id,
                       const NewPledges& pledges, const policy::Policy& policy, CivilDate today) {
  if (state.exists) return Unexpected{Rejection::already_exists};
  std::vector<Defect> defects = defects_of(command, policy);
  const bool complete = defects.empty();
  std::vector<Draft> drafts;
  std::vector<std::string> defect_codes = codes_of(defects);
  drafts.push_back(draft(
      RegistrationRequestSubmitted{id, command.kind, command.intake_document_id, complete,
                                   std::move(defect_codes), pledges.ids, due_date(complete, policy, today),
                                   command.facility_id, command.form(), std::move(defects)},
      "I-①"));
  add_pledges(command, id, pledges, drafts);
  return drafts;
}

Decision decide_resubmit(const State& state, const SubmitRegistrationRequest& command,
                         const NewPledges& pledges, const policy::Policy& policy, CivilDate today) {
  if (!state.exists) return Unexpected{Rejection::not_found};
  if (state.status != RequestState::returned) return Unexpected{Rejection::wrong_state};
  std::vector<Defect> defects = defects_of(command, policy);
  const bool complete = defects.empty();
  std::vector<Draft> drafts;
  std::vector<std::string> defect_codes = codes_of(defects);
  drafts.push_back(draft(
      RegistrationRequestResubmitted{state.id, command.intake_document_id, complete, std::move(defect_codes),
                                     pledges.ids, due_date(complete, policy, today), command.form(),
                                     std::move(defects)},
      "I-①"));
  add_pledges(command, state.id, pledges, drafts);
  return drafts;
}

Decision decide_return(const State& state, const ReturnRegistrationRequest& command,
                       const RegistrationForm& form, const std::vector<Defect>& defects,
                       const policy::Policy& policy, CivilDate today) {
  if (!state.exists) return Unexpected{Rejection::not_found};
  if (state.status != RequestState::submitted) return Unexpected{Rejection::wrong_state};
  const std::string name = form.facility ? form.facility->name : std::string{};
  return std::vector{
      draft(RegistrationRequestReturned{state.id, state.defect_count, command.note,
                                        defect_letter(name, defects, command.note, today, policy)},
            "I-①")};
}

Decision decide(const State& state, const RejectRegistrationRequest& command) {
  if (!state.exists) return Unexpected{Rejection::not_found};
  if (state.status != RequestState::submitted && state.status != RequestState::returned) {
    return Unexpected{Rejection::wrong_state};
  }
  return std::vector{draft(RegistrationRequestRejected{state.id, command.reason}, "I-①")};
}

Decision decide(const State& state, const WithdrawRegistrationRequest&) {
  if (!state.exists) return Unexpected{Rejection::not_found};
  if (state.status != RequestState::submitted && state.status != RequestState::returned) {
    return Unexpected{Rejection::wrong_state};
  }
  return std::vector{draft(RegistrationRequestWithdrawn{state.id}, "I-①")};
}

Decision decide_approve(const ApprovalCase& a, const policy::Policy& policy, CivilDate today) {
  if (!a.state.exists) return Unexpected{Rejection::not_found};
  if (a.state.status != RequestState::submitted) return Unexpected{Rejection::wrong_state};
  if (!a.state.complete) return Unexpected{Rejection::request_has_defects};
  if (a.approver == a.state.entered_by) return Unexpected{Rejection::second_person_required};
  if (!pledges_in_order(a.pledges)) return Unexpected{Rejection::pledge_not_in_force};
  const bool opens = a.state.kind == RegistrationKind::new_facility;
  if (!opens) {
    if (const auto joinable = may_be_joined(a.joined, a.joined_pledge); !joinable)
      return Unexpected{joinable.error()};
  }
  const FacilityId facility = opens ? a.ids.facility : a.state.facility;
  std::vector<Draft> drafts{draft(RegistrationRequestApproved{a.state.id, facility, a.ids.accounts}, "III.2")};
  if (opens) register_facility(a.state, a.form, a.pledges, a.ids, policy, today, drafts);
  create_accounts(a.form, a.pledges, facility, a.ids, policy, drafts);
  return drafts;
}

}  // namespace renkei::registration
