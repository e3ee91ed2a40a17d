// Room requests with their consent forms; verification and withdrawal of consent (policy III.2, III.3(4)).
#include "api/handlers/handlers.h"
#include "domain/consent/commands.h"
#include "domain/room_request/commands.h"

namespace renkei::api {
namespace {

room_request::SubmissionFiles consent_files(const ExchangePtr& x,
                                            const room_request::SubmitRoomRequest& command, bool& missing) {
  room_request::SubmissionFiles files;
  for (const room_request::ConsentSheet& sheet : command.consent_forms) {
    auto referred = referred_files(
        x, sheet.attachment_id ? std::vector{*sheet.attachment_id} : std::vector<AttachmentId>{});
    missing = missing || referred.missing;
    files.attachments.push_back(std::move(referred.attachments));
    files.keys.push_back(std::move(referred.keys));
  }
  return files;
}

Ruling submit_ruling(Acting& a, const room_request::SubmitRoomRequest& command,
                     const room_request::SubmissionIds& ids, const room_request::SubmissionFiles& files) {
  if (a.account.is_city()) return Rejection::role_required;
  for (const room_request::RequestedFacility& f : command.facilities) {
    if (!a.situation.state<facility::State>(f.facility).exists) return Rejection::invalid_value;
    for (const AccountId& account : f.accounts) {
      if (a.situation.state<account::State>(account).facility != f.facility) return Rejection::invalid_value;
    }
  }
  const auto known = [&](const AccountId& id) {
    return id.is_zero() || a.situation.state<account::State>(id).exists;
  };
  if (!known(command.main_doctor.account_id)) return Rejection::invalid_value;
  for (const room_request::ConsentSheet& sheet : command.consent_forms) {
    if (!known(sheet.explained_by.value_or(AccountId{}))) return Rejection::invalid_value;
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
  bool missing = false;
  const auto files = consent_files(x, *command, missing);
  const room_request::SubmissionIds ids{x->created_id<RoomRequestId>(), fresh_id<CareRecipientId>(),
                                        fresh_ids<ConsentFormId>(command->consent_forms.size())};
  if (!x->recorded_before() && !x->session->grant.city &&
      !x->service.make_key(KeyKind::care_recipient, ids.care_recipient.view())) {
    return x->problem("overloaded");  // slot → batch
  }
  x->command(
      [=, command = *command](Acting& a) {
        return missing ? Ruling(Rejection::invalid_value) : submit_ruling(a, command, ids, files);
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
        return room_request::decide_approve(
            {state, consents, facilities, accounts, a.account.id, room, assignments}, a.today());
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
  const bool received = intake_document_known(x, command->intake_document_id);
  x->command(
      [id = *id, command = *command, received](Acting& a) -> Ruling {
        if (!a.city_role(CityRole::intake_officer)) return Rejection::role_required;
        if (!received) return Rejection::invalid_value;
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
  const bool received = intake_document_known(x, command->intake_document_id);
  x->command(
      [id = *id, command = *command, received](Acting& a) -> Ruling {
        if (!a.city_role(CityRole::intake_officer)) return Rejection::role_required;
        if (!received) return Rejection::invalid_value;
        const auto& state = a.situation.state<consent::State>(id);
        const RoomId room_id = a.situation.state<room_request::State>(state.room_request).room;
        const room::State* room = room_id.is_zero() ? nullptr : &a.situation.state<room::State>(room_id);
        return decide(state, command, room, a.today());
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
