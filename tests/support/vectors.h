// Reads the public vectors of tests/vectors.
#pragma once

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

#include "domain/values/bytes.h"
#include "eventstore/crypto/base64.h"
#include "tests/support/folders.h"

namespace renkei::testing_support {

inline std::string vector_path(const std::string& relative) {
  return testing::source_folder() + "/tests/vectors/" + relative;
}

// Throws when the file is missing: a vector that cannot be read must fail its test.
inline Bytes read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

inline Bytes unhex(std::string_view text) { return hex_decode(text).value(); }
inline Digest digest_of_hex(std::string_view text) { return Digest::from(unhex(text)); }
inline Digest digest_of_base64(std::string_view text) { return Digest::from(base64_decode(text).value()); }

}  // namespace renkei::testing_support
