// Who takes part in a room and who is assigned (product.md no. 23).
#include "api/handlers/handlers.h"
#include "api/room_guard.h"
#include "api/versions.h"
#include "domain/room/commands.h"

namespace renkei::api {
namespace {

void write_assignment(JsonWriter& json, const ExchangePtr& x, const ViewReader& views,
                      const room::Assignment& a) {
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

void write_part(JsonWriter& json, const ExchangePtr& x, const ViewReader& views, const room::Participation& p) {
  json.begin_object()
      .member("facility_id", p.facility)
      .member("name", x->service.names.facility(views, p.facility));
  json.member("facility_kind", p.facility_kind)
      .member("until_on", p.until_on)
      .member("ended", p.ended)
      .member("version", version_of(p))
      .end_object();
}

void write_room_details(JsonWriter& json, const ExchangePtr& x, const ViewReader& views,
                        const room::State& room) {
  json.begin_object().member("id", room.id).member("state", room.status);
  json.name("care_recipient")
      .begin_object()
      .member("id", room.subject)
      .member("name", x->service.names.care_recipient(views, room.subject))
      .end_object();
  json.member("consent_form_ids", room.consent_forms).name("facilities").begin_array();
  for (const room::Participation& p : room.facilities) write_part(json, x, views, p);
  json.end_array().name("assignments").begin_array();
  for (const room::Assignment& a : room.assignments) write_assignment(json, x, views, a);
  json.end_array().end_object();
}

// Those of the room see who takes part; so does the city, which adds facilities and ends their parts. It sees
// nothing else of the room (product.md no. 45).
Ruling see_parts(Acting& a, const RoomId& id, const std::optional<FacilityId>& one, std::uint64_t at,
                 room::State& seen) {
  seen = a.situation.state<room::State>(id);
  Basis basis{BasisKind::city_duty, {}, "III.2"};
  if (!seen.exists || !a.city_officer()) {
    const auto permit = guard_room(a, seen, Operation::read, false);
    if (!permit) return permit.error();
    basis = permit->basis;
  }
  if (one && seen.facility(*one) == nullptr) return Rejection::not_found;
  const access::RecordViewed viewed{seen.subject,
                                    seen.subject,
                                    seen.id,
                                    ObjectKind::room,
                                    one ? to_text(*one) : to_text(id),
                                    0,
                                    0,
                                    at,
                                    one ? 1 : static_cast<std::uint32_t>(seen.facilities.size()),
                                    false};
  return std::vector{Draft{viewed, basis, {}}};
}

struct SeenAssignments {
  room::State room;
  bool own_only = false;
  bool includes(const room::Assignment& a, const FacilityId& facility) const {
    return !own_only || a.facility == facility;
  }
};

// Those of the room see every assignment; a system manager, who makes and ends them, those of the own facility
// also where he is not assigned himself.
Ruling see_assignments(Acting& a, const RoomId& id, const std::optional<AssignmentId>& one, std::uint64_t at,
                       SeenAssignments& seen) {
  seen.room = a.situation.state<room::State>(id);
  const room::State& room = seen.room;
  seen.own_only =
      a.system_manager() && room.takes_part(a.facility.id, a.today()) && !room.assigned(a.account.id, a.now());
  Basis basis = basis_of(BasisKind::assignment, id, "III.3(3)");
  if (!seen.own_only) {
    const auto permit = guard_room(a, room, Operation::read, false);
    if (!permit) return permit.error();
    basis = permit->basis;
  }
  const auto count = std::count_if(room.assignments.begin(), room.assignments.end(), [&](const auto& each) {
    return (!one || each.id == *one) && seen.includes(each, a.facility.id);
  });
  if (one && count == 0) return Rejection::not_found;
  const access::RecordViewed viewed{room.subject,
                                    room.subject,
                                    room.id,
                                    ObjectKind::room,
                                    one ? to_text(*one) : to_text(id),
                                    0,
                                    0,
                                    at,
                                    static_cast<std::uint32_t>(count),
                                    seen.own_only};
  return std::vector{Draft{viewed, basis, {}}};
}

template <class Command>
void room_act(const ExchangePtr& x, RoomStatus after) {
  const auto id = x->path_id<RoomId>();
  if (!id) return;
  const auto command = x->body<Command>();
  if (!command) return;
  x->command(
      [id = *id, command = *command](Acting& a) -> Ruling {
        if (!a.city_role(CityRole::approver)) return Rejection::role_required;
        const auto& room = a.situation.state<room::State>(id);
        if constexpr (std::is_same_v<Command, room::CloseRoom>) {
          return decide_close(room, command);
        } else {
          return decide_reopen(room, command, a.consents_of(room));
        }
      },
      {.respond = [after](const std::vector<Recorded>&, JsonWriter& json) {
        json.begin_object().member("state", after).end_object();
      }});
}

bool is_outside(Acting& a, const room::State& room) {
  return room.exists && !room.takes_part(a.facility.id, a.today());
}

// Answered as if there were no such room; the attempt stands in the person's history.
Ruling of_the_outside(const room::State& room) {
  return Ruling(Denial{Rejection::facility_not_in_room, DenialClass::outsider}, room, Operation::manage);
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
       .location = "/v1/rooms/" + to_text(*id) + "/facilities/" + to_text(command->facility_id),
       .respond = [](const std::vector<Recorded>& events, JsonWriter& json) {
         const auto& e = std::get<room::RoomFacilityAdded>(events.front().event);
         json.begin_object()
             .member("facility_id", e.facility)
             .member("until_on", e.until_on)
             .member("version", 1)
             .end_object();
       }});
}

void list_room_facilities(const ExchangePtr& x) {
  const auto id = x->path_id<RoomId>();
  if (!id) return;
  auto views = std::make_shared<ViewSnapshot>(x->service.views->snapshot());
  auto seen = std::make_shared<room::State>();
  x->read(
      [id = *id, seen, at = views->position](Acting& a) { return see_parts(a, id, std::nullopt, at, *seen); },
      [x, views, seen](std::optional<std::uint64_t> access) {
        JsonWriter json;
        json.begin_object().name("data").begin_array();
        for (const room::Participation& p : seen->facilities) write_part(json, x, *views->reader, p);
        json.end_array().name("access").begin_object().member("position", access).end_object().end_object();
        return json_response(json.take());
      });
}

void show_room_facility(const ExchangePtr& x) {
  const auto id = x->path_id<RoomId>();
  if (!id) return;
  const auto facility = x->path_id<FacilityId>(1);
  if (!facility) return;
  auto views = std::make_shared<ViewSnapshot>(x->service.views->snapshot());
  auto seen = std::make_shared<room::State>();
  x->read([id = *id, one = *facility, seen,
           at = views->position](Acting& a) { return see_parts(a, id, one, at, *seen); },
          [x, views, seen, one = *facility](std::optional<std::uint64_t> access) {
            const room::Participation& part = *seen->facility(one);
            JsonWriter json;
            json.begin_object().name("data");
            write_part(json, x, *views->reader, part);
            json.name("access").begin_object().member("position", access).end_object().end_object();
            return json_response(json.take(), version_of(part));
          });
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
        if (is_outside(a, room)) return of_the_outside(room);
        return decide_assign_oneself(room, command, a.account, assignment, a.now(), a.policy.deadlines);
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
        const auto& room = a.situation.state<room::State>(id);
        if (is_outside(a, room)) return of_the_outside(room);
        return decide_assign(room, command, a.facility, a.situation.state<account::State>(command.account_id),
                             assignment, a.today());
      },
      {.status = 201,
       .location = "/v1/rooms/" + to_text(*id) + "/assignments/" + to_text(assignment),
       .respond = respond_assigned});
}

