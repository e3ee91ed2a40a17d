#include "written_pdf.h"

#include <unistd.h>

#include <map>

#include "tests/support/programs.h"

namespace renkei::testing {

std::string output_of(const std::string& command) {
  Ran ran = run(command);
  EXPECT_EQ(ran.exit_code, 0) << command;
  return std::move(ran.output);
}

WrittenPdf::WrittenPdf(const packet::Model& model, const std::string& name)
    : path_(std::filesystem::temp_directory_path() /
            ("packet_pdf_" + std::to_string(getpid()) + name + ".pdf")) {
  const std::atomic<bool> stop{false};
  const auto facts = packet::pdf::write_pdf(model, sample_file, path_, {}, stop);
  EXPECT_TRUE(facts) << (facts ? "" : facts.error().detail);
  if (facts) pages_ = facts->pages;
}

WrittenPdf::~WrittenPdf() { std::filesystem::remove(path_); }

std::string WrittenPdf::text(std::size_t page) const {
  std::string range;
  if (page > 0) range = " -f " + std::to_string(page) + " -l " + std::to_string(page);
  std::string text;
  for (const char c : output_of("pdftotext -raw -enc UTF-8" + range + " '" + path_ + "' -")) {
    if (c != ' ' && c != '\n' && c != '\f') text += c;
  }
  for (std::size_t at = 0; (at = text.find("　", at)) != std::string::npos;) text.erase(at, 3);
  return text;
}

std::size_t WrittenPdf::page_with(const std::string& words) const {
  for (std::size_t page = 1; page <= pages_; ++page) {
    if (text(page).find(words) != std::string::npos) return page;
  }
  return 0;
}

const WrittenPdf& written(SampleKind kind, bool large_print) {
  static std::map<std::pair<SampleKind, bool>, std::unique_ptr<WrittenPdf>> all;
  auto& pdf = all[{kind, large_print}];
  if (!pdf) {
    packet::Model model = sample_model(kind);
    model.large_print = large_print;
    pdf =
        std::make_unique<WrittenPdf>(model, std::to_string(static_cast<int>(kind)) + (large_print ? "L" : "N"));
  }
  return *pdf;
}

}  // namespace renkei::testing
