// Fixed-size byte values: digests and 16-byte ids without a kind. Order is the order of the bytes.
#pragma once

#include <algorithm>
#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace renkei {

using Bytes = std::string;           // owned octets; std::string because every store and socket speaks it
using BytesView = std::string_view;  // borrowed octets

template <std::size_t N, class Tag>
struct FixedBytes {
  std::array<std::uint8_t, N> octets{};

  static constexpr std::size_t size = N;

  auto operator<=>(const FixedBytes&) const = default;

  bool is_zero() const {
    return std::all_of(octets.begin(), octets.end(), [](std::uint8_t b) { return b == 0; });
  }
  BytesView view() const { return {reinterpret_cast<const char*>(octets.data()), N}; }

  // `bytes` must be exactly N long; callers check sizes of outside data first.
  static FixedBytes from(BytesView bytes) {
    FixedBytes result;
    std::memcpy(result.octets.data(), bytes.data(), std::min(N, bytes.size()));
    return result;
  }
};

using Digest = FixedBytes<32, struct DigestTag>;    // SHA-256 output: leaf hashes, roots, payload digests
using EventId = FixedBytes<16, struct EventIdTag>;  // UUIDv7
using KeyId = FixedBytes<16, struct KeyIdTag>;      // names a data key: the id of its care recipient or account
using RegisterId = FixedBytes<16, struct RegisterIdTag>;  // a running-number register, see register_of_year
using RequestTag = FixedBytes<16, struct RequestTagTag>;  // keyed digest of a request body (ledger.md, Entry)
using RequestId = FixedBytes<16, struct RequestIdTag>;    // keyed digest of an idempotency key and its scope

}  // namespace renkei

template <std::size_t N, class Tag>
struct std::hash<renkei::FixedBytes<N, Tag>> {
  std::size_t operator()(const renkei::FixedBytes<N, Tag>& value) const noexcept {
    std::size_t h = 0;  // ids and digests are uniform already: any eight octets serve
    std::memcpy(&h, value.octets.data(), sizeof h);
    return h;
  }
};
