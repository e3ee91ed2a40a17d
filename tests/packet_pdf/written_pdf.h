// PDFs of the samples, made once for each test program, and their text as poppler's pdftotext reads it.
#pragma once

#include <gtest/gtest.h>

#include "replay/disclosure/pdf/packet_pdf.h"
#include "sample_model.h"

namespace renkei::testing {

std::string output_of(const std::string& command);  // of a shell command; a failure of it fails the test

class WrittenPdf {
 public:
  explicit WrittenPdf(const packet::Model& model, const std::string& name = "");
  ~WrittenPdf();
  WrittenPdf(const WrittenPdf&) = delete;
  WrittenPdf& operator=(const WrittenPdf&) = delete;

  const std::string& path() const { return path_; }
  std::size_t pages() const { return pages_; }
  // Text without white space, so that line breaks of the layout do not matter. Page 0: all pages.
  std::string text(std::size_t page = 0) const;
  std::size_t page_with(const std::string& words) const;  // 0: none

 private:
  std::string path_;
  std::size_t pages_ = 0;
};

// Of a sample, normal or large print, made once.
const WrittenPdf& written(SampleKind kind, bool large_print = false);

}  // namespace renkei::testing
