// The story's packet, made once by a served city, and the tools of someone who wants to change it.
#pragma once

#include <gtest/gtest.h>

#include "replay/cli/story_client.h"
#include "replay/packet/check.h"
#include "tests/support/programs.h"
#include "tests/support/served_city.h"
#include "tests/support/unzipped.h"

namespace renkei::testing {

inline Bytes zipped(const Members& members) {
  Bytes zip;
  packet::ZipWriter writer([&](BytesView piece) { zip += piece; });
  for (const auto& [name, octets] : members) {
    const packet::Member member{name, [&octets](const packet::Sink& sink) { sink(octets); }};
    writer.add(member, packet::facts_of(member));
  }
  writer.finish();
  return zip;
}

// Lists the members anew and signs: what only the holder of a packet key can do.
inline void sign_again(Members& members, packet::Manifest manifest, const VerificationKey& key,
                       BytesView seed) {
  manifest.files.clear();
  for (const auto& [name, octets] : members) {
    if (name == "manifest.json" || name == "manifest.sig") continue;
    manifest.files.push_back({name, octets.size(), sha256({octets})});
  }
  members["manifest.json"] = packet::manifest_text(manifest);
  members["manifest.sig"] =
      sign_note(packet::signed_text(manifest.facts.number, members["manifest.json"]), key, seed);
}

inline packet::Manifest manifest_of(const Members& members) {
  auto manifest = packet::manifest_from_text(members.at("manifest.json"));
  if (!manifest) throw std::runtime_error(manifest.error().pointer + manifest.error().found);
  return std::move(*manifest);
}

// One city for all tests of this program.
struct PlayedPacket {
  ServedCity city{Instant{1'795'305'600'000'000}};  // 2026-11-22 09:00 JST
  cli::StoryResult story;
  packet::TrustPolicy policy;

  PlayedPacket() {
    story = cli::play_story(city.story_setup());
    cli::play_packet(city.story_setup(), story);
    policy.log = city.service->city.log_key;
    policy.packet = city.service->city.packet_key;
  }
  // The auditor's copy of the same case: another packet, with nothing withheld.
  Bytes auditors_copy() {
    const cli::StorySetup setup = city.story_setup();
    cli::StoryClient c(setup);
    c.step_up(story.city2);
    const std::string id = cli::field(c.done(story.city2, "/v1/packets",
                                             "{\"disclosure_request_id\":\"" + story.disclosure_id +
                                                 "\",\"audience\":\"auditor\",\"large_print\":false}",
                                             201),
                                      "data.id");
    for (int i = 0; i < 400; ++i) {
      if (cli::field(cli::parsed(c.get(story.city2, "/v1/packets/" + id)), "data.state") == "made") break;
      std::this_thread::sleep_for(std::chrono::milliseconds(25));
    }
    const client::Answer answer = c.get(story.city2, "/v1/packets/" + id + "/content");
    if (answer.status != 200) throw std::runtime_error("no auditor's copy: " + answer.body);
    return answer.body;
  }
  packet::PacketReport check(const Bytes& zip, bool with_policy = true) const {
    return packet::check_packet({std::make_shared<BytesSource>(zip), with_policy ? &policy : nullptr, {}});
  }
  packet::PacketReport check(const Members& members) const { return check(zipped(members)); }
  BytesView seed() const { return city.service->city.packet_seed.view(); }

  static PlayedPacket& only() {
    if (!made()) made() = std::make_unique<PlayedPacket>();
    return *made();
  }
  static std::unique_ptr<PlayedPacket>& made() {
    static std::unique_ptr<PlayedPacket> played;
    return played;
  }
};

// Ends the city before the program does.
class EndOfTheCity : public ::testing::Environment {
  void TearDown() override { PlayedPacket::made().reset(); }
};
inline const auto* const kEndOfTheCity = ::testing::AddGlobalTestEnvironment(new EndOfTheCity);

// "kind: where", for what a report found first.
inline std::string first_of(const packet::PacketReport& report) {
  if (!report.unreadable.empty()) return "unreadable: " + report.unreadable;
  return report.findings.empty() ? "" : report.findings[0].kind + ": " + report.findings[0].where;
}
inline std::string all_of(const packet::PacketReport& report) {
  std::string all = report.unreadable;
  for (const auto& f : report.findings) all += f.kind + ": " + f.where + ": " + f.found + "\n";
  return all;
}

}  // namespace renkei::testing
