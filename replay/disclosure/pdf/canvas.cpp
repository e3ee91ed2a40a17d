#include "replay/disclosure/pdf/canvas.h"

#include <cairo-pdf.h>

#include <cstdio>

namespace renkei::packet::pdf {

namespace {

cairo_status_t append(void* octets, const unsigned char* data, unsigned int length) {
  static_cast<Bytes*>(octets)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

}  // namespace

Canvas::Canvas(Bytes& octets) {
  surface_ = cairo_pdf_surface_create_for_stream(append, &octets, kPageWidth, kPageHeight);
  cairo_pdf_surface_restrict_to_version(surface_, CAIRO_PDF_VERSION_1_5);
  cairo_ = cairo_create(surface_);
}

Canvas::~Canvas() {
  cairo_destroy(cairo_);
  cairo_surface_destroy(surface_);
}

void Canvas::text(const Line& line, double x, double baseline, double grey) {
  for (const Run& run : line.runs) {
    if (run.font != pending_.font || grey != pending_grey_) flush_text();
    pending_.font = run.font;
    pending_grey_ = grey;
    for (const cairo_glyph_t& g : run.glyphs) pending_.glyphs.push_back({g.index, g.x + x, g.y + baseline});
    pending_.clusters.insert(pending_.clusters.end(), run.clusters.begin(), run.clusters.end());
    pending_.text += run.text;
  }
}

void Canvas::flush_text() {
  if (!pending_.glyphs.empty()) {
    cairo_set_scaled_font(cairo_, pending_.font);
    cairo_set_source_rgb(cairo_, pending_grey_, pending_grey_, pending_grey_);
    cairo_show_text_glyphs(cairo_, pending_.text.data(), static_cast<int>(pending_.text.size()),
                           pending_.glyphs.data(), static_cast<int>(pending_.glyphs.size()),
                           pending_.clusters.data(), static_cast<int>(pending_.clusters.size()),
                           static_cast<cairo_text_cluster_flags_t>(0));
  }
  pending_.glyphs.clear();
  pending_.clusters.clear();
  pending_.text.clear();
}

void Canvas::rule(double x1, double y1, double x2, double y2, double thickness, double grey) {
  cairo_set_source_rgb(cairo_, grey, grey, grey);
  cairo_set_line_width(cairo_, thickness);
  cairo_move_to(cairo_, x1, y1);
  cairo_line_to(cairo_, x2, y2);
  cairo_stroke(cairo_);
}

void Canvas::fill(double x, double y, double width, double height, double grey) {
  cairo_set_source_rgb(cairo_, grey, grey, grey);
  cairo_rectangle(cairo_, x, y, width, height);
  cairo_fill(cairo_);
}

void Canvas::frame(double x, double y, double width, double height, double thickness, double grey) {
  cairo_set_source_rgb(cairo_, grey, grey, grey);
  cairo_set_line_width(cairo_, thickness);
  cairo_rectangle(cairo_, x, y, width, height);
  cairo_stroke(cairo_);
}

void Canvas::circle(double x, double y, double radius, double thickness) {
  cairo_set_source_rgb(cairo_, 0, 0, 0);
  cairo_set_line_width(cairo_, thickness);
  cairo_arc(cairo_, x, y, radius, 0, 6.283185307179586);
  cairo_stroke(cairo_);
}

// The surface only carries the size: Cairo embeds the JPEG as it is.
void Canvas::picture(const Picture& picture, double x, double y, double width, double height) {
  cairo_surface_t* image = cairo_image_surface_create(CAIRO_FORMAT_RGB24, static_cast<int>(picture.width),
                                                      static_cast<int>(picture.height));
  auto* jpeg = new Bytes(picture.jpeg);
  const auto release = [](void* octets) { delete static_cast<Bytes*>(octets); };
  if (cairo_surface_set_mime_data(image, CAIRO_MIME_TYPE_JPEG,
                                  reinterpret_cast<const unsigned char*>(jpeg->data()), jpeg->size(), release,
                                  jpeg) != CAIRO_STATUS_SUCCESS)
    release(jpeg);
  cairo_save(cairo_);
  cairo_translate(cairo_, x, y);
  cairo_scale(cairo_, width / static_cast<double>(picture.width), height / static_cast<double>(picture.height));
  cairo_set_source_surface(cairo_, image, 0, 0);
  cairo_paint(cairo_);
  cairo_restore(cairo_);
  cairo_surface_destroy(image);
}

void Canvas::bookmark(const std::string& title, std::size_t page, double y) {
  std::array<char, 64> place{};
  std::snprintf(place.data(), place.size(), "page=%zu pos=[0 %.2f]", page, y);
  cairo_pdf_surface_add_outline(surface_, CAIRO_PDF_OUTLINE_ROOT, title.c_str(), place.data(),
                                CAIRO_PDF_OUTLINE_FLAG_OPEN);
}

void Canvas::end_page() {
  flush_text();
  pending_.font = nullptr;
  cairo_show_page(cairo_);
}

bool Canvas::finish() {
  const bool drawn = cairo_status(cairo_) == CAIRO_STATUS_SUCCESS;
  cairo_surface_finish(surface_);
  return drawn && cairo_surface_status(surface_) == CAIRO_STATUS_SUCCESS;
}

}  // namespace renkei::packet::pdf
