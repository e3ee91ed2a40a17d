// Time-based one-time codes (RFC 6238): HMAC-SHA-1, 6 digits, 30 seconds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "domain/values/bytes.h"

namespace renkei {

std::string totp_code(BytesView seed, std::uint64_t step);
std::uint64_t totp_step(std::int64_t unix_seconds);
// The step whose code this is, the present one or the one before, and later than `last_used_step` (a code works
// once).
std::optional<std::uint64_t> totp_accept(BytesView seed, BytesView code, std::int64_t unix_seconds,
                                         std::uint64_t last_used_step);

}  // namespace renkei
