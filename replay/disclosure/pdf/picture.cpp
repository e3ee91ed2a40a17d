#include "replay/disclosure/pdf/picture.h"

#include <cstddef>
#include <cstdio>

#include <jpeglib.h>

#include <algorithm>
#include <cstdlib>

namespace renkei::packet::pdf {
namespace {

struct Pixels {
  std::size_t width = 0, height = 0;
  std::vector<std::uint8_t> rgb;
  const std::uint8_t* at(std::size_t x, std::size_t y) const { return &rgb[3 * (y * width + x)]; }
};

// Averages the pixels that fall on one (area sampling); holds one row of sums.
class Shrinking {
 public:
  Shrinking(std::size_t width, std::size_t height) : from_width_(width), from_height_(height) {
    const std::size_t longer = std::max(width, height);
    const std::size_t side = std::min(longer, kPictureSideMax);
    out_.width = std::max<std::size_t>(1, width * side / longer);
    out_.height = std::max<std::size_t>(1, height * side / longer);
    out_.rgb.reserve(3 * out_.width * out_.height);
    sums_.assign(3 * out_.width, 0);
    counts_.assign(out_.width, 0);
  }
  void add(const std::vector<std::uint8_t>& row) {
    for (std::size_t x = 0; x < from_width_; ++x) {
      const std::size_t to = x * out_.width / from_width_;
      for (std::size_t c = 0; c < 3; ++c) sums_[3 * to + c] += row[3 * x + c];
      ++counts_[to];
    }
    ++rows_;
    if (rows_ * out_.height / from_height_ > done_) finish_row();
  }
  Pixels take() { return std::move(out_); }

 private:
  void finish_row() {
    for (std::size_t x = 0; x < out_.width; ++x) {
      for (std::size_t c = 0; c < 3; ++c)
        out_.rgb.push_back(static_cast<std::uint8_t>(sums_[3 * x + c] / counts_[x]));
    }
    std::fill(sums_.begin(), sums_.end(), 0u);
    std::fill(counts_.begin(), counts_.end(), 0u);
    ++done_;
  }
  std::size_t from_width_, from_height_, rows_ = 0, done_ = 0;
  Pixels out_;
  std::vector<std::uint32_t> sums_, counts_;
};

// EXIF's eight ways in which a camera can have been held.
Pixels upright(Pixels from, unsigned orientation) {
  if (orientation <= 1 || orientation > 8) return from;
  const bool turned = orientation >= 5;
  Pixels to;
  to.width = turned ? from.height : from.width;
  to.height = turned ? from.width : from.height;
  to.rgb.resize(from.rgb.size());
  for (std::size_t y = 0; y < to.height; ++y) {
    for (std::size_t x = 0; x < to.width; ++x) {
      std::size_t sx = turned ? y : x, sy = turned ? x : y;
      if (orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8)
        sx = from.width - 1 - sx;
      if (orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7)
        sy = from.height - 1 - sy;
      std::copy_n(from.at(sx, sy), 3, &to.rgb[3 * (y * to.width + x)]);
    }
  }
  return to;
}

// Without dates, names or places: a plain JFIF of the pixels. Can only fail for want of memory, which aborts.
Bytes encoded(const Pixels& pixels) {
  jpeg_compress_struct jpeg{};
  jpeg_error_mgr errors{};
  jpeg.err = jpeg_std_error(&errors);
  jpeg_create_compress(&jpeg);
  unsigned char* octets = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&jpeg, &octets, &size);
  jpeg.image_width = static_cast<JDIMENSION>(pixels.width);
  jpeg.image_height = static_cast<JDIMENSION>(pixels.height);
  jpeg.input_components = 3;
  jpeg.in_color_space = JCS_RGB;
  jpeg_set_defaults(&jpeg);
  jpeg_set_quality(&jpeg, 80, TRUE);
  jpeg_start_compress(&jpeg, TRUE);
  for (std::size_t y = 0; y < pixels.height; ++y) {
    JSAMPROW row = const_cast<JSAMPROW>(pixels.at(0, y));
    jpeg_write_scanlines(&jpeg, &row, 1);
  }
  jpeg_finish_compress(&jpeg);
  Bytes result(reinterpret_cast<const char*>(octets), size);
  jpeg_destroy_compress(&jpeg);
  std::free(octets);
  return result;
}

}  // namespace

std::optional<Picture> small_picture(const Bytes& file, MediaType media) {
  const std::unique_ptr<PixelRows> rows = media == MediaType::jpeg  ? jpeg_rows(file)
                                          : media == MediaType::png ? png_rows(file)
                                                                    : nullptr;
  if (!rows || rows->width() == 0 || rows->height() == 0) return std::nullopt;
  Shrinking shrinking(rows->width(), rows->height());
  std::vector<std::uint8_t> row(3 * rows->width());
  for (std::size_t y = 0; y < rows->height(); ++y) {
    if (!rows->next(row)) return std::nullopt;
    shrinking.add(row);
  }
  const Pixels pixels = upright(shrinking.take(), rows->orientation());
  return Picture{encoded(pixels), pixels.width, pixels.height};
}

}  // namespace renkei::packet::pdf
