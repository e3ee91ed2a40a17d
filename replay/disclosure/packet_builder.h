// Builds a packet, octet for octet the same whenever it is built of the same case at the same checkpoint. It is
// written piece by piece; in memory stand one row's numbers each, the words, and the PDF.
#pragma once

#include <atomic>

#include "eventstore/crypto/secret.h"
#include "replay/disclosure/packet_model.h"
#include "replay/packet/manifest.h"
#include "replay/packet/subject_heads.h"

namespace renkei {

struct PacketOrder {
  packet::State requested;  // what was asked for; its position, audience, case
  std::uint64_t as_of = 0, heads_position = 0;
  std::string checkpoint_note;  // of a tree that holds heads_position
};

struct PacketProgress {
  std::function<void(const char* step, std::uint64_t done, std::uint64_t total)> tell;  // may be empty
  const std::atomic<bool>* stop = nullptr;  // of who wants it no more
};

struct BuiltPacket {
  std::uint64_t rows = 0, shown = 0, withheld = 0, bytes = 0;
  Digest digest;
};

struct PacketError {
  std::string what;
  bool stopped = false;
};

// Writes the ZIP to `sink`. `packet_seed` signs the manifest. Throws CorruptHistory.
Result<BuiltPacket, PacketError> build_packet(const PacketSources& sources, const PacketOrder& order,
                                              BytesView packet_seed, const packet::Sink& sink,
                                              const PacketProgress& progress);

// The root over the persons' heads below a position, and how many there are: what a SubjectHeadsSealed entry
// states.
struct SealedHeads {
  std::uint64_t count = 0;
  Digest root;
};
SealedHeads seal_heads(const ViewReader& views, std::uint64_t as_of);

}  // namespace renkei
