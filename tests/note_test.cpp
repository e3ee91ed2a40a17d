#include "eventstore/merkle/note.h"

#include <gtest/gtest.h>

#include "eventstore/crypto/ed25519.h"
#include "eventstore/crypto/sha256.h"
#include "tests/support/notes.h"
#include "tests/support/vectors.h"

namespace renkei {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace)

const std::string kText =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const std::string kPeterKey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const Bytes kPeterSeed = seed_of("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz");
const std::string kPeterLine =
    "— PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
const std::string kEnochKey = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
const std::string kEnochLine =
    "— EnochRoot "
    "rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";

TEST(VerificationKey, ReadsAndWritesPublishedKeys) {
  for (const std::string& vkey :
       {kPeterKey, kEnochKey,
        std::string("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"),
        std::string("witness.example.com/w1+dbba4a08+BDtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop")}) {
    const auto key = VerificationKey::parse(vkey);
    ASSERT_TRUE(key) << vkey;
    EXPECT_EQ(key->to_string(), vkey);
    EXPECT_EQ(VerificationKey::of(key->name, key->type, key->public_key).to_string(), vkey);
  }
  EXPECT_EQ(key_of(kPeterKey).name, "PeterNeumann");
  EXPECT_EQ(key_of(kPeterKey).key_id, 0xc74f20a3U);
  EXPECT_EQ(key_of(kPeterKey).type, 0x01);
  EXPECT_EQ(key_of(kPeterKey).public_key, ed25519_public_key(kPeterSeed));
}

TEST(VerificationKey, RefusesEveryProperSubstring) {
  for (std::size_t length = 0; length < kPeterKey.size(); ++length) {
    EXPECT_FALSE(VerificationKey::parse(kPeterKey.substr(0, length))) << length;
  }
  for (std::size_t start = 1; start < kPeterKey.size(); ++start) {
    EXPECT_FALSE(VerificationKey::parse(kPeterKey.substr(start))) << start;
  }
}

TEST(VerificationKey, RefusesEveryChangedOctet) {
  for (std::size_t i = 0; i < kPeterKey.size(); ++i) {
    std::string changed = kPeterKey;
    ++changed[i];
    EXPECT_FALSE(VerificationKey::parse(changed)) << changed;
  }
}

// A vkey whose key id follows from its parts, so that only the part in question can be the reason to refuse it.
std::string vkey_with(const std::string& name, const Bytes& typed_key) {
  const Digest digest = sha256({name, "\n", typed_key});
  return name + "+" + hex(digest.view().substr(0, 4)) + "+" + base64(typed_key);
}

TEST(VerificationKey, RefusesOtherLengthsTypesAndNames) {
  const Bytes key(32, 'k');
  ASSERT_TRUE(VerificationKey::parse(vkey_with("name", '\x01' + key)));
  ASSERT_TRUE(VerificationKey::parse(vkey_with("name", '\x04' + key)));
  for (const char type : {'\x00', '\x02', '\x03', '\x05', '\x06', '\x65', '\xff'}) {
    EXPECT_FALSE(VerificationKey::parse(vkey_with("name", type + key))) << static_cast<int>(type);
  }
  EXPECT_FALSE(VerificationKey::parse(vkey_with("name", '\x01' + key + 'k')));
  EXPECT_FALSE(VerificationKey::parse(vkey_with("name", '\x01' + key.substr(1))));
  EXPECT_FALSE(VerificationKey::parse(vkey_with("name", {})));
  EXPECT_FALSE(VerificationKey::parse(vkey_with("", '\x01' + key)));
  EXPECT_FALSE(VerificationKey::parse(vkey_with("a b", '\x01' + key)));
  EXPECT_FALSE(
      VerificationKey::parse("PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY=="));
  EXPECT_FALSE(VerificationKey::parse("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"));
  EXPECT_FALSE(VerificationKey::parse(replaced(kPeterKey, "c74f20a3", "C74F20A3")));
}

