#include "replay/disclosure/pdf/packet_pdf.h"

#include <fstream>

#include "replay/disclosure/pdf/finished_file.h"
#include "replay/disclosure/pdf/sections.h"
#include "replay/disclosure/pdf/wording.h"

namespace renkei::packet::pdf {
namespace {

// A page number in a sentence may move what follows: measured again until nothing moves.
constexpr int kRounds = 4;

struct Measured {
  Marks marks;
  std::size_t pages = 0;
  bool operator==(const Measured&) const = default;
};

// One run over all parts, drawing or only measuring.
Result<void, PdfError> write_parts(Book& book) {
  const Model& model = book.model;
  Flow& flow = book.flow;
  write_letter(book);
  if (book.has_rows()) {
    if (book.shows_rows()) flow.new_page();  // a sheet that can be handed on by itself
    write_overview(book);
    if (book.shows_rows()) flow.new_page();
    if (auto written = write_records(book); !written) return written;
    if (auto written = write_consents(book); !written) return written;
    write_rooms(book);
    if (book.tells_provisions()) write_provisions(book);
  }
  write_case(book);
  if (book.has_rows()) {
    flow.new_part();
    if (auto written = write_usage_list(book); !written) return written;
    flow.new_part();
    if (book.shows_rows()) write_legend(book);
    flow.new_part();
    write_integrity(book);
    flow.new_part();
    write_lawyers_page(book);
    flow.new_part();
    write_attachments(book);
  }
  if (has_correction_form(model)) {
    flow.new_page();
    write_correction_form(book);
  }
  flow.finish();
  return {};
}

class Making {
 public:
  Making(const Model& model, const Fonts& fonts, const std::vector<Integrity::Font>& facts,
         const PictureSource& pictures, const Progress& progress, const std::atomic<bool>& stop)
      : model_(model),
        digest_(digest_of(model)),
        typesetter_(fonts),
        facts_(facts),
        pictures_(pictures),
        progress_(progress),
        stop_(stop) {}

  // Measures, draws, and draws again in the rare case that the numbers of pages moved something.
  Result<std::size_t, PdfError> draw(Bytes& octets) {
    auto measured = run(nullptr, {});
    for (int round = 0; measured && round < kRounds; ++round) {
      octets.clear();
      Canvas canvas(octets);
      auto drawn = run(&canvas, *measured);
      if (!drawn) return Unexpected{drawn.error()};
      if (!canvas.finish()) return Unexpected{PdfError{PdfError::Kind::write_failed, "drawing"}};
      if (*drawn == *measured) return drawn->pages;
      measured = std::move(drawn);
    }
    if (!measured) return Unexpected{measured.error()};
    return Unexpected{PdfError{PdfError::Kind::write_failed, "page numbers do not settle"}};
  }

 private:
  Result<Measured, PdfError> run(Canvas* canvas, const Measured& before) {
    const RunningTexts texts{document_title(model_), model_.issuer.name, model_.facts.number};
    Flow flow(typesetter_, model_.large_print ? kLargePrint : kNormalPrint, texts, before.marks, before.pages,
              canvas);
    const std::size_t total = 2 * model_.rows.size();
    const std::size_t done_before = canvas == nullptr ? 0 : model_.rows.size();
    const std::function<void(std::size_t)> rows_done = [&](std::size_t rows) {
      const std::size_t done = done_before + rows;
      if (!progress_ || done < reported_) return;  // drawn a second time: already told
      reported_ = done;
      progress_(done, total);
    };
    Book book{model_, digest_, flow, pictures_, rows_done, stop_, facts_};
    if (auto written = write_parts(book); !written) return Unexpected{written.error()};
    return Measured{flow.marks(), flow.page()};
  }

  const Model& model_;
  const UsageDigest digest_;
  Typesetter typesetter_;
  const std::vector<Integrity::Font>& facts_;
  const PictureSource& pictures_;
  const Progress& progress_;
  const std::atomic<bool>& stop_;
  std::size_t reported_ = 0;
};

}  // namespace

Result<Pdf, PdfError> make_pdf(const Model& model, const PictureSource& pictures, const Progress& progress,
                               const std::atomic<bool>& stop) {
  const auto facts = pdf_fonts();
  if (!facts) return Unexpected{facts.error()};
  const auto fonts = Fonts::open();
  if (!fonts) return Unexpected{fonts.error()};
  Bytes drawn;
  const auto pages = Making(model, **fonts, *facts, pictures, progress, stop).draw(drawn);
  if (!pages) return Unexpected{pages.error()};
  const DocumentFacts document{document_title(model) + "　" + model.facts.number, model.issuer.name,
                               "請求番号 " + model.facts.number, model.integrity.software, model.made_at};
  auto finished = finish_file(drawn, document);
  if (!finished) return Unexpected{finished.error()};
  return Pdf{std::move(*finished), {*pages, *facts}};
}

Result<PdfFacts, PdfError> write_pdf(const Model& model, const PictureSource& pictures, const std::string& path,
                                     const Progress& progress, const std::atomic<bool>& stop) {
  auto made = make_pdf(model, pictures, progress, stop);
  if (!made) return Unexpected{made.error()};
  std::ofstream file(path, std::ios::binary);
  file.write(made->octets.data(), static_cast<std::streamsize>(made->octets.size()));
  file.close();
  if (!file) return Unexpected{PdfError{PdfError::Kind::write_failed, path}};
  return std::move(made->facts);
}

}  // namespace renkei::packet::pdf
