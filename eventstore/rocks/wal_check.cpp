#include "eventstore/rocks/wal_check.h"

#include <array>

namespace renkei {
namespace {

// Blocks of 32 KiB; in them records: check u32 · length u16 · type u8 · content, numbers little-endian. A write
// that does not fit its block is cut into first, middle and last. Fewer than seven octets at the end of a block
// are left over.
constexpr std::size_t kBlock = 32 * 1024, kHeader = 7;
constexpr std::uint8_t kFull = 1, kFirst = 2, kMiddle = 3, kLast = 4;

using Tables = std::array<std::array<std::uint32_t, 256>, 8>;

constexpr Tables crc32c_tables() {  // Castagnoli, reflected
  Tables t{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t crc = i;
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (crc & 1 ? 0x82F63B78u : 0);
    t[0][i] = crc;
  }
  for (std::size_t k = 1; k < 8; ++k) {
    for (std::size_t i = 0; i < 256; ++i) t[k][i] = t[k - 1][i] >> 8 ^ t[0][t[k - 1][i] & 0xFF];
  }
  return t;
}
constexpr Tables kTables = crc32c_tables();

std::uint64_t little_endian(BytesView octets, std::size_t at, std::size_t count) {
  std::uint64_t value = 0;
  for (std::size_t i = count; i-- > 0;) value = value << 8 | static_cast<std::uint8_t>(octets[at + i]);
  return value;
}

std::uint32_t crc32c(BytesView octets) {
  std::uint32_t crc = ~0u;
  std::size_t at = 0;
  for (; at + 8 <= octets.size(); at += 8) {
    const std::uint64_t word = little_endian(octets, at, 8) ^ crc;
    crc = 0;
    for (std::size_t k = 0; k < 8; ++k) crc ^= kTables[7 - k][word >> (8 * k) & 0xFF];
  }
  for (; at < octets.size(); ++at)
    crc = crc >> 8 ^ kTables[0][(crc ^ static_cast<std::uint8_t>(octets[at])) & 0xFF];
  return ~crc;
}

std::uint32_t masked(std::uint32_t crc) { return (crc >> 15 | crc << 17) + 0xA282EAD8u; }

struct Record {
  std::uint8_t type = 0;
  BytesView content;
};

// Adds to `summed` the octets whose check was computed.
std::optional<Record> record_at(BytesView log, std::size_t at, std::uint64_t& summed) {
  const std::size_t block_end = std::min(log.size(), (at / kBlock + 1) * kBlock);
  if (at + kHeader > block_end) return std::nullopt;
  const auto type = static_cast<std::uint8_t>(log[at + 6]);
  const std::size_t length = little_endian(log, at + 4, 2);
  if (type < kFull || type > kLast || at + kHeader + length > block_end) return std::nullopt;
  summed += 1 + length;
  if (masked(crc32c(log.substr(at + 6, 1 + length))) != little_endian(log, at, 4)) return std::nullopt;
  return Record{type, log.substr(at + kHeader, length)};
}

// Goes from record to record; after damage octet by octet until one is whole again.
class Walk {
 public:
  Walk(BytesView log, std::uint64_t summed_max) : log_(log), summed_max_(summed_max + log.size()) {}

  WalCheck run() {
    while (at_ < log_.size() && !found_.whole_write_follows) step();
    if (inside_) damaged(write_begins_);  // the log ends within a write
    return found_;
  }

 private:
  void step() {
    if (kBlock - at_ % kBlock < kHeader) {
      at_ = (at_ / kBlock + 1) * kBlock;
      return;
    }
    const auto record = record_at(log_, at_, summed_);
    if (!record) {
      damaged(inside_ ? write_begins_ : at_);
      inside_ = false;
      ++at_;
      found_.whole_write_follows = summed_ > summed_max_;
      return;
    }
    take(*record);
    at_ += kHeader + record->content.size();
  }

  void take(const Record& record) {
    const bool begins = record.type == kFull || record.type == kFirst;
    if (begins == inside_) damaged(inside_ ? write_begins_ : at_);
    if (begins) {
      inside_ = true;
      write_begins_ = at_;
    }
    if (!inside_ || record.type == kFirst || record.type == kMiddle) return;
    inside_ = false;
    found_.has_writes = true;
    found_.whole_write_follows = found_.damaged_at.has_value();
  }

  void damaged(std::size_t at) {
    if (!found_.damaged_at) found_.damaged_at = at;
  }

  BytesView log_;
  WalCheck found_;
  std::size_t at_ = 0, write_begins_ = 0;
  std::uint64_t summed_ = 0;
  const std::uint64_t summed_max_;  // beside each octet once
  bool inside_ = false;             // a write that is cut over blocks
};

}  // namespace

WalCheck check_wal(BytesView log, std::uint64_t summed_max) { return Walk(log, summed_max).run(); }

}  // namespace renkei
