// The packet's container: a ZIP that can be written and read in one way only (docs/formats/packet.md,
// "Container"). Members are stored as they are, sorted, with fixed times; the reader refuses everything else,
// so that nobody can show two contents with one file. ADR 10 says why this is our own code.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "domain/result.h"
#include "domain/values/bytes.h"
#include "replay/packet/sink.h"

namespace renkei::packet {

// A member writes its octets whenever it is asked, the same each time: once to learn its digest, once into the
// file. So nothing of a packet is kept in memory or in a temporary file.
struct Member {
  std::string name;
  std::function<void(const Sink&)> write;
};

struct MemberFacts {
  std::string name;
  std::uint64_t bytes = 0;
  std::uint32_t crc32 = 0;
  Digest sha256;
};
MemberFacts facts_of(const Member& member);

bool valid_member_name(std::string_view name);

// Writes members in the order of their names; aborts on one that is out of order or not what its facts say.
class ZipWriter {
 public:
  explicit ZipWriter(Sink sink) : sink_(std::move(sink)) {}
  void add(const Member& member, const MemberFacts& facts);
  void finish();
  std::uint64_t bytes() const { return offset_; }

 private:
  struct Entry {
    MemberFacts facts;
    std::uint64_t offset = 0;
  };
  void put(const Bytes& octets);
  Sink sink_;
  std::uint64_t offset_ = 0;
  std::vector<Entry> entries_;
};

// Octets of a file at an offset; fewer than asked for only at its end.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  virtual std::uint64_t size() const = 0;
  virtual Bytes read(std::uint64_t offset, std::uint64_t length) const = 0;
};

class ZipReader {
 public:
  struct Entry {
    std::string name;
    std::uint64_t offset = 0, bytes = 0;  // of the content
    std::uint32_t crc32 = 0;
  };
  // What is wrong with the file, in English, else its members.
  static Result<ZipReader, std::string> open(std::shared_ptr<const ByteSource> source);

  const std::vector<Entry>& entries() const { return entries_; }
  const Entry* find(std::string_view name) const;
  // The whole member; nullopt when there is none or it is larger than `most`.
  std::optional<Bytes> read(std::string_view name, std::uint64_t most) const;
  void stream(const Entry& entry, const Sink& sink) const;  // in pieces

 private:
  std::shared_ptr<const ByteSource> source_;
  std::vector<Entry> entries_;
};

}  // namespace renkei::packet
