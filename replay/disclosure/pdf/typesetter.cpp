#include "replay/disclosure/pdf/typesetter.h"

#include <pango/pangocairo.h>

#include <algorithm>
#include <cstdio>
#include <iterator>

namespace renkei::packet::pdf {
namespace {

constexpr std::size_t kCellsMax = 20'000;

std::size_t index_of(char c) { return static_cast<unsigned char>(c); }

std::string key_of(std::string_view text, const Style& style, double width) {
  std::array<char, 48> head{};
  const int n =
      std::snprintf(head.data(), head.size(), "%.1f%c%.1f|", style.size, style.bold ? 'b' : 'r', width);
  std::string key(head.data(), static_cast<std::size_t>(n));
  return key.append(text);
}

struct FreeFontDescription {
  void operator()(PangoFontDescription* d) const { pango_font_description_free(d); }
};

// Straight right edge: what a line lacks (less than two characters, by the rules of line breaking) goes between
// its glyphs.
void justify(Line& line, double width, double size) {
  std::size_t gaps = 0;
  for (const Run& run : line.runs) gaps += run.glyphs.size();
  const double lack = width - line.width;
  if (gaps < 10 || lack <= 0 || lack > 2.5 * size) return;
  const double each = lack / static_cast<double>(gaps - 1);
  double shift = 0;
  for (Run& run : line.runs) {
    for (cairo_glyph_t& glyph : run.glyphs) {
      glyph.x += shift;
      shift += each;
    }
  }
  line.width = width;
}

}  // namespace

Typesetter::Typesetter(const Fonts& fonts) : fonts_(fonts) {
  context_ = pango_font_map_create_context(fonts.map());
  pango_context_set_language(context_, pango_language_from_string("ja"));
  pango_context_set_base_dir(context_, PANGO_DIRECTION_LTR);
  pango_context_set_round_glyph_positions(context_, FALSE);
  pango_cairo_context_set_resolution(context_, 72);
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options(context_, options);
  cairo_font_options_destroy(options);
  layout_ = pango_layout_new(context_);
  pango_layout_set_auto_dir(layout_, FALSE);
  pango_layout_set_wrap(layout_, PANGO_WRAP_WORD_CHAR);
  // A key that is broken over two lines gets no sign that is not in it.
  const std::unique_ptr<PangoAttrList, void (*)(PangoAttrList*)> attributes(pango_attr_list_new(),
                                                                            pango_attr_list_unref);
  pango_attr_list_insert(attributes.get(), pango_attr_insert_hyphens_new(FALSE));
  pango_layout_set_attributes(layout_, attributes.get());
}

Typesetter::~Typesetter() {
  g_object_unref(layout_);
  g_object_unref(context_);
}

// A character that no font has is written out, so that nothing is a blank box and a search finds it.
std::string Typesetter::printable(std::string_view text) const {
  std::string out;
  out.reserve(text.size());
  const char* p = text.data();
  const char* const end = p + text.size();
  while (p < end) {
    if (static_cast<unsigned char>(*p) < 0x80) {
      if (*p == '\n' || (*p >= 0x20 && *p != 0x7F)) out += *p;
      if (*p == '\t') out += "  ";
      ++p;
      continue;
    }
    const gunichar c = g_utf8_get_char_validated(p, end - p);
    if (c >= 0x110000) {  // not UTF-8: a byte that means nothing
      out += "〓";
      ++p;
      continue;
    }
    const char* next = g_utf8_next_char(p);
    if (fonts_.covers(c)) {
      out.append(p, next);
    } else {
      std::array<char, 24> code{};
      std::snprintf(code.data(), code.size(), "〔U+%04X〕", static_cast<unsigned>(c));
      out += code.data();
    }
    p = next;
  }
  return out;
}

void Typesetter::add_run(Line& line, const PangoGlyphItem& item, const char* text, double& x) {
  auto* font = pango_cairo_font_get_scaled_font(PANGO_CAIRO_FONT(item.item->analysis.font));
  if (used_.find(font) == used_.end()) {
    used_.emplace(font, std::shared_ptr<cairo_scaled_font_t>(cairo_scaled_font_reference(font),
                                                             cairo_scaled_font_destroy));
  }
  Run run;
  run.font = font;
  PangoGlyphItemIter iter;
  PangoGlyphItem* unconst =
      const_cast<PangoGlyphItem*>(&item);  // Pango's iterator wants it, and changes nothing
  for (gboolean more = pango_glyph_item_iter_init_start(&iter, unconst, text); more;
       more = pango_glyph_item_iter_next_cluster(&iter)) {
    const auto begin = static_cast<std::size_t>(iter.start_index);
    const auto length = static_cast<std::size_t>(iter.end_index - iter.start_index);
    int count = 0;
    for (int g = iter.start_glyph; g < iter.end_glyph; ++g) {
      const PangoGlyphInfo& info = item.glyphs->glyphs[g];
      if (info.glyph != PANGO_GLYPH_EMPTY && (info.glyph & PANGO_GLYPH_UNKNOWN_FLAG) == 0) {
        run.glyphs.push_back({info.glyph, x + pango_units_to_double(info.geometry.x_offset),
                              pango_units_to_double(info.geometry.y_offset)});
        ++count;
      }
      x += pango_units_to_double(info.geometry.width);
    }
    if (count == 0) continue;
    run.clusters.push_back({static_cast<int>(length), count});
    run.text.append(text + begin, length);
  }
  if (!run.glyphs.empty()) line.runs.push_back(std::move(run));
}

Lines Typesetter::shape(std::string_view text, const Style& style, double width) {
  const std::unique_ptr<PangoFontDescription, FreeFontDescription> font(
      pango_font_description_from_string(Fonts::families()));
  pango_font_description_set_absolute_size(font.get(), style.size * PANGO_SCALE);
  pango_font_description_set_weight(font.get(), style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description(layout_, font.get());
  pango_layout_set_width(layout_, width > 0 ? pango_units_from_double(width) : -1);
  const std::string shown = printable(text);
  pango_layout_set_text(layout_, shown.data(), static_cast<int>(shown.size()));
  const char* laid_out = pango_layout_get_text(layout_);
  Lines lines;
  for (const GSList* l = pango_layout_get_lines_readonly(layout_); l != nullptr; l = l->next) {
    const auto* from = static_cast<const PangoLayoutLine*>(l->data);
    Line line;
    for (const GSList* r = from->runs; r != nullptr; r = r->next)
      add_run(line, *static_cast<const PangoGlyphItem*>(r->data), laid_out, line.width);
    lines.push_back(std::move(line));
  }
  return lines;
}

Lines Typesetter::paragraph(std::string_view text, const Style& style, double width) {
  Lines lines;
  while (true) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    Lines part = shape(text.substr(0, end), style, width);
    for (std::size_t i = 0; i + 1 < part.size(); ++i) justify(part[i], width, style.size);
    std::move(part.begin(), part.end(), std::back_inserter(lines));
    if (end == text.size()) return lines;
    text.remove_prefix(end + 1);
  }
}

const Typesetter::GlyphTable& Typesetter::ascii(const Style& style) {
  const auto [found, is_new] = ascii_.try_emplace(key_of("", style, 0));
  GlyphTable& table = found->second;
  if (!is_new) return table;
  for (char c = '!'; c < 0x7F; ++c) {
    const Lines lines = shape(std::string(1, c), style, 0);
    const std::size_t at = index_of(c);
    if (lines.empty() || lines[0].runs.empty()) continue;
    table.font = lines[0].runs[0].font;
    table.glyphs[at] = lines[0].runs[0].glyphs[0].index;
    table.advances[at] = lines[0].width;
  }
  return table;
}

bool Typesetter::set_ascii(std::string_view text, const Style& style, double width) {
  if (text.empty() || text.size() > 40) return false;
  for (const char c : text) {
    if (c <= ' ' || c >= 0x7F) return false;
  }
  const GlyphTable& table = ascii(style);
  number_.resize(1);
  Line& line = number_[0];
  line.runs.resize(1);
  Run& run = line.runs[0];
  run.font = table.font;
  run.glyphs.clear();
  run.clusters.assign(text.size(), {1, 1});
  run.text.assign(text);
  line.width = 0;
  for (const char c : text) {
    run.glyphs.push_back({table.glyphs[index_of(c)], line.width, 0});
    line.width += table.advances[index_of(c)];
  }
  return width <= 0 || line.width <= width;
}

const Lines& Typesetter::cell(std::string_view text, const Style& style, double width) {
  if (set_ascii(text, style, width)) return number_;
  const std::string key = key_of(text, style, width);
  if (const auto found = cells_.find(key); found != cells_.end()) return found->second;
  if (cells_.size() >= kCellsMax) cells_.clear();
  return cells_.emplace(key, shape(text, style, width)).first->second;
}

}  // namespace renkei::packet::pdf
