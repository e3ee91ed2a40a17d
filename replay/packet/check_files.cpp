#include <array>
#include <boost/crc.hpp>
#include <set>

#include "eventstore/crypto/sha256.h"
#include "replay/packet/check_parts.h"

namespace renkei::packet {
namespace {

struct Read {
  Digest sha256;
  std::uint32_t crc32 = 0;
};

Read read_through(const Examined& x, const ZipReader::Entry& entry) {
  Sha256 digest;
  boost::crc_32_type crc;
  x.zip.stream(entry, [&](BytesView piece) {
    digest.update(piece);
    crc.process_bytes(piece.data(), piece.size());
  });
  return {digest.finish(), crc.checksum()};
}

// What a person reads with; no proof needs them, so that only this finds them missing.
constexpr std::array kForReading{"packet.pdf", "usage.csv", "verify.html"};

bool signs_itself(const std::string& name) { return name == "manifest.json" || name == "manifest.sig"; }

// The members that every packet has, or may have, beside what its rows bring.
bool stands_alone(const std::string& name) {
  static const std::set<std::string> kNames{"manifest.json",    "manifest.sig", "checkpoint", "proof-nodes",
                                            "subject-heads",    "usage.jsonl",  "usage.csv",  "packet.pdf",
                                            "fhir/bundle.json", "verify.html"};
  return kNames.contains(name);
}

}  // namespace

void check_files(Examined& x) {
  std::set<std::string> listed;
  for (const ManifestFile& file : x.manifest.files) {
    const ZipReader::Entry* entry = x.zip.find(file.name);
    if (!listed.insert(file.name).second) {
      x.find("manifest", file.name, "is listed twice");
      continue;  // each is read once, however often it is listed
    }
    if (entry == nullptr) {
      x.find("file", file.name, "is missing");
      continue;
    }
    const Read read = read_through(x, *entry);
    x.digests.emplace(file.name, read.sha256);
    if (entry->bytes != file.bytes || read.sha256 != file.sha256)
      x.find("file", file.name, "is not the one that the manifest names");
    if (read.crc32 != entry->crc32) x.find("file", file.name, "its checksum in the ZIP is wrong");
  }
  for (const char* name : kForReading) {
    if (!listed.contains(name)) x.find("file", name, "is missing");
  }
  for (const ZipReader::Entry& entry : x.zip.entries()) {
    if (signs_itself(entry.name)) {
      if (read_through(x, entry).crc32 != entry.crc32)
        x.find("file", entry.name, "its checksum in the ZIP is wrong");
    } else if (!listed.contains(entry.name)) {
      x.find("file", entry.name, "is not listed in the manifest");
      x.digests.emplace(entry.name, read_through(x, entry).sha256);  // the row that has it is not to blame
    }
  }
}

// What is signed and listed, but belongs to nothing, was slipped in by whoever signed.
void check_strangers(Examined& x) {
  for (const ZipReader::Entry& entry : x.zip.entries()) {
    if (!stands_alone(entry.name) && !x.named.contains(entry.name))
      x.find("file", entry.name, "belongs to no row of the packet");
  }
}

}  // namespace renkei::packet
