// The objects of a PDF that Cairo does not write: document information, metadata, colour space, language. The
// one file that knows qpdf, and free of C++20, because no clang of Debian 12 compiles qpdf's headers as C++20.
#pragma once

#include <string>

namespace renkei::packet::pdf {

struct DocumentObjects {
  std::string title, author, subject, software;  // UTF-8
  std::string date;                              // PDF's form: D:20261128093000+09'00'
  std::string xmp;                               // a whole XMP packet
  std::string colour_profile;                    // ICC, three channels
};

// PDF 1.7 octets of the same pages; the identifier follows from the content. Throws std::exception.
std::string with_document_objects(const std::string& drawn, const DocumentObjects& objects);

}  // namespace renkei::packet::pdf
