// Text forms of octets: base64 (RFC 4648 §4, padded), base64url (§5, unpadded), lower-case hex. Decoders are
// strict: canonical padding and trailing bits, no white space; nullopt otherwise.
#pragma once

#include <optional>
#include <string>

#include "domain/values/bytes.h"

namespace renkei {

std::string base64(BytesView octets);
std::optional<Bytes> base64_decode(std::string_view text);
std::string base64url(BytesView octets);
std::optional<Bytes> base64url_decode(std::string_view text);
std::string hex(BytesView octets);
std::optional<Bytes> hex_decode(std::string_view text);

}  // namespace renkei
