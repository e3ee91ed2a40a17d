#include "replay/disclosure/pdf/picture.h"

#include <gtest/gtest.h>

#include "sample_pictures.h"

namespace renkei::testing {
namespace {

using packet::pdf::small_picture;

// Mean of the red of a small square in a corner of an encoded picture.
double brightness(const Bytes& jpeg, bool right, bool bottom) {
  const auto rows = packet::pdf::jpeg_rows(jpeg);
  std::vector<std::uint8_t> row(3 * rows->width());
  double sum = 0, count = 0;
  for (std::size_t y = 0; y < rows->height(); ++y) {
    if (!rows->next(row)) ADD_FAILURE();
    if ((y >= rows->height() / 2) != bottom) continue;
    const std::size_t from = right ? rows->width() * 7 / 8 : 0;
    if (bottom ? y < rows->height() * 7 / 8 : y > rows->height() / 8) continue;
    for (std::size_t x = from; x < from + rows->width() / 8; ++x) sum += row[3 * x], ++count;
  }
  return sum / count;
}

TEST(Picture, IsMadeSmallInItsShape) {
  const auto small = small_picture(jpeg_photo(3200, 2400, 1), MediaType::jpeg);
  ASSERT_TRUE(small);
  EXPECT_EQ(small->width, 1000u);
  EXPECT_EQ(small->height, 750u);
  const auto tiny = small_picture(png_photo(64, 48), MediaType::png);
  ASSERT_TRUE(tiny);
  EXPECT_EQ(tiny->width, 64u);
  EXPECT_EQ(tiny->height, 48u);
}

TEST(Picture, StandsUprightHoweverTheCameraWasHeld) {
  struct Held {
    unsigned orientation;
    bool right, bottom;  // where the dark corner comes to stand
  };
  for (const Held& held :
       {Held{1, false, false}, Held{2, true, false}, Held{3, true, true}, Held{4, false, true},
        Held{5, false, false}, Held{6, true, false}, Held{7, true, true}, Held{8, false, true}}) {
    const auto small = small_picture(jpeg_photo(800, 600, held.orientation), MediaType::jpeg);
    ASSERT_TRUE(small);
    EXPECT_EQ(small->width, held.orientation >= 5 ? 600u : 800u);
    EXPECT_LT(brightness(small->jpeg, held.right, held.bottom), 60) << held.orientation;
    EXPECT_GT(brightness(small->jpeg, !held.right, !held.bottom), 100) << held.orientation;
  }
}

TEST(Picture, KeepsNothingOfTheFileButItsPixels) {
  const auto small = small_picture(jpeg_photo(400, 300, 6), MediaType::jpeg);
  ASSERT_TRUE(small);
  EXPECT_EQ(small->jpeg.find("Exif"), Bytes::npos);
}

TEST(Picture, ThatCannotBeDecodedIsNone) {
  const Bytes photo = jpeg_photo(400, 300, 1), drawing = png_photo(400, 300);
  EXPECT_FALSE(small_picture("", MediaType::jpeg));
  EXPECT_FALSE(small_picture("not a picture", MediaType::jpeg));
  EXPECT_FALSE(small_picture("not a picture", MediaType::png));
  EXPECT_FALSE(small_picture(drawing.substr(0, drawing.size() / 2), MediaType::png));
  EXPECT_FALSE(small_picture(photo.substr(0, 100), MediaType::jpeg));
  EXPECT_FALSE(small_picture(photo, MediaType::pdf));
}

}  // namespace
}  // namespace renkei::testing
