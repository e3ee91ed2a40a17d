#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "eventstore/crypto/aead.h"
#include "eventstore/crypto/ed25519.h"
#include "eventstore/crypto/hmac.h"
#include "eventstore/crypto/key_wrap.h"
#include "eventstore/crypto/random.h"
#include "eventstore/crypto/sha256.h"
#include "tests/support/vectors.h"

namespace renkei {
namespace {

using testing_support::unhex;

Bytes with_flipped_bit(Bytes octets, std::size_t bit) {
  octets[bit / 8] = static_cast<char>(octets[bit / 8] ^ (1 << (bit % 8)));
  return octets;
}

// FIPS 180-4 examples.
TEST(Sha256, AgreesWithPublishedDigests) {
  EXPECT_EQ(hex(sha256({}).view()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hex(sha256({"abc"}).view()), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex(sha256({"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"}).view()),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(hex(sha256({Bytes(1'000'000, 'a')}).view()),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, PartsMeanTheirConcatenation) { EXPECT_EQ(sha256({"a", "", BytesView{}, "bc"}), sha256({"abc"})); }

TEST(Sha256, ObjectStartsAnewAfterFinish) {
  Sha256 hasher;
  hasher.update("other");
  EXPECT_NE(hasher.finish(), sha256({"abc"}));
  hasher.update("a");
  hasher.update("bc");
  EXPECT_EQ(hasher.finish(), sha256({"abc"}));
  EXPECT_EQ(hasher.finish(), sha256({}));
}

TEST(Sha256, ObjectAndFunctionDoNotDisturbEachOther) {
  Sha256 hasher;
  hasher.update("a");
  EXPECT_EQ(sha256({"b"}), sha256({"b"}));
  hasher.update("bc");
  EXPECT_EQ(hasher.finish(), sha256({"abc"}));
}

TEST(Sha256, ThreadsDoNotShareState) {
  const Digest expected = sha256({"shared input"});
  std::vector<int> wrong(4, 0);
  std::vector<std::thread> threads;
  for (int& count : wrong) {
    threads.emplace_back([&count, &expected] {
      for (int i = 0; i < 2000; ++i) count += sha256({"shared", " input"}) == expected ? 0 : 1;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, std::vector<int>(4, 0));
}

// RFC 4231 test cases 1, 2, 3, 4, 6 and 7.
TEST(Hmac, AgreesWithRfc4231) {
  EXPECT_EQ(hex(hmac_sha256(Bytes(20, '\x0b'), {"Hi There"}).view()),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(hex(hmac_sha256("Jefe", {"what do ya want ", "for nothing?"}).view()),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(hex(hmac_sha256(Bytes(20, '\xaa'), {Bytes(50, '\xdd')}).view()),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
  EXPECT_EQ(
      hex(hmac_sha256(unhex("0102030405060708090a0b0c0d0e0f10111213141516171819"), {Bytes(50, '\xcd')}).view()),
      "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b");
  EXPECT_EQ(
      hex(hmac_sha256(Bytes(131, '\xaa'), {"Test Using Larger Than Block-Size Key - Hash Key First"}).view()),
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
  EXPECT_EQ(
      hex(hmac_sha256(Bytes(131, '\xaa'),
                      {"This is a test using a larger than block-size key and a larger than block-size data. "
                       "The key needs to be hashed before being used by the HMAC algorithm."})
              .view()),
      "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2");
}

TEST(Hmac, EmptyKeyIsNotTheKeyBefore) {
  const std::string published = "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad";
  EXPECT_NE(hex(hmac_sha256("some key", {}).view()), published);
  EXPECT_EQ(hex(hmac_sha256({}, {}).view()), published);
  EXPECT_EQ(hex(hmac_sha256("", {""}).view()), published);
}

// Test cases 13 to 16 of the GCM submission that SP 800-38D is based on.
const char* const kGcmKey = "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308";
const char* const kGcmNonce = "cafebabefacedbaddecaf888";
const char* const kGcmPlaintext =
    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa"
    "0de657"
    "ba637b391aafd255";
const char* const kGcmCiphertext =
    "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393"
    "ba7a0a"
    "bcc9f662898015ad";
const char* const kGcmAad = "feedfacedeadbeeffeedfacedeadbeefabaddad2";

TEST(Aead, AgreesWithPublishedCases) {
  const Bytes zero_key(32, '\0');
  const Bytes zero_nonce(12, '\0');
  EXPECT_EQ(hex(aes_256_gcm_seal(zero_key, zero_nonce, {}, {})), "530f8afbc74536b9a963b4f1c4cb738b");
  EXPECT_EQ(hex(aes_256_gcm_seal(zero_key, zero_nonce, {}, Bytes(16, '\0'))),
            "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919");
  EXPECT_EQ(hex(aes_256_gcm_seal(unhex(kGcmKey), unhex(kGcmNonce), {}, unhex(kGcmPlaintext))),
            std::string(kGcmCiphertext) + "b094dac5d93471bdec1a502270e3cc6c");
  EXPECT_EQ(hex(aes_256_gcm_seal(unhex(kGcmKey), unhex(kGcmNonce), unhex(kGcmAad),
                                 unhex(kGcmPlaintext).substr(0, 60))),
            std::string(kGcmCiphertext).substr(0, 120) + "76fc6ece0f4e1768cddf8853bb2d551b");
}

TEST(Aead, OpensWhatItSealed) {
  const Bytes key = random_bytes(32);
  const Bytes nonce = random_bytes(12);
  for (const std::size_t length : {0U, 1U, 15U, 16U, 17U, 100'000U}) {
    const Bytes plaintext = random_bytes(length);
    EXPECT_EQ(aes_256_gcm_open(key, nonce, "aad", aes_256_gcm_seal(key, nonce, "aad", plaintext)), plaintext);
  }
}

TEST(Aead, RefusesEveryAlteredBit) {
  const Bytes key = unhex(kGcmKey);
  const Bytes nonce = unhex(kGcmNonce);
  const Bytes aad = "place";
  const Bytes sealed = aes_256_gcm_seal(key, nonce, aad, "a care record");
  for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
    EXPECT_FALSE(aes_256_gcm_open(key, nonce, aad, with_flipped_bit(sealed, bit))) << bit;
  }
  for (std::size_t bit = 0; bit < aad.size() * 8; ++bit) {
    EXPECT_FALSE(aes_256_gcm_open(key, nonce, with_flipped_bit(aad, bit), sealed)) << bit;
  }
  for (std::size_t bit = 0; bit < nonce.size() * 8; ++bit) {
    EXPECT_FALSE(aes_256_gcm_open(key, with_flipped_bit(nonce, bit), aad, sealed)) << bit;
  }
  for (std::size_t bit = 0; bit < key.size() * 8; ++bit) {
    EXPECT_FALSE(aes_256_gcm_open(with_flipped_bit(key, bit), nonce, aad, sealed)) << bit;
  }
}

TEST(Aead, RefusesEveryOtherLength) {
  const Bytes key = unhex(kGcmKey);
  const Bytes nonce = unhex(kGcmNonce);
  const Bytes sealed = aes_256_gcm_seal(key, nonce, {}, "a care record");
  for (std::size_t length = 0; length < sealed.size(); ++length) {
    EXPECT_FALSE(aes_256_gcm_open(key, nonce, {}, sealed.substr(0, length))) << length;
  }
  EXPECT_FALSE(aes_256_gcm_open(key, nonce, {}, sealed + '\0'));
}

TEST(AeadDeathTest, AbortsOnKeysAndNoncesOfOtherLengths) {
  EXPECT_DEATH(aes_256_gcm_seal(Bytes(16, 'k'), Bytes(12, 'n'), {}, "x"), "broken invariant");
  EXPECT_DEATH(aes_256_gcm_seal(Bytes(32, 'k'), Bytes(16, 'n'), {}, "x"), "broken invariant");
  EXPECT_DEATH(aes_256_gcm_open(Bytes(31, 'k'), Bytes(12, 'n'), {}, Bytes(20, 'x')), "broken invariant");
}

// RFC 3394 §4.6.
const char* const kWrapKek = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
const char* const kWrapKey = "00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f";
const char* const kWrapped = "28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21";

TEST(KeyWrap, AgreesWithRfc3394) {
  EXPECT_EQ(hex(wrap_key(unhex(kWrapKek), unhex(kWrapKey))), kWrapped);
  const auto key = unwrap_key(unhex(kWrapKek), unhex(kWrapped));
  ASSERT_TRUE(key);
  EXPECT_EQ(hex(key->view()), kWrapKey);
}

TEST(KeyWrap, RefusesAlteredInput) {
  const Bytes kek = unhex(kWrapKek);
  const Bytes wrapped = unhex(kWrapped);
  for (std::size_t bit = 0; bit < wrapped.size() * 8; ++bit) {
    EXPECT_FALSE(unwrap_key(kek, with_flipped_bit(wrapped, bit))) << bit;
  }
  EXPECT_FALSE(unwrap_key(with_flipped_bit(kek, 0), wrapped));
  EXPECT_FALSE(unwrap_key(kek, wrapped.substr(0, 32)));
  EXPECT_FALSE(unwrap_key(kek, wrapped + Bytes(8, '\0')));
  EXPECT_FALSE(unwrap_key(kek, {}));
  EXPECT_TRUE(unwrap_key(kek, wrapped));  // a refusal leaves the context usable
}

struct SignatureCase {
  const char* seed;
  const char* public_key;
  const char* message;
  const char* signature;
};

// RFC 8032 §7.1: tests 1, 2, 3 and SHA(abc).
const SignatureCase kSignatureCases[] = {
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f05"
     "95bbe"
     "24655141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb"
     "4302a"
     "eeb00d291612bb0c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e97"
     "16ed2"
     "8dc027beceea1ec40a"},
    {"833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
     "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
     "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d44236"
     "43ce8"
     "0e2a9ac94fa54ca49f",
     "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c1"
     "38ac1"
     "7ad9bef1177331a704"}};

TEST(Ed25519, AgreesWithRfc8032) {
  for (const SignatureCase& c : kSignatureCases) {
    EXPECT_EQ(hex(ed25519_public_key(unhex(c.seed))), c.public_key);
    EXPECT_EQ(hex(ed25519_sign(unhex(c.seed), unhex(c.message))), c.signature);
    EXPECT_TRUE(ed25519_verify(unhex(c.public_key), unhex(c.message), unhex(c.signature)));
  }
}

TEST(Ed25519, RefusesAlteredSignaturesMessagesAndKeys) {
  const Bytes key = unhex(kSignatureCases[2].public_key);
  const Bytes message = unhex(kSignatureCases[2].message);
  const Bytes signature = unhex(kSignatureCases[2].signature);
  for (std::size_t bit = 0; bit < 512; ++bit) {
    EXPECT_FALSE(ed25519_verify(key, message, with_flipped_bit(signature, bit))) << bit;
  }
  for (std::size_t bit = 0; bit < 256; ++bit) {
    EXPECT_FALSE(ed25519_verify(with_flipped_bit(key, bit), message, signature)) << bit;
  }
  EXPECT_FALSE(ed25519_verify(key, with_flipped_bit(message, 0), signature));
  EXPECT_FALSE(ed25519_verify(key, {}, signature));
}

TEST(Ed25519, RefusesWrongLengths) {
  const Bytes key = unhex(kSignatureCases[0].public_key);
  const Bytes signature = unhex(kSignatureCases[0].signature);
  ASSERT_TRUE(ed25519_verify(key, {}, signature));
  EXPECT_FALSE(ed25519_verify(key.substr(0, 31), {}, signature));
  EXPECT_FALSE(ed25519_verify(key + 'x', {}, signature));
  EXPECT_FALSE(ed25519_verify(key, {}, signature.substr(0, 63)));
  EXPECT_FALSE(ed25519_verify(key, {}, signature + 'x'));
  EXPECT_FALSE(ed25519_verify({}, {}, {}));
}

}  // namespace
}  // namespace renkei
