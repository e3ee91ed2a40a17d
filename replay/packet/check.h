// Checks a packet from its own octets, offline and without a store (docs/formats/packet.md, "What a checker
// does"). It never stops at the first finding, and nothing in a packet makes it crash.
#pragma once

#include <optional>

#include "replay/packet/manifest.h"
#include "replay/packet/trust_policy.h"
#include "replay/packet/zip.h"

namespace renkei::packet {

struct PacketFinding {
  std::string kind;  // "file" "manifest" "signature" "entry" "period" "tree" "heads" "content" "words" "counts"
  std::string where;  // file, row or key
  std::string found;  // in English
};

struct PacketReport {
  std::optional<Manifest> manifest;  // none: not a packet, or a finding tells what is wrong with it
  std::vector<PacketFinding> findings;
  bool keys_known = false;  // the policy names the keys, and they signed
  bool mirrored = false;    // a quorum of mirrors that the policy names cosigned the checkpoint
  bool truncated = false;   // rows are missing at the end
  std::string unreadable;   // why it is no packet at all

  // 0 whole, signed, complete · 2 changed · 3 cut off at the end · 4 whole in itself, keys unknown · 5 no
  // packet.
  int exit_code() const;
};

struct CheckInput {
  std::shared_ptr<const ByteSource> file;
  const TrustPolicy* policy = nullptr;                                    // none: internal check only
  std::function<void(std::uint64_t done, std::uint64_t total)> progress;  // rows
};
PacketReport check_packet(const CheckInput& input);

}  // namespace renkei::packet
