// Trays: which event opens a task and which closes it (product.md no. 44). A task names the facility, never the
// person.
#include "domain/overloaded.h"
#include "projections/fold.h"
#include "projections/held_state.h"

namespace renkei {
namespace {

const FacilityId kCity{};

// One task for each facility that is asked about a case.
StreamId opinion_ref(const DisclosureRequestId& id, const FacilityId& facility) {
  StreamId ref = id.octets;
  for (std::size_t i = 0; i < ref.size(); ++i) ref[i] = static_cast<std::uint8_t>(ref[i] ^ facility.octets[i]);
  return ref;
}

}  // namespace

const std::optional<StreamKey>& Fold::policy_stream() {
  if (policy_stream_) return policy_stream_;
  const Bytes prefix(1, static_cast<char>(Aggregate::policy));  // published before this process began
  reader_->scan(static_cast<std::size_t>(Family::states), prefix, after_prefix(prefix),
                [&](BytesView key, BytesView) {
                  policy_stream_ = StreamKey{Aggregate::policy, EventId::from(key.substr(1)).octets};
                  return false;
                });
  return policy_stream_;
}

const policy::Policy& Fold::policy_at(const Recorded& r) {
  static const policy::Policy before;
  if (!policy_stream()) return before;
  const auto& city = state<policy::State>(EventId{policy_stream()->id});
  return city.published.empty() ? before : city.in_force(date_in_japan(r.recorded_at));
}

void Fold::open_task(Tray tray, const FacilityId& owner, TaskRow task, const StreamId& ref,
                     std::vector<ViewRow>& rows) {
  task.id = TaskId{ref};
  task.id.octets[0] = static_cast<std::uint8_t>(task.id.octets[0] ^ static_cast<std::uint8_t>(task.kind) ^
                                                (static_cast<std::uint8_t>(tray) << 5));
  Bytes key = tray_prefix(tray, owner);
  key += number_key(static_cast<std::uint64_t>(task.due_on ? task.due_on->days : 0x7FFFFFFF));
  key += task.id.view();
  Bytes ref_key(1, static_cast<char>(task.kind));
  ref_key += EventId{ref}.view();
  ref_key += static_cast<char>(tray);
  rows.push_back({static_cast<std::size_t>(Family::tasks), key, to_compact(task)});
  rows.push_back({static_cast<std::size_t>(Family::task_refs), ref_key, key});
  task_refs_[ref_key] = key;
}

void Fold::close_task(TaskKind kind, const StreamId& ref, std::vector<ViewRow>& rows) {
  Bytes prefix(1, static_cast<char>(kind));
  prefix += EventId{ref}.view();
  std::vector<std::pair<Bytes, Bytes>> found;
  reader_->scan(static_cast<std::size_t>(Family::task_refs), prefix, after_prefix(prefix),
                [&](BytesView key, BytesView value) {
                  found.emplace_back(key, value);
                  return true;
                });
  for (auto it = task_refs_.lower_bound(prefix); it != task_refs_.end() && it->first.starts_with(prefix);
       ++it) {
    found.emplace_back(it->first, it->second);
  }
  for (const auto& [ref_key, task_key] : found) {
    rows.push_back({static_cast<std::size_t>(Family::tasks), task_key, std::nullopt});
    rows.push_back({static_cast<std::size_t>(Family::task_refs), ref_key, std::nullopt});
  }
}

// As the events folded so far have it.
std::vector<disclosure::Opinion> Fold::opinions_of(const FacilityId& asked, const DisclosureRequestId& id) {
  const auto* found = state<disclosure::State>(asked).find(id);
  return found == nullptr ? std::vector<disclosure::Opinion>{} : found->opinions;
}

// Who was asked for an opinion and can't give it any more: told by the state before the event.
void Fold::close_opinions(const Recorded& r, std::vector<ViewRow>& rows) {
  const auto close = [&](const auto& e) {
    for (const disclosure::Opinion& o : opinions_of(e.facility, e.disclosure_request))
      close_task(TaskKind::give_opinion, opinion_ref(e.disclosure_request, o.facility), rows);
  };
  std::visit(Overloaded{[&](const disclosure::DisclosureScopeClarified& e) { close(e); },
                        [&](const disclosure::DisclosureDecided& e) { close(e); },
                        [&](const disclosure::DisclosureClosed& e) { close(e); }, [](const auto&) {}},
             r.event);
}

void Fold::fold_tasks(const Recorded& r, std::vector<ViewRow>& rows) {
  fold_admission_tasks(r, rows);
  fold_care_tasks(r, rows);
  fold_disclosure_tasks(r, rows);
}

// A form that is entered again names new pledges, and with the request its pledges fall.
void Fold::close_pledges(const Recorded& r, std::vector<ViewRow>& rows) {
  const bool ends = std::holds_alternative<registration::RegistrationRequestResubmitted>(r.event) ||
                    std::holds_alternative<registration::RegistrationRequestRejected>(r.event) ||
                    std::holds_alternative<registration::RegistrationRequestWithdrawn>(r.event);
  if (!ends) return;
  for (const PledgeId& pledge : state<registration::State>(EventId{place_of(r.event).stream}).pledges)
    close_task(TaskKind::verify_pledge, pledge.octets, rows);
}

// Of facilities and their people.
void Fold::fold_admission_tasks(const Recorded& r, std::vector<ViewRow>& rows) {
  const auto open_form = [&](const auto& e) {
    const TaskKind kind = e.complete ? TaskKind::approve_registration : TaskKind::return_registration;
    open_task(e.complete ? Tray::approval : Tray::intake, kCity, {{}, kind, to_text(e.request), {}, e.due_on},
              e.request.octets, rows);
  };
  std::visit(
      Overloaded{
          [&](const registration::RegistrationRequestSubmitted& e) { open_form(e); },
          [&](const registration::RegistrationRequestResubmitted& e) { open_form(e); },
          [&](const registration::RegistrationRequestReturned& e) {
            close_task(TaskKind::return_registration, e.request.octets, rows);
          },
          [&](const registration::RegistrationRequestApproved& e) {
            close_task(TaskKind::approve_registration, e.request.octets, rows);
          },
          [&](const registration::RegistrationRequestRejected& e) {
            close_task(TaskKind::approve_registration, e.request.octets, rows);
            close_task(TaskKind::return_registration, e.request.octets, rows);
          },
          [&](const registration::RegistrationRequestWithdrawn& e) {
            close_task(TaskKind::approve_registration, e.request.octets, rows);
            close_task(TaskKind::return_registration, e.request.octets, rows);
          },
          [&](const pledge::PledgeSubmitted& e) {
            // Of a facility that is not registered yet there is no name that a tray may show.
            open_task(Tray::intake, kCity,
                      {{},
                       TaskKind::verify_pledge,
                       to_text(e.pledge),
                       state<registration::State>(e.request).facility,
                       {}},
                      e.pledge.octets, rows);
          },
          [&](const pledge::PledgeVerified& e) { close_task(TaskKind::verify_pledge, e.pledge.octets, rows); },
          [&](const pledge::PledgeRevoked& e) { close_task(TaskKind::verify_pledge, e.pledge.octets, rows); },
          [&](const account::AccountCreated& e) {
            open_task(Tray::intake, kCity, {{}, TaskKind::issue_credential, to_text(e.account), e.facility, {}},
                      e.account.octets, rows);
          },
          [&](const account::CredentialIssued& e) {
            close_task(TaskKind::issue_credential, e.account.octets, rows);
            if (r.act.actor.account.is_zero())
              return;  // of the first officers: handed over where the city is made
            open_task(Tray::intake, kCity,
                      {{},
                       TaskKind::deliver_credential,
                       to_text(e.credential),
                       state<account::State>(e.account).facility,
                       {}},
                      e.credential.octets, rows);
          },
          [&](const account::CredentialDelivered& e) {
            close_task(TaskKind::deliver_credential, e.credential.octets, rows);
          },
          [&](const facility::EnvironmentDeclared& e) {
            open_task(Tray::approval, kCity,
                      {{}, TaskKind::recognise_environment, to_text(e.environment), e.facility, {}},
                      e.environment.octets, rows);
          },
          [&](const facility::EnvironmentRecognised& e) {
            close_task(TaskKind::recognise_environment, e.environment.octets, rows);
          },
          [&](const facility::EnvironmentObjected& e) {
            close_task(TaskKind::recognise_environment, e.environment.octets, rows);
          },
          [](const auto&) {}},
      r.event);
}

// Of rooms, and of what follows from them.
void Fold::fold_care_tasks(const Recorded& r, std::vector<ViewRow>& rows) {
  const CivilDate today = date_in_japan(r.recorded_at);
  std::visit(
      Overloaded{
          [&](const room_request::RoomRequestSubmitted& e) {
            open_task(Tray::approval, kCity,
                      {{}, TaskKind::approve_room_request, to_text(e.room_request), e.requested_by, {}},
                      e.room_request.octets, rows);
          },
          [&](const room_request::RoomRequestApproved& e) {
            close_task(TaskKind::approve_room_request, e.room_request.octets, rows);
          },
          [&](const room_request::RoomRequestRejected& e) {
            close_task(TaskKind::approve_room_request, e.room_request.octets, rows);
          },
          [&](const consent::ConsentFormReceived& e) {
            const policy::Policy& policy = policy_at(r);
            open_task(Tray::intake, kCity,
                      {{},
                       TaskKind::verify_consent,
                       to_text(e.consent_form),
                       r.act.actor.facility,
                       plus_business_days(today, policy.deadlines.consent_verification_business_days,
                                          policy.holidays)},
                      e.consent_form.octets, rows);
          },
          [&](const consent::ConsentVerified& e) {
            close_task(TaskKind::verify_consent, e.consent_form.octets, rows);
          },
          [&](const room::MessagePosted& e) {
            if (r.act.actor.on_behalf_of.is_zero()) return;
            open_task(Tray::facility, r.act.actor.facility,
                      {{},
                       TaskKind::approve_message,
                       to_text(e.message),
                       r.act.actor.facility,
                       today.plus_days(policy_at(r).deadlines.approval_days)},
                      e.message.octets, rows);
          },
          [&](const room::MessageApproved& e) {
            close_task(TaskKind::approve_message, e.message.octets, rows);
          },
          [&](const room::MessageRetracted& e) {
            close_task(TaskKind::approve_message, e.message.octets, rows);
          },
          [&](const incident::IncidentReported& e) {
            const TaskRow task{
                {}, TaskKind::review_incident, to_text(e.incident), e.facility, date_in_japan(r.recorded_at)};
            open_task(Tray::incident, kCity, task, e.incident.octets, rows);
            open_task(Tray::facility, e.facility, task, e.incident.octets, rows);
          },
          [](const auto&) {}},
      r.event);
}

// Of disclosure cases, and of the city's part in them.
void Fold::fold_disclosure_tasks(const Recorded& r, std::vector<ViewRow>& rows) {
  std::visit(
      Overloaded{
          [&](const disclosure::DisclosureRequested& e) {
            const bool city = policy_stream() && policy_stream()->id == e.facility.octets;  // as the holder
            const FacilityId facility = city ? kCity : e.facility;
            open_task(city ? Tray::disclosure : Tray::facility, facility,
                      {{}, TaskKind::answer_disclosure, to_text(e.disclosure_request), facility, e.due_on},
                      e.disclosure_request.octets, rows);
          },
          [&](const disclosure::DisclosureScopeClarified& e) {
            for (const disclosure::Opinion& o : opinions_of(e.facility, e.disclosure_request)) {
              if (o.given) continue;
              open_task(Tray::facility, o.facility,
                        {{}, TaskKind::give_opinion, to_text(e.disclosure_request), e.facility, o.due_on},
                        opinion_ref(e.disclosure_request, o.facility), rows);
            }
          },
          [&](const disclosure::StaffOpinionRecorded& e) {
            close_task(TaskKind::give_opinion, opinion_ref(e.disclosure_request, e.opinion_of), rows);
          },
          [&](const disclosure::DisclosureClosed& e) {
            close_task(TaskKind::answer_disclosure, e.disclosure_request.octets, rows);
          },
          [&](const usage_report::UsageReportRequested& e) {
            open_task(Tray::disclosure, kCity,
                      {{}, TaskKind::generate_usage_report, to_text(e.usage_report), e.facility, e.due_on},
                      e.usage_report.octets, rows);
          },
          [&](const usage_report::UsageReportGenerated& e) {
            close_task(TaskKind::generate_usage_report, e.usage_report.octets, rows);
            open_task(Tray::disclosure, kCity,
                      {{}, TaskKind::provide_usage_report, to_text(e.usage_report), {}, {}},
                      e.usage_report.octets, rows);
          },
          [&](const usage_report::UsageReportProvided& e) {
            close_task(TaskKind::provide_usage_report, e.usage_report.octets, rows);
          },
          [](const auto&) {}},
      r.event);
}

}  // namespace renkei
