#include "eventstore/merkle/note.h"

#include "domain/check.h"
#include "eventstore/crypto/base64.h"
#include "eventstore/crypto/ed25519.h"
#include "eventstore/crypto/sha256.h"
#include "eventstore/merkle/utf8.h"

namespace renkei {

namespace {

constexpr std::uint8_t kEd25519 = 0x01;
constexpr std::uint8_t kCosignature = 0x04;
constexpr std::size_t kPublicKeyLength = 32;
constexpr std::size_t kKeyIdLength = 4;
constexpr std::size_t kTimestampLength = 8;
constexpr std::size_t kMaxSignatures = 100;
constexpr std::string_view kSignaturePrefix = "\xE2\x80\x94 ";  // an em dash and a space
constexpr std::string_view kBlankLine = "\n\n";

std::uint64_t big_endian(BytesView octets) {
  std::uint64_t value = 0;
  for (const char octet : octets) value = (value << 8U) | static_cast<unsigned char>(octet);
  return value;
}

Bytes key_id_octets(std::uint32_t key_id) {
  Bytes octets;
  for (unsigned shift = 32; shift > 0; shift -= 8) octets.push_back(static_cast<char>(key_id >> (shift - 8)));
  return octets;
}

bool known_type(std::uint8_t type) { return type == kEd25519 || type == kCosignature; }

Bytes typed_key(std::uint8_t type, BytesView public_key) {
  Bytes octets(1, static_cast<char>(type));
  return octets.append(public_key);
}

std::uint32_t key_id_of(std::string_view name, std::uint8_t type, BytesView public_key) {
  const Digest digest = sha256({name, "\n", typed_key(type, public_key)});
  return static_cast<std::uint32_t>(big_endian(digest.view().substr(0, kKeyIdLength)));
}

// Well-formed UTF-8 without control characters other than LF.
bool valid_text(std::string_view text) {
  while (!text.empty()) {
    const auto character = take_utf8(text);
    if (!character || (*character < 0x20 && *character != '\n')) return false;
  }
  return true;
}

// A line "— name base64" without its LF.
std::optional<NoteSignature> parse_signature(std::string_view line) {
  if (line.substr(0, kSignaturePrefix.size()) != kSignaturePrefix) return std::nullopt;
  line.remove_prefix(kSignaturePrefix.size());
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  const std::string_view name = line.substr(0, space);
  const auto octets = base64_decode(line.substr(space + 1));
  if (!valid_key_name(name) || !octets || octets->size() <= kKeyIdLength) return std::nullopt;
  const BytesView view = *octets;
  return NoteSignature{std::string(name), static_cast<std::uint32_t>(big_endian(view.substr(0, kKeyIdLength))),
                       Bytes(view.substr(kKeyIdLength))};
}

bool verify_signature(const Note& note, const NoteSignature& signature, const VerificationKey& key) {
  if (key.type == kEd25519) return ed25519_verify(key.public_key, note.text, signature.signature);
  if (key.type != kCosignature || signature.signature.size() <= kTimestampLength) return false;
  const BytesView timed = signature.signature;
  const std::string time = std::to_string(big_endian(timed.substr(0, kTimestampLength)));
  return ed25519_verify(key.public_key, "cosignature/v1\ntime " + time + "\n" + note.text,
                        timed.substr(kTimestampLength));
}

}  // namespace

std::string VerificationKey::to_string() const {
  return name + "+" + hex(key_id_octets(key_id)) + "+" + base64(typed_key(type, public_key));
}

std::optional<VerificationKey> VerificationKey::parse(std::string_view vkey) {
  const std::size_t first = vkey.find('+');
  const std::size_t second = first == std::string_view::npos ? first : vkey.find('+', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  const std::string_view name = vkey.substr(0, first);
  const auto id = hex_decode(vkey.substr(first + 1, second - first - 1));
  const auto key = base64_decode(vkey.substr(second + 1));
  if (!valid_key_name(name) || !id || id->size() != kKeyIdLength || !key ||
      key->size() != 1 + kPublicKeyLength) {
    return std::nullopt;
  }
  const auto type = static_cast<std::uint8_t>(key->front());
  if (!known_type(type)) return std::nullopt;
  VerificationKey result = of(std::string(name), type, key->substr(1));
  if (result.key_id != big_endian(*id)) return std::nullopt;
  return result;
}

VerificationKey VerificationKey::of(std::string name, std::uint8_t type, Bytes public_key) {
  ENSURE(valid_key_name(name) && known_type(type) && public_key.size() == kPublicKeyLength);
  const std::uint32_t key_id = key_id_of(name, type, public_key);
  return VerificationKey{std::move(name), key_id, type, std::move(public_key)};
}

bool valid_key_name(std::string_view name) {
  if (name.empty()) return false;
  while (!name.empty()) {
    const auto character = take_utf8(name);
    // A name with a control character could never stand in a note.
    if (!character || *character < 0x20 || *character == '+' || is_unicode_space(*character)) return false;
  }
  return true;
}

std::string sign_note(std::string_view text, const VerificationKey& key, BytesView seed) {
  ENSURE(!text.empty() && text.back() == '\n' && valid_text(text));
  ENSURE(key.type == kEd25519 && valid_key_name(key.name));
  ENSURE(ed25519_public_key(seed) == key.public_key);  // else nobody could verify the note
  std::string note(text);
  note.append("\n").append(kSignaturePrefix).append(key.name).append(" ");
  note += base64(key_id_octets(key.key_id) + ed25519_sign(seed, text));
  note += '\n';
  return note;
}

std::optional<Note> parse_note(std::string_view note) {
  if (note.empty() || note.back() != '\n' || !valid_text(note)) return std::nullopt;
  const std::size_t blank = note.rfind(kBlankLine);
  if (blank == std::string_view::npos) return std::nullopt;
  std::string_view lines = note.substr(blank + kBlankLine.size());
  if (lines.empty()) return std::nullopt;
  Note result{std::string(note.substr(0, blank + 1)), {}};
  while (!lines.empty()) {
    const std::size_t end = lines.find('\n');
    auto signature = parse_signature(lines.substr(0, end));
    if (!signature || result.signatures.size() == kMaxSignatures) return std::nullopt;
    result.signatures.push_back(std::move(*signature));
    lines.remove_prefix(end + 1);
  }
  return result;
}

bool verify_note(const Note& note, const std::vector<VerificationKey>& keys) {
  bool signed_by_known = false;
  for (const NoteSignature& signature : note.signatures) {
    for (const VerificationKey& key : keys) {
      if (key.name != signature.name || key.key_id != signature.key_id) continue;
      if (!verify_signature(note, signature, key)) return false;
      signed_by_known = true;
    }
  }
  return signed_by_known;
}

}  // namespace renkei
