// Writes the six packets that docs/packet_review.md looks at: packet_pdf_samples FOLDER; with a number, a
// packet of so many rows and 300 photos, and the seconds it took.
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "replay/disclosure/pdf/packet_pdf.h"
#include "sample_model.h"

int main(int argc, char** argv) {
  namespace packet = renkei::packet;
  using namespace renkei::testing;
  if (argc < 2) return 2;
  const std::string folder = argv[1];
  const std::atomic<bool> stop{false};
  const auto write = [&](const packet::Model& model, const std::string& name) {
    const auto start = std::chrono::steady_clock::now();
    const auto facts = packet::pdf::write_pdf(model, sample_file, folder + "/" + name + ".pdf", {}, stop);
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
    write(grown_model(std::strtoul(argv[2], nullptr, 10), 300), "grown");
    return 0;
  }
  const std::pair<SampleKind, const char*> kinds[] = {
      {SampleKind::full, "full"},       {SampleKind::part, "part"},         {SampleKind::none, "none"},
      {SampleKind::no_data, "no_data"}, {SampleKind::bereaved, "bereaved"}, {SampleKind::city, "city"}};
  for (const auto& [kind, name] : kinds) write(sample_model(kind), name);
  packet::Model large = sample_model(SampleKind::part);
  large.large_print = true;
  write(large, "large_print");
}
