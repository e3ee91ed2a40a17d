#include <algorithm>

#include "replay/packet/zip_records.h"

namespace renkei::packet {
namespace {

constexpr std::uint64_t kMembersMax = 1'000'000;
constexpr std::uint64_t kPiece = 1 << 20;

// Reads little-endian numbers off a record.
class Fields {
 public:
  explicit Fields(BytesView octets) : octets_(octets) {}
  std::uint64_t take(std::size_t bytes) {
    std::uint64_t value = 0;
    if (octets_.size() < bytes) {
      short_ = true;
      return 0;
    }
    for (std::size_t i = bytes; i-- > 0;) value = value << 8 | static_cast<unsigned char>(octets_[i]);
    octets_.remove_prefix(bytes);
    return value;
  }
  BytesView take_text(std::size_t bytes) {
    if (octets_.size() < bytes) {
      short_ = true;
      return {};
    }
    const BytesView text = octets_.substr(0, bytes);
    octets_.remove_prefix(bytes);
    return text;
  }
  std::size_t left() const { return octets_.size(); }
  bool ok() const { return !short_; }

 private:
  BytesView octets_;
  bool short_ = false;
};

constexpr std::uint64_t kDirectoryBytesMax = 64 << 20;  // it is read whole; the page has the same bound

struct Directory {
  std::uint64_t count = 0, offset = 0, bytes = 0;
};

Result<Directory, std::string> find_directory(const ByteSource& file) {
  const auto bad = [] { return Unexpected{std::string("the end of the file is not that of a packet")}; };
  const std::uint64_t size = file.size();
  if (size < zip::kEndBytes) return bad();
  const Bytes end = file.read(size - zip::kEndBytes, zip::kEndBytes);
  Fields f(end);
  if (f.take(4) != zip::kEnd) return bad();
  f.take(4);
  Directory d;
  d.count = f.take(2);
  f.take(2);
  d.bytes = f.take(4);
  d.offset = f.take(4);
  std::uint64_t end_at = size - zip::kEndBytes;
  if (end_at >= zip::kLocator64Bytes + zip::kEnd64Bytes) {
    const std::uint64_t record = end_at - zip::kLocator64Bytes - zip::kEnd64Bytes;
    const Bytes octets = file.read(record, zip::kEnd64Bytes);
    Fields large(octets);
    if (large.take(4) == zip::kEnd64) {
      large.take(8 + 2 + 2 + 4 + 4);
      d.count = large.take(8);
      large.take(8);
      d.bytes = large.take(8);
      d.offset = large.take(8);
      end_at = record;
    }
  }
  // The records are written anew and compared: so there is one way only.
  if (d.count > kMembersMax || d.bytes > kDirectoryBytesMax || d.bytes > end_at || d.offset != end_at - d.bytes)
    return bad();
  if (file.read(end_at, size - end_at) != zip::end_records(d.count, d.offset, d.bytes)) return bad();
  return d;
}

struct Listed {
  MemberFacts facts;
  std::uint64_t offset = 0;
};

// One record of the directory; nullopt when it is not exactly as it may be.
std::optional<Listed> take_listed(Fields& f) {
  Listed listed;
  f.take(4 + 2 + 2 + 2 + 2 + 2 + 2);
  listed.facts.crc32 = static_cast<std::uint32_t>(f.take(4));
  f.take(4);
  listed.facts.bytes = f.take(4);
  const std::uint64_t name = f.take(2), extra = f.take(2);
  f.take(2 + 2 + 2 + 4);
  listed.offset = f.take(4);
  listed.facts.name = f.take_text(name);
  Fields large(f.take_text(extra));
  if (extra != 0) {
    large.take(4);
    if (listed.facts.bytes == zip::kLarge) {
      listed.facts.bytes = large.take(8);
      large.take(8);
    }
    if (listed.offset == zip::kLarge) listed.offset = large.take(8);
  }
  if (!f.ok() || !large.ok() || large.left() != 0 || !valid_member_name(listed.facts.name)) return std::nullopt;
  return listed;
}

Result<std::vector<Listed>, std::string> read_directory(const ByteSource& file, const Directory& d) {
  const Bytes octets = file.read(d.offset, d.bytes);
  std::vector<Listed> all;
  Fields f(octets);
  Bytes again;
  for (std::uint64_t i = 0; i < d.count; ++i) {
    auto listed = take_listed(f);
    if (!listed) return Unexpected{std::string("the list of members is damaged")};
    if (!all.empty() && listed->facts.name <= all.back().facts.name)
      return Unexpected{"member " + listed->facts.name + " is out of order or there twice"};
    again += zip::central_header(listed->facts, listed->offset);
    all.push_back(std::move(*listed));
  }
  if (again != octets) return Unexpected{std::string("the list of members is not written as it may be")};
  return all;
}

}  // namespace

Result<ZipReader, std::string> ZipReader::open(std::shared_ptr<const ByteSource> source) {
  auto directory = find_directory(*source);
  if (!directory) return Unexpected{directory.error()};
  auto listed = read_directory(*source, *directory);
  if (!listed) return Unexpected{listed.error()};
  ZipReader reader;
  std::uint64_t offset = 0;
  for (const Listed& l : *listed) {
    const Bytes header = zip::local_header(l.facts);
    if (l.offset != offset || source->read(offset, header.size()) != header)
      return Unexpected{"member " + l.facts.name + " does not stand where it must"};
    reader.entries_.push_back({l.facts.name, offset + header.size(), l.facts.bytes, l.facts.crc32});
    if (l.facts.bytes > directory->offset) return Unexpected{"member " + l.facts.name + " has no such size"};
    offset += header.size() + l.facts.bytes;
  }
  if (offset != directory->offset) return Unexpected{std::string("octets between the members and their list")};
  reader.source_ = std::move(source);
  return reader;
}

const ZipReader::Entry* ZipReader::find(std::string_view name) const {
  const auto found = std::lower_bound(entries_.begin(), entries_.end(), name,
                                      [](const Entry& e, std::string_view n) { return e.name < n; });
  return found == entries_.end() || found->name != name ? nullptr : &*found;
}

std::optional<Bytes> ZipReader::read(std::string_view name, std::uint64_t most) const {
  const Entry* entry = find(name);
  if (entry == nullptr || entry->bytes > most) return std::nullopt;
  return source_->read(entry->offset, entry->bytes);
}

void ZipReader::stream(const Entry& entry, const Sink& sink) const {
  for (std::uint64_t done = 0; done < entry.bytes; done += kPiece)
    sink(source_->read(entry.offset + done, std::min(kPiece, entry.bytes - done)));
}

}  // namespace renkei::packet
