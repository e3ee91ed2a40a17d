// A photo made small enough for paper: decoded line by line, averaged down to at most 1,000 pixels a side,
// turned upright, encoded again without anything else that the file held (places, names of cameras).
#pragma once

#include <memory>
#include <optional>

#include "replay/packet/row.h"

namespace renkei::packet::pdf {

constexpr std::size_t kPictureSideMax = 1'000;

struct Picture {
  Bytes jpeg;
  std::size_t width = 0, height = 0;
};

// Rows of RGB octets from the top, in a known size.
class PixelRows {
 public:
  virtual ~PixelRows() = default;
  virtual std::size_t width() const = 0;
  virtual std::size_t height() const = 0;
  virtual bool next(std::vector<std::uint8_t>& row) = 0;  // 3 × width octets
  virtual unsigned orientation() const { return 1; }      // of EXIF, 1 … 8
};

// nullptr: not a picture that can be shown (damaged, of a rare kind, or too large to be decoded in bounds).
std::unique_ptr<PixelRows> jpeg_rows(const Bytes& file);
std::unique_ptr<PixelRows> png_rows(const Bytes& file);

std::optional<Picture> small_picture(const Bytes& file, MediaType media);

}  // namespace renkei::packet::pdf
