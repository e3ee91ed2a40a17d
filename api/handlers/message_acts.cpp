// Writing the records of a room: posts, corrections, retractions, acknowledgements, approvals.
#include "api/handlers/handlers.h"
#include "api/room_guard.h"
#include "domain/room/commands.h"
#include "eventstore/codec/event_codec.h"
#include "projections/timeline.h"

namespace renkei::api {
namespace {

// Facts of a message a command is about, with the room's guard already passed.
template <class Then>
Ruling on_message(Acting& a, const MessageId& id, Operation operation, Then then) {
  const room::Message message = a.situation.message(id);
  if (!message.exists) return Rejection::not_found;
  const auto& room = a.situation.state<room::State>(message.room);
  const auto permit = guard_room(a, room, operation, false, About::recipient, message.kind);
  if (!permit) return permit.error();
  return then(message, *permit);
}

// Whether an access put a message before its reader: on a page, by itself, or by one of its files.
bool showed(const Recorded& access, const Recorded& posted) {
  const auto& viewed = std::get<access::RecordViewed>(access.event);
  const bool left_out = viewed.own_facility_only && access.act.actor.facility != posted.act.actor.facility;
  return viewed.room == posted.room && viewed.first_position <= posted.position &&
         posted.position <= viewed.last_position && !left_out;
}

// Who had read a message, in order of first reading, below a position that may move on.
class ReadersOf {
 public:
  // Nothing for anybody but those who wrote it: how long it takes tells others nothing.
  ReadersOf(const ExchangePtr& x, const MessageId& id, std::uint64_t below = UINT64_MAX) {
    const auto views = x->service.views->snapshot();
    below_ = std::min(views.position, below);
    const auto row = views.reader->get(static_cast<std::size_t>(Family::requests), id.view());
    if (!row) return;
    Recorded posted = x->service.history.read(number_of_key(*row));
    const AccountId& reader = x->session->grant.account;
    if (reader != posted.act.actor.account && reader != posted.act.actor.on_behalf_of) return;
    posted_ = std::move(posted);
    readers_ = readers_of(*views.reader, posted_->subject, posted_->position, below_,
                          [&](std::uint64_t at) { return showed(x->service.history.read(at), *posted_); });
    std::erase_if(readers_, [&](const Reader& r) { return r.account == posted_->act.actor.account; });
  }
  // Goes on to `position` in the entries themselves, which the views may not know yet.
  template <class EntryAt>
  void go_on(std::uint64_t position, const EntryAt& entry_at) {
    for (; posted_ && below_ < position; ++below_) {
      const Bytes entry = entry_at(below_);
      if (read_entry(entry)->type == access::RecordViewed::kType.number) look(decode_entry(entry));
    }
  }
  std::vector<AccountId> accounts() const {
    std::vector<AccountId> all;
    for (const Reader& r : readers_) all.push_back(r.account);
    return all;
  }
  const std::vector<Reader>& all() const { return readers_; }

 private:
  void look(const Recorded& viewed) {
    const AccountId& account = viewed.act.actor.account;
    const bool known =
        account == posted_->act.actor.account ||
        std::any_of(readers_.begin(), readers_.end(), [&](const Reader& r) { return r.account == account; });
    if (!known && viewed.outcome == Outcome::success && showed(viewed, *posted_))
      readers_.push_back({account, viewed.recorded_at});
  }

  std::optional<Recorded> posted_;
  std::vector<Reader> readers_;
  std::uint64_t below_ = 0;
};

}  // namespace

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
        const auto permit = guard_room(a, room, Operation::post, false, command.about, command.kind);
        if (!permit) return permit.error();
        if (!files.wrong.empty()) return Refusal(files.wrong);
        if (command.on_behalf_of) {
          const auto& author = a.situation.state<account::State>(*command.on_behalf_of);
          if (!may_be_written_for(room, author, a.act.actor, a.now()))
            return Refusal(WrongValue{"/on_behalf_of", "この部屋を担当する、同じ事業所の方を指定してください。",
                                      "Name somebody of your facility who is assigned to this room."});
          a.act.actor.on_behalf_of = author.id;
        }
        return decide_post(room, permit->consents, command, message, {files.attachments, files.keys},
                           permit->basis, a.today(), a.policy.deadlines);
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
  x->command(
      [id = *id, command = *command](Acting& a) {
        return on_message(a, id, Operation::correct,
                          [&](const room::Message& m, const Permit& permit) -> Ruling {
                            return decide_correct(m, command, a.account.id, permit.consents, permit.basis);
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
  const auto incident = fresh_id<IncidentId>();
  x->command(
      [id = *id, command = *command, incident, seen = ReadersOf(x, *id)](Acting& a) mutable {
        return on_message(
            a, id, Operation::retract, [&](const room::Message& m, const Permit& permit) -> Ruling {
              // Whoever was shown it until this very act, whatever the views know of it.
              const std::uint64_t now = a.situation.next_position();
              seen.go_on(now, [&](std::uint64_t p) { return a.situation.entry_at(p); });
              return decide_retract(m, command, a.act.actor, incident, {seen.accounts(), now}, permit.basis);
            });
      },
      {.respond = [x, id = *id](const std::vector<Recorded>& events, JsonWriter& json) {
        const auto& e = std::get<room::MessageRetracted>(events.front().event);
        json.begin_object().member("state", std::string_view("retracted")).name("read_by").begin_array();
        ReadersOf seen(x, id, e.view_position);
        seen.go_on(e.view_position, [&](std::uint64_t p) { return *x->service.city.engine->entry(p); });
        for (const Reader& r : seen.all())
          json.begin_object().member("account_id", r.account).member("at", r.at).end_object();
        json.end_array().member("incident_id", e.incident).end_object();
      }});
}

void acknowledge_message(const ExchangePtr& x) {
  const auto id = x->path_id<MessageId>();
  if (!id || !x->body<NoBody>()) return;
  x->command(
      [id = *id](Acting& a) {
        return on_message(a, id, Operation::post, [&](const room::Message& m, const Permit& permit) -> Ruling {
          return decide_acknowledge(m, a.facility.id, permit.basis);
        });
      },
      {.respond = [](const std::vector<Recorded>& events, JsonWriter& json) {
        json.begin_object().member("acknowledged_by", events.front().act.actor.facility).end_object();
      }});
}

void approve_message(const ExchangePtr& x) {
  const auto id = x->path_id<MessageId>();
  if (!id || !x->body<NoBody>()) return;
  x->command(
      [id = *id](Acting& a) {
        return on_message(a, id, Operation::correct,
                          [&](const room::Message& m, const Permit& permit) -> Ruling {
                            return decide_approve(m, a.account.id, permit.basis);
                          });
      },
      {.respond = [](const std::vector<Recorded>& events, JsonWriter& json) {
        json.begin_object().member("approval", std::string_view("approved"));
        json.member("version", std::get<room::MessageApproved>(events.front().event).version).end_object();
      }});
}

}  // namespace renkei::api
