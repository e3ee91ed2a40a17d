// Room requests with their consent forms; verification and withdrawal of consent (policy III.2, III.3(4)).
#include "api/handlers/handlers.h"
#include "domain/consent/commands.h"
#include "domain/room_request/commands.h"

namespace renkei::api {
namespace {

room_request::SubmissionFiles consent_files(const ExchangePtr& x,
                                            const room_request::SubmitRoomRequest& command,
                                            std::vector<WrongValue>& wrong) {
  room_request::SubmissionFiles files;
  for (std::size_t i = 0; i < command.consent_forms.size(); ++i) {
    ReferredFiles referred;
    if (const auto& id = command.consent_forms[i].attachment_id)
      refer_to_file(x, *id, "/consent_forms/" + std::to_string(i) + "/attachment_id", referred);
    std::move(referred.wrong.begin(), referred.wrong.end(), std::back_inserter(wrong));
    files.attachments.push_back(std::move(referred.attachments));
    files.keys.push_back(std::move(referred.keys));
  }
  return files;
}

// Facilities and accounts that the form names and nobody knows.
std::vector<WrongValue> unknown_names(Acting& a, const room_request::SubmitRoomRequest& command) {
  std::vector<WrongValue> wrong;
  const auto account = [&](const std::string& pointer, const AccountId& id, const FacilityId& of) {
    const auto& state = a.situation.state<account::State>(id);
    if (!state.exists)
      wrong.push_back({pointer, "この利用者は見つかりません。", "There is no such account."});
    else if (!of.is_zero() && state.facility != of)
      wrong.push_back({pointer, "この事業所の利用者ではありません。", "This account is not of that facility."});
  };
  for (std::size_t f = 0; f < command.facilities.size(); ++f) {
    const room_request::RequestedFacility& named = command.facilities[f];
    const std::string at = "/facilities/" + std::to_string(f);
    if (!a.situation.state<facility::State>(named.facility).exists)
      wrong.push_back({at + "/facility_id", "この事業所は見つかりません。", "There is no such facility."});
    for (std::size_t i = 0; i < named.accounts.size(); ++i)
      account(at + "/accounts/" + std::to_string(i), named.accounts[i], named.facility);
  }
  if (!command.main_doctor.account_id.is_zero())
    account("/main_doctor/account_id", command.main_doctor.account_id, {});
  for (std::size_t i = 0; i < command.consent_forms.size(); ++i) {
    if (const auto& by = command.consent_forms[i].explained_by; by && !by->is_zero())
      account("/consent_forms/" + std::to_string(i) + "/explained_by", *by, {});
  }
  return wrong;
}

room::State room_of(Acting& a, const CareRecipientId& person) {
  const auto room = a.situation.room_of(person);
  return room ? a.situation.state<room::State>(*room) : room::State{};
}

// A form may name whom the facility knows. Whom it does not know it is not told of (product.md no. 18).
Ruling may_name(Acting& a, const CareRecipientId& id) {
  const auto& person = a.situation.state<care_recipient::State>(id);
  if (!person.exists) return Rejection::not_found;
  room::State room = room_of(a, id);
  if (room_request::knows(a.facility.id, person, room)) return {};
  room.subject = id;
  return Ruling(Denial{Rejection::facility_not_in_room, DenialClass::outsider}, room, Operation::manage);
}

Ruling submit_ruling(Acting& a, const room_request::SubmitRoomRequest& command,
                     const room_request::SubmissionIds& ids, const room_request::SubmissionFiles& files) {
  if (a.account.is_city()) return Rejection::role_required;
  if (auto wrong = unknown_names(a, command); !wrong.empty()) return Refusal(std::move(wrong));
  if (command.care_recipient_id && !command.care_recipient) {
    if (Ruling named = may_name(a, *command.care_recipient_id); named.rejection) return named;
  }
  return decide_submit(a.situation.state<room_request::State>(ids.room_request), command, a.act.actor, ids,
                       files);
}

template <class Command>
void room_request_act(const ExchangePtr& x, RequestState after) {
  const auto id = x->path_id<RoomRequestId>();
  if (!id) return;
  const auto command = x->body<Command>();
  if (!command) return;
  x->command(
      [id = *id, command = *command](Acting& a) -> Ruling {
        if (!a.city_officer()) return Rejection::role_required;
        return decide(a.situation.state<room_request::State>(id), command);
      },
      {.respond = [after](const std::vector<Recorded>&, JsonWriter& json) {
        json.begin_object().member("state", after).end_object();
      }});
}

}  // namespace

void submit_room_request(const ExchangePtr& x) {
  const auto command = x->body<room_request::SubmitRoomRequest>();
  if (!command) return;
  std::vector<WrongValue> wrong;
  const auto files = consent_files(x, *command, wrong);
  const bool registers = command->care_recipient && !command->care_recipient_id;
  const room_request::SubmissionIds ids{
      x->created_id<RoomRequestId>(),
      registers ? fresh_id<CareRecipientId>() : command->care_recipient_id.value_or(CareRecipientId{}),
      fresh_ids<ConsentFormId>(command->consent_forms.size())};
  if (registers && !x->recorded_before() && !x->session->grant.city &&
      !x->service.make_key(KeyKind::care_recipient, ids.care_recipient.view())) {
    return x->problem("overloaded");  // slot → batch
  }
  x->command(
      [=, command = *command](Acting& a) {
        return wrong.empty() ? submit_ruling(a, command, ids, files) : Ruling(Refusal(wrong));
      },
      {.status = 201,
       .location = "/v1/room-requests/" + to_text(ids.room_request),
       .respond =
           [](const std::vector<Recorded>& events, JsonWriter& json) {
             for (const Recorded& r : events) {
               const auto* e = std::get_if<room_request::RoomRequestSubmitted>(&r.event);
               if (e == nullptr) continue;
               json.begin_object().member("id", e->room_request).member("care_recipient_id", e->subject);
               json.member("consent_form_ids", e->consent_forms).member("state", RequestState::submitted);
               json.member("defects", e->defects).end_object();
             }
           },
       .after =
           [x, command = *command](const Committed&) {
             for (const room_request::ConsentSheet& sheet : command.consent_forms) {
               if (sheet.attachment_id) x->service.uploads.consume(*sheet.attachment_id);
             }
           }});
}

void approve_room_request(const ExchangePtr& x) {
  const auto id = x->path_id<RoomRequestId>();
  if (!id || !x->body<NoBody>()) return;
  const RoomId room{x->created_id<RoomId>()};
  const auto views = x->service.views->snapshot();
  const auto requested = view_state<room_request::State>(*views.reader, id->octets);
  std::size_t members = 0;
  for (const auto& f : requested.facilities) members += f.accounts.size();
  const auto assignments = fresh_ids<AssignmentId>(members);
  x->command(
      [id = *id, room, assignments](Acting& a) -> Ruling {
        if (!a.city_role(CityRole::approver)) return Rejection::role_required;
        const auto& state = a.situation.state<room_request::State>(id);
        std::vector<consent::State> consents;
        std::vector<facility::State> facilities;
        std::vector<std::vector<account::State>> accounts;
        std::size_t count = 0;
        for (const ConsentFormId& c : state.consent_forms)
          consents.push_back(a.situation.state<consent::State>(c));
        for (const auto& f : state.facilities) {
          facilities.push_back(a.situation.state<facility::State>(f.facility));
          auto& of_facility = accounts.emplace_back();
          for (const AccountId& account : f.accounts)
            of_facility.push_back(a.situation.state<account::State>(account));
          count += f.accounts.size();
        }
        if (count > assignments.size()) return Rejection::stale_version;
        const room::State& present = room_of(a, state.subject);
        return room_request::decide_approve({state, consents, facilities, accounts, a.account.id, present,
                                             a.consents_of(present), room, assignments},
                                            a.today());
      },
      {.respond = [](const std::vector<Recorded>& events, JsonWriter& json) {
        const auto& e = std::get<room_request::RoomRequestApproved>(events.front().event);
        json.begin_object().member("state", RequestState::approved).member("room_id", e.room).end_object();
      }});
}

void return_room_request(const ExchangePtr& x) {
  room_request_act<room_request::ReturnRoomRequest>(x, RequestState::returned);
}
void reject_room_request(const ExchangePtr& x) {
  room_request_act<room_request::RejectRoomRequest>(x, RequestState::rejected);
}

void verify_consent(const ExchangePtr& x) {
  const auto id = x->path_id<ConsentFormId>();
  if (!id) return;
  const auto command = x->body<consent::VerifyConsent>();
  if (!command) return;
  x->command(
      [id = *id, command = *command](Acting& a) -> Ruling {
        if (!a.city_role(CityRole::intake_officer)) return Rejection::role_required;
        return decide(a.situation.state<consent::State>(id), command);
      },
      {.respond = [](const std::vector<Recorded>&, JsonWriter& json) {
        json.begin_object().member("state", ConsentState::verified).end_object();
      }});
}

void supplement_consent(const ExchangePtr& x) {
  const auto id = x->path_id<ConsentFormId>();
  if (!id) return;
  const auto command = x->body<consent::SupplementConsent>();
  if (!command) return;
  const auto unknown = unknown_document(x, command->intake_document_id);
  x->command(
      [id = *id, command = *command, unknown](Acting& a) -> Ruling {
        if (!a.city_role(CityRole::intake_officer)) return Rejection::role_required;
        if (unknown) return Refusal(*unknown);
        return decide(a.situation.state<consent::State>(id), command, a.today());
      },
      {.respond = [](const std::vector<Recorded>& events, JsonWriter& json) {
        const auto& e = std::get<consent::ConsentSupplemented>(events.front().event);
        json.begin_object().member("state", ConsentState::verified).member("added", e.added).end_object();
      }});
}

void withdraw_consent(const ExchangePtr& x) {
  const auto id = x->path_id<ConsentFormId>();
  if (!id) return;
  const auto command = x->body<consent::WithdrawConsent>();
  if (!command) return;
  const auto unknown = unknown_document(x, command->intake_document_id);
  x->command(
      [id = *id, command = *command, unknown](Acting& a) -> Ruling {
        if (!a.city_role(CityRole::intake_officer)) return Rejection::role_required;
        if (unknown) return Refusal(*unknown);
        const auto& state = a.situation.state<consent::State>(id);
        const auto& request = a.situation.state<room_request::State>(state.room_request);
        const room::State* room =
            request.room.is_zero() ? nullptr : &a.situation.state<room::State>(request.room);
        const auto forms = a.consents_of(room == nullptr ? request.consent_forms : room->consent_forms);
        return decide(state, command, room, forms, a.today());
      },
      {.respond = [](const std::vector<Recorded>& events, JsonWriter& json) {
        const auto& e = std::get<consent::ConsentWithdrawn>(events.front().event);
        json.begin_object().member(
            "state", e.scope == WithdrawalScope::all ? ConsentState::withdrawn : ConsentState::verified);
        json.member("position", events.front().position).name("rooms").begin_array();
        for (const Recorded& r : events) {
          if (const auto* stopped = std::get_if<room::RoomSharingStopped>(&r.event)) {
            json.begin_object()
                .member("id", stopped->room)
                .member("state", RoomStatus::sharing_stopped)
                .end_object();
          }
        }
        json.end_array().end_object();
      }});
}

}  // namespace renkei::api
