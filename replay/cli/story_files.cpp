// Scans and a photo made on the spot: real formats, invented content.
#include "eventstore/crypto/random.h"
#include "replay/cli/story_steps.h"

namespace renkei::cli {
namespace {

constexpr std::size_t kPhotoBytes = 5u << 20;

std::string big(unsigned value, unsigned bytes) {
  std::string out;
  for (unsigned i = bytes; i-- > 0;) out += static_cast<char>(value >> (8 * i) & 0xFF);
  return out;
}

// APP1 with a TIFF directory whose only entry points to a GPS directory.
std::string exif_with_position() {
  std::string tiff = std::string("MM\0\x2A", 4) + big(8, 4) + big(1, 2) + big(0x8825, 2) + big(4, 2) +
                     big(1, 4) + big(26, 4) + big(0, 4);
  tiff += big(1, 2) + big(1, 2) + big(2, 2) + big(2, 4) + std::string("N\0\0\0", 4) + big(0, 4);
  const std::string body = std::string("Exif\0\0", 6) + tiff;
  return "\xFF\xE1" + big(static_cast<unsigned>(body.size() + 2), 2) + body;
}

}  // namespace

std::string sample_scan(const std::string& title) {
  std::string pdf =
      "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
      "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n% " +
      title + "\n";
  const std::size_t xref = pdf.size();
  pdf += "xref\n0 1\n0000000000 65535 f \ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n" + std::to_string(xref) +
         "\n%%EOF\n";
  return pdf;
}

// A JPEG's outline: SOI, EXIF, comments full of noise, EOI. 5 MB, as a tablet sends.
std::string sample_photo() {
  std::string photo = "\xFF\xD8" + exif_with_position();
  while (photo.size() + 60'000 < kPhotoBytes) {
    std::string noise = random_bytes(59'000);
    photo += "\xFF\xFE" + big(static_cast<unsigned>(noise.size() + 2), 2) + noise;
  }
  return photo + "\xFF\xD9";
}

}  // namespace renkei::cli
