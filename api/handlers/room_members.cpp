// Who takes part in a room and who is assigned (product.md no. 23).
#include "api/handlers/handlers.h"
#include "api/room_guard.h"
#include "api/versions.h"
#include "domain/room/commands.h"

namespace renkei::api {
namespace {

void write_room_details(JsonWriter& json, const ExchangePtr& x, const ViewReader& views,
                        const room::State& room) {
  json.begin_object().member("id", room.id).member("state", room.status);
  json.name("care_recipient")
      .begin_object()
      .member("id", room.subject)
      .member("name", x->service.names.care_recipient(views, room.subject))
      .end_object();
  json.member("consent_form_ids", room.consent_forms).name("facilities").begin_array();
  for (const room::Participation& p : room.facilities) {
    json.begin_object()
        .member("facility_id", p.facility)
        .member("name", x->service.names.facility(views, p.facility));
    json.member("facility_kind", p.facility_kind)
        .member("until_on", p.until_on)
        .member("ended", p.ended)
        .member("version", version_of(p))
        .end_object();
  }
  json.end_array().name("assignments").begin_array();
  for (const room::Assignment& a : room.assignments) {
    json.begin_object()
        .member("id", a.id)
        .member("account_id", a.account)
        .member("name", x->service.names.account(views, a.account));
    json.member("facility_id", a.facility)
        .member("from_on", a.from_on)
        .member("until_on", a.until_on)
        .member("until_at", a.until_at);
    json.member("ended", a.ended).member("version", version_of(a)).end_object();
  }
  json.end_array().end_object();
}

void respond_assigned(const std::vector<Recorded>& events, JsonWriter& json) {
  const auto& e = std::get<room::RoomMemberAssigned>(events.front().event);
  json.begin_object()
      .member("id", e.assignment)
      .member("until_at", e.until_at)
      .member("version", 1)
      .end_object();
}

}  // namespace

void show_room(const ExchangePtr& x) {
  const auto id = x->path_id<RoomId>();
  if (!id) return;
  auto views = std::make_shared<ViewSnapshot>(x->service.views->snapshot());
  x->read(
      [id = *id, at = views->position](Acting& a) -> Ruling {
        const auto& room = a.situation.state<room::State>(id);
        const auto permit = guard_room(a, room, Operation::read, false);
        if (!permit) return permit.error();
        const access::RecordViewed viewed{
            room.subject, room.subject, room.id, ObjectKind::room, to_text(id), 0, 0, at, 1, false};
        return std::vector{Draft{viewed, permit->basis, {}}};
      },
      [x, views, id = *id](std::optional<std::uint64_t> access) {
        JsonWriter json;
        json.begin_object().name("data");
        write_room_details(json, x, *views->reader, view_state<room::State>(*views->reader, id.octets));
        json.name("access").begin_object().member("position", access).end_object().end_object();
        return json_response(json.take(), view_stream_version(*views->reader, {Aggregate::room, id.octets}));
      });
}

void add_room_facility(const ExchangePtr& x) {
  const auto id = x->path_id<RoomId>();
  if (!id) return;
  const auto command = x->body<room::AddFacility>();
  if (!command) return;
  x->command(
      [id = *id, command = *command](Acting& a) -> Ruling {
        if (!a.city_role(CityRole::approver)) return Rejection::role_required;
        const auto& room = a.situation.state<room::State>(id);
        return decide_add_facility(room, command, a.situation.state<facility::State>(command.facility_id),
                                   a.consents_of(room), a.today());
      },
      {.status = 201,
       .location = "/v1/rooms/" + to_text(*id),
       .respond = [](const std::vector<Recorded>& events, JsonWriter& json) {
         const auto& e = std::get<room::RoomFacilityAdded>(events.front().event);
         json.begin_object()
             .member("facility_id", e.facility)
             .member("until_on", e.until_on)
             .member("version", 1)
             .end_object();
       }});
}

void end_room_facility(const ExchangePtr& x) {
  const auto id = x->path_id<RoomId>();
  if (!id) return;
  const auto facility = x->path_id<FacilityId>(1);
  if (!facility || !x->body<NoBody>()) return;
  x->command(
      [id = *id, facility = *facility](Acting& a) -> Ruling {
        if (!a.city_role(CityRole::approver)) return Rejection::role_required;
        return decide_end_facility(a.situation.state<room::State>(id), facility, a.today());
      },
      {.respond = [](const std::vector<Recorded>&, JsonWriter& json) {
        json.begin_object().member("ended", true).end_object();
      }});
}

void assign_oneself(const ExchangePtr& x) {
  const auto id = x->path_id<RoomId>();
  if (!id) return;
  const auto command = x->body<room::AssignOneself>();
  if (!command) return;
  const auto assignment = x->created_id<AssignmentId>();
  x->command(
      [id = *id, command = *command, assignment](Acting& a) -> Ruling {
        if (a.account.is_city()) return Rejection::not_found;
        const auto& room = a.situation.state<room::State>(id);
        const bool outside = room.exists && !room.takes_part(a.facility.id, a.today());
        if (outside)
          return Ruling(Denial{Rejection::facility_not_in_room, DenialClass::outsider}, room,
                        Operation::manage);
        return decide_assign_oneself(room, command, a.account, assignment, a.now());
      },
      {.status = 201,
       .location = "/v1/rooms/" + to_text(*id) + "/assignments/" + to_text(assignment),
       .respond = respond_assigned});
}

void assign_member(const ExchangePtr& x) {
  const auto id = x->path_id<RoomId>();
  if (!id) return;
  const auto command = x->body<room::AssignMember>();
  if (!command) return;
  const auto assignment = x->created_id<AssignmentId>();
  x->command(
      [id = *id, command = *command, assignment](Acting& a) -> Ruling {
        if (!a.system_manager()) return Rejection::role_required;
        return decide_assign(a.situation.state<room::State>(id), command, a.facility,
                             a.situation.state<account::State>(command.account_id), assignment, a.today());
      },
      {.status = 201,
       .location = "/v1/rooms/" + to_text(*id) + "/assignments/" + to_text(assignment),
       .respond = respond_assigned});
}

void end_assignment(const ExchangePtr& x) {
  const auto id = x->path_id<RoomId>();
  if (!id) return;
  const auto assignment = x->path_id<AssignmentId>(1);
  if (!assignment || !x->body<NoBody>()) return;
  x->command(
      [id = *id, assignment = *assignment](Acting& a) -> Ruling {
        if (!a.system_manager()) return Rejection::role_required;
        return decide_end_assignment(a.situation.state<room::State>(id), assignment, a.facility);
      },
      {.respond = [](const std::vector<Recorded>&, JsonWriter& json) {
        json.begin_object().member("ended", true).end_object();
      }});
}

}  // namespace renkei::api
