// Writes the six packets that docs/packet_review.md looks at: packet_pdf_samples FOLDER; with a number, a
// packet of so many rows and 300 photos, and the seconds it took.
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "replay/disclosure/pdf/packet_pdf.h"
#include "sample_model.h"

int main(int argc, char** argv) {
  using namespace renkei;
  if (argc < 2) return 2;
  const std::string folder = argv[1];
  const std::atomic<bool> stop{false};
  const auto write = [&](const packet::Model& model, const std::string& name) {
    const auto start = std::chrono::steady_clock::now();
    const auto facts =
        packet::pdf::write_pdf(model, testing::sample_file, folder + "/" + name + ".pdf", {}, stop);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    if (!facts)
      std::fprintf(stderr, "%s: %s\n", name.c_str(), facts.error().detail.c_str());
    else
      std::printf("%s: %zu pages, %.2f s, peak %ld MiB\n", name.c_str(), facts->pages, took.count(),
                  usage.ru_maxrss / 1024);
  };
  if (argc > 2) {
    write(testing::grown_model(std::strtoul(argv[2], nullptr, 10), 300), "grown");
    return 0;
  }
  const std::pair<testing::SampleKind, const char*> kinds[] = {
      {testing::SampleKind::full, "full"},         {testing::SampleKind::part, "part"},
      {testing::SampleKind::none, "none"},         {testing::SampleKind::no_data, "no_data"},
      {testing::SampleKind::bereaved, "bereaved"}, {testing::SampleKind::city, "city"}};
  for (const auto& [kind, name] : kinds) write(testing::sample_model(kind), name);
  packet::Model large = testing::sample_model(testing::SampleKind::part);
  large.large_print = true;
  write(large, "large_print");
}
