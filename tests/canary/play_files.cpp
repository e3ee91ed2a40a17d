#include "tests/canary/canary_play.h"

namespace renkei::testing {
namespace {

std::string big(std::size_t value, unsigned octets) {
  std::string out;
  for (unsigned i = octets; i-- > 0;) out += static_cast<char>(value >> (8 * i) & 0xFF);
  return out;
}

}  // namespace

std::string scan_with(Canaries& canaries, const std::string& name) {
  return cli::sample_scan(canaries.text(name));
}

// APP1 (EXIF 2.3): a directory with ImageDescription, Artist and a pointer to an empty GPS directory; then a
// comment.
std::string photo_with(Canaries& canaries, const std::string& name) {
  const std::string description = canaries.text(name + "/description"),
                    artist = canaries.text(name + "/artist");
  const std::size_t values = 8 + 2 + 3 * 12 + 4, gps = values + description.size() + artist.size();
  const auto entry = [](unsigned tag, unsigned type, std::size_t count, std::size_t value) {
    return big(tag, 2) + big(type, 2) + big(count, 4) + big(value, 4);
  };
  const std::string tiff = std::string("MM\0\x2A", 4) + big(8, 4) + big(3, 2) +
                           entry(0x010E, 2, description.size(), values) +
                           entry(0x013B, 2, artist.size(), values + description.size()) +
                           entry(0x8825, 4, 1, gps) + big(0, 4) + description + artist + big(0, 2) + big(0, 4);
  const std::string exif = std::string("Exif\0\0", 6) + tiff, comment = canaries.text(name + "/comment");
  return "\xFF\xD8\xFF\xE1" + big(exif.size() + 2, 2) + exif + "\xFF\xFE" + big(comment.size() + 2, 2) +
         comment + "\xFF\xD9";
}

}  // namespace renkei::testing
