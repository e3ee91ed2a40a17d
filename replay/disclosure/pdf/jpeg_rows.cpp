#include <cstddef>
#include <cstdio>

#include <jpeglib.h>

#include <algorithm>
#include <csetjmp>
#include <cstring>

#include "replay/disclosure/pdf/picture.h"

namespace renkei::packet::pdf {
namespace {

// A progressive file is decoded as a whole: bounded, so that a PDF stays within its memory.
constexpr std::size_t kPixelsMax = 100'000'000, kProgressivePixelsMax = 16'000'000;

struct Errors {  // libjpeg reports by leaving the call
  jpeg_error_mgr base{};
  std::jmp_buf out{};
};
[[noreturn]] void leave(j_common_ptr jpeg) { std::longjmp(reinterpret_cast<Errors*>(jpeg->err)->out, 1); }
void say_nothing(j_common_ptr, int) {}

std::uint32_t number(const std::uint8_t* p, std::size_t octets, bool little) {
  std::uint32_t n = 0;
  for (std::size_t i = 0; i < octets; ++i) n = n << 8 | p[little ? octets - 1 - i : i];
  return n;
}

// The one tag of EXIF (TIFF 6.0) that matters on paper: 0x0112 in the first directory.
unsigned exif_orientation(const std::uint8_t* data, std::size_t size) {
  if (size < 14 || std::memcmp(data, "Exif\0\0", 6) != 0) return 1;
  const std::uint8_t* tiff = data + 6;
  const std::size_t length = size - 6;
  const bool little = tiff[0] == 'I';
  const std::size_t directory = number(tiff + 4, 4, little);
  if (directory > length || length - directory < 2) return 1;
  const std::size_t entries = number(tiff + directory, 2, little);
  for (std::size_t i = 0; i < entries; ++i) {
    const std::size_t at = directory + 2 + 12 * i;
    if (at + 12 > length) return 1;
    if (number(tiff + at, 2, little) == 0x0112) return number(tiff + at + 8, 2, little);
  }
  return 1;
}

class JpegRows final : public PixelRows {
 public:
  ~JpegRows() override {
    if (created_) jpeg_destroy_decompress(&jpeg_);
  }

  bool open(const Bytes& file) {
    jpeg_.err = jpeg_std_error(&errors_.base);
    errors_.base.error_exit = leave;
    errors_.base.emit_message = say_nothing;
    if (setjmp(errors_.out) != 0) return false;
    jpeg_create_decompress(&jpeg_);
    created_ = true;
    jpeg_mem_src(&jpeg_, reinterpret_cast<const unsigned char*>(file.data()), file.size());
    jpeg_save_markers(&jpeg_, JPEG_APP0 + 1, 0xFFFF);
    jpeg_read_header(&jpeg_, TRUE);
    const std::size_t pixels = std::size_t{jpeg_.image_width} * jpeg_.image_height;
    if (pixels > kPixelsMax || (jpeg_.progressive_mode != FALSE && pixels > kProgressivePixelsMax))
      return false;
    if (jpeg_.jpeg_color_space == JCS_CMYK || jpeg_.jpeg_color_space == JCS_YCCK) return false;
    for (auto* marker = jpeg_.marker_list; marker != nullptr; marker = marker->next) {
      if (orientation_ == 1) orientation_ = exif_orientation(marker->data, marker->data_length);
    }
    jpeg_.out_color_space = JCS_RGB;
    jpeg_.scale_num = scale();
    jpeg_.scale_denom = 8;
    jpeg_.dct_method = JDCT_ISLOW;
    jpeg_start_decompress(&jpeg_);
    return true;
  }
  std::size_t width() const override { return jpeg_.output_width; }
  std::size_t height() const override { return jpeg_.output_height; }
  unsigned orientation() const override { return orientation_; }
  bool next(std::vector<std::uint8_t>& row) override {
    if (setjmp(errors_.out) != 0) return false;
    JSAMPROW line = row.data();
    return jpeg_read_scanlines(&jpeg_, &line, 1) == 1;
  }

 private:
  // libjpeg skips what a smaller picture does not need: the smallest eighth that leaves enough pixels.
  unsigned scale() const {
    const std::size_t longer = std::max(jpeg_.image_width, jpeg_.image_height);
    for (unsigned eighths : {1u, 2u, 4u}) {
      if (longer * eighths / 8 >= kPictureSideMax) return eighths;
    }
    return 8;
  }

  jpeg_decompress_struct jpeg_{};
  Errors errors_;
  unsigned orientation_ = 1;
  bool created_ = false;
};

}  // namespace

std::unique_ptr<PixelRows> jpeg_rows(const Bytes& file) {
  auto rows = std::make_unique<JpegRows>();
  return rows->open(file) ? std::move(rows) : nullptr;
}

}  // namespace renkei::packet::pdf