TEST(KeyName, RefusesSpacesPlusAndBrokenText) {
  for (const char* name : {"a", "example.com/log", "居宅介護支援", "a\xC2\xA1", "\xF0\x9F\x8C\xB8"}) {
    EXPECT_TRUE(valid_key_name(name)) << name;
  }
  for (const char* name : {"",
                           "a b",
                           "a+b",
                           " ",
                           "a\n",
                           "a\t",
                           "a\x01",
                           "a\xC2\x85",
                           "a\xC2\xA0",
                           "\xE1\x9A\x80",
                           "\xE2\x80\x80",
                           "\xE2\x80\x8A",
                           "\xE2\x80\xA8",
                           "\xE2\x80\xA9",
                           "\xE2\x80\xAF",
                           "\xE2\x81\x9F",
                           "\xE3\x80\x80",
                           "\xFF",
                           "\x80",
                           "\xC0\xAF",
                           "\xE0\x80\xAF",
                           "\xED\xA0\x80",
                           "\xF4\x90\x80\x80",
                           "\xF8\x88\x80\x80\x80",
                           "\xE3\x80",
                           "a\xC2"}) {
    EXPECT_FALSE(valid_key_name(name)) << name;
  }
  EXPECT_FALSE(valid_key_name(std::string_view("a\0b", 3)));
}

TEST(SignedNote, SignsAsPublished) {
  EXPECT_EQ(sign_note(kText, key_of(kPeterKey), kPeterSeed), kText + "\n" + kPeterLine);
  EXPECT_EQ(sign_note(kText, key_of(kEnochKey), kZeroSeed), kText + "\n" + kEnochLine);
}

TEST(SignedNote, OpensPublishedNotes) {
  const std::string both = kText + "\n" + kPeterLine + kEnochLine;
  const auto note = parse_note(both);
  ASSERT_TRUE(note);
  EXPECT_EQ(note->text, kText);
  ASSERT_EQ(note->signatures.size(), 2U);
  EXPECT_EQ(note->signatures[1].name, "EnochRoot");
  EXPECT_EQ(note->signatures[1].key_id, 0xaf0cfe78U);
  EXPECT_EQ(note->signatures[1].signature.size(), 64U);
  EXPECT_TRUE(verify_note(*note, {key_of(kPeterKey)}));
  EXPECT_TRUE(verify_note(*note, {key_of(kEnochKey)}));
  EXPECT_TRUE(verify_note(*note, {key_of(kEnochKey), key_of(kPeterKey)}));
  EXPECT_TRUE(
      accepted("This is an example message.\n\n— example.com/foo "
               "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n",
               {key_of("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")}));
}

TEST(SignedNote, RefusesNotesWithoutAKnownSignature) {
  const std::string note = kText + "\n" + kPeterLine;
  ASSERT_TRUE(accepted(note, {key_of(kPeterKey)}));
  EXPECT_FALSE(accepted(note, {}));
  EXPECT_FALSE(accepted(note, {key_of(kEnochKey)}));
}

TEST(SignedNote, OneFailingKnownSignatureRefusesTheNote) {
  const std::string broken = replaced(kEnochLine, "rwz+eBzm", "rwz+eBzn");
  const std::string note = kText + "\n" + kPeterLine + broken;
  EXPECT_TRUE(accepted(note, {key_of(kPeterKey)}));
  EXPECT_FALSE(accepted(note, {key_of(kPeterKey), key_of(kEnochKey)}));
  EXPECT_FALSE(accepted(note, {key_of(kEnochKey), key_of(kPeterKey)}));
}

TEST(SignedNote, RefusesChangedText) {
  const std::string note = kText + "\n" + kPeterLine;
  EXPECT_FALSE(accepted(replaced(note, "answer", "Answer"), {key_of(kPeterKey)}));
  EXPECT_FALSE(accepted("\n" + note, {key_of(kPeterKey)}));
  EXPECT_FALSE(accepted(kText + "\n\n" + kPeterLine, {key_of(kPeterKey)}));
}

TEST(SignedNote, SplitsAtTheLastBlankLine) {
  const std::string text = "first\n\nsecond\n";
  const std::string note = sign_note(text, key_of(kEnochKey), kZeroSeed);
  ASSERT_TRUE(parse_note(note));
  EXPECT_EQ(parse_note(note)->text, text);
  EXPECT_TRUE(accepted(note, {key_of(kEnochKey)}));
}

