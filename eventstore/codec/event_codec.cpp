#include "eventstore/codec/event_codec.h"

#include <capnp/message.h>
#include <capnp/schema.h>
#include <capnp/serialize.h>
#include <kj/exception.h>

#include "entry.capnp.h"
#include "events.capnp.h"
#include "eventstore/codec/field_values.h"

namespace renkei {
namespace {

using codec::FieldPlaces;

constexpr capnp::uint kSegmentWords = 8'192;  // one segment holds any legal entry or payload of facts
constexpr std::uint64_t kTraversalFactor = 4;
constexpr int kNestingLimit = 16;

// The resolved structs of one event type.
struct EventSchema {
  capnp::StructSchema clear;
  FieldPlaces clear_places;
  std::optional<capnp::StructSchema> sealed;
  FieldPlaces sealed_places;
};

std::string lower_first(std::string_view name) {
  std::string text(name);
  text[0] = static_cast<char>(text[0] - 'A' + 'a');
  return text;
}

template <class E>
const EventSchema& schema_of() {
  static const EventSchema resolved = [] {
    const auto registry = capnp::Schema::from<schema::EventStructs>();
    const std::string name = lower_first(E::kType.name);
    const auto clear = registry.getFieldByName(name).getType().asStruct();
    EventSchema s{clear, codec::resolve<E>(clear), {}, {}};
    if (place_of(E{}).has_sealed) {
      s.sealed = registry.getFieldByName(name + "Sealed").getType().asStruct();
      s.sealed_places = codec::resolve<E>(*s.sealed, true);
    }
    return s;
  }();
  return resolved;
}

codec::StructBuilder init_struct(capnp::AnyPointer::Builder pointer, capnp::StructSchema schema) {
  const codec::StructSize size = codec::size_of(schema);
  return pointer.initAsAnyStruct(size.data_words, size.pointers);
}

// Writes the clear or the sealed members only.
template <class E, bool kSealed>
struct EventWriter {
  const E& event;
  codec::StructBuilder builder;
  const FieldPlaces& places;
  std::size_t next = 0;

  template <class M>
  void clear(std::string_view, M m, Limits = {}) {
    if constexpr (!kSealed) codec::write_member(event.*m, builder, places[next++]);
  }
  template <class M>
  void sealed(std::string_view, M m, Limits = {}) {
    if constexpr (kSealed) codec::write_member(event.*m, builder, places[next++]);
  }
  template <class M>
  void stream(std::string_view, M) {}
  template <class M>
  void subject(std::string_view, M) {}
  template <class M>
  void room(std::string_view, M) {}
};

template <class E, bool kSealed>
struct EventReader {
  E& event;
  codec::StructReader reader;
  const FieldPlaces& places;
  const EntryView* view;  // null when reading a payload
  std::size_t next = 0;

  template <class M>
  void clear(std::string_view, M m, Limits = {}) {
    if constexpr (!kSealed) codec::read_member(event.*m, reader, places[next++]);
  }
  template <class M>
  void sealed(std::string_view, M m, Limits = {}) {
    if constexpr (kSealed) codec::read_member(event.*m, reader, places[next++]);
  }
  template <class M>
  void stream(std::string_view, M m) {
    if (view != nullptr) (event.*m).octets = view->stream;
  }
  template <class M>
  void subject(std::string_view, M m) {
    if (view != nullptr) event.*m = view->subject;
  }
  template <class M>
  void room(std::string_view, M m) {
    if (view != nullptr) event.*m = view->room;
  }
};

capnp::ReaderOptions reader_options(std::size_t bytes) {
  capnp::ReaderOptions options;
  options.traversalLimitInWords = kTraversalFactor * (bytes / 8 + 1);
  options.nestingLimit = kNestingLimit;
  return options;
}

// The words of a message: where its octets lie, or copied, since stored octets may lie at any address.
class Words {
 public:
  explicit Words(BytesView octets) {
    if (octets.size() % sizeof(capnp::word) != 0)
      codec::corrupt("a message whose length is no multiple of eight");
    const std::size_t count = octets.size() / sizeof(capnp::word);
    if (reinterpret_cast<std::uintptr_t>(octets.data()) % alignof(capnp::word) == 0) {
      words_ = {reinterpret_cast<const capnp::word*>(octets.data()), count};
    } else {
      copy_ = kj::heapArray<capnp::word>(count);
      std::memcpy(copy_.begin(), octets.data(), octets.size());
      words_ = copy_;
    }
  }
  kj::ArrayPtr<const capnp::word> view() const { return words_; }

