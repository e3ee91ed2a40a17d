#include "projections/rows.h"

namespace renkei {

Bytes number_key(std::uint64_t number) {
  Bytes key(8, '\0');
  for (std::size_t i = 8; i-- > 0; number >>= 8) key[i] = static_cast<char>(number & 0xFF);
  return key;
}

std::uint64_t number_of_key(BytesView eight_octets) {
  std::uint64_t number = 0;
  for (const char c : eight_octets.substr(0, 8)) number = number << 8 | static_cast<std::uint8_t>(c);
  return number;
}

Bytes stream_prefix(const StreamKey& stream) {
  Bytes key(1, static_cast<char>(stream.aggregate));
  key.append(reinterpret_cast<const char*>(stream.id.data()), stream.id.size());
  return key;
}

Bytes tray_prefix(Tray tray, const FacilityId& owner) {
  Bytes key(1, static_cast<char>(tray));
  key += owner.view();
  return key;
}

}  // namespace renkei
