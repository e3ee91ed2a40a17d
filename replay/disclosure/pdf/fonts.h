// The fonts of the PDF: fixed files of Debian packages under a private fontconfig, so that what the host has
// installed or configured never changes a packet.
#pragma once

#include <fontconfig/fontconfig.h>
#include <pango/pango.h>

#include <memory>

#include "replay/disclosure/pdf/packet_pdf.h"

namespace renkei::packet::pdf {

class Fonts {
 public:
  static Result<std::unique_ptr<Fonts>, PdfError> open();
  ~Fonts();
  Fonts(const Fonts&) = delete;
  Fonts& operator=(const Fonts&) = delete;

  PangoFontMap* map() const { return map_; }
  static const char* families();  // in the order in which a character is looked for
  bool covers(char32_t character) const;

 private:
  Fonts() = default;
  FcConfig* config_ = nullptr;  // shared, for the life of the process
  PangoFontMap* map_ = nullptr;
};

}  // namespace renkei::packet::pdf
