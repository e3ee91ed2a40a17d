// The octets of every event type, as they were stored once and must be read for ever:
// events/<number>-<Name>.hex holds the entry and the plaintext of the payload of an event with every field
// filled and of one with none. A difference is a change of the format: what is stored already would no longer
// be what this code writes. Fields are appended, never changed, and a new schema_version comes with a new file;
// RENKEI_WRITE_GOLDEN=1 writes the files of what is meant to differ.
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "eventstore/codec/event_codec.h"
#include "eventstore/json/json_write.h"
#include "tests/golden/samples.h"
#include "tests/support/folders.h"
#include "tests/support/programs.h"

namespace renkei::testing {
namespace {

constexpr std::size_t kOctetsInALine = 48;
const std::string kFolder = source_folder() + "/tests/golden/events";

std::string hex_lines(BytesView octets) {
  std::string lines;
  for (std::size_t at = 0; at < octets.size(); at += kOctetsInALine)
    lines += json_detail::hex_of(octets.substr(at, kOctetsInALine)) + "\n";
  return lines;
}

template <class Fixed>
Fixed octets_from(std::uint8_t first) {
  Fixed fixed;
  for (auto& octet : fixed.octets) octet = first++;
  return fixed;
}

// Every part of the fixed header filled, so that none can move unseen.
EntryHeader header_of(const EventPlace& place, BytesView payload) {
  EntryHeader h;
  h.position = 0x0102030405060708;
  h.previous_leaf = octets_from<Digest>(0x10);
  h.event_id = octets_from<EventId>(0x30);
  h.stream_version = 0x1112131415161718;
  h.recorded_at = {1'795'305'600'123'456};
  h.act = {{octets_from<AccountId>(0x40), octets_from<FacilityId>(0x50), 0x2122, ActorRole::system_user,
            octets_from<AccountId>(0x60)},
           octets_from<SessionId>(0x70),
           Purpose::system_admin,
           PurposeSource::operation,
           0x31323334};
  h.basis = {BasisKind::consent, octets_from<ConsentFormId>(0x80).octets, "III.3(4)"};
  h.occurred_on = CivilDate{20'779};
  h.outcome = Outcome::denied;
  if (!place.subject.is_zero()) {
    h.subject_ordinal = 0x4142434445464748;
    h.subject_previous = octets_from<Digest>(0x90);
  }
  h.request = octets_from<RequestId>(0xA0);
  h.request_tag = octets_from<RequestTag>(0xB0);
  h.causation = octets_from<EventId>(0xC0);
  if (payload.empty()) return h;
  h.payload_key = octets_from<KeyId>(0xD0);
  h.payload_digest = octets_from<Digest>(0xE0);
  h.payload_length = static_cast<std::uint32_t>(payload.size());
  return h;
}

std::string json_of(const DomainEvent& event) {
  return std::visit([](const auto& e) { return to_json(e); }, event);
}

// The lines of one sample; what is read back from its octets is the sample.
std::string golden_of(const std::string& title, const DomainEvent& event) {
  const Bytes payload = encode_payload(event);
  const auto entry = encode_entry(header_of(place_of(event), payload), place_of(event), event);
  if (!entry) return title + " does not encode\n";
  Recorded again = decode_entry(*entry);
  if (!payload.empty()) decode_payload(payload, again.event);
  EXPECT_EQ(json_of(again.event), json_of(event)) << title;
  std::string text =
      "# " + title + ": entry, " + std::to_string(entry->size()) + " octets\n" + hex_lines(*entry);
  if (payload.empty()) return text;
  return text + "# " + title + ": payload, " + std::to_string(payload.size()) + " octets\n" +
         hex_lines(payload);
}

std::map<std::string, std::string> golden_files() {
  std::map<std::string, std::string> files;
  for_each_event_type([&]<class E>() {
    char number[8];
    std::snprintf(number, sizeof number, "%04u", static_cast<unsigned>(E::kType.number));
    files[std::string(number) + "-" + std::string(E::kType.name) + ".hex"] =
        golden_of("filled", filled_event<E>()) + golden_of("empty", E{});
  });
  return files;
}

TEST(GoldenEvents, AreTheOctetsThatWereStoredOnce) {
  const auto files = golden_files();
  if (std::getenv("RENKEI_WRITE_GOLDEN") != nullptr) {
    std::filesystem::create_directories(kFolder);
    for (const auto& [name, text] : files) std::ofstream(kFolder + "/" + name, std::ios::binary) << text;
  }
  std::set<std::string> expected, found;
  for (const auto& [name, text] : files) {
    expected.insert(name);
    EXPECT_EQ(text_of(kFolder + "/" + name), text) << name;
  }
  for (const auto& file : std::filesystem::directory_iterator(kFolder))
    found.insert(file.path().filename().string());
  EXPECT_EQ(found, expected);
}

// Of what is weighed not even the length tells anything (docs/adr/0017).
TEST(GoldenEvents, AreAsLongWhateverGroundIsSealedInThem) {
  disclosure::DisclosureDecided decided;
  disclosure::WithholdingsRecorded recorded;
  disclosure::StaffOpinionRecorded opinion;
  recorded.items = {{7, "other_law", {}, {}}};
  const auto lengths = [&] {
    return std::array{encode_payload(decided).size(), encode_payload(recorded).size(),
                      encode_payload(opinion).size()};
  };
  const auto before = lengths();
  decided.ground = opinion.ground = recorded.items[0].ground = "wishes_of_the_deceased";
  opinion.answer = OpinionAnswer::withhold;
  EXPECT_EQ(lengths(), before);
}

TEST(GoldenEvents, HaveAFileForEveryNumberOnce) {
  EXPECT_EQ(golden_files().size(), std::variant_size_v<EventVariant>);
}

}  // namespace
}  // namespace renkei::testing
