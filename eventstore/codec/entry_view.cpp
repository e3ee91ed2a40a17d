#include "eventstore/codec/entry_view.h"

#include <bit>

namespace renkei {
namespace {

constexpr std::size_t kSegmentTableBytes = 8;
constexpr std::size_t kDataBegin = kSegmentTableBytes + 8;  // after the root pointer
constexpr std::size_t kDataWords = 46;                      // of format 1; a later format has more
constexpr std::size_t kPointerWords = 2;

template <class T>
T load(BytesView entry, std::size_t offset) {
  T value;
  std::memcpy(&value, entry.data() + offset,
              sizeof value);  // little-endian on the wire and on every supported machine
  return value;
}
static_assert(std::endian::native == std::endian::little);

template <class T>
T load_data(BytesView entry, std::size_t bit) {
  return load<T>(entry, kDataBegin + bit / 8);
}
template <class Fixed>
Fixed load_octets(BytesView entry, std::size_t bit) {
  return Fixed::from(entry.substr(kDataBegin + bit / 8, sizeof(Fixed)));
}
std::array<std::uint8_t, 16> load_raw_id(BytesView entry, std::size_t bit) {
  return load_octets<EventId>(entry, bit).octets;
}

bool has_form(BytesView entry) {
  if (entry.size() < kDataBegin + 8 * (kDataWords + kPointerWords) || entry.size() % 8 != 0 ||
      entry.size() > kEntryBytesMax) {
    return false;
  }
  if (load<std::uint32_t>(entry, 0) != 0) return false;                     // one segment
  if (load<std::uint32_t>(entry, 4) != entry.size() / 8 - 1) return false;  // of this length
  if (load<std::uint32_t>(entry, 8) != 0) return false;                     // struct pointer, offset 0
  const auto data_words = load<std::uint16_t>(entry, 12), pointer_words = load<std::uint16_t>(entry, 14);
  return data_words >= kDataWords && pointer_words >= kPointerWords &&
         kDataBegin + 8u * (data_words + pointer_words) <= entry.size();
}

}  // namespace

std::optional<EntryView> read_entry(BytesView e) {
  if (!has_form(e) || load_data<std::uint16_t>(e, 0) != kEntryFormatVersion) return std::nullopt;
  EntryView v;
  v.type = load_data<std::uint16_t>(e, 16);
  v.schema_version = load_data<std::uint16_t>(e, 32);
  v.aggregate = load_data<std::uint16_t>(e, 48);
  v.position = load_data<std::uint64_t>(e, 64);
  v.previous_leaf = load_octets<Digest>(e, 128);
  v.event_id = load_octets<EventId>(e, 384);
  v.stream = load_raw_id(e, 512);
  v.stream_version = load_data<std::uint64_t>(e, 640);
  v.recorded_at = {load_data<std::int64_t>(e, 704)};
  v.actor.account = load_octets<AccountId>(e, 768);
  v.actor.facility = load_octets<FacilityId>(e, 896);
  v.actor.on_behalf_of = load_octets<AccountId>(e, 1024);
  v.subject = load_octets<CareRecipientId>(e, 1152);
  v.subject_ordinal = load_data<std::uint64_t>(e, 1280);
  v.subject_previous = load_octets<Digest>(e, 1344);
  v.room = load_octets<RoomId>(e, 1600);
  v.session = load_octets<SessionId>(e, 1728);
  v.request = load_octets<RequestId>(e, 1856);
  v.request_tag = load_octets<RequestTag>(e, 1984);
  v.causation = load_octets<EventId>(e, 2112);
  v.basis_id = load_raw_id(e, 2240);
  v.payload_key = load_octets<KeyId>(e, 2368);
  v.payload_digest = load_octets<Digest>(e, 2496);
  v.payload_length = load_data<std::uint32_t>(e, 2752);
  v.occurred_on = load_data<std::int32_t>(e, 2784);
  v.policy_number = load_data<std::uint32_t>(e, 2816);
  v.actor.profession = load_data<std::uint16_t>(e, 2848);
  v.actor.role = static_cast<ActorRole>(load_data<std::uint16_t>(e, 2864));
  v.purpose = load_data<std::uint16_t>(e, 2880);
  v.purpose_source = load_data<std::uint16_t>(e, 2896);
  v.outcome = load_data<std::uint16_t>(e, 2912);
  v.basis_kind = load_data<std::uint16_t>(e, 2928);
  return v;
}

}  // namespace renkei
