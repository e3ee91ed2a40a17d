// Photos of the sample: a grid of colours with one dark corner, as a JPEG (with EXIF when held on its side) or
// PNG.
#include "sample_pictures.h"

#include <cstdio>

#include <jpeglib.h>
#include <png.h>

#include <cstdlib>

#include "sample_model.h"

namespace renkei::testing {
namespace {

std::vector<std::uint8_t> pixels(std::size_t width, std::size_t height) {
  std::vector<std::uint8_t> rgb;
  rgb.reserve(3 * width * height);
  for (std::size_t y = 0; y < height; ++y) {
    for (std::size_t x = 0; x < width; ++x) {
      const bool corner = x < width / 4 && y < height / 4;
      const bool line = x % (width / 8) < 4 || y % (height / 6) < 4;
      rgb.push_back(static_cast<std::uint8_t>(corner ? 20 : line ? 255 : 120 + 120 * x / width));
      rgb.push_back(static_cast<std::uint8_t>(corner ? 20 : line ? 255 : 150 + 60 * y / height));
      rgb.push_back(static_cast<std::uint8_t>(corner ? 20 : line ? 255 : 170));
    }
  }
  return rgb;
}

// The one tag: how the camera was held.
Bytes exif(unsigned orientation) {
  Bytes data("Exif\0\0II*\0\10\0\0\0\1\0\22\1\3\0\1\0\0\0", 24);
  data += static_cast<char>(orientation);
  return data + Bytes(7, '\0');
}

}  // namespace

Bytes jpeg_photo(std::size_t width, std::size_t height, unsigned orientation) {
  jpeg_compress_struct jpeg{};
  jpeg_error_mgr errors{};
  jpeg.err = jpeg_std_error(&errors);
  jpeg_create_compress(&jpeg);
  unsigned char* octets = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&jpeg, &octets, &size);
  jpeg.image_width = static_cast<JDIMENSION>(width);
  jpeg.image_height = static_cast<JDIMENSION>(height);
  jpeg.input_components = 3;
  jpeg.in_color_space = JCS_RGB;
  jpeg_set_defaults(&jpeg);
  jpeg_start_compress(&jpeg, TRUE);
  if (orientation != 1) {
    const Bytes tag = exif(orientation);
    jpeg_write_marker(&jpeg, JPEG_APP0 + 1, reinterpret_cast<const JOCTET*>(tag.data()),
                      static_cast<unsigned>(tag.size()));
  }
  std::vector<std::uint8_t> rgb = pixels(width, height);
  for (std::size_t y = 0; y < height; ++y) {
    JSAMPROW row = &rgb[3 * y * width];
    jpeg_write_scanlines(&jpeg, &row, 1);
  }
  jpeg_finish_compress(&jpeg);
  Bytes photo(reinterpret_cast<const char*>(octets), size);
  jpeg_destroy_compress(&jpeg);
  std::free(octets);
  return photo;
}

Bytes png_photo(std::size_t width, std::size_t height) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(width);
  image.height = static_cast<png_uint_32>(height);
  image.format = PNG_FORMAT_RGB;
  const std::vector<std::uint8_t> rgb = pixels(width, height);
  png_alloc_size_t size = 0;
  png_image_write_to_memory(&image, nullptr, &size, 0, rgb.data(), 0, nullptr);
  Bytes photo(size, '\0');
  png_image_write_to_memory(&image, photo.data(), &size, 0, rgb.data(), 0, nullptr);
  photo.resize(size);
  return photo;
}

std::optional<Bytes> sample_file(const packet::PacketFile& file) {
  static const Bytes photo = jpeg_photo(1600, 1200, 1);
  if (file.media == MediaType::jpeg) return photo;
  if (file.media == MediaType::png) return png_photo(640, 480);
  return Bytes("%PDF-1.4");
}

}  // namespace renkei::testing
