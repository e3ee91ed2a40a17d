// Registration requests (policy I-①).
#include "api/handlers/handlers.h"
#include "domain/registration/commands.h"

namespace renkei::api {
namespace {

// The form in force of a request, opened from its payload.
struct FormInForce {
  RegistrationForm form;
  std::vector<Defect> defects;
};

std::optional<FormInForce> form_of(const ExchangePtr& x, const registration::State& state) {
  if (!state.exists) return std::nullopt;
  const auto recorded = x->service.history.open(state.form_position);
  if (!recorded) return std::nullopt;
  if (const auto* first = std::get_if<registration::RegistrationRequestSubmitted>(&recorded->event))
    return FormInForce{first->form, first->defects};
  if (const auto* again = std::get_if<registration::RegistrationRequestResubmitted>(&recorded->event))
    return FormInForce{again->form, again->defects};
  return std::nullopt;
}

void write_form_answer(JsonWriter& json, const RegistrationRequestId& id, bool complete,
                       const std::vector<Defect>& defects, const std::optional<CivilDate>& due_on,
                       const std::vector<PledgeId>& pledges, std::uint64_t version) {
  json.begin_object().member("id", id).member("state", RequestState::submitted).member("complete", complete);
  json.member("defects", defects)
      .member("due_on", due_on)
      .member("pledge_ids", pledges)
      .member("version", version)
      .end_object();
}

// The version a request stood at after its last event of this act, for the next If-Match.
std::uint64_t version_after(const std::vector<Recorded>& events, Aggregate aggregate) {
  std::uint64_t version = 0;
  for (const Recorded& r : events) {
    if (event_type(r.event).aggregate == aggregate) version = r.stream_version;
  }
  return version;
}

// The files of a form's pledges: fresh ones, or such as the city received before.
registration::NewPledges new_pledges(const ExchangePtr& x, const registration::SubmitRegistrationRequest& form,
                                     std::vector<WrongValue>& wrong) {
  registration::NewPledges pledges{fresh_ids<PledgeId>(form.pledges.size()), {}};
  const auto views = x->service.views->snapshot();
  for (std::size_t i = 0; i < form.pledges.size(); ++i) {
    ReferredFiles files;
    const auto& id = form.pledges[i].attachment_id;
    if (id && !received_file(x, *views.reader, *id))
      refer_to_file(x, *id, "/pledges/" + std::to_string(i) + "/attachment_id", files);
    std::move(files.wrong.begin(), files.wrong.end(), std::back_inserter(wrong));
    pledges.files.push_back({std::move(files.attachments), std::move(files.keys)});
  }
  return pledges;
}

// What of a form refers to things nobody knows.
std::vector<WrongValue> unknown_things(const ExchangePtr& x,
                                       const registration::SubmitRegistrationRequest& form) {
  std::vector<WrongValue> wrong;
  if (auto unknown = unknown_document(x, form.intake_document_id)) wrong.push_back(std::move(*unknown));
  return wrong;
}

std::function<void(const Committed&)> consume_pledge_files(const ExchangePtr& x,
                                                           const registration::NewPledges& pledges) {
  return [x, files = pledges.files](const Committed&) {
    for (const registration::PledgeFiles& f : files) {
      for (const Attachment& a : f.attachments) x->service.uploads.consume(a.id);
    }
  };
}

template <class Command>
void simple_request_act(const ExchangePtr& x, RequestState after) {
  const auto id = x->path_id<RegistrationRequestId>();
  if (!id) return;
  const auto command = x->body<Command>();
  if (!command) return;
  x->command(
      [id = *id, command = *command](Acting& a) -> Ruling {
        if (!a.city_officer()) return Rejection::role_required;
        return decide(a.situation.state<registration::State>(id), command);
      },
      {.respond = [after](const std::vector<Recorded>&, JsonWriter& json) {
        json.begin_object().member("state", after).end_object();
      }});
}

}  // namespace

void submit_registration_request(const ExchangePtr& x) {
  const auto command = x->body<registration::SubmitRegistrationRequest>();
  if (!command) return;
  const auto id = x->created_id<RegistrationRequestId>();
  auto wrong = unknown_things(x, *command);
  const auto pledges = new_pledges(x, *command, wrong);
  x->command(
      [=, command = *command](Acting& a) -> Ruling {
        if (!a.city_role(CityRole::intake_officer)) return Rejection::role_required;
        if (!wrong.empty()) return Refusal(wrong);
        if (command.facility_id && !a.situation.state<facility::State>(*command.facility_id).exists)
          return Refusal(
              WrongValue{"/facility_id", "この事業所は見つかりません。", "There is no such facility."});
        return decide_submit(a.situation.state<registration::State>(id), command, id, pledges, a.policy,
                             a.today());
      },
      {.status = 201,
       .location = "/v1/registration-requests/" + to_text(id),
       .respond =
           [](const std::vector<Recorded>& events, JsonWriter& json) {
             const auto& e = std::get<registration::RegistrationRequestSubmitted>(events.front().event);
             write_form_answer(json, e.request, e.complete, e.defects, e.due_on, e.pledges,
                               version_after(events, Aggregate::registration));
           },
       .after = consume_pledge_files(x, pledges)});
}

void show_registration_request(const ExchangePtr& x) {
  const auto id = x->path_id<RegistrationRequestId>();
  if (!id) return;
  const auto views = x->service.views->snapshot();
  const auto state = view_state<registration::State>(*views.reader, id->octets);
  const auto form = form_of(x, state);
  x->read(
      [id = *id](Acting& a) -> Ruling {
        if (!a.city_officer()) return Rejection::role_required;
        return a.situation.state<registration::State>(id).exists ? Ruling() : Ruling(Rejection::not_found);
      },
      [x, state, form, version = view_stream_version(*views.reader, {Aggregate::registration, id->octets})](
          std::optional<std::uint64_t>) {
        if (!form) return x->problem_of(Rejection::not_found);
        JsonWriter json;
        json.begin_object().name("data").begin_object();
        json.member("id", state.id)
            .member("kind", state.kind)
            .member("state", state.status)
            .member("complete", state.complete);
        json.member("due_on", state.due_on)
            .member("pledge_ids", state.pledges)
            .member("form", form->form)
            .member("defects", form->defects);
        json.end_object().end_object();
        return json_response(json.take(), version);
      });
}

void return_registration_request(const ExchangePtr& x) {
  const auto id = x->path_id<RegistrationRequestId>();
  if (!id) return;
  const auto command = x->body<registration::ReturnRegistrationRequest>();
  if (!command) return;
  const auto views = x->service.views->snapshot();
  const auto form = form_of(x, view_state<registration::State>(*views.reader, id->octets));
  x->command(
      [id = *id, command = *command, form](Acting& a) -> Ruling {
        if (!a.city_role(CityRole::intake_officer)) return Rejection::role_required;
        const auto& state = a.situation.state<registration::State>(id);
        if (!state.exists || !form) return Rejection::not_found;
        return decide_return(state, command, form->form, form->defects, a.policy, a.today());
      },
      {.respond = [](const std::vector<Recorded>& events, JsonWriter& json) {
        const auto& e = std::get<registration::RegistrationRequestReturned>(events.front().event);
        json.begin_object().member("state", RequestState::returned).member("letter", e.letter);
        json.member("version", version_after(events, Aggregate::registration)).end_object();
      }});
}

void resubmit_registration_request(const ExchangePtr& x) {
  const auto id = x->path_id<RegistrationRequestId>();
  if (!id) return;
  const auto command = x->body<registration::SubmitRegistrationRequest>();
  if (!command) return;
  auto wrong = unknown_things(x, *command);
  const auto pledges = new_pledges(x, *command, wrong);
  x->command(
      [id = *id, command = *command, pledges, wrong](Acting& a) -> Ruling {
        if (!a.city_role(CityRole::intake_officer)) return Rejection::role_required;
        const auto& state = a.situation.state<registration::State>(id);
        if (state.exists && !wrong.empty()) return Refusal(wrong);
        return decide_resubmit(state, command, pledges, a.policy, a.today());
      },
      {.respond =
           [](const std::vector<Recorded>& events, JsonWriter& json) {
             const auto& e = std::get<registration::RegistrationRequestResubmitted>(events.front().event);
             write_form_answer(json, e.request, e.complete, e.defects, e.due_on, e.pledges,
                               version_after(events, Aggregate::registration));
           },
       .after = consume_pledge_files(x, pledges)});
}

void approve_registration_request(const ExchangePtr& x) {
  const auto id = x->path_id<RegistrationRequestId>();
  if (!id || !x->body<NoBody>()) return;
  const auto views = x->service.views->snapshot();
  const auto state = view_state<registration::State>(*views.reader, id->octets);
  const auto form = form_of(x, state);
  registration::ApprovalIds ids;
  if (form) {
    ids = {fresh_id<FacilityId>(), fresh_id<EnvironmentId>(), fresh_ids<AccountId>(form->form.users.size()),
           fresh_ids<PersonId>(form->form.users.size()),
           fresh_ids<DeviceId>(form->form.environment ? form->form.environment->devices.size() : 0)};
    if (state.complete && state.status == RequestState::submitted && !x->recorded_before()) {
      for (const AccountId& account : ids.accounts) {
        if (!x->service.make_key(KeyKind::account, account.view())) return x->problem("overloaded");
      }
    }
  }
  x->command(
      [id = *id, form, ids](Acting& a) -> Ruling {
        if (!a.city_role(CityRole::approver)) return Rejection::role_required;
        const auto& request = a.situation.state<registration::State>(id);
        if (!request.exists || !form) return Rejection::not_found;
        std::vector<pledge::State> pledges;
        for (const PledgeId& p : request.pledges) pledges.push_back(a.situation.state<pledge::State>(p));
        const auto& joined = a.situation.state<facility::State>(request.facility);
        const auto& joined_pledge = a.situation.state<pledge::State>(joined.pledge);
        return registration::decide_approve(
            {request, form->form, pledges, joined, joined_pledge, a.account.id, ids}, a.policy, a.today());
      },
      {.respond = [](const std::vector<Recorded>& events, JsonWriter& json) {
        const auto& e = std::get<registration::RegistrationRequestApproved>(events.front().event);
        json.begin_object()
            .member("state", RequestState::approved)
            .member("facility_id", e.facility)
            .member("account_ids", e.accounts)
            .end_object();
      }});
}

void reject_registration_request(const ExchangePtr& x) {
  simple_request_act<registration::RejectRegistrationRequest>(x, RequestState::rejected);
}
void withdraw_registration_request(const ExchangePtr& x) {
  simple_request_act<registration::WithdrawRegistrationRequest>(x, RequestState::withdrawn);
}

}  // namespace renkei::api
