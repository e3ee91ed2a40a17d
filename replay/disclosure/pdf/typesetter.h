// Turns text into lines of positioned glyphs: Pango chooses fonts and breaks lines by the Japanese rules
// (kinsoku); what recurs, as most cells of a usage list do, is shaped once.
#pragma once

#include <cairo.h>

#include <array>
#include <memory>
#include <unordered_map>

#include "replay/disclosure/pdf/fonts.h"

namespace renkei::packet::pdf {

struct Style {
  double size = 12;
  bool bold = false;
  double leading = 1.6;  // height of a line in sizes
  double grey = 0;       // 0 black … 1 white

  double line_height() const { return size * leading; }
  double baseline() const { return line_height() / 2 + size * 0.38; }  // from the top of the line
};

struct Run {  // glyphs of one font, with the text that they stand for (the PDF's text layer)
  cairo_scaled_font_t* font = nullptr;
  std::vector<cairo_glyph_t> glyphs;  // relative to the start of the line
  std::vector<cairo_text_cluster_t> clusters;
  std::string text;
};

struct Line {
  std::vector<Run> runs;
  double width = 0;
};
using Lines = std::vector<Line>;

class Typesetter {
 public:
  explicit Typesetter(const Fonts& fonts);
  ~Typesetter();
  Typesetter(const Typesetter&) = delete;
  Typesetter& operator=(const Typesetter&) = delete;

  // Both edges straight, as in a letter.
  Lines paragraph(std::string_view text, const Style& style, double width);
  // For cells and labels; valid until the next call.
  const Lines& cell(std::string_view text, const Style& style, double width);

 private:
  struct GlyphTable {  // of the ASCII characters in one style: numbers and times need no Pango
    cairo_scaled_font_t* font = nullptr;
    std::array<unsigned long, 128> glyphs{};
    std::array<double, 128> advances{};
  };

  Lines shape(std::string_view text, const Style& style, double width);
  void add_run(Line& line, const PangoGlyphItem& item, const char* text, double& x);
  const GlyphTable& ascii(const Style& style);
  bool set_ascii(std::string_view text, const Style& style, double width);
  std::string printable(std::string_view text) const;

  const Fonts& fonts_;
  PangoContext* context_ = nullptr;
  PangoLayout* layout_ = nullptr;
  std::unordered_map<std::string, Lines> cells_;
  std::unordered_map<std::string, GlyphTable> ascii_;
  std::unordered_map<cairo_scaled_font_t*, std::shared_ptr<cairo_scaled_font_t>> used_;  // kept alive
  Lines number_;
};

}  // namespace renkei::packet::pdf
