// What is known of a care recipient and of the forms about one. Every answer is an access in that person's
// history.
#include "api/handlers/handlers.h"
#include "api/room_guard.h"
#include "projections/timeline.h"

namespace renkei::api {
namespace {

constexpr std::size_t kRoomsMax = 200;

RoomId own_room_with(const ViewReader& views, const AccountId& account, const CareRecipientId& subject) {
  for (const OwnRoom& own : own_rooms(views, account, kRoomsMax)) {
    if (own.care_recipient == subject) return own.room;
  }
  return {};
}

// Answers with what `write` makes of the entry that describes the thing, opened after the access is recorded.
template <class Event, class Write>
void show_described(const ExchangePtr& x, std::shared_ptr<ViewSnapshot> views, const PersonalObject& object,
                    const StreamKey& stream, Write write) {
  const auto position = object_position(*views->reader, EventId{stream.id}.view());
  x->read([object, known = position.has_value()](
              Acting& a) { return known ? read_personal_object(a, object) : Ruling(Rejection::not_found); },
          [x, views, position, stream, write](std::optional<std::uint64_t> access) {
            bool opened = false;
            const Recorded recorded = x->service.history.open(*position, opened);
            JsonWriter json;
            json.begin_object().name("data");
            write(json, std::get<Event>(recorded.event), opened);
            json.name("access").begin_object().member("position", access).end_object().end_object();
            return json_response(json.take(), view_stream_version(*views->reader, stream));
          });
}

}  // namespace

std::optional<CareSetting> care_setting(const ExchangePtr& x, const ViewReader& views,
                                        const CareRecipientId& id) {
  const auto state = view_state<care_recipient::State>(views, id.octets);
  if (state.setting_position == 0) return CareSetting::home;
  bool opened = false;
  const Recorded changed = x->service.history.open(state.setting_position, opened);
  if (!opened) return std::nullopt;
  return std::get<care_recipient::CareSettingChanged>(changed.event).setting;
}

void change_care_setting(const ExchangePtr& x) {
  const auto id = x->path_id<CareRecipientId>();
  if (!id) return;
  const auto command = x->body<care_recipient::ChangeCareSetting>();
  if (!command) return;
  const auto views = x->service.views->snapshot();
  const RoomId room_id = own_room_with(*views.reader, x->session->grant.account, *id);
  x->command(
      [id = *id, command = *command, room_id](Acting& a) -> Ruling {
        const auto& person = a.situation.state<care_recipient::State>(id);
        if (!person.exists) return Rejection::not_found;
        room::State none;
        none.subject = id;
        if (room_id.is_zero())
          return Ruling(Denial{Rejection::not_assigned, DenialClass::outsider}, none, Operation::post);
        const auto permit = guard_room(a, a.situation.state<room::State>(room_id), Operation::post, false);
        if (!permit) return permit.error();
        return decide(person, command, permit->basis, a.today());
      },
      {.status = 201,
       .location = "/v1/care-recipients/" + to_text(*id),
       .respond = [](const std::vector<Recorded>& events, JsonWriter& json) {
         const auto& e = std::get<care_recipient::CareSettingChanged>(events.front().event);
         json.begin_object().member("setting", e.setting).member("from_on", e.from_on).end_object();
       }});
}

void show_care_recipient(const ExchangePtr& x) {
  const auto id = x->path_id<CareRecipientId>();
  if (!id) return;
  auto views = std::make_shared<ViewSnapshot>(x->service.views->snapshot());
  const RoomId room = own_room_with(*views->reader, x->session->grant.account, *id);
  const PersonalObject object{*id,
                              room,
                              ObjectKind::care_recipient,
                              to_text(*id),
                              views->position,
                              Basis{BasisKind::city_duty, {}, "III.2"},
                              {},
                              {}};
  show_described<care_recipient::CareRecipientRegistered>(
      x, views, object, {Aggregate::care_recipient, id->octets},
      [x, views](JsonWriter& json, const care_recipient::CareRecipientRegistered& e, bool) {
        const auto state = view_state<care_recipient::State>(*views->reader, e.care_recipient.octets);
        json.begin_object().member("id", e.care_recipient).member("registered_by", e.registered_by);
        json.member("setting", care_setting(x, *views->reader, e.care_recipient))
            .member("setting_from_on", state.setting_from);
        json.member("demographics", e.demographics).end_object();
      });
}

void show_consent_form(const ExchangePtr& x) {
  const auto id = x->path_id<ConsentFormId>();
  if (!id) return;
  auto views = std::make_shared<ViewSnapshot>(x->service.views->snapshot());
  const auto state = view_state<consent::State>(*views->reader, id->octets);
  const auto request = view_state<room_request::State>(*views->reader, state.room_request.octets);
  const PersonalObject object{state.subject,    request.room,        ObjectKind::consent_form,
                              to_text(*id),     views->position,     basis_of(BasisKind::consent, *id, "III.2"),
                              state.entered_by, request.requested_by};
  show_described<consent::ConsentFormReceived>(
      x, views, object, {Aggregate::consent, id->octets},
      [state](JsonWriter& json, const consent::ConsentFormReceived& e, bool) {
        json.begin_object()
            .member("id", e.consent_form)
            .member("care_recipient_id", e.subject)
            .member("room_request_id", e.room_request);
        json.member("state", state.status)
            .member("type", e.type)
            .member("grantor", e.grantor)
            .member("family_data", e.family_data);
        json.member("scope", state.scope).member("excluded_facilities", state.excluded_facilities);
        json.member("excluded_data_kinds", state.excluded_data_kinds)
            .member("family_excluded", state.family_excluded);
        json.member("signed_on", e.signed_on)
            .member("explained_by", e.explained_by)
            .member("material_version", e.material_version);
        json.name("attachment_ids").begin_array();
        for (const Attachment& a : e.attachments) json.value(a.id);
        json.end_array().end_object();
      });
}

void show_room_request(const ExchangePtr& x) {
  const auto id = x->path_id<RoomRequestId>();
  if (!id) return;
  auto views = std::make_shared<ViewSnapshot>(x->service.views->snapshot());
  const auto state = view_state<room_request::State>(*views->reader, id->octets);
  const PersonalObject object{state.subject,    state.room,        ObjectKind::room_request,
                              to_text(*id),     views->position,   Basis{BasisKind::city_duty, {}, "III.2"},
                              state.entered_by, state.requested_by};
  show_described<room_request::RoomRequestSubmitted>(
      x, views, object, {Aggregate::room_request, id->octets},
      [state](JsonWriter& json, const room_request::RoomRequestSubmitted& e, bool) {
        json.begin_object()
            .member("id", e.room_request)
            .member("state", state.status)
            .member("care_recipient_id", e.subject);
        json.member("requested_by", e.requested_by)
            .member("facilities", e.facilities)
            .member("consent_form_ids", e.consent_forms);
        json.member("main_doctor", e.main_doctor)
            .member("main_doctor_agreed", e.main_doctor_agreed)
            .member("defects", e.defects);
        json.name("room_id");
        state.room.is_zero() ? json.null() : json.value(state.room);
        json.end_object();
      });
}

}  // namespace renkei::api
