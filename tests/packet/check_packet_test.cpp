// The checker against everyone who would change a packet: outsiders, and the city itself with its packet key.
#include "eventstore/codec/event_codec.h"
#include "eventstore/crypto/ed25519.h"
#include "eventstore/crypto/random.h"
#include "replay/packet/bundles.h"
#include "replay/packet/multi_proof.h"
#include "tests/packet/played_packet.h"
#include "tests/packet/words_again.h"
#include "tests/support/effort.h"
#include "tests/support/folders.h"

namespace renkei::testing {
namespace {

struct CheckPacket : ::testing::Test {
  PlayedPacket& played = PlayedPacket::only();
  Members members = unzipped(played.story.packet);
};

TEST_F(CheckPacket, SaysThatTheStorysPacketIsWholeAndCompleteByTheCitysStatement) {
  const auto report = played.check(played.story.packet);
  EXPECT_EQ(report.exit_code(), 0) << all_of(report);
  EXPECT_TRUE(report.keys_known);
  EXPECT_FALSE(report.mirrored);
  const packet::ManifestCounts& counts = report.manifest->counts;
  EXPECT_EQ(counts.total, played.story.packet_rows);
  EXPECT_EQ(counts.withheld, 1u);
  EXPECT_EQ(counts.shown + counts.withheld + counts.outside_period, counts.total);
  EXPECT_EQ(zipped(members), played.story.packet);
}

TEST_F(CheckPacket, ChecksItInItselfOnlyWithoutAPolicy) {
  EXPECT_EQ(played.check(played.story.packet, false).exit_code(), 4);
}

TEST_F(CheckPacket, FindsEveryChangedOctetOfTheFile) {
  const Bytes& zip = played.story.packet;
  const std::size_t step = std::max<std::size_t>(1, zip.size() / static_cast<std::size_t>(rounds(300)));
  for (std::size_t at = 0; at < zip.size(); at += step) {
    Bytes changed = zip;
    changed[at] = static_cast<char>(changed[at] ^ 0x10);
    const int code = played.check(changed).exit_code();
    ASSERT_TRUE(code == 2 || code == 3 || code == 5) << "octet " << at << ": " << code;
  }
}

TEST_F(CheckPacket, NamesAMemberThatWasChangedOrTakenOut) {
  for (const auto& [name, octets] : members) {
    if (name == "manifest.json") continue;
    Members changed = members;
    Bytes& content = changed[name];
    content[content.size() / 2] = static_cast<char>(content[content.size() / 2] ^ 1);
    EXPECT_NE(all_of(played.check(changed)).find(name), std::string::npos) << name;
    changed = members;
    changed.erase(name);
    EXPECT_NE(all_of(played.check(changed)).find(name), std::string::npos) << name;
  }
}

TEST_F(CheckPacket, NamesAMemberThatWasAdded) {
  members["usage-2.jsonl"] = members["usage.jsonl"];
  EXPECT_EQ(first_of(played.check(members)), "file: usage-2.jsonl");
}

// The auditor's copy of the same case, at a later checkpoint: no member of one stands for that of the other.
TEST_F(CheckPacket, FindsMembersOfAnotherPacket) {
  const Bytes copy = played.auditors_copy();
  const auto report = played.check(copy);
  ASSERT_EQ(report.exit_code(), 0) << all_of(report);
  EXPECT_EQ(report.manifest->counts.withheld, 0u);
  EXPECT_EQ(report.manifest->audience, PacketAudience::auditor);
  const Members other = unzipped(copy);
  unsigned swapped = 0;
  for (const auto& [name, octets] : members) {
    const auto twin = other.find(name);
    if (twin == other.end() || twin->second == octets) continue;
    Members mixed = members;
    mixed[name] = twin->second;
    EXPECT_EQ(played.check(mixed).exit_code(), 2) << name;
    ++swapped;
  }
  EXPECT_GT(swapped, 8u);
}

// A long life has more rows than a request may have items.
TEST_F(CheckPacket, ReadsAManifestOfAHundredThousandRows) {
  packet::Manifest manifest = manifest_of(members);
  manifest.rows.resize(100'000, manifest.rows.back());
  const auto read = packet::manifest_from_text(packet::manifest_text(manifest));
  ASSERT_TRUE(read) << read.error().found;
  EXPECT_EQ(read->rows.size(), 100'000u);
}

// To read it would take a hundred times its size.
TEST_F(CheckPacket, ReadsNoManifestOfNothingButEmptyRows) {
  std::string text = members["manifest.json"];
  text.insert(text.find("\"rows\":[") + 8, [] {
    std::string rows;
    for (int i = 0; i < 1'000'000; ++i) rows += "{},";
    return rows;
  }());
  members["manifest.json"] = text;
  EXPECT_EQ(first_of(played.check(members)), "manifest: manifest.json");
}

// However much else is wrong, a key that nobody vouches for is not called the policy's.
TEST_F(CheckPacket, TellsWhoSignedBehindAThousandFindings) {
  const Bytes seed = random_bytes(32);
  packet::Manifest manifest = manifest_of(members);
  packet::ManifestRow wrong = manifest.rows.back();
  wrong.key.emplace();  // of a row that says it has no content
  manifest.rows.resize(2'000, wrong);
  sign_again(members, manifest, VerificationKey::of(played.policy.packet->name, 0x01, ed25519_public_key(seed)),
             seed);
  const auto report = played.check(members);
  EXPECT_GE(report.findings.size(), 1'000u) << all_of(report).substr(0, 500);
  EXPECT_FALSE(report.keys_known);
}

TEST_F(CheckPacket, FindsASignatureByAnotherKey) {
  const Bytes seed = random_bytes(32);
  const auto key = VerificationKey::of(played.policy.packet->name, 0x01, ed25519_public_key(seed));
  packet::Manifest manifest = manifest_of(members);
  sign_again(members, manifest, key, seed);
  EXPECT_EQ(first_of(played.check(members)), "signature: manifest.sig");
  manifest.ledger.packet_key = key.to_string();
  sign_again(members, manifest, key, seed);
  const auto forged = played.check(members);
  EXPECT_EQ(forged.exit_code(), 2);
  EXPECT_FALSE(forged.keys_known);
  EXPECT_NE(all_of(forged).find("other keys"), std::string::npos) << all_of(forged);
}

TEST_F(CheckPacket, FindsACheckpointOfAnotherCity) {
  const Bytes seed = random_bytes(32);
  packet::Manifest manifest = manifest_of(members);
  const auto key = VerificationKey::of(manifest.ledger.origin, 0x01, ed25519_public_key(seed));
  members["checkpoint"] =
      sign_checkpoint({manifest.ledger.origin, manifest.ledger.checkpoint_size, {}}, key, seed);
  manifest.ledger.log_key = key.to_string();
  sign_again(members, manifest, *played.policy.packet, played.seed());
  const auto report = played.check(members);
  EXPECT_EQ(report.exit_code(), 2);
  EXPECT_NE(all_of(report).find("tree: proof-nodes"), std::string::npos) << all_of(report);
}

// Someone who holds the city's packet key and changes one thing that is not for the city to state.
struct InsiderChanges : CheckPacket {
  packet::Manifest manifest = manifest_of(members);
  packet::PacketReport signed_again() {
    sign_again(members, manifest, *played.policy.packet, played.seed());
    return played.check(members);
  }
  // The readable formats, from the rows that are left.
  void make_words_again() {
    sign_again(members, manifest, *played.policy.packet, played.seed());
    for (auto& [name, text] : words_again(zipped(members))) members[name] = std::move(text);
  }
  std::size_t row_with_content() {
    for (std::size_t i = 0; i < manifest.rows.size(); ++i) {
      if (manifest.rows[i].key) return i;
    }
    return 0;
  }
};

TEST_F(InsiderChanges, OfASubject) {
  manifest.subject.octets[0] ^= 1;
  EXPECT_EQ(first_of(signed_again()), "entry: row 1");
}
TEST_F(InsiderChanges, OfCounts) {
  ++manifest.counts.withheld;
  EXPECT_EQ(first_of(signed_again()), "counts: manifest.json");
}
TEST_F(InsiderChanges, OfTheLedgersFacts) {
  for (std::uint64_t packet::ManifestLedger::*field :
       {&packet::ManifestLedger::checkpoint_size, &packet::ManifestLedger::as_of,
        &packet::ManifestLedger::heads_position}) {
    manifest = manifest_of(unzipped(played.story.packet));
    ++(manifest.ledger.*field);
    EXPECT_NE(signed_again().exit_code(), 0);
  }
}
TEST_F(InsiderChanges, OfTheTimeItWasMade) {  // an older statement leaves out what came after it
  manifest.made_at = manifest.made_at.plus_seconds(86'400);
  EXPECT_EQ(first_of(signed_again()), "manifest: made_at");
}
TEST_F(InsiderChanges, OfALeafHash) {
  manifest.rows[4].leaf_hash.octets[3] ^= 1;
  EXPECT_EQ(first_of(signed_again()), "entry: row 5");
}
TEST_F(InsiderChanges, OfAKey) {
  const std::size_t row = row_with_content();
  manifest.rows[row].key->octets[0] ^= 1;
  EXPECT_EQ(first_of(signed_again()), "content: row " + std::to_string(row + 1));
}
TEST_F(InsiderChanges, OfTwoRowsSwapped) {
  std::swap(manifest.rows[2], manifest.rows[3]);
  EXPECT_EQ(first_of(signed_again()), "manifest: row 3");
}
TEST_F(InsiderChanges, OfAFileThatBelongsToNoRow) {
  for (const char* name : {"attachments/9-9.jpg", "entries/777", "proofs/999999.tlog-proof", "notice.txt"}) {
    members = unzipped(played.story.packet);
    members[name] = "not of this history";
    const auto report = signed_again();
    EXPECT_EQ(report.exit_code(), 2) << name;
    EXPECT_EQ(first_of(report), std::string("file: ") + name);
  }
}

TEST_F(InsiderChanges, OfTheLetterOrThePageTakenOut) {
  for (const char* name : {"packet.pdf", "verify.html"}) {
    const Bytes there = members[name];
    members.erase(name);
    EXPECT_EQ(first_of(signed_again()), std::string("file: ") + name);
    members[name] = there;
  }
}

// Without any key: a line that looks like another's signature.
TEST_F(InsiderChanges, OfTheSignersByALineMore) {
  members["manifest.sig"] += "— prefecture.example/audit AAAAAAAAAAAA\n";
  const auto report = played.check(members);
  EXPECT_EQ(first_of(report), "signature: manifest.sig");
  EXPECT_FALSE(report.keys_known) << "not signed by the keys of the policy alone";
}

TEST_F(InsiderChanges, OfAWord) {
  manifest.words.facilities[0].name = "別の事業所";
  EXPECT_NE(first_of(signed_again()).find("words: usage.jsonl"), std::string::npos);
}
TEST_F(InsiderChanges, OfAShownRowMadeWithheld) {
  packet::ManifestRow& row = manifest.rows[5];
  row.status = packet::RowStatus::withheld;
  row.withheld = packet::Withheld{"third_party", manifest.words.ground("third_party")->article, {}, {}};
  --manifest.counts.shown;
  ++manifest.counts.withheld;
  EXPECT_EQ(first_of(signed_again()), "entry: row 6");
}

// The entry at an index of its bundle, replaced.
void replace_entry(Members& members, std::size_t index, const Bytes& entry, std::size_t rows) {
  Bytes& bundle = members["entries/000"];
  const auto items = packet::items_of(bundle, 2, rows);
  Bytes made;
  for (std::size_t i = 0; i < items->size(); ++i)
    packet::put_item(made, i == index ? BytesView(entry) : (*items)[i], 2);
  bundle = made;
}

TEST_F(InsiderChanges, OfARowFromSomeoneElsesHistory) {
  Bytes foreign;
  played.city.service->city.engine->scan(0, [&](std::uint64_t, BytesView entry) {
    const auto view = read_entry(entry);
    if (!view->has_subject()) foreign = entry;
    return foreign.empty();
  });
  replace_entry(members, 6, foreign, manifest.rows.size());
  manifest.rows[6].leaf_hash = leaf_hash(foreign);
  const auto report = signed_again();
  EXPECT_EQ(first_of(report), "entry: row 7");
  EXPECT_NE(all_of(report).find("another person"), std::string::npos);
}

// The last access is taken out as well as it can be: row, entry, words and proof, everything signed anew.
TEST_F(InsiderChanges, OfTheLastAccessTakenOut) {
  const packet::ManifestRow last = manifest.rows.back();
  const auto items = packet::items_of(members["entries/000"], 2, manifest.rows.size());
  const auto view = read_entry(items->back());
  auto nodes = packet::proof_nodes_from_text(members["proof-nodes"]);
  nodes->emplace(packet::NodeAt{0, view->position}, last.leaf_hash);
  members["proof-nodes"] = packet::to_text(*nodes);
  Bytes bundle;
  for (std::size_t i = 0; i + 1 < items->size(); ++i) packet::put_item(bundle, (*items)[i], 2);
  members["entries/000"] = bundle;
  Bytes payloads;
  const auto sealed = packet::items_of(members["payloads/000"], 4, manifest.rows.size());
  for (std::size_t i = 0; i + 1 < sealed->size(); ++i) packet::put_item(payloads, (*sealed)[i], 4);
  members["payloads/000"] = payloads;
  members.erase(packet::receipt_name(last.ordinal));
  manifest.rows.pop_back();
  --manifest.counts.total;
  --manifest.counts.shown;
  make_words_again();
  const auto report = signed_again();
  EXPECT_EQ(report.exit_code(), 3) << all_of(report);
  EXPECT_EQ(first_of(report), "heads: row " + std::to_string(last.ordinal));
  const Bytes seed = random_bytes(32);
  sign_again(members, manifest, VerificationKey::of(played.policy.packet->name, 0x01, ed25519_public_key(seed)),
             seed);
  EXPECT_EQ(played.check(members).exit_code(), 2);
}

TEST_F(CheckPacket, LinksNoStoreNoKeyringAndNoServer) {
  const std::string map = text_of(build_folder() + "/check_packet.map");
  ASSERT_NE(map.find("librenkei_packet.a"), std::string::npos);
  for (const char* forbidden :
       {"librenkei_rocks", "librenkei_keyring", "librenkei_eventstore", "librenkei_projections",
        "librenkei_replay", "librenkei_http", "librenkei_api", "librocksdb", "libssl.so"})
    EXPECT_EQ(map.find(forbidden), std::string::npos) << forbidden;
}

}  // namespace
}  // namespace renkei::testing
