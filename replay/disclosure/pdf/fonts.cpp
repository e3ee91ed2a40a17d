#include "replay/disclosure/pdf/fonts.h"

#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>

#include <fstream>
#include <iterator>

#include "eventstore/crypto/base64.h"
#include "eventstore/crypto/sha256.h"

namespace renkei::packet::pdf {
namespace {

struct FontFile {
  const char *name, *path;
};

// BIZ UDGothic is drawn for official papers and weak eyes; IPAmj knows the characters of the family registers
// (髙, 𠮷 …) with their variants; DejaVu the rest (SpO₂).
constexpr FontFile kFiles[] = {
    {"BIZ UDGothic Regular", "/usr/share/fonts/truetype/bizud-gothic/BIZUDGothic-Regular.ttf"},
    {"BIZ UDGothic Bold", "/usr/share/fonts/truetype/bizud-gothic/BIZUDGothic-Bold.ttf"},
    {"IPAmjMincho", "/usr/share/fonts/truetype/ipamj/ipamjm.ttf"},
    {"DejaVu Sans", "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"},
};

PdfError missing(const FontFile& file) { return {PdfError::Kind::font_missing, file.path}; }

// The files as fontconfig knows them, read once: a query of a file takes long, and fontconfig 2.14 loses a set
// of characters at each (tests/lsan.supp). Safe to share between threads.
struct Configured {
  FcConfig* config = FcConfigCreate();
  const FontFile* missing = nullptr;
  Configured() {
    for (const FontFile& file : kFiles) {
      if (FcConfigAppFontAddFile(config, reinterpret_cast<const FcChar8*>(file.path)) != FcTrue)
        missing = &file;
    }
  }
};

bool selects_variant(char32_t c) { return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF); }

}  // namespace

const char* Fonts::families() { return "BIZ UDGothic,IPAmjMincho,DejaVu Sans"; }

Result<std::unique_ptr<Fonts>, PdfError> Fonts::open() {
  static const Configured kConfigured;
  if (kConfigured.missing != nullptr) return Unexpected{missing(*kConfigured.missing)};
  std::unique_ptr<Fonts> fonts(new Fonts);
  fonts->config_ = kConfigured.config;
  fonts->map_ = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
  ENSURE(fonts->map_ != nullptr);
  pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(fonts->map_), fonts->config_);
  return fonts;
}

Fonts::~Fonts() {
  if (map_ != nullptr) g_object_unref(map_);
}

bool Fonts::covers(char32_t character) const {
  if (selects_variant(character)) return true;
  const FcFontSet* set = FcConfigGetFonts(config_, FcSetApplication);
  for (int i = 0; i < set->nfont; ++i) {
    FcCharSet* characters = nullptr;
    if (FcPatternGetCharSet(set->fonts[i], FC_CHARSET, 0, &characters) == FcResultMatch &&
        FcCharSetHasChar(characters, character) == FcTrue)
      return true;
  }
  return false;
}

Result<std::vector<Integrity::Font>, PdfError> pdf_fonts() {
  std::vector<Integrity::Font> fonts;
  for (const FontFile& file : kFiles) {
    std::ifstream in(file.path, std::ios::binary);
    const Bytes octets{std::istreambuf_iterator<char>(in), {}};
    if (octets.empty()) return Unexpected{missing(file)};
    fonts.push_back({file.name, hex(sha256({octets}).view())});
  }
  return fonts;
}

}  // namespace renkei::packet::pdf
