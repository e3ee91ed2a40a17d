// The last step: what Cairo drew becomes a PDF 1.7 with fixed dates, a title, a language, metadata, a colour
// space and an identifier that follows from its content.
#pragma once

#include "replay/disclosure/pdf/packet_pdf.h"

namespace renkei::packet::pdf {

struct DocumentFacts {
  std::string title, author, subject, software;
  Instant made_at;
};

Result<Bytes, PdfError> finish_file(const Bytes& drawn, const DocumentFacts& facts);

}  // namespace renkei::packet::pdf
