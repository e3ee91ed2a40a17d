#include "eventstore/crypto/totp.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <memory>

#include "domain/check.h"
#include "eventstore/crypto/secret.h"

namespace renkei {

namespace {

constexpr std::int64_t kStepSeconds = 30;
constexpr std::size_t kDigits = 6;
constexpr std::uint32_t kModulus = 1'000'000;

struct FreeMac {
  void operator()(EVP_MAC_CTX* mac) const { EVP_MAC_CTX_free(mac); }
};

EVP_MAC* hmac_method() {
  static EVP_MAC* const kMethod = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  ENSURE(kMethod != nullptr);
  return kMethod;
}

// A context per call, unlike hmac_sha256: codes are rare, and freeing it takes the seed out of memory.
std::array<unsigned char, 20> hmac_sha1(BytesView key, const std::array<unsigned char, 8>& message) {
  const std::unique_ptr<EVP_MAC_CTX, FreeMac> mac(EVP_MAC_CTX_new(hmac_method()));
  ENSURE(mac != nullptr);
  char name[] = "SHA1";
  const OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name, 0),
                               OSSL_PARAM_construct_end()};
  const auto* const key_data = reinterpret_cast<const unsigned char*>(key.empty() ? "" : key.data());
  ENSURE(EVP_MAC_init(mac.get(), key_data, key.size(), params) == 1);
  ENSURE(EVP_MAC_update(mac.get(), message.data(), message.size()) == 1);
  std::array<unsigned char, 20> result{};
  std::size_t length = 0;
  ENSURE(EVP_MAC_final(mac.get(), result.data(), &length, result.size()) == 1);
  ENSURE(length == result.size());
  return result;
}

}  // namespace

std::string totp_code(BytesView seed, std::uint64_t step) {
  std::array<unsigned char, 8> counter{};
  for (std::size_t i = 0; i < counter.size(); ++i) {
    counter[i] = static_cast<unsigned char>(step >> (8 * (counter.size() - 1 - i)));
  }
  const auto mac = hmac_sha1(seed, counter);
  const std::size_t offset = mac.back() & 0x0fU;  // RFC 4226 §5.3, dynamic truncation
  std::uint32_t number = mac[offset] & 0x7fU;
  for (std::size_t i = 1; i < 4; ++i) number = (number << 8U) | mac[offset + i];
  std::string digits = std::to_string(number % kModulus);
  return std::string(kDigits - digits.size(), '0') + digits;
}

std::uint64_t totp_step(std::int64_t unix_seconds) {
  return unix_seconds < 0 ? 0 : static_cast<std::uint64_t>(unix_seconds / kStepSeconds);
}

std::optional<std::uint64_t> totp_accept(BytesView seed, BytesView code, std::int64_t unix_seconds,
                                         std::uint64_t last_used_step) {
  const std::uint64_t present = totp_step(unix_seconds);
  for (const std::uint64_t age : {0U, 1U}) {
    if (present < age || present - age <= last_used_step) break;
    if (equal_in_constant_time(totp_code(seed, present - age), code)) return present - age;
  }
  return std::nullopt;
}

}  // namespace renkei
