#include <gtest/gtest.h>

#include <set>

#include "eventstore/crypto/base64.h"
#include "eventstore/crypto/decimal.h"
#include "eventstore/crypto/password_hash.h"
#include "eventstore/crypto/random.h"
#include "eventstore/crypto/secret.h"
#include "eventstore/crypto/totp.h"

namespace renkei {
namespace {

const char* const kTotpSeed = "12345678901234567890";

// RFC 6238 appendix B, SHA-1 rows, the last six of eight digits.
TEST(Totp, AgreesWithRfc6238) {
  EXPECT_EQ(totp_code(kTotpSeed, totp_step(59)), "287082");
  EXPECT_EQ(totp_code(kTotpSeed, totp_step(1111111109)), "081804");
  EXPECT_EQ(totp_code(kTotpSeed, totp_step(1111111111)), "050471");
  EXPECT_EQ(totp_code(kTotpSeed, totp_step(1234567890)), "005924");
  EXPECT_EQ(totp_code(kTotpSeed, totp_step(2000000000)), "279037");
  EXPECT_EQ(totp_code(kTotpSeed, totp_step(20000000000)), "353130");
}

TEST(Totp, StepsLastThirtySeconds) {
  EXPECT_EQ(totp_step(0), 0U);
  EXPECT_EQ(totp_step(29), 0U);
  EXPECT_EQ(totp_step(30), 1U);
  EXPECT_EQ(totp_step(-1), 0U);
}

TEST(Totp, AcceptsThePresentStepAndTheOneBefore) {
  const std::int64_t now = 1111111111;
  const std::uint64_t step = totp_step(now);
  EXPECT_EQ(totp_accept(kTotpSeed, totp_code(kTotpSeed, step), now, 0), step);
  EXPECT_EQ(totp_accept(kTotpSeed, totp_code(kTotpSeed, step - 1), now, 0), step - 1);
  EXPECT_FALSE(totp_accept(kTotpSeed, totp_code(kTotpSeed, step - 2), now, 0));
  EXPECT_FALSE(totp_accept(kTotpSeed, totp_code(kTotpSeed, step + 1), now, 0));
}

TEST(Totp, CodeWorksOnce) {
  const std::int64_t now = 1111111111;
  const std::uint64_t step = totp_step(now);
  EXPECT_FALSE(totp_accept(kTotpSeed, totp_code(kTotpSeed, step), now, step));
  EXPECT_FALSE(totp_accept(kTotpSeed, totp_code(kTotpSeed, step - 1), now, step));
  EXPECT_FALSE(totp_accept(kTotpSeed, totp_code(kTotpSeed, step - 1), now, step - 1));
  EXPECT_EQ(totp_accept(kTotpSeed, totp_code(kTotpSeed, step), now, step - 1), step);
}

TEST(Totp, RefusesOtherCodesAndSeeds) {
  const std::int64_t now = 1111111111;
  const std::string code = totp_code(kTotpSeed, totp_step(now));
  EXPECT_FALSE(totp_accept("another seed", code, now, 0));
  EXPECT_FALSE(totp_accept(kTotpSeed, "", now, 0));
  EXPECT_FALSE(totp_accept(kTotpSeed, code.substr(0, 5), now, 0));
  EXPECT_FALSE(totp_accept(kTotpSeed, code + "0", now, 0));
  EXPECT_FALSE(totp_accept(kTotpSeed, " " + code, now, 0));
}

// RFC 4648 §10.
TEST(Base64, AgreesWithRfc4648) {
  const std::vector<std::pair<std::string, std::string>> cases = {{"", ""},
                                                                  {"f", "Zg=="},
                                                                  {"fo", "Zm8="},
                                                                  {"foo", "Zm9v"},
                                                                  {"foob", "Zm9vYg=="},
                                                                  {"fooba", "Zm9vYmE="},
                                                                  {"foobar", "Zm9vYmFy"}};
  for (const auto& [octets, text] : cases) {
    EXPECT_EQ(base64(octets), text);
    EXPECT_EQ(base64_decode(text), octets);
  }
}

TEST(Base64, RefusesEverySpellingButOne) {
  for (const char* text :
       {"Zg",     "Zg=",   "Zg===", "Z",     "Z===",     "=",        "==",   "====", "Zh==",  "Zm9=", "Zm8",
        "Zm9v\n", " Zm9v", "Zm9v ", "Zm 9v", "Zg==Zg==", "Zm9v====", "Z-9v", "Z_9v", "Zm9v=", "A=AA"}) {
    EXPECT_FALSE(base64_decode(text)) << text;
  }
  EXPECT_FALSE(base64_decode(std::string("Zm9\0", 4)));
}

TEST(Base64Url, HasNoPaddingAndItsOwnAlphabet) {
  EXPECT_EQ(base64url("\xfb\xff\xfe"), "-__-");
  EXPECT_EQ(base64url_decode("-__-"), "\xfb\xff\xfe");
  EXPECT_EQ(base64url("f"), "Zg");
  EXPECT_EQ(base64url_decode("Zg"), "f");
  for (const char* text : {"Zg==", "+//+", "Z", "Zh", "Zm9", "Zm9vY", "Zm 9v", "Zg\n"}) {
    EXPECT_FALSE(base64url_decode(text)) << text;
  }
}

TEST(Hex, IsLowerCaseAndStrict) {
  EXPECT_EQ(hex(BytesView("\x00\x7f\x80\xff", 4)), "007f80ff");
  EXPECT_EQ(hex_decode("007f80ff"), Bytes("\x00\x7f\x80\xff", 4));
  EXPECT_EQ(hex_decode(""), "");
  for (const char* text : {"0", "0G", "FF", "0x00", " 00", "00 ", "000"})
    EXPECT_FALSE(hex_decode(text)) << text;
}

TEST(TextForms, RoundTripAllOctets) {
  Bytes octets;
  for (int i = 0; i < 256; ++i) {
    octets.push_back(static_cast<char>(i));
    EXPECT_EQ(base64_decode(base64(octets)), octets);
    EXPECT_EQ(base64url_decode(base64url(octets)), octets);
    EXPECT_EQ(hex_decode(hex(octets)), octets);
  }
}

TEST(Decimal, HasOneSpellingPerValue) {
  EXPECT_EQ(parse_decimal("0"), 0U);
  EXPECT_EQ(parse_decimal("18446744073709551615"), 18446744073709551615U);
  EXPECT_EQ(parse_decimal("63", 63), 63U);
  EXPECT_FALSE(parse_decimal("64", 63));
  for (const char* text : {"", "00", "01", "+1", "-1", " 1", "1 ", "1.0", "0x1", "18446744073709551616"}) {
    EXPECT_FALSE(parse_decimal(text)) << text;
  }
}

TEST(Random, FillsTheWholeLengthAnew) {
  EXPECT_TRUE(random_bytes(0).empty());
  std::set<Bytes> seen;
  for (int i = 0; i < 64; ++i) {
    const Bytes octets = random_bytes(33);
    EXPECT_EQ(octets.size(), 33U);
    EXPECT_TRUE(seen.insert(octets).second);
  }
  std::set<char> last;  // a generator that stops short leaves zeros at the end
  for (const Bytes& octets : seen) last.insert(octets.back());
  EXPECT_GT(last.size(), 8U);
}

TEST(Secret, MovesAndLeavesNothingBehind) {
  for (const std::size_t length : {5U, 15U, 16U, 32U, 200U}) {
    Secret source(Bytes(length, 's'));
    const char* const place = source.view().data();
    Secret target(std::move(source));
    EXPECT_EQ(target.view(), Bytes(length, 's'));
    EXPECT_TRUE(source.empty());  // NOLINT(bugprone-use-after-move): that is the question
    if (place != target.view().data()) {
      EXPECT_EQ(Bytes(place, length), Bytes(length, '\0'));
    }
  }
}

TEST(Secret, AssignmentReplacesAndCleansTheSource) {
  Secret target(Bytes(40, 'o'));
  Secret source("short");
  const char* const place = source.view().data();
  target = std::move(source);
  EXPECT_EQ(target.view(), "short");
  EXPECT_TRUE(source.empty());  // NOLINT(bugprone-use-after-move): that is the question
  if (place != target.view().data()) {
    EXPECT_NE(*place, 's');
  }
  Secret& self = target;
  target = std::move(self);
  EXPECT_EQ(target.view(), "short");
}

TEST(Secret, ClonesAndRandomSecretsStandAlone) {
  Secret original = Secret::random(32);
  EXPECT_EQ(original.view().size(), 32U);
  EXPECT_FALSE(equal_in_constant_time(original.view(), Secret::random(32).view()));
  const Secret copy = original.clone();
  original = Secret();
  EXPECT_TRUE(original.empty());
  EXPECT_EQ(copy.view().size(), 32U);
}

TEST(Secret, CleanseOverwritesInPlace) {
  std::string octets = "0123456789";
  const char* const place = octets.data();
  cleanse(octets);
  EXPECT_TRUE(octets.empty());
  EXPECT_EQ(Bytes(place, 10), Bytes(10, '\0'));
}

TEST(EqualInConstantTime, ComparesLengthAndContent) {
  EXPECT_TRUE(equal_in_constant_time({}, ""));
  EXPECT_TRUE(equal_in_constant_time("abc", "abc"));
  EXPECT_FALSE(equal_in_constant_time("abc", "abd"));
  EXPECT_FALSE(equal_in_constant_time("abc", "ab"));
  EXPECT_FALSE(equal_in_constant_time("", "a"));
}

const PasswordCost kCheap{1, 64};

TEST(PasswordHash, AcceptsTheRightPasswordOnly) {
  const std::string verifier = hash_password("correct horse", "pepper", kCheap);
  EXPECT_EQ(verifier.rfind("$argon2id$v=19$m=64,t=1,p=1$", 0), 0U);
  EXPECT_TRUE(verify_password("correct horse", "pepper", verifier));
  EXPECT_FALSE(verify_password("correct hors", "pepper", verifier));
  EXPECT_FALSE(verify_password("", "pepper", verifier));
  EXPECT_FALSE(verify_password("correct horse", "Pepper", verifier));
  EXPECT_FALSE(verify_password("correct horse", "", verifier));
}

TEST(PasswordHash, EmptyPasswordAndPepperAreValues) {
  const std::string verifier = hash_password({}, {}, kCheap);
  EXPECT_TRUE(verify_password("", "", verifier));
  EXPECT_FALSE(verify_password("x", "", verifier));
}

TEST(PasswordHash, SaltIsFreshEachTime) {
  EXPECT_NE(hash_password("same", "pepper", kCheap), hash_password("same", "pepper", kCheap));
}

// A vector of the reference implementation's own test (no secret, salt "somesalt").
TEST(PasswordHash, AgreesWithTheReferenceImplementation) {
  const std::string verifier =
      "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
  EXPECT_TRUE(verify_password("password", "", verifier));
  EXPECT_FALSE(verify_password("password", "pepper", verifier));
}

TEST(PasswordHash, RefusesMalformedVerifiers) {
  const std::string good = hash_password("password", "", kCheap);
  ASSERT_TRUE(verify_password("password", "", good));
  const std::string tail = good.substr(good.find(",p=1$"));
  for (std::size_t length = 0; length < good.size(); ++length) {
    EXPECT_FALSE(verify_password("password", "", good.substr(0, length))) << length;
  }
  for (const std::string start :
       {"$argon2id$v=19$m=064,t=1", "$argon2id$v=19$m=+64,t=1", "$argon2id$v=19$m=64,t=01",
        "$argon2id$v=16$m=64,t=1", "$argon2i$v=19$m=64,t=1", "$argon2d$v=19$m=64,t=1", "argon2id$v=19$m=64,t=1",
        "$argon2id$m=64,t=1", "$argon2id$v=19$t=1,m=64", " $argon2id$v=19$m=64,t=1", "$argon2id$v=19$m=,t=1",
        "$argon2id$v=19$m=64,t="}) {
    EXPECT_FALSE(verify_password("password", "", start + tail)) << start;
  }
  for (const char* end : {"=", " ", "\n", "$", "A", "AAAA"}) {
    EXPECT_FALSE(verify_password("password", "", good + end)) << end;
  }
  EXPECT_FALSE(verify_password("password", "", "$argon2id$v=19$m=64,t=1,p=2" + tail.substr(4)));
}

// Both made with libargon2's own encoder: only the bound tells them apart.
TEST(PasswordHash, SixteenPassesAreTheMost) {
  EXPECT_TRUE(verify_password(
      "password", "", "$argon2id$v=19$m=64,t=16,p=1$c29tZXNhbHQ$KorP4nCgMFwacIvaC5+p8ybssxq97HULSqzA4HbY2TE"));
  EXPECT_FALSE(verify_password(
      "password", "", "$argon2id$v=19$m=64,t=17,p=1$c29tZXNhbHQ$CEWrftO+c9AKc+NuNwQemF6ajKYxFE0BhXNkNz7zN94"));
}

TEST(PasswordHash, RefusesCostsOutOfBounds) {
  const std::string good = hash_password("password", "", kCheap);
  const std::string tail = good.substr(good.find(",p=1$"));
  for (const char* cost :
       {"m=1048577,t=1", "m=4294967295,t=1", "m=4294967360,t=1", "m=18446744073709551616,t=1", "m=7,t=1",
        "m=0,t=1", "m=64,t=0", "m=64,t=17", "m=64,t=4294967297"}) {
    EXPECT_FALSE(verify_password("password", "", std::string("$argon2id$v=19$") + cost + tail)) << cost;
  }
}

}  // namespace
}  // namespace renkei
