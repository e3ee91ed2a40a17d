// The city's counter: what arrived on paper, and the pledges in it (policy I, III.2; product.md no. 33).
#include "domain/intake/commands.h"

#include "api/handlers/handlers.h"

namespace renkei::api {

std::optional<WrongValue> unknown_document(const ExchangePtr& x, const DocumentId& id) {
  const auto views = x->service.views->snapshot();
  const auto position = object_position(*views.reader, id.view());
  if (position &&
      std::holds_alternative<intake::IntakeDocumentReceived>(x->service.history.read(*position).event))
    return std::nullopt;
  return WrongValue{"/intake_document_id", "受け付けた書類の中に見つかりません。",
                    "No document with this id was received."};
}

void receive_intake_document(const ExchangePtr& x) {
  const auto command = x->body<intake::ReceiveIntakeDocument>();
  if (!command) return;
  const auto files = referred_files(x, command->attachment_ids);
  const auto id = x->created_id<DocumentId>();
  x->command(
      [id, command = *command, files](Acting& a) -> Ruling {
        if (!a.city_role(CityRole::intake_officer)) return Rejection::role_required;
        if (!files.wrong.empty()) return Refusal(files.wrong);
        const auto& registered = a.situation.state<intake::State>(intake::register_for(a.now()));
        return decide(registered, command, id, {files.attachments, files.keys}, a.now());
      },
      {.status = 201,
       .location = "/v1/intake-documents/" + to_text(id),
       .respond =
           [](const std::vector<Recorded>& events, JsonWriter& json) {
             const auto& e = std::get<intake::IntakeDocumentReceived>(events.front().event);
             json.begin_object()
                 .member("id", e.document)
                 .member("receipt_number", e.receipt_number)
                 .end_object();
           },
       .after =
           [x, command = *command](const Committed&) {
             for (const AttachmentId& a : command.attachment_ids) x->service.uploads.consume(a);
           }});
}

void show_intake_document(const ExchangePtr& x) {
  const auto id = x->path_id<DocumentId>();
  if (!id) return;
  const auto views = x->service.views->snapshot();
  const auto position = object_position(*views.reader, id->view());
  x->read(
      [position](Acting& a) -> Ruling {
        if (!a.city_officer()) return Rejection::role_required;
        const bool known = position && read_entry(a.situation.entry_at(*position))->type ==
                                           intake::IntakeDocumentReceived::kType.number;
        return known ? Ruling() : Ruling(Rejection::not_found);
      },
      [x, position](std::optional<std::uint64_t>) {
        bool opened = false;
        const Recorded recorded = x->service.history.open(*position, opened);
        const auto& e = std::get<intake::IntakeDocumentReceived>(recorded.event);
        JsonWriter json;
        json.begin_object()
            .name("data")
            .begin_object()
            .member("id", e.document)
            .member("receipt_number", e.receipt_number);
        json.member("channel", e.channel)
            .member("kind", e.kind)
            .member("received_on", e.received_on)
            .member("sender", e.sender);
        json.name("attachment_ids").begin_array();
        for (const Attachment& a : e.attachments) json.value(a.id);
        json.end_array().end_object().end_object();
        return json_response(json.take());
      });
}

void verify_pledge(const ExchangePtr& x) {
  const auto id = x->path_id<PledgeId>();
  if (!id) return;
  const auto command = x->body<pledge::VerifyPledge>();
  if (!command) return;
  x->command(
      [id = *id, command = *command](Acting& a) -> Ruling {
        if (!a.city_role(CityRole::intake_officer)) return Rejection::role_required;
        const auto& pledge = a.situation.state<pledge::State>(id);
        const bool awaited =
            pledge.exists && awaits(a.situation.state<registration::State>(pledge.request), pledge.id);
        return decide(pledge, command, awaited);
      },
      {.respond = [](const std::vector<Recorded>&, JsonWriter& json) {
        json.begin_object().member("state", PledgeState::verified).end_object();
      }});
}

void revoke_pledge(const ExchangePtr& x) {
  const auto id = x->path_id<PledgeId>();
  if (!id) return;
  const auto command = x->body<pledge::RevokePledge>();
  if (!command) return;
  x->command(
      [id = *id, command = *command](Acting& a) -> Ruling {
        if (!a.city_role(CityRole::approver)) return Rejection::role_required;
        return decide(a.situation.state<pledge::State>(id), command);
      },
      {.respond = [](const std::vector<Recorded>&, JsonWriter& json) {
        json.begin_object().member("state", PledgeState::revoked).end_object();
      }});
}

void show_pledge(const ExchangePtr& x) {
  const auto id = x->path_id<PledgeId>();
  if (!id) return;
  const auto views = x->service.views->snapshot();
  const auto state = view_state<pledge::State>(*views.reader, id->octets);
  x->read(
      [id = *id](Acting& a) -> Ruling {
        if (!a.city_officer()) return Rejection::role_required;
        return a.situation.state<pledge::State>(id).exists ? Ruling() : Ruling(Rejection::not_found);
      },
      [x, state, position = object_position(*views.reader, id->view()),
       version =
           view_stream_version(*views.reader, {Aggregate::pledge, id->octets})](std::optional<std::uint64_t>) {
        if (!position) return x->problem_of(Rejection::not_found);
        bool opened = false;
        const Recorded recorded = x->service.history.open(*position, opened);
        const auto& e = std::get<pledge::PledgeSubmitted>(recorded.event);
        JsonWriter json;
        json.begin_object()
            .name("data")
            .begin_object()
            .member("id", e.pledge)
            .member("state", state.status)
            .member("scope", e.scope);
        json.member("signer", e.signer).member("signed_on", e.signed_on).member("text_version", e.text_version);
        json.member("attachment_id", e.attachment)
            .member("registration_request_id", e.request)
            .end_object()
            .end_object();
        return json_response(json.take(), version);
      });
}

}  // namespace renkei::api