void list_assignments(const ExchangePtr& x) {
  const auto id = x->path_id<RoomId>();
  if (!id) return;
  auto views = std::make_shared<ViewSnapshot>(x->service.views->snapshot());
  auto seen = std::make_shared<SeenAssignments>();
  x->read([id = *id, seen,
           at = views->position](Acting& a) { return see_assignments(a, id, std::nullopt, at, *seen); },
          [x, views, seen](std::optional<std::uint64_t> access) {
            JsonWriter json;
            json.begin_object().name("data").begin_array();
            for (const room::Assignment& a : seen->room.assignments) {
              if (seen->includes(a, x->session->grant.facility)) write_assignment(json, x, *views->reader, a);
            }
            json.end_array().name("access").begin_object().member("position", access).end_object().end_object();
            return json_response(json.take());
          });
}

void show_assignment(const ExchangePtr& x) {
  const auto id = x->path_id<RoomId>();
  if (!id) return;
  const auto assignment = x->path_id<AssignmentId>(1);
  if (!assignment) return;
  auto views = std::make_shared<ViewSnapshot>(x->service.views->snapshot());
  auto seen = std::make_shared<SeenAssignments>();
  x->read([id = *id, one = *assignment, seen,
           at = views->position](Acting& a) { return see_assignments(a, id, one, at, *seen); },
          [x, views, seen, one = *assignment](std::optional<std::uint64_t> access) {
            JsonWriter json;
            json.begin_object().name("data");
            for (const room::Assignment& a : seen->room.assignments) {
              if (a.id == one) write_assignment(json, x, *views->reader, a);
            }
            json.name("access").begin_object().member("position", access).end_object().end_object();
            return json_response(json.take());
          });
}

void close_room(const ExchangePtr& x) { room_act<room::CloseRoom>(x, RoomStatus::closed); }
void reopen_room(const ExchangePtr& x) { room_act<room::ReopenRoom>(x, RoomStatus::open); }

void end_assignment(const ExchangePtr& x) {
  const auto id = x->path_id<RoomId>();
  if (!id) return;
  const auto assignment = x->path_id<AssignmentId>(1);
  if (!assignment || !x->body<NoBody>()) return;
  x->command(
      [id = *id, assignment = *assignment](Acting& a) -> Ruling {
        if (!a.system_manager()) return Rejection::role_required;
        const auto& room = a.situation.state<room::State>(id);
        if (room.exists && room.facility(a.facility.id) == nullptr) return of_the_outside(room);
        return decide_end_assignment(room, assignment, a.facility);
      },
      {.respond = [](const std::vector<Recorded>&, JsonWriter& json) {
        json.begin_object().member("ended", true).end_object();
      }});
}

}  // namespace renkei::api
