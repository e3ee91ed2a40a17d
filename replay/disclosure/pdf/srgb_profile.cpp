#include "replay/disclosure/pdf/srgb_profile.h"

#include <cmath>
#include <initializer_list>
#include <vector>

namespace renkei::packet::pdf {
namespace {

void put(Bytes& to, std::uint64_t value, unsigned octets) {
  while (octets-- > 0) to += static_cast<char>(value >> (8 * octets) & 0xFF);
}
void put_fixed(Bytes& to, double value) {  // s15Fixed16Number
  put(to, static_cast<std::uint32_t>(static_cast<std::int32_t>(std::lround(value * 65536))), 4);
}

Bytes text(BytesView english) {  // multiLocalizedUnicodeType with one record
  Bytes tag("mluc\0\0\0\0\0\0\0\1\0\0\0\14enUS", 20);
  put(tag, 2 * english.size(), 4);
  put(tag, 28, 4);
  for (const char c : english) put(tag, static_cast<unsigned char>(c), 2);
  return tag;
}
Bytes numbers(BytesView type, std::initializer_list<double> values) {
  Bytes tag(type);
  put(tag, 0, 4);
  for (const double v : values) put_fixed(tag, v);
  return tag;
}
Bytes curve() {  // parametricCurveType 3: IEC 61966-2-1
  Bytes tag("para\0\0\0\0\0\3\0\0", 12);
  for (const double v : {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045}) put_fixed(tag, v);
  return tag;
}

Bytes header(std::size_t size) {
  Bytes h;
  put(h, size, 4);
  put(h, 0, 4);
  put(h, 0x04200000, 4);  // version 4.2
  h += "mntrRGB XYZ ";
  for (const unsigned part : {2026u, 1u, 1u, 0u, 0u, 0u}) put(h, part, 2);
  h += "acsp";
  h.append(28, '\0');  // platform, flags, device, attributes, intent: none in particular
  for (const double v : {0.9642, 1.0, 0.8249}) put_fixed(h, v);  // D50
  h.resize(128, '\0');
  return h;
}

}  // namespace

Bytes srgb_profile() {
  const std::vector<std::pair<BytesView, Bytes>> tags{
      {"desc", text("sRGB")},
      {"cprt", text("No copyright, use freely")},
      {"wtpt", numbers("XYZ ", {0.9642, 1.0, 0.8249})},
      {"chad",
       numbers("sf32", {1.04788, 0.02292, -0.05022, 0.02959, 0.99048, -0.01707, -0.00925, 0.01508, 0.75168})},
      {"rXYZ", numbers("XYZ ", {0.43607, 0.22249, 0.01392})},
      {"gXYZ", numbers("XYZ ", {0.38515, 0.71687, 0.09708})},
      {"bXYZ", numbers("XYZ ", {0.14307, 0.06061, 0.7141})},
      {"rTRC", curve()},
      {"gTRC", curve()},
      {"bTRC", curve()}};
  Bytes table, data;
  put(table, tags.size(), 4);
  const std::size_t start = 128 + 4 + 12 * tags.size();
  for (const auto& [name, tag] : tags) {
    table += name;
    put(table, start + data.size(), 4);
    put(table, tag.size(), 4);
    data += tag;
    data.resize((data.size() + 3) / 4 * 4, '\0');
  }
  return header(start + data.size()) + table + data;
}

}  // namespace renkei::packet::pdf
