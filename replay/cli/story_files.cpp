// Scans and a photo made on the spot: real formats, invented content.
#include "eventstore/crypto/base64.h"
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

// A picture of 320 × 240 points, drawn by a formula: a lower leg on a towel. JPEG without its first marker,
// base64.
constexpr std::string_view kPicture =
    "/+AAEEpGSUYAAQEAAAEAAQAA/9sAQwAbEhQXFBEbFxYXHhwbIChCKyglJShROj0wQmBVZWRfVV1baniZgWpxkHNbXYW1hpCeo6ut"
    "q2eAvMm6pseZqKuk/9sAQwEcHh4oIyhOKytOpG5dbqSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSk"
    "pKSkpKSk/8AAEQgA8AFAAwEiAAIRAQMRAf/EABkAAQEBAQEBAAAAAAAAAAAAAAIBAwAFBP/EADAQAQEBAQAABQEFBwQDAAAAAAEA"
    "AhEDBBIhMUFRgbHB8AUTMzRykaEiMlJhI0Jx/8QAGAEBAQEBAQAAAAAAAAAAAAAAAAEDAgT/xAAbEQEAAwEBAQEAAAAAAAAAAAAA"
    "AQIxEQMhQf/aAAwDAQACEQMRAD8A90K8oMu1QNEEnpgsECeSAzywMLkuG5YM9EeS0x7BQtAsxtBgnjYdeDvOTq5QvIw3tdvF9Po3"
    "rHe+lTtndp5tc2hZ5mWbUypEkRVrStB1K3QSLKjAGLNi1Rjovo/Z+/fXhr8e5+djojjf7nxs+JzvH3/+XVZ5Lm0dh64XJcNy2zBn"
    "ojyWmPYKFoFmNoMF5HRPsNMASgVWgwPJMIZZjBnll2IV5AdMFnogkEGeWATyQMbluC5IM9Mey0R5BRtBswtAgXby/MBnzWw+3t6f"
    "Lz/PZ55gec7n5+25vjumjm0LLNoWLYyREqQKtLqKt110Eo1ugLFk0aoz0WWy2bPRB9vk/E9fgBz3z/ptlvg8jv0+O45/vPwvvS3r"
    "PYYWjks9Mey0R5Vyo2g2YWgQLsNMuR0QBaDVKBA8sxhkmECyS5Ea9gOiCT0wWCBPJAZ5YGFyXDcsGeiPJaY9goWgWY2gwLl8H7Sy"
    "/wDj1z2FG+7t8n7RHXgdP/XQv4fnS2Oq6+PNoWWLUsG5kiJIgpWhWirdddB1K0gjFk0aoDDRaMGDFXGzR85enb18pvGdnxo773k7"
    "L7f2f4nfAcfXD/h/TaUn8Z3j51vojyWmPbRkoWgWY2gwLkNEux0wBKBVaDA8kwhlmMGY17QJcgGmCz0QSCDPLAJ5IGNy3BckGemP"
    "Z6Icgo2g2YWgQXth5sdeX2H2d/tfRyz8bDrw9ZPlEkka8zFrmxxbZvO9JkiJIgRWhWirdSsHUrSDmLKjUBizYsRlol5XxP3fjg/G"
    "vb7/AKXasd9PceNYniTHYenpj2uX14zrnPUDynLd51G0GzC0CC9jpnyGiALQapQIHlmMMkwgQS5AZdgmizSemzWDgnkgM8sDC5Lh"
    "uWAaIclpj2ChaBZjMYHyGiXY6YPG8P4tsw3/AB/E/qfxnmwl6IMmQJlFUlElFdWlaDrrroJRrRgLFmxaoDZbLZs9EH0+R36vBcfX"
    "L/h/Tb8vh8nr0+Pz3/1HL7u21Z7DC0clQtAsxtBunJchol2OmAJQLluGB5JhDLMYMhl2mSXIBps1tdFmkEGeWATyQMbluC5IM9Me"
    "z0Q5BRmMQmEF7HTPkdEHl+IJ4+x/5LLN3mP5nf3fhdmwnXojGhXsO9qUdcMWosSsUxlZyGiTBXXXQSlboC0atGqAw1aMNQZL6dmu"
    "d49vv706PS+DZfX5Z9XgZ+Ont7WlJZ+kfrYbQYBMLRkvY6Z8jogyW4apQIHlmMMloEFCXIDLsE0WaT02awcE8lmM8sGgXJcNFgOi"
    "HJaYdgQWgWYzGB8jor2OmDy/NfzW/u/Cnfavmf5rf3fhE+bCdeiuGSIkijsitCsFrStFO6mfiscpdWkEYsmjUBizYMRlq+jyC83n"
    "6CP6/tY6r5XXp8we3+4T8/yuq65tHx6AWgWYzG2YHyOivY6YAlAuWgwaZJhZ5bQYMhl2gS5ANNmtros0ggyy0CWSBjRZBRIM9MO2"
    "miHIKMxiEwgvY6Z8jog8/wA4c8Y1z2T5+2yPm+jz2fbGu/Dz9f2vmz82Ntb0xoTIZmXLQitCpBa0rRVzKOZRzLqVpBKNaNQWDNgx"
    "A1TwP5jH3/hXV3lsuvMCfQVuq65tj7hmMQmFswXsdM+R0QZLcNUuCBZZjHJMILklyGWXYJos0nps1g4J5LMZ5YNQolBuWA6Iclph"
    "2BhMLIbQYHyOivY6YPl89kfAX/ij+V8B83o+Z5rwNj9nbzz4s76285+HmZDMyzakSIkiC1pWilmtKxy6laQSjVo1BYM2DEZ6n5L+"
    "Yf6fzIatfIh696+oBdV1zbH3BMLIbQbZgfI6K9jpgCUC5aDBpktAsssxgzJXBXkA1ZtrogkAJ5oE8kCKMguSDLULTRHkHEyIWgQd"
    "HU+R0QY+IerGs9505efj4vTS8vw/izu082gcmUPeQNm2iVJESRFWWT60D7ZUOrdddEdStIIxZMWojBkw1EZ6tvJn+nWvqvP1/ex3"
    "fV5TJ+4E+qrd01xfGxMiFoFqxdHU+R0QZNxJKBBc2hHJMIKSgMuwTVmy0wWDiebMZ5YNSjQblgOoV0x7AyZZDaDA46r2GmAt5aGf"
    "E1k+DSF6a3m6/jb/AKn8bi7TzPMyGbQsmpFShUgV111FW666DqXXQRiyYtUFhqbZ6gz23o+Fn0eFjKcQOn/d5qerZnvOvO3p9tKM"
    "vQyZZDaDaMzjqvYaYC3FFoMGmbQsssxgzJXBLkGerNtdEEgBPNAnkgRRkFyQZahaaI8g4mRC0CDo6tOQ0QZN8Gv4u/6m9FLztfxd"
    "/wBT+NxfGnnp5tCzzaFk1IkRJEFrStFddddBLrqMEaNWLVBbPU2z0wXywvmBPoK32WHkcdN79vnhfTy2pjC8/XE8xC0C6cujq05D"
    "RBk0JpQILm0I5JhBcygNewdqzZaYLBSWbMZ5YNSjQblgOoV0x7AyebIbQYHHV3Y6YC3lZ0706fle3qLeX4fxcXaebbMyGZlk1IkR"
    "JEFrStFddddBKNaMEYtWLVB1ZbbTVlz17znvPUh2D0PK49HlsfHU77f9zq8DgcD4I9vRDzT9MmWQ2gwOOrux0wFuKLQYNczLLLMY"
    "MyVwS5BnqzbbRZpACeaBPJBS5kFyQZaha6Icg4mRC0CDo6tOR0QfP4q58PafIKXw4vu8ymfA2v2c/vfFizu182mZkczLNoRUoVIq"
    "1pWg666kHUasWCMGTBqgaZ+Tx6vHdfTJ/n9ds9t9fkPD54Lv67f8H6bqsfXF55DXULXRDlsxcTIhaBB0dWnI6IMWhNKBBc2hHJMI"
    "KSsxl2DtWbLTZrAiebIZZYNijQaLBNQrph2DQmWQzGDSOrux0wfP51Dy6P1QL4sX0+e0OM5+rrt8+LK+tqY0zMiTLh2pIiSiurdd"
    "QdStII0asWqCw0zbPTBnodaM591eF7GcmMZwfGTnveb5Lw/X5j1Pxj3+/wCl6K2tI+dZXn7xNQrph27ZtCZZDMYNI6u7HTAW4itw"
    "wa5mWWWYwf/Z";

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

// A JPEG of 5 MB, as a tablet sends: EXIF, a picture, and comments full of noise for its size.
std::string sample_photo() {
  std::string photo = "\xFF\xD8" + exif_with_position();
  while (photo.size() + 60'000 < kPhotoBytes) {
    std::string noise = random_bytes(59'000);
    photo += "\xFF\xFE" + big(static_cast<unsigned>(noise.size() + 2), 2) + noise;
  }
  return photo + *base64_decode(kPicture);
}

}  // namespace renkei::cli
