// Rooms and messages. Every read is recorded before it is opened; the page is chosen first, opened last.
#include <charconv>

#include "api/handlers/handlers.h"
#include "api/paging.h"
#include "api/room_guard.h"
#include "domain/room/commands.h"
#include "projections/timeline.h"

namespace renkei::api {
namespace {

constexpr std::size_t kPageMax = 200, kPageDefault = 50;
constexpr std::string_view kWrongPersonNotice = "別の方の情報が誤って投稿され、取り消されました";
constexpr std::string_view kRetractedNotice = "この投稿は取り消されました";
constexpr std::string_view kErasedNotice = "この記録は消去されました";
constexpr std::string_view kFamilyClosedNotice = "ご家族の同意がないため表示できません";

struct PageOptions {
  TimelineQuery query;
  bool own_only = false;
};

std::optional<PageOptions> page_options(const ExchangePtr& x, const RoomId& room) {
  PageOptions options;
  options.query.room = room;
  options.query.limit = kPageDefault;
  const auto number = [&](const char* name, std::uint64_t& value, std::uint64_t min, std::uint64_t max) {
    const std::string given = x->query(name);
    if (given.empty()) return true;
    const auto end = std::from_chars(given.data(), given.data() + given.size(), value);
    return end.ec == std::errc() && end.ptr == given.data() + given.size() && value >= min && value <= max;
  };
  std::uint64_t limit = kPageDefault;
  const std::string own = x->query("author_facility");
  if (!number("limit", limit, 1, kPageMax) || !number("before", options.query.before, 0, UINT64_MAX) ||
      (!own.empty() && own != "own")) {
    x->problem("invalid-value");
    return std::nullopt;
  }
  options.query.limit = limit;
  options.own_only = own == "own";
  if (options.own_only) options.query.own_facility = x->session->grant.facility;
  return options;
}

// All policies up to a snapshot. Every page asks for them and they hardly ever change, so each thread decodes a
// row of them once.
std::shared_ptr<const policy::State> policies_of(const ViewReader& views, const KeyId& city) {
  thread_local std::optional<Bytes> row;
  thread_local std::shared_ptr<const policy::State> decoded;
  auto found =
      views.get(static_cast<std::size_t>(Family::states), stream_prefix({Aggregate::policy, city.octets}));
  if (decoded == nullptr || found != row) {
    decoded = std::make_shared<const policy::State>(
        found ? from_compact<policy::State>(from_compact<SnapshotRow>(*found).state) : policy::State{});
    row = std::move(found);
  }
  return decoded;
}

// What every message of an answer needs.
struct MessagePage {
  const ExchangePtr& x;
  const ViewReader& views;
  const std::shared_ptr<const policy::State> city;
  bool family_open = false;

