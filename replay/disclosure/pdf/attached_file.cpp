// An attachment where what it belongs to is told: a photo in small, of a document its name and how to get it.
#include "replay/disclosure/pdf/picture.h"
#include "replay/disclosure/pdf/sections.h"
#include "replay/disclosure/pdf/wording.h"

namespace renkei::packet::pdf {
namespace {

void write_document(Book& book, const PacketFile& file) {
  Flow& flow = book.flow;
  flow.mark(mark_of(file));
  flow.paragraph(
      "添付：" + file.name + "（" + std::string(media_word(file.media)) + "、" + file_size(file.bytes) +
          "）。" +
          (book.model.facts.method == DisclosureMethod::paper ? "写しは窓口でお渡しします。"
                                                              : "文書そのものは電子データに入っています。"),
      flow.small(), {.indent = flow.sizes().body});
}

void draw_picture(Flow& flow, const std::optional<Picture>& picture, double x, double y, double width,
                  double height) {
  if (picture) {
    const double scale =
        std::min(width / static_cast<double>(picture->width), height / static_cast<double>(picture->height));
    flow.canvas()->picture(*picture, x, y, scale * static_cast<double>(picture->width),
                           scale * static_cast<double>(picture->height));
    return;
  }
  const Style caption = flow.small();
  flow.canvas()->frame(x, y, width, height, 0.5, 0.5);
  flow.label("この写真は紙には表示できませんでした。", caption, x + 8, y + 10, width - 16);
  flow.label("電子データをご覧ください。", caption, x + 8, y + 10 + caption.line_height(), width - 16);
}

// One picture in memory at a time. Measuring takes a fixed frame, so that no file is read for it.
Result<void, PdfError> write_photo(Book& book, const PacketFile& file) {
  Flow& flow = book.flow;
  const double frame_width = mm(86), frame_height = mm(62);
  const Style caption = flow.small();
  flow.need(frame_height + 2 * caption.line_height() + 6);
  flow.mark(mark_of(file));
  if (flow.canvas() != nullptr) {
    const std::optional<Bytes> octets = book.pictures(file);
    if (!octets) return Unexpected{PdfError{PdfError::Kind::picture_missing, file.name}};
    draw_picture(flow, small_picture(*octets, file.media), flow.left() + flow.sizes().body, flow.y() + 2,
                 frame_width, frame_height);
  }
  flow.advance(frame_height + 4);
  flow.paragraph("添付：" + file.name + "（写真、" + file_size(file.bytes) + "。紙には縮小して載せています）",
                 caption, {.indent = flow.sizes().body, .after = 0.4});
  return {};
}

}  // namespace

std::string mark_of(const PacketFile& file) { return "file " + file.name; }

Result<void, PdfError> write_file(Book& book, const PacketFile& file) {
  if (file.media != MediaType::pdf) return write_photo(book, file);
  write_document(book, file);
  return {};
}

}  // namespace renkei::packet::pdf