TEST(SignedNote, RefusesMalformedNotes) {
  const std::string good = kText + "\n" + kPeterLine;
  ASSERT_TRUE(parse_note(good));
  const std::string unended = kPeterLine.substr(0, kPeterLine.size() - 1);
  for (const std::string& note : {std::string(),
                                  std::string("\n"),
                                  kText,
                                  kText + "\n",
                                  kText + kPeterLine,
                                  kText + "\n" + unended,
                                  "\x01" + good,
                                  "\xff" + good,
                                  kText + "\r" + good,
                                  replaced(good, "answer", "ans\tw"),
                                  replaced(good, "answer", "ans\xED\xA0\x80"),
                                  good + "extra line\n",
                                  good + "\n",
                                  "extra line\n" + kPeterLine,
                                  kText + "\n" + "no dash\n" + kPeterLine,
                                  replaced(good, "— Peter", "- Peter"),
                                  replaced(good, "— Peter", "—Peter"),
                                  replaced(good, "— Peter", "—  Peter"),
                                  replaced(good, "PeterNeumann", "Peter Neumann"),
                                  replaced(good, "PeterNeumann", "Peter+Neumann"),
                                  replaced(good, "PeterNeumann", "Peter\xC2\xA0Neumann"),
                                  replaced(good, "— PeterNeumann ", "—  "),
                                  replaced(good, " x08go", "  x08go"),
                                  replaced(good, "AM=\n", "AM\n"),
                                  replaced(good, "AM=\n", "AM= \n"),
                                  replaced(good, "AM=\n", "AM=\r\n"),
                                  replaced(good, "AM=\n", "AN=\n"),
                                  kText + "\n— PeterNeumann\n",
                                  kText + "\n— PeterNeumann \n",
                                  kText + "\n— PeterNeumann x08gow==\n",
                                  kText + "\n— PeterNeumann x08g\n"}) {
    EXPECT_FALSE(parse_note(note)) << note;
  }
  EXPECT_FALSE(parse_note(std::string(1, '\0') + good));
}

TEST(SignedNote, AcceptsOneHundredSignaturesAndNoMore) {
  std::string note = kText + "\n" + kPeterLine;
  for (int i = 1; i < 100; ++i) note += kEnochLine;
  EXPECT_TRUE(accepted(note, {key_of(kPeterKey), key_of(kEnochKey)}));
  EXPECT_FALSE(parse_note(note + kEnochLine));
}

TEST(SignedNote, UnknownSignatureTypesAreKeptAndIgnored) {
  const std::string unknown = "— mldsa.example/w " + base64(Bytes(2424, 'm')) + "\n";
  EXPECT_TRUE(accepted(kText + "\n" + unknown + kPeterLine, {key_of(kPeterKey)}));
  EXPECT_FALSE(accepted(kText + "\n" + unknown, {key_of(kPeterKey)}));
}

TEST(SignedNoteDeathTest, SignsOnlyWhatCanBeVerified) {
  EXPECT_DEATH(sign_note("no line feed", key_of(kEnochKey), kZeroSeed), "broken invariant");
  EXPECT_DEATH(sign_note("tab\t\n", key_of(kEnochKey), kZeroSeed), "broken invariant");
  EXPECT_DEATH(sign_note(kText, key_of(kPeterKey), kZeroSeed), "broken invariant");
}

const std::string kWitnessKey = "witness.example.com/w1+dbba4a08+BDtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
const std::string kWitnessLine =
    "— witness.example.com/w1 "
    "27pKCAAAAABkGFDLN7VCWowLNFrAx5kFlOq5Gblf9cDN74bbmX0TAuxTFK/0CM4NgMiBvbpFFyRcIVXoHLQV9IBeLzGW/URa5SA/"
    "DQ==\n";

TEST(Cosignature, VerifiesThePublishedForm) {
  EXPECT_TRUE(accepted(kSofaText + "\n" + kSofaLine + kWitnessLine, {key_of(kSofaKey), key_of(kWitnessKey)}));
  EXPECT_TRUE(accepted(kSofaText + "\n" + kWitnessLine, {key_of(kWitnessKey)}));
}

TEST(Cosignature, RefusesAnotherTimeAndATooShortPayload) {
  // The first time octets are all zero: this changes one of them.
  const std::string later = replaced(kWitnessLine, "27pKCAAAAABk", "27pKCAAAAABl");
  EXPECT_FALSE(accepted(kSofaText + "\n" + later, {key_of(kWitnessKey)}));
  for (const std::size_t length : {1U, 7U, 8U, 9U, 64U, 71U, 73U}) {
    const Bytes payload = unhex("dbba4a08") + Bytes(length, '\0');
    EXPECT_FALSE(
        accepted(kSofaText + "\n— witness.example.com/w1 " + base64(payload) + "\n", {key_of(kWitnessKey)}));
  }
}

}  // namespace
}  // namespace renkei
