// The members of a packet, as someone has them who holds the file and nothing else.
#pragma once

#include <map>
#include <memory>
#include <stdexcept>

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

}  // namespace renkei::testing
