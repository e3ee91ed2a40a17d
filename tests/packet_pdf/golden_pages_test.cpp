// The key pages as pictures: a change of the layout shows here and is looked at before `make_golden` is run
// anew.
#include <png.h>

#include <algorithm>
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

// A line of text is about so high, and a page is compared in bands of this height: what is gone from one of
// them is much there, and next to nothing of the page.
constexpr std::size_t kBand = 12;
constexpr double kDifferingMax = 0.008;  // of a band's pixels; three characters are more

// The largest part of a band's pixels that differ visibly. A pixel may come from its neighbour: letters
// rendered by another poppler move by a fraction.
double difference(const Grey& a, const Grey& b) {
  double largest = 0;
  for (std::size_t top = 0; top < a.height; top += kBand / 2) {
    const std::size_t from = top * a.width, to = std::min(top + kBand, a.height) * a.width;
    std::size_t differing = 0;
    for (std::size_t i = from; i < to; ++i) differing += std::abs(a.pixels[i] - b.pixels[i]) > 64;
    largest = std::max(largest, static_cast<double>(differing) / static_cast<double>(kBand * a.width));
  }
  return largest;
}

// The lines of text on a page, as rows from and to: what has ink between rows that have as good as none.
std::vector<std::pair<std::size_t, std::size_t>> lines_of(const Grey& page) {
  constexpr std::size_t kRules = 8;  // a table's upright rules
  std::vector<std::pair<std::size_t, std::size_t>> lines;
  bool within = false;
  for (std::size_t y = 0; y < page.height; ++y) {
    const auto row = page.pixels.begin() + static_cast<std::ptrdiff_t>(y * page.width);
    const auto dark = std::count_if(row, row + static_cast<std::ptrdiff_t>(page.width),
                                    [](std::uint8_t pixel) { return pixel < 160; });
    const bool ink = dark > static_cast<std::ptrdiff_t>(kRules);
    if (ink && !within) lines.emplace_back(y, y);
    if (ink) lines.back().second = y + 1;
    within = ink;
  }
  std::erase_if(lines,
                [](const auto& line) { return line.second - line.first < 5; });  // a rule is no line of text
  return lines;
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
    output_of("pdftoppm -r 72 -gray -png -singlefile -f " + n + " -l " + n + " '" + pdf.path() + "' '" + to +
              "'");
    if (renew != nullptr) continue;
    const Grey now = read_png(to + ".png"), then = read_png(golden + page.name + ".png");
    ASSERT_GT(then.pixels.size(), 400'000u) << page.name;
    ASSERT_EQ(now.width, then.width);
    ASSERT_EQ(now.height, then.height);
    EXPECT_LT(difference(now, then), kDifferingMax) << page.name << ": " << to << ".png";
    if (!HasFailure()) std::filesystem::remove(to + ".png");
  }
}

TEST(GoldenPages, WouldShowThatAnyLineIsGone) {
  std::size_t seen = 0;
  for (const Page& page : kPages) {
    const Grey whole = read_png(source_folder() + "/tests/packet_pdf/golden/" + page.name + ".png");
    for (const auto& [from, to] : lines_of(whole)) {
      Grey without = whole;
      std::fill(without.pixels.begin() + static_cast<std::ptrdiff_t>(from * whole.width),
                without.pixels.begin() + static_cast<std::ptrdiff_t>(to * whole.width), 255);
      EXPECT_GE(difference(whole, without), kDifferingMax) << page.name << ", rows " << from << " to " << to;
      ++seen;
    }
  }
  EXPECT_GT(seen, 200u);
}

// One line less in the letter itself.
TEST(GoldenPages, ShowALetterWithoutALine) {
  packet::Model model = sample_model(SampleKind::part);
  model.issuer.mail.clear();
  model.issuer.tel.clear();
  model.issuer.fax.clear();
  const WrittenPdf pdf(model, "less");
  const std::string to = ::testing::TempDir() + "less";
  output_of("pdftoppm -r 72 -gray -png -singlefile -f 1 -l 1 '" + pdf.path() + "' '" + to + "'");
  const Grey then = read_png(source_folder() + "/tests/packet_pdf/golden/letter-part.png"),
             now = read_png(to + ".png");
  std::filesystem::remove(to + ".png");
  ASSERT_EQ(now.pixels.size(), then.pixels.size());
  EXPECT_GE(difference(now, then), kDifferingMax);
}

}  // namespace
}  // namespace renkei::testing
