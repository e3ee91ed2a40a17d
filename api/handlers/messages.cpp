// Reading the records of a room. Every read is recorded before it is opened; the page is chosen first, opened
// last.
#include <charconv>

#include "api/handlers/handlers.h"
#include "api/paging.h"
#include "api/room_guard.h"
#include "projections/timeline.h"

namespace renkei::api {
namespace {

constexpr std::string_view kWrongPersonNotice = "別の方の情報が誤って投稿され、取り消されました";
constexpr std::string_view kRetractedNotice = "この投稿は取り消されました";
constexpr std::string_view kErasedNotice = "この記録は消去されました";
constexpr std::string_view kKindClosedNotice = "この種類の記録についての同意がないため表示できません";
constexpr std::string_view kFamilyClosedNotice = "ご家族の同意がないため表示できません";

struct PageOptions {
  TimelineQuery query;
  bool own_only = false;
};

// A page begins behind the cursor, or below the position to which `before` jumps.
std::optional<PageOptions> page_options(const ExchangePtr& x, const RoomId& room) {
  const auto page = page_of(x);
  if (!page) return std::nullopt;
  PageOptions options;
  options.query.room = room;
  options.query.limit = page->limit;
  const auto refuse = [&](const WrongValue& value) {
    x->invalid(value);
    return std::nullopt;
  };
  if (const std::string before = x->query("before"); !before.empty()) {
    const char* end = before.data() + before.size();
    const auto read = std::from_chars(before.data(), end, options.query.before);
    if (read.ec != std::errc() || read.ptr != end)
      return refuse({"/query/before", "before は台帳の位置です。", "before is a position in the ledger."});
  }
  if (!page->after.empty()) options.query.before = number_of_key(page->after);
  const std::string own = x->query("author_facility");
  if (!own.empty() && own != "own")
    return refuse({"/query/author_facility", "author_facility は own だけが使えます。",
                   "author_facility can only be own."});
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

// What the reader's consents leave closed (product.md no. 24).
struct Closed {
  bool family = true;
  std::vector<MessageKind> kinds;
};

Closed closed_to(Acting& a, const room::State& room, const std::vector<consent::State>& consents, bool own) {
  return {!own && !family_consent(consents), closed_kinds(a, room, consents, own)};
}

// Tells one state of a page from another: what is closed is not in the room's own version.
std::string page_tag(std::uint64_t room_version, const Closed& closed) {
  std::string tag = std::to_string(room_version);
  if (closed.family) tag += "f";
  for (const MessageKind kind : closed.kinds) tag += "-" + std::to_string(static_cast<unsigned>(kind));
  return "\"" + tag + "\"";
}

// What every message of an answer needs.
struct MessagePage {
  const ExchangePtr& x;
  const ViewReader& views;
  const std::shared_ptr<const policy::State> city;
  const room::State room;
  const Closed closed;

  MessagePage(const ExchangePtr& exchange, const ViewReader& reader, const RoomId& room_id, Closed closed_to)
      : x(exchange),
        views(reader),
        city(policies_of(reader, exchange->service.city_key())),
        room(view_state<room::State>(reader, room_id.octets)),
        closed(std::move(closed_to)) {}

  std::string name_of(const AccountId& account) const { return x->service.names.account(views, account); }
};

// Whose words these are; beside it, who typed them for someone else (代行入力).
void write_author(JsonWriter& json, const MessagePage& page, const Recorded& r) {
  const Actor& actor = r.act.actor;
  const bool for_another = !actor.on_behalf_of.is_zero();
  const AccountId author = for_another ? actor.on_behalf_of : actor.account;
  const auto number =
      for_another ? view_state<account::State>(page.views, author.octets).profession : actor.profession;
  const policy::Profession* profession = page.city->in_force(date_in_japan(r.recorded_at)).profession(number);
  json.name("author").begin_object().member("account_id", author).member("name", page.name_of(author));
  json.member("facility_id", actor.facility)
      .member("facility", page.x->service.names.facility(page.views, actor.facility));
  json.member("profession", profession == nullptr ? std::string() : profession->ja).end_object();
  json.name("entered_by");
  if (!for_another) return (void)json.null();
  json.begin_object().member("account_id", actor.account).member("name", page.name_of(actor.account));
  json.end_object();
}

// The facilities with someone assigned that have not yet acknowledged a 申し送り or 質問.
std::vector<FacilityId> still_to_acknowledge(const MessagePage& page, const room::Message& message) {
  std::vector<FacilityId> waiting;
  if (!message.wants_acknowledgement() || message.retracted) return waiting;
  const Instant now = page.x->service.clock.now();
  const auto listed = [](const std::vector<FacilityId>& all, const FacilityId& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
  };
  for (const room::Assignment& a : page.room.assignments) {
    if (!a.effective(now) || !page.room.takes_part(a.facility, date_in_japan(now))) continue;
    if (a.facility == message.facility || listed(message.acknowledged_by, a.facility) ||
        listed(waiting, a.facility))
      continue;
    waiting.push_back(a.facility);
  }
  return waiting;
}

void write_attachments(JsonWriter& json, const std::vector<Attachment>& attachments, bool hidden) {
  json.name("attachments").begin_array();
  for (const Attachment& a : attachments) {
    if (hidden) break;
    json.begin_object().member("id", a.id).member("media", a.media).member("bytes", a.bytes).end_object();
  }
  json.end_array();
}

// A message as it stands: its newest text, or what stands in its place.
struct ShownMessage {
  Recorded posted;
  room::Message message;
  std::string text;
  std::uint64_t texts = 1;
  bool closed = false;
};

ShownMessage shown_message(const MessagePage& page, const TimelineMessage& m) {
  const HistoryReader& history = page.x->service.history;
  bool opened = false;
  ShownMessage s{history.open(m.position, opened), {}, {}};
  s.message = room::message_from(s.posted);
  s.text = opened ? std::get<room::MessagePosted>(s.posted.event).text : std::string(kErasedNotice);
  for (const std::uint64_t change : m.changes) {
    const Recorded later = history.open(change, opened);
    room::apply_to_message(s.message, later);
    if (const auto* corrected = std::get_if<room::MessageCorrected>(&later.event)) {
      ++s.texts;
      if (opened) s.text = corrected->text;
    } else if (const auto* retracted = std::get_if<room::MessageRetracted>(&later.event)) {
      const bool wrong_person = retracted->reason == RetractionReason::wrong_care_recipient;
      s.text = wrong_person ? kWrongPersonNotice : kRetractedNotice;
    }
  }
  const auto& kinds = page.closed.kinds;
  const bool kind_closed = std::find(kinds.begin(), kinds.end(), s.message.kind) != kinds.end();
  s.closed = kind_closed || (s.message.about == About::family && page.closed.family);
  if (s.closed) s.text = kind_closed ? kKindClosedNotice : kFamilyClosedNotice;
  return s;
}

std::uint64_t write_message(JsonWriter& json, const MessagePage& page, const TimelineMessage& m) {
  const ShownMessage s = shown_message(page, m);
  const room::Message& message = s.message;
  const auto& e = std::get<room::MessagePosted>(s.posted.event);
  const std::string_view state = message.retracted ? "retracted" : s.texts > 1 ? "corrected" : "posted";
  json.begin_object()
      .member("id", e.message)
      .member("position", m.position)
      .member("kind", e.kind)
      .member("about", e.about);
  write_author(json, page, s.posted);
  json.name("approval");
  message.entered_by ? json.value(std::string_view(message.approved ? "approved" : "waiting")) : json.null();
  json.member("recorded_at", s.posted.recorded_at)
      .member("occurred_on", s.posted.occurred_on)
      .member("urgent", e.urgent);
  json.member("text", s.text)
      .member("version", message.version)
      .member("versions", s.texts)
      .member("state", state);
  json.member("note", state == "corrected" ? std::string_view("訂正あり") : std::string_view());
  json.member("acknowledged_by", message.acknowledged_by)
      .member("still_to_acknowledge", still_to_acknowledge(page, message));
  write_attachments(json, e.attachments, message.retracted || s.closed);
  json.end_object();
  return message.version;
}

// Records may have been corrected or taken back since the page was chosen: what was must not leave any more.
void bring_up_to_date(Situation& situation, const RoomId& room, TimelinePage& page) {
  if (situation.version<room::State>(room) == page.room_version) return;
  for (TimelineMessage& m : page.messages) m.changes = situation.message_changes(m.row.message);
}

http::Response messages_response(const MessagePage& context, const TimelinePage& page,
                                 std::optional<std::uint64_t> access) {
  JsonWriter json;
  json.begin_object().name("data").begin_array();
  for (const TimelineMessage& m : page.messages) write_message(json, context, m);
  json.end_array().name("next_cursor");
  page.more ? json.value(cursor_after(context.x, number_key(page.first_position()))) : json.null();
  json.name("access").begin_object().member("position", access).end_object().end_object();
  http::Response response = json_response(json.take());
  response.headers.emplace_back("ETag", page_tag(page.room_version, context.closed));
  return response;
}

}  // namespace

void list_messages(const ExchangePtr& x) {
  const auto id = x->path_id<RoomId>();
  if (!id) return;
  const auto options = page_options(x, *id);
  if (!options) return;
  auto views = std::make_shared<ViewSnapshot>(x->service.views->snapshot());
  auto page = std::make_shared<TimelinePage>(timeline_page(*views->reader, options->query));
  const std::string* known = x->request.head.header("if-none-match");
  auto closed = std::make_shared<Closed>();
  auto unchanged = std::make_shared<bool>(false);
  x->read(
      [id = *id, own = options->own_only, page, known = known == nullptr ? std::string() : *known, unchanged,
       closed, v = views->position](Acting& a) -> Ruling {
        const auto& room = a.situation.state<room::State>(id);
        const auto permit = guard_room(a, room, Operation::read, own);
        if (!permit) return permit.error();
        *closed = closed_to(a, room, permit->consents, own);
        *unchanged = known == page_tag(page->room_version, *closed);
        if (*unchanged) return Ruling();  // no personal data leaves, no event (product.md no. 27)
        bring_up_to_date(a.situation, id, *page);
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
      [x, views, id = *id, page, unchanged, closed](std::optional<std::uint64_t> access) {
        if (!*unchanged) return messages_response(MessagePage(x, *views->reader, id, *closed), *page, access);
        http::Response response;
        response.status = 304;
        response.headers = {{"Cache-Control", "no-store"}, {"ETag", page_tag(page->room_version, *closed)}};
        return response;
      });
}

void show_message(const ExchangePtr& x) {
  const auto id = x->path_id<MessageId>();
  if (!id) return;
  auto views = std::make_shared<ViewSnapshot>(x->service.views->snapshot());
  auto shown = std::make_shared<TimelineMessage>();
  auto closed = std::make_shared<Closed>();
  auto in_room = std::make_shared<RoomId>();
  x->read(
      [id = *id, shown, closed, in_room, at = views->position](Acting& a) -> Ruling {
        const room::Message message = a.situation.message(id);
        if (!message.exists) return Rejection::not_found;
        const auto& room = a.situation.state<room::State>(message.room);
        const bool own = message.facility == a.facility.id;
        const auto permit = guard_room(a, room, Operation::read, own);
        if (!permit) return permit.error();
        *closed = closed_to(a, room, permit->consents, own);
        shown->position = message.position;
        shown->changes = a.situation.message_changes(id);
        *in_room = message.room;
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
      [x, views, shown, closed, in_room](std::optional<std::uint64_t> access) {
        JsonWriter json;
        json.begin_object().name("data");
        const MessagePage page(x, *views->reader, *in_room, *closed);
        const std::uint64_t version = write_message(json, page, *shown);
        json.name("access").begin_object().member("position", access).end_object().end_object();
        return json_response(json.take(), version);
      });
}

}  // namespace renkei::api
