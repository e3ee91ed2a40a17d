// Published keys and notes, and short ways to use them.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "eventstore/crypto/base64.h"
#include "eventstore/merkle/note.h"

namespace renkei::testing_support {

// As in the published private keys: a type octet, then the seed.
inline Bytes seed_of(std::string_view typed_seed) { return base64_decode(typed_seed).value().substr(1); }
inline const Bytes kZeroSeed(32, '\0');

inline const std::string kSofaText =
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
inline const std::string kSofaKey =
    "example.com/behind-the-sofa+9c51ce3d+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
inline const std::string kSofaLine =
    "— example.com/behind-the-sofa "
    "nFHOPUO63Y13dtnQuHZB0ONl5ojQtyglZGuN5ue+kCPefAokf76QnnOHoKOXc1iSPksY1qdR7Ud+xxPLfe+A+ar/4QE=\n";

inline VerificationKey key_of(const std::string& vkey) { return VerificationKey::parse(vkey).value(); }

inline bool accepted(const std::string& note, const std::vector<VerificationKey>& keys) {
  const auto parsed = parse_note(note);
  return parsed && verify_note(*parsed, keys);
}

inline std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

}  // namespace renkei::testing_support
