#include "eventstore/crypto/password_hash.h"

#include <argon2.h>

#include <limits>
#include <new>
#include <optional>

#include "domain/check.h"
#include "eventstore/crypto/base64.h"
#include "eventstore/crypto/decimal.h"
#include "eventstore/crypto/random.h"
#include "eventstore/crypto/secret.h"

namespace renkei {

namespace {

constexpr std::string_view kPrefix = "$argon2id$v=19$m=";
constexpr std::size_t kSaltLength = 16;
constexpr std::size_t kMinSaltLength = 8;
constexpr std::size_t kMaxSaltLength = 64;
constexpr std::uint32_t kHashLength = Digest::size;
constexpr std::uint32_t kLanes = 1;
// Bounds of what a verifier may ask for: a damaged one must not exhaust the machine.
constexpr std::uint32_t kMinMemoryKib = 8;
constexpr std::uint32_t kMaxMemoryKib = 1024 * 1024;
constexpr std::uint32_t kMaxPasses = 16;

struct Verifier {
  PasswordCost cost;
  Bytes salt;
  Bytes hash;
};

bool in_bounds(const PasswordCost& cost) {
  return cost.memory_kib >= kMinMemoryKib && cost.memory_kib <= kMaxMemoryKib && cost.passes >= 1 &&
         cost.passes <= kMaxPasses;
}

bool fits(BytesView octets) { return octets.size() <= std::numeric_limits<std::uint32_t>::max(); }

// libargon2 takes pointers to non-const octets, and writes to them only under flags that are not set here.
std::uint8_t* input(BytesView octets) {
  return octets.empty() ? nullptr : reinterpret_cast<std::uint8_t*>(const_cast<char*>(octets.data()));
}

Digest argon2id_hash(BytesView password, BytesView pepper, BytesView salt, const PasswordCost& cost) {
  Digest hash;
  argon2_context context{};
  context.out = hash.octets.data();
  context.outlen = kHashLength;
  context.pwd = input(password);
  context.pwdlen = static_cast<std::uint32_t>(password.size());
  context.salt = input(salt);
  context.saltlen = static_cast<std::uint32_t>(salt.size());
  context.secret = input(pepper);
  context.secretlen = static_cast<std::uint32_t>(pepper.size());
  context.t_cost = cost.passes;
  context.m_cost = cost.memory_kib;
  context.lanes = kLanes;
  context.threads = kLanes;
  context.version = ARGON2_VERSION_13;
  context.flags = ARGON2_DEFAULT_FLAGS;
  const int outcome = argon2id_ctx(&context);
  if (outcome == ARGON2_MEMORY_ALLOCATION_ERROR) throw std::bad_alloc();
  ENSURE(outcome == ARGON2_OK);
  return hash;
}

std::string unpadded(BytesView octets) {
  std::string text = base64(octets);
  text.erase(text.find_last_not_of('=') + 1);
  return text;
}

std::optional<Bytes> unpadded_decode(std::string_view text) {
  if (text.find('=') != std::string_view::npos) return std::nullopt;
  std::string padded(text);
  padded.append((4 - padded.size() % 4) % 4, '=');
  return base64_decode(padded);
}

// Takes what stands before `separator` from the front of `rest`, and the separator with it.
std::optional<std::string_view> take_until(std::string_view& rest, std::string_view separator) {
  const std::size_t at = rest.find(separator);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view taken = rest.substr(0, at);
  rest.remove_prefix(at + separator.size());
  return taken;
}

std::optional<Verifier> parse(std::string_view text) {
  if (text.substr(0, kPrefix.size()) != kPrefix) return std::nullopt;
  text.remove_prefix(kPrefix.size());
  const auto memory_text = take_until(text, ",t=");
  const auto passes_text = memory_text ? take_until(text, ",p=1$") : std::nullopt;
  const auto salt_text = passes_text ? take_until(text, "$") : std::nullopt;
  if (!salt_text) return std::nullopt;

  const auto memory = parse_decimal(*memory_text, kMaxMemoryKib);
  const auto passes = parse_decimal(*passes_text, kMaxPasses);
  const auto salt = unpadded_decode(*salt_text);
  const auto hash = unpadded_decode(text);
  if (!memory || !passes || !salt || !hash) return std::nullopt;
  if (salt->size() < kMinSaltLength || salt->size() > kMaxSaltLength || hash->size() != kHashLength) {
    return std::nullopt;
  }
  const PasswordCost cost{static_cast<std::uint32_t>(*passes), static_cast<std::uint32_t>(*memory)};
  if (!in_bounds(cost)) return std::nullopt;
  return Verifier{cost, *salt, *hash};
}

}  // namespace

std::string hash_password(BytesView password, BytesView pepper, const PasswordCost& cost) {
  ENSURE(in_bounds(cost) && fits(password) && fits(pepper));
  const Bytes salt = random_bytes(kSaltLength);
  const Digest hash = argon2id_hash(password, pepper, salt, cost);
  return std::string(kPrefix) + std::to_string(cost.memory_kib) + ",t=" + std::to_string(cost.passes) +
         ",p=1$" + unpadded(salt) + "$" + unpadded(hash.view());
}

bool verify_password(BytesView password, BytesView pepper, const std::string& verifier) {
  const std::optional<Verifier> parsed = parse(verifier);
  if (!parsed || !fits(password) || !fits(pepper)) return false;
  const Digest hash = argon2id_hash(password, pepper, parsed->salt, parsed->cost);
  return equal_in_constant_time(hash.view(), parsed->hash);
}

}  // namespace renkei
