// fhir/bundle.json: its octets, and what is told in it. Its form is checked against HL7's schema by
// fhir_schema/check.
#include <gtest/gtest.h>
#include <cstdlib>
#include <fstream>

#include <map>
#include <set>

#include "tests/packet_formats/fhir_json.h"
#include "tests/packet_formats/sample_packet.h"
#include "tests/support/folders.h"
#include "tests/support/programs.h"

namespace renkei::testing {
namespace {

TEST(PacketBundle, IsTheGoldenFile) {
  if (std::getenv("RENKEI_WRITE_GOLDEN") != nullptr)
    std::ofstream(source_folder() + "/tests/packet_formats/golden/bundle.json", std::ios::binary)
        << bundle_of(small_packet(false));
  EXPECT_EQ(bundle_of(small_packet(false)),
            text_of(source_folder() + "/tests/packet_formats/golden/bundle.json"));
}

TEST(PacketBundle, IsTheSameOctetsTwice) {
  EXPECT_EQ(bundle_of(small_packet(true)), bundle_of(small_packet(true)));
}

TEST(PacketBundle, EachRowHasOneAuditEventInItsOrder) {
  const SamplePacket sample = small_packet(false);
  const Bundle bundle(bundle_of(sample));
  const Resources events = bundle.of_type("AuditEvent");
  ASSERT_EQ(events.size(), sample.rows.size());
  for (std::size_t i = 0; i < events.size(); ++i)
    EXPECT_EQ(detail(*events[i], "ordinal"), std::to_string(i + 1));
}

TEST(PacketBundle, IdsAreUniqueAndReferencesResolve) {
  for (const bool names : {true, false}) {
    const Bundle bundle(bundle_of(small_packet(names)));
    std::set<std::string> urls;
    for (const JsonValue& entry : bundle.entries()) {
      const std::string url = text_at(entry, {"fullUrl"});
      EXPECT_TRUE(urls.insert(url).second) << url;
      EXPECT_EQ(url, "urn:uuid:" + text_at(entry, {"resource", "id"}));
    }
    std::size_t references = 0;
    bundle.each_member("reference", [&](const JsonValue& value) {
      if (const auto* url = std::get_if<std::string>(&value.value)) {
        EXPECT_TRUE(urls.contains(*url)) << *url;
        ++references;
      }
    });
    EXPECT_GT(references, 80u);
  }
}

TEST(PacketBundle, WithoutStaffNamesNoneIsInIt) {
  const std::string with = bundle_of(small_packet(true)), without = bundle_of(small_packet(false));
  for (const std::string_view name : {kDoctorName, kNurseName}) {
    EXPECT_NE(with.find(name), std::string::npos);
    EXPECT_EQ(without.find(name), std::string::npos);
  }
  EXPECT_NE(without.find(R"({"use":"anonymous","text":"看護師1"})"), std::string::npos);
}

TEST(PacketBundle, ShowsNothingOfWhatIsWithheldOrOutsideThePeriod) {
  const std::string text = bundle_of(small_packet(true));
  EXPECT_EQ(text.find(kWithheldText), std::string::npos);
  const Bundle bundle(text);
  const Resources events = bundle.of_type("AuditEvent");
  std::size_t hidden = 0;
  for (const JsonValue* event : events) {
    if (event->member("_recorded") == nullptr) continue;
    ++hidden;
    for (const char* told : {"recorded", "outcome", "subtype", "action"})
      EXPECT_EQ(event->member(told), nullptr) << told;
    EXPECT_EQ(detail(*event, "position"), "");
  }
  EXPECT_EQ(hidden, 5u);
}

TEST(PacketBundle, WithheldRowsTellWhatIsStated) {
  const Bundle bundle(bundle_of(small_packet(false)));
  const Resources events = bundle.of_type("AuditEvent");
  const JsonValue& stated = *events[events.size() - 4];
  EXPECT_EQ(detail(stated, "recorded_on"), "2026-11-22");
  EXPECT_EQ(detail(stated, "operation"), "記入");
  EXPECT_EQ(detail(stated, "article"), "法第33条第2項第1号");
  const JsonValue& number_only = *events[events.size() - 5];
  EXPECT_EQ(detail(number_only, "recorded_on"), "");
  EXPECT_EQ(detail(number_only, "ground"), "");
}

TEST(PacketBundle, OwnPurposeStandsFirstAndTheNearestOfHl7Second) {
  const std::string text = bundle_of(small_packet(false));
  const std::size_t own = text.find(
      R"("code":"FAMILY_EXPLANATION","display":"家族等への病状説明、心身の状況説明","userSelected":true})");
  ASSERT_NE(own, std::string::npos);
  const std::size_t hl7 =
      text.find(R"("system":"http://terminology.hl7.org/CodeSystem/v3-ActReason","code":"TREAT")", own);
  ASSERT_NE(hl7, std::string::npos);
  EXPECT_LT(hl7 - own, 200u);
}

TEST(PacketBundle, DenialsFollowBalp) {
  std::map<std::string, std::string> reasons;
  const Bundle bundle(bundle_of(small_packet(false)));
  for (const JsonValue* event : bundle.of_type("AuditEvent")) {
    if (text_at(*event, {"outcome"}) != "8") continue;
    EXPECT_EQ(text_at(*event, {"type", "code"}), "110113");
    EXPECT_EQ(text_at(*event, {"action"}), "E");
    reasons[text_at(*event, {"subtype", "0", "code"})] = text_at(*event, {"outcomeDesc"});
  }
  EXPECT_EQ(reasons, (std::map<std::string, std::string>{{"AuthZ-Role", "担当になっていない"},
                                                         {"AuthZ-Consent", "同意撤回により共有停止中"}}));
}

TEST(PacketBundle, CorrectionsKeepTheFormerTextAndRetractionsMarkIt) {
  const Bundle bundle(bundle_of(small_packet(false)));
  const Resources messages = bundle.of_type("Communication");
  ASSERT_EQ(messages.size(), 3u);
  EXPECT_EQ(text_at(*messages[0], {"identifier", "0", "value"}),
            text_at(*messages[1], {"identifier", "0", "value"}));
  EXPECT_EQ(text_at(*messages[0], {"status"}), "completed");
  EXPECT_EQ(text_at(*messages[2], {"status"}), "entered-in-error");
  const Resources changes = bundle.of_type("Provenance");
  ASSERT_EQ(changes.size(), 3u)
      << "a correction, a retraction, the bundle; none for a message that is not shown";
  EXPECT_EQ(text_at(*changes[0], {"entity", "0", "what", "reference"}),
            "urn:uuid:" + text_at(*messages[0], {"id"}));
  EXPECT_EQ(text_at(*changes[0], {"target", "0", "reference"}), "urn:uuid:" + text_at(*messages[1], {"id"}));
  EXPECT_EQ(text_at(*changes[1], {"reason", "0", "text"}), "別の方の記録");
}

TEST(PacketBundle, AConsentSaysItsStatusOnlyWhereTheRowsTellIt) {
  const Bundle bundle(bundle_of(small_packet(false)));
  const Resources consents = bundle.of_type("Consent");
  ASSERT_EQ(consents.size(), 2u);
  EXPECT_EQ(text_at(*consents[0], {"status"}), "inactive") << "withdrawn as a whole";
  EXPECT_EQ(text_at(*consents[1], {"_status", "extension", "0", "valueCode"}), "unknown")
      << "rows are hidden after it";
}

TEST(PacketBundle, TheBundleSaysWhoMadeItFromWhichCheckpoint) {
  const Bundle bundle(bundle_of(small_packet(false)));
  const JsonValue& origin = *bundle.of_type("Provenance").back();
  EXPECT_EQ(text_at(origin, {"entity", "0", "what", "identifier", "value"}), "4184");
  EXPECT_EQ(text_at(origin, {"target", "0", "identifier", "value"}), "開R8-001");
  EXPECT_EQ(text_at(origin, {"recorded"}), "2026-11-23T00:00:00.000000Z");
}

}  // namespace
}  // namespace renkei::testing