  MessagePage(const ExchangePtr& exchange, const ViewReader& reader, bool family)
      : x(exchange),
        views(reader),
        city(policies_of(reader, exchange->service.city_key())),
        family_open(family) {}
};

void write_author(JsonWriter& json, const MessagePage& page, const Recorded& r) {
  const auto& [x, views, city, family_open] = page;
  const policy::Profession* profession =
      city->in_force(date_in_japan(r.recorded_at)).profession(r.act.actor.profession);
  json.name("author").begin_object().member("account_id", r.act.actor.account);
  json.member("name", x->service.names.account(views, r.act.actor.account));
  json.member("facility_id", r.act.actor.facility)
      .member("facility", x->service.names.facility(views, r.act.actor.facility));
  json.member("profession", profession == nullptr ? std::string() : profession->ja).end_object();
}

void write_attachments(JsonWriter& json, const std::vector<Attachment>& attachments, bool hidden) {
  json.name("attachments").begin_array();
  for (const Attachment& a : attachments) {
    if (hidden) break;
    json.begin_object().member("id", a.id).member("media", a.media).member("bytes", a.bytes).end_object();
  }
  json.end_array();
}

std::uint64_t write_message(JsonWriter& json, const MessagePage& page, const TimelineMessage& m) {
  const ExchangePtr& x = page.x;
  bool opened = false;
  const Recorded posted = x->service.history.open(m.position, opened);
  const auto& e = std::get<room::MessagePosted>(posted.event);
  std::string text = opened ? e.text : std::string(kErasedNotice);
  std::string_view state = "posted";
  std::uint64_t version = 1;
  for (const std::uint64_t change : m.changes) {
    bool change_opened = false;
    const Recorded later = x->service.history.open(change, change_opened);
    if (const auto* corrected = std::get_if<room::MessageCorrected>(&later.event)) {
      version = corrected->version;
      state = "corrected";
      if (change_opened) text = corrected->text;
    } else if (const auto* retracted = std::get_if<room::MessageRetracted>(&later.event)) {
      version = retracted->version;
      state = "retracted";
      text =
          retracted->reason == RetractionReason::wrong_care_recipient ? kWrongPersonNotice : kRetractedNotice;
    }
  }
  const bool closed = e.about == About::family && !page.family_open;
  if (closed) text = kFamilyClosedNotice;
  json.begin_object()
      .member("id", e.message)
      .member("position", m.position)
      .member("kind", e.kind)
      .member("about", e.about);
  write_author(json, page, posted);
  json.name("entered_by").null();
  json.member("recorded_at", posted.recorded_at)
      .member("occurred_on", posted.occurred_on)
      .member("urgent", e.urgent);
  json.member("text", text).member("version", version).member("versions", version).member("state", state);
  json.member("note", state == "corrected" ? std::string_view("訂正あり") : std::string_view());
  write_attachments(json, e.attachments, state == "retracted" || closed);
  json.end_object();
  return version;
}

http::Response messages_response(const ExchangePtr& x, const ViewReader& views, const TimelinePage& page,
                                 bool family_open, std::optional<std::uint64_t> access) {
  JsonWriter json;
  json.begin_object().name("data").begin_array();
  const MessagePage context(x, views, family_open);
  for (const TimelineMessage& m : page.messages) write_message(json, context, m);
  json.end_array().name("next_before");
  page.more ? json.value(page.first_position()) : json.null();
  json.name("access").begin_object().member("position", access).end_object().end_object();
  return json_response(json.take(), page.room_version);
}

void write_room(JsonWriter& json, const ExchangePtr& x, const ViewReader& views, const OwnRoom& own) {
  const auto room = view_state<room::State>(views, own.room.octets);
  const TimelinePage newest = timeline_page(views, {own.room, 1, UINT64_MAX, {}});
  json.begin_object().member("id", own.room);
  json.name("care_recipient").begin_object().member("id", own.care_recipient);
  json.member("name", x->service.names.care_recipient(views, own.care_recipient))
      .member("setting", std::string_view("home"))
      .end_object();
  json.member("state", room.status).member("unread", unread_count(views, own.room, x->session->grant.account));
  json.name("last_at");
  newest.messages.empty() ? json.null()
                          : json.value(x->service.history.read(newest.last_position()).recorded_at);
  json.end_object();
}

// Facts of a message a command is about, with the room's guard already passed.
template <class Then>
Ruling on_message(Acting& a, const MessageId& id, std::uint64_t version, Operation operation, Then then) {
  const room::Message message = a.situation.message(id);
  if (!message.exists) return Rejection::not_found;
  const auto& room = a.situation.state<room::State>(message.room);
  const auto permit = guard_room(a, room, operation, false);
  if (!permit) return permit.error();
  if (message.version != version) return Rejection::stale_version;
  return then(message, *permit);
}

}  // namespace

void list_rooms(const ExchangePtr& x) {
  const auto page = page_of(x);
  if (!page) return;
  auto views = std::make_shared<ViewSnapshot>(x->service.views->snapshot());
  const RoomId after = page->after.size() == sizeof(RoomId::octets) ? RoomId::from(page->after) : RoomId{};
  auto rooms = std::make_shared<std::vector<OwnRoom>>(
      own_rooms(*views->reader, x->session->grant.account, page->limit + 1, after));
  std::string next;
  if (rooms->size() > page->limit) {
    rooms->pop_back();
    next = cursor_after(x, rooms->back().room.view());
  }
  x->read(
      [x, rooms](Acting& a) -> Ruling {
        std::vector<Draft> drafts;
        std::erase_if(*rooms, [&](const OwnRoom& own) {
          const auto& room = a.situation.state<room::State>(own.room);
          return !room.assigned(a.account.id, a.now()) || !room.takes_part(a.facility.id, a.today());
        });
        for (const OwnRoom& own : *rooms) {
          if (x->session->listed(own.care_recipient, a.today())) continue;
          drafts.push_back(Draft{access::RecordListed{own.care_recipient, own.care_recipient, own.room},
                                 basis_of(BasisKind::assignment, own.room, "III.3(1)"),
                                 {}});
        }
        return drafts;
      },
      [x, views, rooms, next](std::optional<std::uint64_t>) {
        JsonWriter json;
        json.begin_object().name("data").begin_array();
        for (const OwnRoom& own : *rooms) {
          x->session->set_listed(own.care_recipient, date_in_japan(x->service.clock.now()));
          write_room(json, x, *views->reader, own);
        }
        json.end_array().name("next_cursor");
        next.empty() ? json.null() : json.value(next);
        json.end_object();
        return json_response(json.take());
      });
}

void list_messages(const ExchangePtr& x) {
  const auto id = x->path_id<RoomId>();
  if (!id) return;
  const auto options = page_options(x, *id);
  if (!options) return;
  auto views = std::make_shared<ViewSnapshot>(x->service.views->snapshot());
  auto page = std::make_shared<TimelinePage>(timeline_page(*views->reader, options->query));
  const std::string* known = x->request.head.header("if-none-match");
  const bool unchanged = known != nullptr && *known == "\"" + std::to_string(page->room_version) + "\"";
  auto family_open = std::make_shared<bool>(false);
  x->read(
      [id = *id, own = options->own_only, page, unchanged, family_open,
       v = views->position](Acting& a) -> Ruling {
        const auto& room = a.situation.state<room::State>(id);
        const auto permit = guard_room(a, room, Operation::read, own);
        if (!permit) return permit.error();
        if (unchanged) return Ruling();  // no personal data leaves, no event (product.md no. 27)
        *family_open = own || family_consent(permit->consents).has_value();
        access::RecordViewed viewed{room.subject,
                                    room.subject,
                                    room.id,
                                    ObjectKind::messages,
                                    {},
                                    page->first_position(),
                                    page->last_position(),
                                    v,
                                    static_cast<std::uint32_t>(page->messages.size()),
                                    own};
        return std::vector{Draft{viewed, permit->basis, {}}};
      },
      [x, views, page, unchanged, family_open](std::optional<std::uint64_t> access) {
        if (!unchanged) return messages_response(x, *views->reader, *page, *family_open, access);
        http::Response response;
        response.status = 304;
        response.headers = {{"Cache-Control", "no-store"},
                            {"ETag", "\"" + std::to_string(page->room_version) + "\""}};
        return response;
      });
}

void show_message(const ExchangePtr& x) {
  const auto id = x->path_id<MessageId>();
  if (!id) return;
  auto views = std::make_shared<ViewSnapshot>(x->service.views->snapshot());
  auto shown = std::make_shared<TimelineMessage>();
  auto family_open = std::make_shared<bool>(false);
  x->read(
      [id = *id, shown, family_open, at = views->position](Acting& a) -> Ruling {
        const room::Message message = a.situation.message(id);
        if (!message.exists) return Rejection::not_found;
        const auto& room = a.situation.state<room::State>(message.room);
        const bool own = message.facility == a.facility.id;
        const auto permit = guard_room(a, room, Operation::read, own);
        if (!permit) return permit.error();
        *family_open = own || family_consent(permit->consents).has_value();
        shown->position = message.position;
        const access::RecordViewed viewed{room.subject,
                                          room.subject,
                                          room.id,
                                          ObjectKind::message,
                                          to_text(id),
                                          message.position,
                                          message.position,
                                          at,
                                          1,
                                          own};
        return std::vector{Draft{viewed, permit->basis, {}}};
      },
      [x, views, shown, family_open, id = *id](std::optional<std::uint64_t> access) {
        shown->changes = x->service.views->message_changes(id);
        JsonWriter json;
        json.begin_object().name("data");
        const std::uint64_t version = write_message(json, MessagePage(x, *views->reader, *family_open), *shown);
        json.name("access").begin_object().member("position", access).end_object().end_object();
        return json_response(json.take(), version);
      });
}

void post_message(const ExchangePtr& x) {
  const auto id = x->path_id<RoomId>();
  if (!id) return;
  const auto command = x->body<room::PostMessage>();
  if (!command) return;
  const auto files = referred_files(x, command->attachment_ids);
  const auto message = x->created_id<MessageId>();
  x->command(
      [id = *id, command = *command, message, files](Acting& a) -> Ruling {
        if (command.kind == MessageKind::conference) a.operation_purpose(Purpose::care_conference);
        const auto& room = a.situation.state<room::State>(id);
        const auto permit = guard_room(a, room, Operation::post, false, command.about);
        if (!permit) return permit.error();
        if (files.missing) return Rejection::invalid_value;
        return decide_post(room, permit->consents, command, message, {files.attachments, files.keys},
                           permit->basis, a.today());
      },
      {.status = 201,
       .location = "/v1/messages/" + to_text(message),
       .respond =
           [](const std::vector<Recorded>& events, JsonWriter& json) {
             const auto& e = std::get<room::MessagePosted>(events.front().event);
             json.begin_object()
                 .member("id", e.message)
                 .member("position", events.front().position)
                 .member("version", 1)
                 .end_object();
           },
       .after =
           [x, command = *command](const Committed&) {
             for (const AttachmentId& a : command.attachment_ids) x->service.uploads.consume(a);
           }});
}

void correct_message(const ExchangePtr& x) {
  const auto id = x->path_id<MessageId>();
  if (!id) return;
  const auto command = x->body<room::CorrectMessage>();
  if (!command) return;
  const auto version = x->if_match();
  if (!version) return;
  x->command(
      [id = *id, command = *command, version = *version](Acting& a) {
        return on_message(a, id, version, Operation::correct,
                          [&](const room::Message& m, const Permit& permit) -> Ruling {
                            return decide_correct(m, command, a.account.id, permit.basis);
                          });
      },
      {.respond = [](const std::vector<Recorded>& events, JsonWriter& json) {
        json.begin_object()
            .member("version", std::get<room::MessageCorrected>(events.front().event).version)
            .end_object();
      }});
}

void retract_message(const ExchangePtr& x) {
  const auto id = x->path_id<MessageId>();
  if (!id) return;
  const auto command = x->body<room::RetractMessage>();
  if (!command) return;
  const auto version = x->if_match();
  if (!version) return;
  auto views = x->service.views->snapshot();
  std::vector<Reader> readers;
  if (const auto row = views.reader->get(static_cast<std::size_t>(Family::requests), id->view())) {
    const Recorded posted = x->service.history.read(number_of_key(*row));
    readers = readers_of(*views.reader, posted.subject, posted.position);
    std::erase_if(readers, [&](const Reader& r) { return r.account == posted.act.actor.account; });
  }
  const auto incident = fresh_id<IncidentId>();
  x->command(
      [id = *id, command = *command, version = *version, incident, readers](Acting& a) {
        return on_message(a, id, version, Operation::retract,
                          [&](const room::Message& m, const Permit& permit) -> Ruling {
                            std::vector<AccountId> who;
                            for (const Reader& r : readers) who.push_back(r.account);
                            return decide_retract(m, command, a.act.actor, incident, who, permit.basis);
                          });
      },
      {.respond = [readers](const std::vector<Recorded>& events, JsonWriter& json) {
        const auto& e = std::get<room::MessageRetracted>(events.front().event);
        json.begin_object().member("state", std::string_view("retracted")).name("read_by").begin_array();
        for (const Reader& r : readers)
          json.begin_object().member("account_id", r.account).member("at", r.at).end_object();
        json.end_array().member("incident_id", e.incident).end_object();
      }});
}

}  // namespace renkei::api
