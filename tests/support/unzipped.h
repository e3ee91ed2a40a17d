// The members of a packet, as someone has them who holds the file and nothing else.
#pragma once

#include <map>
#include <memory>
#include <stdexcept>

#include "eventstore/crypto/base64.h"
#include "replay/packet/zip.h"

namespace renkei::testing {

class BytesSource final : public packet::ByteSource {
 public:
  explicit BytesSource(Bytes octets) : octets_(std::move(octets)) {}
  std::uint64_t size() const override { return octets_.size(); }
  Bytes read(std::uint64_t offset, std::uint64_t length) const override {
    return offset >= octets_.size() ? Bytes() : octets_.substr(offset, length);
  }

 private:
  const Bytes octets_;
};

using Members = std::map<std::string, Bytes>;

inline Members unzipped(const Bytes& zip) {
  auto reader = packet::ZipReader::open(std::make_shared<BytesSource>(zip));
  if (!reader) throw std::runtime_error(reader.error());
  Members members;
  for (const auto& entry : reader->entries()) members[entry.name] = *reader->read(entry.name, UINT64_MAX);
  return members;
}

// Everything that can be read in a member without a key: its octets, and those that it holds as base64.
inline Bytes readable(const Bytes& member) {
  Bytes all = member;
  const auto of_base64 = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/' ||
           c == '=';
  };
  for (std::size_t at = 0; at < member.size();) {
    std::size_t end = at;
    while (end < member.size() && of_base64(member[end])) ++end;
    if (end - at >= 24) {
      if (const auto octets = base64_decode(std::string_view(member).substr(at, end - at))) all += *octets;
    }
    at = end + 1;
  }
  return all;
}

}  // namespace renkei::testing
