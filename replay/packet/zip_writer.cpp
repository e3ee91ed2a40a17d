#include <boost/crc.hpp>

#include "domain/check.h"
#include "eventstore/crypto/sha256.h"
#include "replay/packet/zip_records.h"

namespace renkei::packet {
namespace zip {
namespace {

std::uint64_t or_large(std::uint64_t value) { return value < kLarge ? value : kLarge; }

// The fields that do not fit into 32 bits, as a ZIP64 extra field; empty when all do.
Bytes extra_for(std::initializer_list<std::uint64_t> values) {
  Bytes large;
  for (const std::uint64_t value : values) {
    if (value >= kLarge) put64(large, value);
  }
  Bytes extra;
  if (large.empty()) return extra;
  put16(extra, kExtra64);
  put16(extra, large.size());
  return extra + large;
}

// What local and central header have in common, from the version needed to the length of the extra field.
void put_common(Bytes& out, const MemberFacts& facts, const Bytes& extra) {
  put16(out, kVersion);
  put16(out, 0);  // flags
  put16(out, 0);  // stored
  put16(out, 0);  // 00:00
  put16(out, kDate);
  put32(out, facts.crc32);
  put32(out, or_large(facts.bytes));
  put32(out, or_large(facts.bytes));
  put16(out, facts.name.size());
  put16(out, extra.size());
}

}  // namespace

Bytes local_header(const MemberFacts& facts) {
  const Bytes extra = extra_for({facts.bytes, facts.bytes});
  Bytes out;
  put32(out, kLocal);
  put_common(out, facts, extra);
  return out + facts.name + extra;
}

Bytes central_header(const MemberFacts& facts, std::uint64_t offset) {
  const Bytes extra = extra_for({facts.bytes, facts.bytes, offset});
  Bytes out;
  put32(out, kCentral);
  put16(out, kVersion);  // made by: MS-DOS, no attributes
  put_common(out, facts, extra);
  put16(out, 0);  // comment
  put16(out, 0);  // disk
  put16(out, 0);  // internal attributes
  put32(out, 0);  // external attributes
  put32(out, or_large(offset));
  return out + facts.name + extra;
}

Bytes end_records(std::uint64_t count, std::uint64_t directory_offset, std::uint64_t directory_bytes) {
  Bytes out;
  if (count >= kMany || directory_offset >= kLarge || directory_bytes >= kLarge) {
    put32(out, kEnd64);
    put64(out, kEnd64Bytes - 12);
    put16(out, kVersion);
    put16(out, kVersion);
    put32(out, 0);
    put32(out, 0);
    put64(out, count);
    put64(out, count);
    put64(out, directory_bytes);
    put64(out, directory_offset);
    put32(out, kLocator64);
    put32(out, 0);
    put64(out, directory_offset + directory_bytes);
    put32(out, 1);
  }
  put32(out, kEnd);
  put32(out, 0);  // disks
  put16(out, std::min<std::uint64_t>(count, kMany));
  put16(out, std::min<std::uint64_t>(count, kMany));
  put32(out, or_large(directory_bytes));
  put32(out, or_large(directory_offset));
  put16(out, 0);  // comment
  return out;
}

}  // namespace zip

bool valid_member_name(std::string_view name) {
  static constexpr std::string_view kLetters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_/";
  if (name.empty() || name.size() > 200 || name.front() == '/' || name.back() == '/') return false;
  if (name.find_first_not_of(kLetters) != std::string_view::npos) return false;
  return name.find("//") == std::string_view::npos && name.find("..") == std::string_view::npos;
}

MemberFacts facts_of(const Member& member) {
  MemberFacts facts{member.name, 0, 0, {}};
  boost::crc_32_type crc;
  Sha256 digest;
  member.write([&](BytesView piece) {
    facts.bytes += piece.size();
    crc.process_bytes(piece.data(), piece.size());
    digest.update(piece);
  });
  facts.crc32 = crc.checksum();
  facts.sha256 = digest.finish();
  return facts;
}

void ZipWriter::put(const Bytes& octets) {
  sink_(octets);
  offset_ += octets.size();
}

void ZipWriter::add(const Member& member, const MemberFacts& facts) {
  ENSURE(valid_member_name(member.name) && facts.name == member.name);
  ENSURE(entries_.empty() || entries_.back().facts.name < member.name);
  entries_.push_back({facts, offset_});
  put(zip::local_header(facts));
  std::uint64_t written = 0;
  boost::crc_32_type crc;
  member.write([&](BytesView piece) {
    written += piece.size();
    crc.process_bytes(piece.data(), piece.size());
    sink_(piece);
  });
  ENSURE(written == facts.bytes && crc.checksum() == facts.crc32);  // it wrote the same as before
  offset_ += written;
}

void ZipWriter::finish() {
  const std::uint64_t directory = offset_;
  for (const Entry& entry : entries_) put(zip::central_header(entry.facts, entry.offset));
  put(zip::end_records(entries_.size(), directory, offset_ - directory));
}

}  // namespace renkei::packet