 private:
  kj::Array<capnp::word> copy_;
  kj::ArrayPtr<const capnp::word> words_;
};

// The scratch segment of this thread. MallocMessageBuilder zeroes what it used when it goes.
kj::ArrayPtr<capnp::word> scratch() {
  thread_local kj::Array<capnp::word> words = [] {
    auto fresh = kj::heapArray<capnp::word>(kSegmentWords);
    std::memset(fresh.begin(), 0, kSegmentWords * sizeof(capnp::word));
    return fresh;
  }();
  return words;
}

// Segment table and segment of a one-segment message, which zeros fill up to the multiple; nullopt when it
// spilled over.
std::optional<Bytes> flat_octets(capnp::MessageBuilder& message, std::size_t multiple = 8) {
  const auto segments = message.getSegmentsForOutput();
  if (segments.size() != 1) return std::nullopt;
  const auto segment = segments[0].asBytes();
  Bytes octets((8 + segment.size() + multiple - 1) / multiple * multiple, '\0');
  const auto words = static_cast<std::uint32_t>(octets.size() / 8 - 1);
  std::memcpy(octets.data() + 4, &words, sizeof words);
  std::memcpy(octets.data() + 8, segment.begin(), segment.size());
  return octets;
}

std::uint64_t word_of(const std::uint8_t* octets) {
  std::uint64_t word;
  std::memcpy(&word, octets, sizeof word);
  return word;
}
#define RENKEI_SET_ID(entry, Name, octets_)              \
  do {                                                   \
    (entry).set##Name##0(word_of((octets_).data()));     \
    (entry).set##Name##1(word_of((octets_).data() + 8)); \
  } while (false)
#define RENKEI_SET_DIGEST(entry, Name, octets_)           \
  do {                                                    \
    RENKEI_SET_ID(entry, Name, octets_);                  \
    (entry).set##Name##2(word_of((octets_).data() + 16)); \
    (entry).set##Name##3(word_of((octets_).data() + 24)); \
  } while (false)

void write_header(const EntryHeader& h, const EventPlace& place, const EventType& type,
                  schema::Entry::Builder e) {
  e.setFormatVersion(kEntryFormatVersion);
  e.setType(type.number);
  e.setSchemaVersion(type.schema_version);
  e.setAggregate(static_cast<std::uint16_t>(type.aggregate));
  e.setPosition(h.position);
  RENKEI_SET_DIGEST(e, PreviousLeaf, h.previous_leaf.octets);
  RENKEI_SET_ID(e, EventId, h.event_id.octets);
  RENKEI_SET_ID(e, Stream, place.stream);
  e.setStreamVersion(h.stream_version);
  e.setRecordedAt(h.recorded_at.microseconds);
  RENKEI_SET_ID(e, Account, h.act.actor.account.octets);
  RENKEI_SET_ID(e, Facility, h.act.actor.facility.octets);
  RENKEI_SET_ID(e, OnBehalfOf, h.act.actor.on_behalf_of.octets);
  RENKEI_SET_ID(e, Subject, place.subject.octets);
  e.setSubjectOrdinal(h.subject_ordinal);
  RENKEI_SET_DIGEST(e, SubjectPrevious, h.subject_previous.octets);
  RENKEI_SET_ID(e, Room, place.room.octets);
  RENKEI_SET_ID(e, Session, h.act.session.octets);
  RENKEI_SET_ID(e, Request, h.request.octets);
  RENKEI_SET_ID(e, RequestTag, h.request_tag.octets);
  RENKEI_SET_ID(e, Causation, h.causation.octets);
  RENKEI_SET_ID(e, BasisId, h.basis.id);
  RENKEI_SET_ID(e, PayloadKey, h.payload_key.octets);
  RENKEI_SET_DIGEST(e, PayloadDigest, h.payload_digest.octets);
  e.setPayloadLength(h.payload_length);
  e.setOccurredOn(h.occurred_on ? h.occurred_on->days : 0);
  e.setPolicyNumber(h.act.policy_number);
  e.setProfession(h.act.actor.profession);
  e.setRole(static_cast<std::uint16_t>(h.act.actor.role));
  e.setPurpose(static_cast<std::uint16_t>(h.act.purpose));
  e.setPurposeSource(static_cast<std::uint16_t>(h.act.purpose_source));
  e.setOutcome(static_cast<std::uint16_t>(h.outcome));
  e.setBasisKind(static_cast<std::uint16_t>(h.basis.kind));
  if (!h.basis.clause.empty()) e.setClause(h.basis.clause);
}

template <class Code>
Code code_of(std::uint16_t number) {
  if (!is_code<Code>(number)) codec::corrupt("an unknown code in an entry");
  return static_cast<Code>(number);
}

Recorded envelope_of(const EntryView& v) {
  Recorded r;
  r.position = v.position;
  r.stream_version = v.stream_version;
  r.event_id = v.event_id;
  r.recorded_at = v.recorded_at;
  r.act = {v.actor, v.session, code_of<Purpose>(v.purpose), code_of<PurposeSource>(v.purpose_source),
           v.policy_number};
  r.basis = {code_of<BasisKind>(v.basis_kind), v.basis_id, {}};
  if (v.occurred_on != 0) r.occurred_on = CivilDate{v.occurred_on};
  r.outcome = code_of<Outcome>(v.outcome);
  r.subject = v.subject;
  r.subject_ordinal = v.subject_ordinal;
  r.room = v.room;
  code_of<ActorRole>(static_cast<std::uint16_t>(v.actor.role));
  return r;
}

template <class E>
void read_event(schema::Entry::Reader entry, const EntryView& view, Recorded& recorded) {
  E event;
  const EventSchema& s = schema_of<E>();
  EventReader<E, false> reader{event, entry.getFacts().getAs<capnp::AnyStruct>(), s.clear_places, &view};
  E::describe(reader);
  recorded.event = std::move(event);
}

using EntryDecoder = void (*)(schema::Entry::Reader, const EntryView&, Recorded&);

EntryDecoder decoder_for(std::uint16_t type) {
  static const auto by_number = [] {
    std::vector<EntryDecoder> table(2'048, nullptr);
    for_each_event_type([&]<class E>() { table[E::kType.number] = &read_event<E>; });
    return table;
  }();
  return type < by_number.size() ? by_number[type] : nullptr;
}

}  // namespace

std::optional<Bytes> encode_entry(const EntryHeader& header, const EventPlace& place,
                                  const DomainEvent& event) {
  capnp::MallocMessageBuilder message(scratch());
  auto entry = message.initRoot<schema::Entry>();
  write_header(header, place, event_type(event), entry);
  std::visit(
      [&]<class E>(const E& e) {
        const EventSchema& s = schema_of<E>();
        EventWriter<E, false> writer{e, init_struct(entry.getFacts(), s.clear), s.clear_places};
        E::describe(writer);
      },
      event);
  auto octets = flat_octets(message);
  if (!octets || octets->size() > kFactsBytesMax) return std::nullopt;
  return octets;
}

Bytes encode_payload(const DomainEvent& event) {
  return std::visit(
      []<class E>(const E& e) -> Bytes {
        const EventSchema& s = schema_of<E>();
        if (!s.sealed) return {};
        capnp::MallocMessageBuilder message(scratch());
        EventWriter<E, true> writer{e, init_struct(message.getRoot<capnp::AnyPointer>(), *s.sealed),
                                    s.sealed_places};
        E::describe(writer);
        if (auto octets = flat_octets(message, E::kType.payload_multiple)) return std::move(*octets);
        const auto flat =
            capnp::messageToFlatArray(message);  // a large form: several segments are fine in a payload
        const auto bytes = flat.asBytes();
        return Bytes(reinterpret_cast<const char*>(bytes.begin()), bytes.size());
      },
      event);
}

Recorded decode_entry(BytesView entry) {
  const auto view = read_entry(entry);
  if (!view) throw CorruptHistory("octets that are no ledger entry");
  return decode_entry(*view, entry);
}

Recorded decode_entry(const EntryView& view, BytesView entry) {
  const EntryDecoder decode = decoder_for(view.type);
  const EventType* type = event_type(view.type);
  if (decode == nullptr || type == nullptr || view.schema_version != type->schema_version) {
    throw CorruptHistory("unknown event type " + std::to_string(view.type) + " version " +
                         std::to_string(view.schema_version) + " at position " + std::to_string(view.position));
  }
  Recorded recorded = envelope_of(view);
  try {
    const Words words(entry);
    capnp::FlatArrayMessageReader reader(words.view(), reader_options(entry.size()));
    if (reader.getEnd() != words.view().end()) codec::corrupt("octets after the end of an entry");
    const auto root = reader.getRoot<schema::Entry>();
    recorded.basis.clause = root.getClause();
    decode(root, view, recorded);
  } catch (const kj::Exception& e) {
    throw CorruptHistory("entry at position " + std::to_string(view.position) + ": malformed facts");
  }
  return recorded;
}

void decode_payload(BytesView plaintext, DomainEvent& event) {
  std::visit(
      [&]<class E>(E& e) {
        const EventSchema& s = schema_of<E>();
        if (!s.sealed) codec::corrupt("a payload of an event that has none");
        try {
          const Words words(plaintext);
          capnp::FlatArrayMessageReader reader(words.view(), reader_options(plaintext.size()));
          EventReader<E, true> visitor{e, reader.getRoot<capnp::AnyStruct>(), s.sealed_places, nullptr};
          E::describe(visitor);
        } catch (const kj::Exception&) {
          codec::corrupt("a malformed payload");
        }
      },
      event);
}

std::string check_schemas() {
  std::string wrong;
  for_each_event_type([&]<class E>() {
    try {
      const EventSchema& s = schema_of<E>();
      const auto extra = s.clear.getFields().size() + (s.sealed ? s.sealed->getFields().size() : 0);
      if (extra != s.clear_places.size() + s.sealed_places.size())
        wrong += std::string(E::kType.name) + ": fields differ\n";
      DomainEvent event = E{};
      const auto octets = encode_entry({}, place_of(event), event);
      if (!octets) wrong += std::string(E::kType.name) + ": does not encode\n";
      const Bytes payload = encode_payload(event);
      if (!payload.empty()) decode_payload(payload, event);
    } catch (const kj::Exception& e) {
      wrong += std::string(E::kType.name) + ": " + e.getDescription().cStr() + "\n";
    }
  });
  return wrong;
}

}  // namespace renkei
