// A4 pages on a Cairo PDF surface, in points from the top left. What is drawn in one font goes to Cairo in one
// call, in reading order.
#pragma once

#include "replay/disclosure/pdf/picture.h"
#include "replay/disclosure/pdf/typesetter.h"

namespace renkei::packet::pdf {

constexpr double kPageWidth = 595.276, kPageHeight = 841.89;
constexpr double mm(double millimetres) { return millimetres * 72 / 25.4; }

class Canvas {
 public:
  explicit Canvas(Bytes& octets);  // what is drawn is appended
  ~Canvas();
  Canvas(const Canvas&) = delete;
  Canvas& operator=(const Canvas&) = delete;

  void text(const Line& line, double x, double baseline, double grey);
  void rule(double x1, double y1, double x2, double y2, double thickness, double grey);
  void fill(double x, double y, double width, double height, double grey);
  void frame(double x, double y, double width, double height, double thickness, double grey);
  void circle(double x, double y, double radius, double thickness);
  void picture(const Picture& picture, double x, double y, double width, double height);
  void bookmark(const std::string& title, std::size_t page, double y);
  void end_page();
  bool finish();  // false: the file could not be written

 private:
  void flush_text();

  cairo_surface_t* surface_ = nullptr;
  cairo_t* cairo_ = nullptr;
  Run pending_;
  double pending_grey_ = 0;
};

}  // namespace renkei::packet::pdf
