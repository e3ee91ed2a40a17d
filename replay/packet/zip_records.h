// The records of a ZIP (PKWARE APPNOTE 6.3), as far as a packet has them: little-endian, version 4.5, stored,
// no flags, 1980-01-01 00:00. A size or offset of 0xFFFFFFFF or more stands in a ZIP64 extra field. Private to
// zip_*.cpp.
#pragma once

#include "replay/packet/zip.h"

namespace renkei::packet::zip {

inline constexpr std::uint32_t kLocal = 0x04034b50, kCentral = 0x02014b50, kEnd64 = 0x06064b50,
                               kLocator64 = 0x07064b50, kEnd = 0x06054b50;
inline constexpr std::uint64_t kLocalBytes = 30, kCentralBytes = 46, kEnd64Bytes = 56, kLocator64Bytes = 20,
                               kEndBytes = 22;
inline constexpr std::uint16_t kVersion = 45, kDate = 0x0021, kExtra64 = 0x0001;
inline constexpr std::uint32_t kLarge = 0xFFFFFFFF;
inline constexpr std::uint16_t kMany = 0xFFFF;

inline void put16(Bytes& out, std::uint64_t value) {
  out += static_cast<char>(value & 0xFF);
  out += static_cast<char>(value >> 8 & 0xFF);
}
inline void put32(Bytes& out, std::uint64_t value) {
  put16(out, value & kMany);
  put16(out, value >> 16 & kMany);
}
inline void put64(Bytes& out, std::uint64_t value) {
  put32(out, value & kLarge);
  put32(out, value >> 32);
}

Bytes local_header(const MemberFacts& facts);
Bytes central_header(const MemberFacts& facts, std::uint64_t offset);
Bytes end_records(std::uint64_t count, std::uint64_t directory_offset, std::uint64_t directory_bytes);

}  // namespace renkei::packet::zip
