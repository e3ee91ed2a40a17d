#include "eventstore/batch.h"

#include "domain/attachments.h"
#include "domain/message_changes.h"
#include "eventstore/crypto/random.h"
#include "eventstore/sealing.h"

namespace renkei {
namespace {

constexpr std::int64_t kDayMicroseconds = 86'400LL * 1'000'000;

// UUIDv7 (RFC 9562): 48 bits of milliseconds, version, 74 random bits. Order is never relied on.
EventId new_event_id(Instant now) {
  thread_local Bytes pool;
  if (pool.size() < EventId::size) pool = random_bytes(4'096);
  EventId id = EventId::from(BytesView(pool).substr(pool.size() - EventId::size));
  pool.resize(pool.size() - EventId::size);
  std::uint64_t ms = static_cast<std::uint64_t>(now.microseconds / 1'000);
  for (std::size_t i = 6; i-- > 0; ms >>= 8) id.octets[i] = static_cast<std::uint8_t>(ms & 0xFF);
  id.octets[6] = static_cast<std::uint8_t>(0x70 | (id.octets[6] & 0x0F));
  id.octets[8] = static_cast<std::uint8_t>(0x80 | (id.octets[8] & 0x3F));
  return id;
}

std::optional<RoomId> opened_room(const DomainEvent& event) {
  const auto* opened = std::get_if<room::RoomOpened>(&event);
  return opened == nullptr ? std::nullopt : std::optional(opened->room);
}

std::vector<AttachmentId> named_files(const DomainEvent& event) {
  std::vector<AttachmentId> files;
  const auto* attachments = attachments_of(event);
  if (attachments == nullptr) return files;
  for (const Attachment& a : *attachments) files.push_back(a.id);
  return files;
}

}  // namespace

struct Committer::Batch::Prepared {
  EntryHeader header;
  EventPlace place;
  StreamKey stream;
  Bytes entry;
  std::optional<Bytes> payload;
  Digest leaf;
};

Committer::Batch::Batch(Committer& committer, Instant now) : committer_(committer), now_(now) {
  bundle_.expected_size = committer.parts_.edge.size();
}

const void* Committer::Batch::find(const StreamKey& stream, std::uint64_t* version) {
  return committer_.states_.find(stream, version);
}

Bytes Committer::Batch::entry_at(std::uint64_t position) const {
  if (position >= bundle_.expected_size) return bundle_.entries.at(position - bundle_.expected_size);
  auto entry = committer_.parts_.engine.entry(position);
  if (!entry) throw CorruptHistory("no entry at position " + std::to_string(position));
  return std::move(*entry);
}

room::Message Committer::Batch::message(const MessageId& id) {
  const RequestId request{id.octets};  // a message's id is the keyed digest of the request that posted it
  auto position = committer_.tail_.request(request);
  if (!position) position = committer_.parts_.index.request(request);
  if (!position) return {};
  const Bytes posted = entry_at(*position);
  if (read_entry(posted)->type != room::MessagePosted::kType.number) return {};
  room::Message message = room::message_from(decode_entry(posted));
  for (const std::uint64_t change : message_changes(id))
    room::apply_to_message(message, decode_entry(entry_at(change)));
  return message;
}

std::vector<std::uint64_t> Committer::Batch::message_changes(const MessageId& id) {
  std::vector<std::uint64_t> changes = committer_.parts_.index.message_changes(id);
  for (const std::uint64_t newer : committer_.tail_.message_changes(id)) {
    if (changes.empty() || newer > changes.back()) changes.push_back(newer);
  }
  return changes;
}

std::optional<RoomId> Committer::Batch::room_of(const CareRecipientId& person) {
  if (const auto newer = committer_.tail_.room_of(person)) return newer;
  return committer_.parts_.index.room_of(person);
}

bool Committer::Batch::names_file(const AttachmentId& file) {
  return committer_.tail_.names_file(file) || committer_.parts_.index.names_file(file);
}

std::optional<Committed> Committer::Batch::repeated(const RequestKey& request) {
  if (request.id.is_zero()) return std::nullopt;
  auto position = committer_.tail_.request(request.id);
  if (!position) position = committer_.parts_.index.request(request.id);
  if (!position) return std::nullopt;
  const auto first = read_entry(entry_at(*position));
  ENSURE(first.has_value());
  // The tag is of the day on which the request came, which may be the one before it was recorded, and a clock
  // set back may have it recorded a day ahead: any of the three days' tags will do.
  const std::int64_t age = request.utc_day - first->recorded_at.microseconds / kDayMicroseconds;
  const auto last = first->request_tag.is_zero() ? request.tags.begin() + 1 : request.tags.end();
  const bool same = std::find(request.tags.begin(), last, first->request_tag) != last;
  Committed committed;
  if (age < -1 || age > 2 || !same) {
    committed.rejection = Rejection::idempotency_key_reused;
    return committed;
  }
  committed.replayed = true;
  committed.first_position = *position;
  return committed;
}

void Committer::Batch::decide(std::unique_ptr<Proposal> proposal) {
  if (auto again = repeated(proposal->request)) {
    (again->replayed ? replayed_ : rejected_) += 1;
    answers_.push_back({std::move(proposal), std::move(*again)});
    return;
  }
  Verdict verdict = proposal->decide(*this);
  Committed committed;
  committed.rejection = verdict.rejection;
  owes_a_sync_ = owes_a_sync_ || verdict.as_if_recorded;
  // A recorded denial must not answer a later repeat of the request: it carries no request id.
  const RequestKey request = verdict.rejection ? RequestKey{} : proposal->request;
  auto prepared = prepare(verdict, request);
  if (prepared) {
    record(std::move(verdict), std::move(*prepared), request, committed);
  } else {
    committed.rejection = prepared.error();
  }
  if (committed.rejection) ++rejected_;
  answers_.push_back({std::move(proposal), std::move(committed)});
}

Result<std::vector<Committer::Batch::Prepared>, Rejection> Committer::Batch::prepare(
    const Verdict& verdict, const RequestKey& request) {
  std::vector<Prepared> prepared;
  prepared.reserve(verdict.drafts.size());
  for (std::size_t i = 0; i < verdict.drafts.size(); ++i) {
    auto one = prepare_one(verdict, i, request, prepared);
    if (!one) return Unexpected{one.error()};
    prepared.push_back(std::move(*one));
  }
  return prepared;
}

Result<Committer::Batch::Prepared, Rejection> Committer::Batch::prepare_one(
    const Verdict& verdict, std::size_t index, const RequestKey& request, const std::vector<Prepared>& before) {
  const Draft& draft = verdict.drafts[index];
  const EventType& type = event_type(draft.event);
  Prepared p;
  p.place = place_of(draft.event);
  p.stream = {type.aggregate, p.place.stream};
  EntryHeader& h = p.header;
  h.position = next_position() + index;
  h.previous_leaf = before.empty() ? committer_.last_leaf_ : before.back().leaf;
  h.event_id = new_event_id(now_);
  find(p.stream, &h.stream_version);
  ++h.stream_version;
  SubjectHead subject_head;
  if (!p.place.subject.is_zero()) subject_head = committer_.subject_head(p.place.subject);
  for (const Prepared& earlier : before) {  // what this very act puts before it
    if (earlier.stream == p.stream) ++h.stream_version;
    if (!p.place.subject.is_zero() && earlier.place.subject == p.place.subject) {
      subject_head = {earlier.header.subject_ordinal, earlier.leaf};
    }
  }
  if (!p.place.subject.is_zero()) {
    h.subject_ordinal = subject_head.ordinal + 1;
    h.subject_previous = subject_head.leaf;
  }
  h.recorded_at = now_;
  h.act = verdict.act;
  h.basis = draft.basis;
  h.occurred_on = draft.occurred_on;
  h.outcome = draft.outcome;
  h.request = request.id;
  if (!request.id.is_zero()) h.request_tag = request.tags[0];
  h.causation = before.empty() ? h.event_id : before.front().header.event_id;
  if (p.place.has_sealed) {
    h.payload_key = !p.place.subject.is_zero()             ? KeyId{p.place.subject.octets}
                    : type.aggregate == Aggregate::account ? KeyId{p.place.stream}
                                                           : committer_.parts_.city_key;
    const auto key = committer_.parts_.keyring.key(h.payload_key);
    if (key == nullptr) return Unexpected{Rejection::wrong_state};  // the person's key was destroyed
    const Secret opened = payload_key(key->view(), h.event_id);
    p.payload = seal_payload(opened.view(), {h.event_id, h.payload_key, type.number, type.schema_version},
                             encode_payload(draft.event));
    h.payload_digest = payload_digest(*p.payload);
    h.payload_length = static_cast<std::uint32_t>(p.payload->size());
  }
  auto entry = encode_entry(h, p.place, draft.event);
  if (!entry) return Unexpected{Rejection::entry_too_large};
  p.entry = std::move(*entry);
  p.leaf = leaf_hash(p.entry);
  return p;
}

void Committer::Batch::record(Verdict verdict, std::vector<Prepared> prepared, const RequestKey& request,
                              Committed& committed) {
  for (std::size_t i = 0; i < prepared.size(); ++i) {
    Prepared& p = prepared[i];
    Recorded recorded;
    recorded.position = p.header.position;
    recorded.stream_version = p.header.stream_version;
    recorded.event_id = p.header.event_id;
    recorded.recorded_at = now_;
    recorded.act = verdict.act;
    recorded.basis = p.header.basis;
    recorded.occurred_on = p.header.occurred_on;
    recorded.outcome = p.header.outcome;
    recorded.subject = p.place.subject;
    recorded.subject_ordinal = p.header.subject_ordinal;
    recorded.room = p.place.room;
    recorded.event = std::move(verdict.drafts[i].event);
    committer_.states_.apply(recorded);
    committer_.tail_.add({recorded.position,
                          p.stream,
                          recorded.stream_version,
                          p.place.subject,
                          {p.header.subject_ordinal, p.leaf},
                          request.id,
                          i == 0 && !request.id.is_zero(),
                          changed_message(recorded.event),
                          opened_room(recorded.event),
                          named_files(recorded.event)});
    committer_.parts_.edge.append(p.leaf, bundle_.tiles);
    committer_.last_leaf_ = p.leaf;
    octets_ += p.entry.size() + (p.payload ? p.payload->size() : 0);
    bundle_.entries.push_back(std::move(p.entry));
    bundle_.payloads.push_back(std::move(p.payload));
    committed.leaf_hashes.push_back(p.leaf);
    committed.events.push_back(std::move(recorded));
  }
}

const CommitBundle& Committer::Batch::seal() {
  if (!bundle_.entries.empty()) committer_.last_instant_ = now_;
  bundle_.head = {committer_.parts_.edge.size(), committer_.parts_.edge.root(), committer_.last_leaf_};
  return bundle_;
}

void Committer::Batch::hand_over() {
  for (Answer& answer : answers_) {
    answer.proposal->done(std::move(answer.committed));
  }
  if (!bundle_.entries.empty())
    committer_.parts_.sink.on_durable(bundle_.expected_size, std::move(bundle_.entries));
}

}  // namespace renkei
