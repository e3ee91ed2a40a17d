#include <png.h>

#include <csetjmp>
#include <cstring>

#include "replay/disclosure/pdf/picture.h"

namespace renkei::packet::pdf {
namespace {

constexpr std::size_t kSideMax = 20'000, kInterlacedPixelsMax = 16'000'000;

[[noreturn]] void leave(png_structp png, png_const_charp) { png_longjmp(png, 1); }
void say_nothing(png_structp, png_const_charp) {}

class PngRows final : public PixelRows {
 public:
  ~PngRows() override { png_destroy_read_struct(&png_, &info_, nullptr); }

  bool open(const Bytes& file) {
    rest_ = file;
    png_ = png_create_read_struct(PNG_LIBPNG_VER_STRING, nullptr, leave, say_nothing);
    if (png_ == nullptr) return false;
    info_ = png_create_info_struct(png_);
    if (info_ == nullptr || setjmp(png_jmpbuf(png_)) != 0) return false;
    png_set_read_fn(png_, &rest_, read);
    png_set_user_limits(png_, kSideMax, kSideMax);
    png_read_info(png_, info_);
    to_rgb();
    const int passes = png_set_interlace_handling(png_);
    png_read_update_info(png_, info_);
    if (png_get_rowbytes(png_, info_) != 3 * width()) return false;
    return passes == 1 || read_interlaced();
  }
  std::size_t width() const override { return png_get_image_width(png_, info_); }
  std::size_t height() const override { return png_get_image_height(png_, info_); }
  bool next(std::vector<std::uint8_t>& row) override {
    if (!whole_.empty()) {
      row = whole_[at_++];
      return true;
    }
    if (setjmp(png_jmpbuf(png_)) != 0) return false;
    png_read_row(png_, row.data(), nullptr);
    return true;
  }

 private:
  static void read(png_structp png, png_bytep to, png_size_t size) {
    auto& rest = *static_cast<BytesView*>(png_get_io_ptr(png));
    if (rest.size() < size) png_error(png, "short");
    std::memcpy(to, rest.data(), size);
    rest.remove_prefix(size);
  }
  void to_rgb() {  // whatever the form: eight bits, no palette, on white paper
    png_set_expand(png_);
    png_set_scale_16(png_);
    png_set_gray_to_rgb(png_);
    png_color_16 paper{};
    paper.red = paper.green = paper.blue = paper.gray = 255;
    png_set_background(png_, &paper, PNG_BACKGROUND_GAMMA_SCREEN, 0, 1.0);
  }
  bool read_interlaced() {
    if (width() * height() > kInterlacedPixelsMax) return false;
    whole_.assign(height(), std::vector<std::uint8_t>(3 * width()));
    for (int pass = 0; pass < 7; ++pass) {
      for (auto& row : whole_) png_read_row(png_, row.data(), nullptr);
    }
    return true;
  }

  png_structp png_ = nullptr;
  png_infop info_ = nullptr;
  BytesView rest_;
  std::vector<std::vector<std::uint8_t>> whole_;
  std::size_t at_ = 0;
};

}  // namespace

std::unique_ptr<PixelRows> png_rows(const Bytes& file) {
  auto rows = std::make_unique<PngRows>();
  return rows->open(file) ? std::move(rows) : nullptr;
}

}  // namespace renkei::packet::pdf
