// packet.pdf: the letter and everything for reading, made from the redacted model and nothing else. The same
// model gives the same octets: the fonts are fixed files, and the only clock is the model's.
#pragma once

#include <atomic>
#include <functional>

#include "domain/result.h"
#include "replay/packet/model.h"

namespace renkei::packet::pdf {

struct PdfError {
  enum class Kind { stopped, font_missing, picture_missing, write_failed } kind = Kind::write_failed;
  std::string detail;  // names files of this program or of the packet, never a person
};

struct PdfFacts {
  std::size_t pages = 0;
  std::vector<Integrity::Font> fonts;  // every font file the text may come from
};

// The octets of an attachment, or nullopt if they can't be had: then no PDF is made. Called when the page that
// shows it is drawn, once for each.
using PictureSource = std::function<std::optional<Bytes>(const PacketFile&)>;

// Rows done of rows to do, each row counted once when measured and once when drawn.
using Progress = std::function<void(std::size_t done, std::size_t total)>;

struct Pdf {
  Bytes octets;
  PdfFacts facts;
};

// In memory, and nowhere else: what a person may read lies in no file in clear. `stop` is looked at on every
// page.
Result<Pdf, PdfError> make_pdf(const Model& model, const PictureSource& pictures, const Progress& progress,
                               const std::atomic<bool>& stop);
// The same into a file.
Result<PdfFacts, PdfError> write_pdf(const Model& model, const PictureSource& pictures, const std::string& path,
                                     const Progress& progress, const std::atomic<bool>& stop);

// The font files that a PDF is made with, for the manifest.
Result<std::vector<Integrity::Font>, PdfError> pdf_fonts();

}  // namespace renkei::packet::pdf
