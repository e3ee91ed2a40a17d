#pragma once

#include "domain/values/bytes.h"

namespace renkei::testing {

// With a dark corner at the top left of the pixels; `orientation` is EXIF's.
Bytes jpeg_photo(std::size_t width, std::size_t height, unsigned orientation);
Bytes png_photo(std::size_t width, std::size_t height);

}  // namespace renkei::testing
