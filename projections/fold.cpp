#include "projections/fold.h"

#include "domain/attachments.h"
#include "domain/message_changes.h"
#include "domain/overloaded.h"
#include "eventstore/codec/compact.h"
#include "eventstore/codec/event_codec.h"
#include "eventstore/merkle/tree.h"
#include "projections/held_state.h"

namespace renkei {
namespace {

constexpr std::size_t kStatesHeld = 10'000;
constexpr std::uint64_t kSnapshotEvery = 64;  // versions: a load replays fewer events than this

void put(std::vector<ViewRow>& rows, Family family, Bytes key, Bytes value) {
  rows.push_back({static_cast<std::size_t>(family), std::move(key), std::move(value)});
}
void drop(std::vector<ViewRow>& rows, Family family, Bytes key) {
  rows.push_back({static_cast<std::size_t>(family), std::move(key), std::nullopt});
}

// Of a room's events those of its messages.
bool is_message(const DomainEvent& event) {
  return std::holds_alternative<room::MessagePosted>(event) || changed_message(event);
}

// Where the content of a thing is found: the entry whose payload describes it.
std::optional<StreamId> described_object(const DomainEvent& event) {
  return std::visit(
      Overloaded{
          [](const intake::IntakeDocumentReceived& e) { return std::optional(e.document.octets); },
          [](const registration::RegistrationRequestSubmitted& e) { return std::optional(e.request.octets); },
          [](const registration::RegistrationRequestResubmitted& e) { return std::optional(e.request.octets); },
          [](const pledge::PledgeSubmitted& e) { return std::optional(e.pledge.octets); },
          [](const facility::FacilityRegistered& e) { return std::optional(e.facility.octets); },
          [](const facility::EnvironmentDeclared& e) { return std::optional(e.environment.octets); },
          [](const facility::EnvironmentRecognised& e) { return std::optional(e.environment.octets); },
          [](const device::DeviceRegistered& e) { return std::optional(e.device.octets); },
          [](const account::AccountCreated& e) { return std::optional(e.account.octets); },
          [](const account::CityRoleGranted& e) { return std::optional(e.account.octets); },
          [](const account::CredentialIssued& e) { return std::optional(e.credential.octets); },
          [](const care_recipient::CareRecipientRegistered& e) {
            return std::optional(e.care_recipient.octets);
          },
          [](const consent::ConsentFormReceived& e) { return std::optional(e.consent_form.octets); },
          [](const room_request::RoomRequestSubmitted& e) { return std::optional(e.room_request.octets); },
          [](const disclosure::DisclosureRequested& e) { return std::optional(e.disclosure_request.octets); },
          [](const packet::PacketRequested& e) { return std::optional(e.packet.octets); },
          [](const auto&) { return std::optional<StreamId>(); }},
      event);
}

}  // namespace

void Fold::begin_batch() {
  reader_ = store_.snapshot();
  task_refs_.clear();
  if (states_.size() > kStatesHeld) states_.clear();
}

void Fold::apply(std::uint64_t position, BytesView entry, std::vector<ViewRow>& rows) {
  if (!reader_) begin_batch();
  const Recorded recorded = decode_entry(entry);
  if (recorded.position != position)
    throw CorruptHistory("entry " + std::to_string(position) + " names another position");
  index(recorded, entry, rows);
  close_opinions(recorded, rows);
  close_pledges(recorded, rows);
  keep_state(recorded, rows);
  fold_rooms(recorded, rows);
  fold_tasks(recorded, rows);
}

void Fold::index(const Recorded& r, BytesView octets, std::vector<ViewRow>& rows) {
  const EntryView entry = *read_entry(octets);
  last_leaf_ = leaf_hash(octets);
  const StreamKey stream{static_cast<Aggregate>(entry.aggregate), entry.stream};
  StreamRow row{r.position, entry.type, r.act.actor.account, r.act.actor.facility, {}, false};
  if (const auto* posted = std::get_if<room::MessagePosted>(&r.event)) {
    row.message = posted->message;
    row.about_family = posted->about == About::family;
  } else if (const auto message = changed_message(r.event)) {
    row.message = *message;
  }
  put(rows, Family::streams, stream_key(stream, r.stream_version), to_compact(row));
  if (entry.has_subject()) {
    put(rows, Family::subjects, Bytes(r.subject.view()) + number_key(r.subject_ordinal),
        to_compact(usage_row(r, last_leaf_)));
  }
  if (!r.act.actor.account.is_zero()) {
    put(rows, Family::actors, Bytes(r.act.actor.account.view()) + number_key(r.position),
        number_key(entry.type));
  }
  if (!entry.request.is_zero() && entry.request != last_request_) {
    put(rows, Family::requests, Bytes(entry.request.view()), number_key(r.position));
  }
  last_request_ = entry.request;
  if (const auto message = changed_message(r.event))
    put(rows, Family::messages, Bytes(message->view()) + number_key(r.position), {});
  index_objects(r, rows);
}

// Where things are found by their ids, and those of a facility or a person by its id.
void Fold::index_objects(const Recorded& r, std::vector<ViewRow>& rows) {
  if (const auto object = described_object(r.event)) {
    put(rows, Family::objects, Bytes(EventId{*object}.view()), number_key(r.position));
  }
  if (const auto* device = std::get_if<device::DeviceRegistered>(&r.event)) {  // the devices of a facility
    put(rows, Family::objects, facility_devices_prefix(device->facility) + Bytes(device->device.view()),
        number_key(r.position));
  }
  const auto* declared = std::get_if<facility::EnvironmentDeclared>(&r.event);
  const auto* recognised = std::get_if<facility::EnvironmentRecognised>(&r.event);
  if (declared != nullptr || recognised != nullptr) {
    const auto& [facility, environment] = declared != nullptr
                                              ? std::pair(declared->facility, declared->environment)
                                              : std::pair(recognised->facility, recognised->environment);
    put(rows, Family::objects, facility_environments_prefix(facility) + Bytes(environment.view()),
        number_key(r.position));
  }
  if (const auto* opened = std::get_if<room::RoomOpened>(&r.event))
    put(rows, Family::objects, room_of_key(opened->subject), Bytes(opened->room.view()));
  if (const auto* account = std::get_if<account::AccountCreated>(&r.event)) {
    put(rows, Family::objects, facility_accounts_prefix(account->facility) + Bytes(account->account.view()),
        number_key(r.position));
  }
  if (const auto* attachments = attachments_of(r.event)) {
    for (const Attachment& a : *attachments)
      put(rows, Family::objects, Bytes(a.id.view()), number_key(r.position));
  }
}

Fold::HeldState& Fold::held_state(const StreamKey& stream) {
  auto& held = states_[stream];
  if (held != nullptr) return *held;
  const bool known = with_state_of(stream.aggregate, [&]<class S>() {
    auto fresh = std::make_shared<TypedState<S>>();
    if (const auto row = reader_->get(static_cast<std::size_t>(Family::states), stream_prefix(stream))) {
      SnapshotRow snapshot = from_compact<SnapshotRow>(*row);
      fresh->value = from_compact<S>(snapshot.state);
      fresh->written_version = snapshot.version;
      fresh->written = std::move(snapshot.state);
    }
    held = std::move(fresh);
  });
  ENSURE(known);
  return *held;
}

// A row is written when the state changed, so the newest row is always the state; and now and then, so that a
// load by the committer replays few events.
void Fold::keep_state(const Recorded& r, std::vector<ViewRow>& rows) {
  const EventType& type = event_type(r.event);
  const StreamKey stream{type.aggregate, place_of(r.event).stream};
  if (type.aggregate == Aggregate::policy) policy_stream_ = stream;
  const bool due = r.stream_version % kSnapshotEvery == 0;
  if (is_message(r.event) && !due) return;  // messages change no room
  HeldState& held = held_state(stream);
  held.apply(r);
  Bytes state = held.octets();
  if (state == held.written && !due && held.written_version != 0) return;
  put(rows, Family::states, stream_prefix(stream), to_compact(SnapshotRow{r.stream_version, state}));
  held.written = std::move(state);
  held.written_version = r.stream_version;
}

// A room stays among an account's own as long as one of its assignments there was not ended.
void Fold::fold_rooms(const Recorded& r, std::vector<ViewRow>& rows) {
  if (const auto* e = std::get_if<room::RoomMemberAssigned>(&r.event)) {
    put(rows, Family::rooms_of, Bytes(e->account.view()) + Bytes(e->room.view()),
        to_compact(OwnRoomRow{e->subject, r.position}));
  } else if (const auto* ended = std::get_if<room::RoomAssignmentEnded>(&r.event)) {
    const auto& all = state<room::State>(ended->room).assignments;
    const bool others = std::any_of(all.begin(), all.end(), [&](const room::Assignment& a) {
      return a.account == ended->account && !a.ended;
    });
    if (!others) drop(rows, Family::rooms_of, Bytes(ended->account.view()) + Bytes(ended->room.view()));
  } else if (const auto* viewed = std::get_if<access::RecordViewed>(&r.event);
             viewed != nullptr && viewed->object_kind == ObjectKind::messages && !viewed->own_facility_only) {
    put(rows, Family::reads, Bytes(r.act.actor.account.view()) + Bytes(viewed->room.view()),
        number_key(viewed->view_position));
  }
}

}  // namespace renkei
