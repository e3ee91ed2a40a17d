// The key pages as pictures: a change of the layout shows here and is looked at before `make_golden` is run
// anew.
#include <png.h>

#include <cstdlib>
#include <filesystem>

#include "tests/support/folders.h"
#include "tests/support/programs.h"
#include "written_pdf.h"

namespace renkei::testing {
namespace {

struct Page {
  const char* name;
  SampleKind kind;
  bool large_print;
  const char* heading;  // stands on it
};

constexpr Page kPages[] = {
    {"letter-part", SampleKind::part, false, "一部開示について（お知らせ）令和"},
    {"letter-none", SampleKind::none, false, "を開示しない旨の決定について（お知らせ）令和"},
    {"letter-no-data", SampleKind::no_data, false, "の不存在について（お知らせ）令和"},
    {"letter-bereaved", SampleKind::bereaved, false, "（ご遺族へのお知らせ）このたびは"},
    {"overview", SampleKind::part, false, "だれに見られたか令和"},
    {"overview-large", SampleKind::part, true, "だれに見られたか令和"},
    {"usage", SampleKind::part, false, "利用の記録の一覧全部で"},
    {"usage-large", SampleKind::part, true, "利用の記録の一覧全部で"},
    {"legend", SampleKind::part, false, "一覧の1行の見方"},
    {"integrity", SampleKind::part, false, "この記録の確かさについてこの記録から分かること"},
};

struct Grey {
  std::size_t width = 0, height = 0;
  std::vector<std::uint8_t> pixels;
};

Grey read_png(const std::string& path) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  Grey grey;
  if (png_image_begin_read_from_file(&image, path.c_str()) == 0) return grey;
  image.format = PNG_FORMAT_GRAY;
  grey.width = image.width;
  grey.height = image.height;
  grey.pixels.resize(PNG_IMAGE_SIZE(image));
  png_image_finish_read(&image, nullptr, grey.pixels.data(), 0, nullptr);
  return grey;
}

// The part of the pixels that differ visibly. A pixel may come from its neighbour: letters rendered by another
// poppler move by a fraction.
double difference(const Grey& a, const Grey& b) {
  std::size_t differing = 0;
  for (std::size_t i = 0; i < a.pixels.size(); ++i) differing += std::abs(a.pixels[i] - b.pixels[i]) > 64;
  return static_cast<double>(differing) / static_cast<double>(a.pixels.size());
}

TEST(GoldenPages, LookAsTheyDidWhenSomeoneLooked) {
  const std::string golden = source_folder() + "/tests/packet_pdf/golden/";
  const char* renew = std::getenv("RENKEI_MAKE_GOLDEN");
  for (const Page& page : kPages) {
    const WrittenPdf& pdf = written(page.kind, page.large_print);
    const std::size_t number = pdf.page_with(page.heading);
    ASSERT_GT(number, 0u) << page.name;
    const std::string to = renew != nullptr ? golden + page.name : ::testing::TempDir() + page.name;
    const std::string n = std::to_string(number);
    output_of("pdftoppm -r 36 -gray -png -singlefile -f " + n + " -l " + n + " '" + pdf.path() + "' '" + to +
              "'");
    if (renew != nullptr) continue;
    const Grey now = read_png(to + ".png"), then = read_png(golden + page.name + ".png");
    ASSERT_GT(then.pixels.size(), 100'000u) << page.name;
    ASSERT_EQ(now.width, then.width);
    ASSERT_EQ(now.height, then.height);
    EXPECT_LT(difference(now, then), 0.004) << page.name << ": " << to << ".png";
    if (!HasFailure()) std::filesystem::remove(to + ".png");
  }
}

}  // namespace
}  // namespace renkei::testing
