// How a packet's members are named and bundled (docs/formats/packet.md, "entries, payloads").
#pragma once

#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include "domain/values/bytes.h"

namespace renkei::packet {

inline constexpr std::uint64_t kBundleRows = 256;
inline constexpr std::size_t kReceiptsMax = 1'000;  // .tlog-proof files

// "entries/000": bundle of the ordinals 256·n + 1 …
inline std::string bundle_name(const char* folder, std::uint64_t number) {
  char text[64];
  std::snprintf(text, sizeof text, "%s/%03llu", folder, static_cast<unsigned long long>(number));
  return text;
}
inline std::string receipt_name(std::uint64_t ordinal) {
  char text[64];
  std::snprintf(text, sizeof text, "proofs/%06llu.tlog-proof", static_cast<unsigned long long>(ordinal));
  return text;
}

// An item behind its length in `bytes` octets, big-endian.
inline void put_item(Bytes& bundle, BytesView item, unsigned bytes) {
  for (unsigned i = bytes; i-- > 0;) bundle += static_cast<char>(item.size() >> (8 * i) & 0xFF);
  bundle += item;
}
// The items of a bundle; nullopt unless it is exactly `count` of them.
inline std::optional<std::vector<BytesView>> items_of(BytesView bundle, unsigned bytes, std::uint64_t count) {
  std::vector<BytesView> items;
  for (std::uint64_t n = 0; n < count; ++n) {
    if (bundle.size() < bytes) return std::nullopt;
    std::uint64_t length = 0;
    for (unsigned i = 0; i < bytes; ++i) length = length << 8 | static_cast<unsigned char>(bundle[i]);
    bundle.remove_prefix(bytes);
    if (bundle.size() < length) return std::nullopt;
    items.push_back(bundle.substr(0, length));
    bundle.remove_prefix(length);
  }
  return bundle.empty() ? std::optional(std::move(items)) : std::nullopt;
}

}  // namespace renkei::packet
