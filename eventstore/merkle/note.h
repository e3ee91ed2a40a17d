// C2SP signed-note v1.0.0: text with Ed25519 signatures (types 0x01 and, for cosignatures, 0x04).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "eventstore/crypto/secret.h"

namespace renkei {

struct NoteSignature {
  std::string name;
  std::uint32_t key_id = 0;
  Bytes signature;  // what follows the key id
};

struct Note {
  std::string text;  // with its last LF
  std::vector<NoteSignature> signatures;
};

struct VerificationKey {
  std::string name;
  std::uint32_t key_id = 0;
  std::uint8_t type = 0x01;
  Bytes public_key;

  std::string to_string() const;  // "name+hex8+base64"
  // nullopt unless exactly well formed, of type 0x01 or 0x04, with the key id that follows from it.
  static std::optional<VerificationKey> parse(std::string_view vkey);
  static VerificationKey of(std::string name, std::uint8_t type, Bytes public_key);
};

bool valid_key_name(std::string_view name);  // non-empty, no Unicode space, no '+'

// Signs `text` (must end in LF) with a type 0x01 key; returns the whole note.
std::string sign_note(std::string_view text, const VerificationKey& key, BytesView seed);
// Shape only; nullopt for anything not well formed. No more than 100 signatures.
std::optional<Note> parse_note(std::string_view note);
// True when a known key signed and no known key's signature fails (unknown keys are ignored).
bool verify_note(const Note& note, const std::vector<VerificationKey>& keys);

}  // namespace renkei
