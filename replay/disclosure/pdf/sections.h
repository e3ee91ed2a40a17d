// The parts of packet.pdf in their order. Each puts its texts onto the flow and names the places that others
// refer to.
#pragma once

#include "replay/disclosure/pdf/flow.h"
#include "replay/disclosure/pdf/usage_digest.h"

namespace renkei::packet::pdf {

struct Book {
  const Model& model;
  const UsageDigest& digest;
  Flow& flow;
  const PictureSource& pictures;
  const std::function<void(std::size_t)>& rows_done;  // of the rows of this run
  const std::atomic<bool>& stop;
  const std::vector<Integrity::Font>& fonts;

  bool has_rows() const { return !model.rows.empty(); }
  bool shows_rows() const { return model.count(RowStatus::shown) > 0; }
  bool tells_rooms() const;
  bool tells_provisions() const;  // 第三者提供の記録 were asked for, and there is something to tell
  Book on(Flow& other) const { return {model, digest, other, pictures, rows_done, stop, fonts}; }
};

void write_letter(Book& book);                      // 1
void write_overview(Book& book);                    // 2
Result<void, PdfError> write_records(Book& book);   // 3
Result<void, PdfError> write_consents(Book& book);  // 4
void write_rooms(Book& book);
void write_provisions(Book& book);
void write_case(Book& book);
Result<void, PdfError> write_usage_list(Book& book);  // 5
void write_usage_summary(Book& book);
void write_request_accesses(Book& book);
void write_legend(Book& book);     // 6
void write_integrity(Book& book);  // 7
void write_lawyers_page(Book& book);
void write_attachments(Book& book);  // lists with page and SHA-256
void write_correction_form(Book& book);

std::string form_annex(const Book& book);  // 「別紙2」, or 「別紙」 where it is the only one
std::string document_title(const Model& model);
bool has_correction_form(const Model& model);
Result<void, PdfError> write_file(Book& book, const PacketFile& file);
// Names of marks.
std::string mark_of(const PacketFile& file);

}  // namespace renkei::packet::pdf
